import { describe, expect, test } from 'vitest';
import { captionsIn } from '../src/lib/captions';
import { languageName, languages } from '../src/lib/languages';

const file = (...parts: BlobPart[]) => new File(parts, 'a.vtt');

describe('a file of captions', () => {
  test('is read as it is, without the mark of its encoding', async () => {
    expect(await captionsIn(file('\ufeffWEBVTT\r\n\r\nKüche — 日本'))).toBe('WEBVTT\r\n\r\nKüche — 日本');
  });
  test('in another encoding is not guessed at', async () => {
    const latin = new Uint8Array([0x57, 0x45, 0x42, 0x4b, 0xfc, 0x63, 0x68, 0x65]);
    await expect(captionsIn(file(latin))).rejects.toThrow('not text in UTF-8');
  });
  test('that is too large is not sent', async () => {
    await expect(captionsIn(file('a'.repeat(200_001)))).rejects.toThrow('may have up to 200 kB');
    expect(await captionsIn(file('a'.repeat(200_000)))).toHaveLength(200_000);
  });
});

describe('languages', () => {
  test('are named in words and one that is not in the list is offered too', () => {
    expect(languageName('es')).toBe('Spanish');
    expect(languages('pt-BR').map(({ tag }) => tag)).toContain('pt-BR');
    expect(languages('en').filter(({ tag }) => tag === 'en')).toHaveLength(1);
  });
});
