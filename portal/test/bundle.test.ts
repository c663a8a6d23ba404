import { afterEach, describe, expect, it, vi } from 'vitest';
import { zipLength, zipStream } from '../src/lib/zip_stream';
import { fitsPart, partName, parts, PART_BYTES } from '../src/lib/parts';

const MB = 1_000_000;

describe('parts', () => {
  it('fills each part in order and never over its size', () => {
    const files = [300, 150, 100, 450, 60].map((size, n) => ({ n, bytes: size * MB }));
    expect(parts(files).map((part) => part.map(({ n }) => n))).toEqual([[0, 1], [2], [3], [4]]);
  });

  it('gives a file that is too large a part of its own and loses nothing', () => {
    const files = [700, 10, 20].map((size) => ({ bytes: size * MB }));
    expect(parts(files).flat()).toHaveLength(3);
    expect(parts(files)[0]).toHaveLength(1);
    expect(parts([])).toEqual([]);
  });

  it('leaves room for what a ZIP adds, so that no part is larger than promised', () => {
    const names = Array.from({ length: 40 }, (_, n) => `${'a'.repeat(90)}-${String(n).padStart(3, '0')}.jpg`);
    for (const size of [100 * MB, 12_500_000, 499_999_600, 2400]) {
      const split = parts(
        names.map((name) => ({ url: '', name, bytes: size })),
        size < MB ? 20_000 : undefined,
      );
      for (const part of split)
        expect(Number(zipLength(part))).toBeLessThanOrEqual(size < MB ? 20_000 : PART_BYTES);
    }
    expect([499_999_600, 499_999_601].map((bytes) => fitsPart(bytes))).toEqual([true, false]);
  });

  it('names them', () => {
    expect(partName('12 Oak St.zip', 2, 3)).toBe('12 Oak St part 2 of 3.zip');
    expect(partName('12 Oak St.zip', 1, 1)).toBe('12 Oak St.zip');
  });
});

describe('the ZIP', () => {
  const body = (size: number) => new Uint8Array(size).fill(65);
  const serve = (sizes: Record<string, number | null>) =>
    vi.stubGlobal('fetch', (url: string) => {
      const size = sizes[url];
      return Promise.resolve(
        size === null || size === undefined ? new Response('', { status: 403 }) : new Response(body(size)),
      );
    });
  afterEach(() => vi.unstubAllGlobals());
  const files = [
    { url: '/a', name: '001_front.jpg', bytes: 1000 },
    { url: '/b', name: '002_küche.jpg', bytes: 70_000 },
  ];

  it('has exactly the length that was promised, and all its files', async () => {
    serve({ '/a': 1000, '/b': 70_000 });
    let heard = 0;
    const zip = new Uint8Array(await new Response(zipStream(files, (count) => (heard += count))).arrayBuffer());
    expect(BigInt(zip.length)).toBe(zipLength(files));
    expect(heard).toBe(71_000);
    expect([...zip.slice(0, 4)]).toEqual([0x50, 0x4b, 3, 4]);
    expect(zip.length - 71_000).toBeLessThan(2 * 120 + 100);
  });

  it('fails loudly when a file is shorter or longer than promised, or is not given', async () => {
    for (const wrong of [69_999, 70_001, null]) {
      serve({ '/a': 1000, '/b': wrong });
      await expect(new Response(zipStream(files, () => undefined)).arrayBuffer()).rejects.toThrow();
    }
  });
});
