import { describe, expect, it } from 'vitest';
import { tileSizes } from '../src/lib/tile_sizes';

const RULE = /\(min-width: (\d+)px\) calc\(\(min\(100vw, (\d+)px\) - (\d+)px\) \/ ([\d.]+)\)/g;

/** What the browser reads from `sizes`: the first rule whose window is wide enough. */
function widthIn(window: number, ratio: number, alone = false, density = 1): number {
  for (const [, least, full, beside, count] of tileSizes(ratio, alone, density).matchAll(RULE))
    if (window >= Number(least)) return (Math.min(window, Number(full)) - Number(beside)) / Number(count);
  throw new Error('No rule for this window.');
}

describe('tileSizes', () => {
  it('knows how many pictures share a row of each window', () => {
    expect(widthIn(320, 1.5)).toBe(320);
    expect(widthIn(390, 1.5)).toBe(193);
    expect(widthIn(700, 1.5)).toBe(322);
    expect(widthIn(800, 1.5)).toBe(512);
    expect(widthIn(1040, 1.5)).toBe(720);
    expect(widthIn(1280, 1.5)).toBe(476);
    expect(widthIn(1440, 1.5)).toBeCloseTo(368);
    expect(widthIn(2560, 1.5)).toBeCloseTo(394.7, 1);
  });

  it('knows the pages without a sidebar', () => {
    expect(widthIn(390, 1.5, true)).toBe(193);
    expect(widthIn(800, 1.5, true)).toBe(372);
    expect(widthIn(1280, 1.5, true)).toBeCloseTo(394.7, 1);
    expect(widthIn(2560, 1.5, true)).toBeCloseTo(394.7, 1);
  });

  it('takes the small file on a phone of three device pixels, where two are sharp', () => {
    expect(widthIn(390, 1.5, false, 2) * 2).toBe(386);
    expect(widthIn(390, 1.5, false, 3) * 3).toBeCloseTo(386);
  });

  it('never promises less than the least width of a tile, unless the window itself is narrower', () => {
    for (const ratio of [0.5, 0.67, 1, 1.33, 1.5, 1.78, 3])
      for (let window = 320; window <= 1600; window += 7) {
        const beside = window >= 1024 ? 320 : window >= 768 ? 288 : window >= 640 ? 48 : 0;
        const row = window >= 1024 ? 240 : window >= 640 ? 190 : 116;
        expect(widthIn(window, ratio)).toBeGreaterThanOrEqual(Math.min(ratio * row, window - beside) - 0.01);
      }
  });
});
