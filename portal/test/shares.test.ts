import { describe, expect, it } from 'vitest';
import { standing, type SharedPhoto } from '../src/lib/shares';

const photo = (asset_id: string, file: string, signature: string): SharedPhoto => ({
  asset_id,
  caption: '',
  alt: '',
  branded: false,
  section: '',
  kind: 'photo' as const,
  preview: {
    small: { url: `https://harbor.test/media/${file}-400.jpg?Signature=${signature}`, width: 400, height: 267 },
    medium: { url: `https://harbor.test/media/${file}-800.jpg?Signature=${signature}`, width: 800, height: 533 },
    large: { url: `https://harbor.test/media/${file}-1600.jpg?Signature=${signature}`, width: 1600, height: 1067 },
  },
});

describe('standing', () => {
  const before = [photo('a', 'marked/a', '1'), photo('b', 'marked/b', '1')];
  const onlyA = (one: SharedPhoto) => one.asset_id === 'a';

  it('keeps the address of what has loaded and renews the rest', () => {
    const [a, b] = standing([photo('a', 'marked/a', '2'), photo('b', 'marked/b', '2')], before, onlyA);
    expect(a?.preview.small.url).toContain('Signature=1');
    expect(b?.preview.small.url).toContain('Signature=2');
  });

  it('shows another file when the lock has opened or closed', () => {
    const [a] = standing([photo('a', 'clean/a', '2')], before, () => true);
    expect(a?.preview.small.url).toContain('clean/a');
  });

  it('drops what is not shared any more and takes the new words', () => {
    const renamed = { ...photo('b', 'marked/b', '2'), caption: 'The kitchen' };
    expect(standing([renamed], before, () => true)).toEqual([{ ...renamed, preview: before[1]?.preview }]);
  });
});
