import { describe, expect, it } from 'vitest';
import { buttonHtml, entrances } from '../src/lib/entrances';
import { qrCode, qrFile } from '../src/lib/qr';

const COLORS = { accent: '#0f766e', on_accent: '#ffffff' };

describe('ready buttons', () => {
  it('lead to booking, sign-in and sign-up', () => {
    const urls = entrances('https://photos.harbor.com').map(({ url }) => url);
    expect(urls).toEqual(['/order', '/sign-in', '/sign-up'].map((path) => `https://photos.harbor.com${path}`));
  });

  it('carry the accent and the better text on it', () => {
    const html = buttonHtml('https://harbor.example.com/order', 'Book a shoot', COLORS);
    expect(html).toMatch(/^<a href="https:\/\/harbor\.example\.com\/order" style="[^"<>]+">Book a shoot<\/a>$/);
    expect(html).toContain('border-radius:8px;background:#0f766e;color:#ffffff');
  });

  it('keep markup as text, wherever it comes from', () => {
    const odd = `"><script>alert('1')</script>&`;
    const html = buttonHtml(`https://x.test/${odd}`, odd, { accent: odd, on_accent: odd });
    expect(html.match(/[<>]/g)).toEqual(['<', '>', '<', '>']);
    expect(html.match(/"/g)).toHaveLength(4);
    expect(html).not.toMatch(/&(?!(amp|lt|gt|quot|#39);)/);
  });
});

describe('a QR code', () => {
  it('has its three corners, its quiet rim, and is the same every time', async () => {
    const code = await qrCode('https://harbor.example.com/order');
    expect(await qrCode('https://harbor.example.com/order')).toEqual(code);
    const modules = code.size - 8;
    expect((modules - 17) % 4).toBe(0);
    const dark = new Set(Array.from(code.path.matchAll(/M(\d+) (\d+)h1v1h-1z/g), ([, x, y]) => `${x},${y}`));
    for (const [left, top] of [
      [4, 4],
      [modules - 3, 4],
      [4, modules - 3],
    ] as const) {
      for (let i = 0; i < 7; i++)
        expect(dark.has(`${left + i},${top}`) && dark.has(`${left},${top + i}`)).toBe(true);
      expect(dark.has(`${left + 1},${top + 1}`)).toBe(false);
      expect(dark.has(`${left + 3},${top + 3}`)).toBe(true);
    }
    for (let i = 0; i < code.size; i++)
      for (const rim of [0, 1, 2, 3]) expect(dark.has(`${i},${rim}`) || dark.has(`${rim},${i}`)).toBe(false);
  });

  it('is a file of its own', async () => {
    const file = qrFile(await qrCode('https://harbor.example.com/sign-in'));
    expect(file).toMatch(
      /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="40mm" [^<>]+><path [^<>]+\/><path [^<>]+\/><\/svg>\n$/,
    );
  });
});
