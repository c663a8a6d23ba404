import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contrast, luminance, NEUTRALS, palette, paletteCss, SURFACES, type Palette } from '../src/lib/palette';

/** A fixed stream of 3,000 colors: the same run every time, with black, white and the pure hues in it. */
function colors(): string[] {
  let seed = 0x2f6b1d;
  const next = () => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) >>> 8;
  const edge = ['#000000', '#ffffff', '#ff0000', '#00ff00', '#0000ff', '#ffff00', '#00ffff', '#ff00ff', '#808080'];
  return [...edge, ...Array.from({ length: 2991 }, () => `#${next().toString(16).padStart(6, '0').slice(-6)}`)];
}

const schemes = (p: Palette) => (['light', 'dark'] as const).map((name) => [name, p[name]] as const);

describe('palette', () => {
  it('is readable for any accent, in both schemes', () => {
    const poor: string[] = [];
    for (const color of colors()) {
      const p = palette(color);
      if (p.accent !== color) poor.push(`${color} was changed`);
      if (contrast(p.on_accent, p.accent) < 4.5) poor.push(`${color} text`);
      if (contrast(p.on_accent, p.accent_hover) < 4.5) poor.push(`${color} text under the pointer`);
      for (const [name, { link, soft, ring }] of schemes(p)) {
        const backgrounds = Object.values(SURFACES[name]);
        if ([...backgrounds, soft].some((one) => contrast(link, one) < 4.5)) poor.push(`${color} ${name} link`);
        if (backgrounds.some((one) => contrast(ring, one) < 3)) poor.push(`${color} ${name} ring`);
      }
    }
    expect(poor).toEqual([]);
  }, 60_000);

  it('leaves a color alone that is readable already', () => {
    expect(palette('#1c6b57').light.link).toBe('#1c6b57');
    expect(palette('#1c6b57').light.ring).toBe('#1c6b57');
  });

  it('keeps the hue while lightness moves', () => {
    expect(palette('#ffd400').light.link).toMatch(/^#[6-8][0-9a-f][5-6][0-9a-f]0[0-9a-f]$/);
  });

  it('refuses what is not a color', () => {
    for (const wrong of ['red', '#fff', '#FFFFFF', '#12345g', '', '#1234567', 'url(x)'])
      expect(() => palette(wrong)).toThrow('Not a color');
  });

  it('knows the contrast of black on white', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(luminance('#777777')).toBeCloseTo(0.1845, 3);
  });

  it('prints variables only', () => {
    expect(paletteCss(palette('#1c6b57'))).toMatch(
      /^:root\{(--brand-[a-z-]+:#[0-9a-f]{6};){3}(--brand-[a-z]+:light-dark\(#[0-9a-f]{6},#[0-9a-f]{6}\);?){3}\}\n$/,
    );
  });

  it('is computed for the surfaces that the style sheet paints', () => {
    const css = readFileSync(new URL('../src/styles.css', import.meta.url), 'utf8');
    for (const name of ['canvas', 'surface', 'sunken'] as const)
      expect(css).toContain(`--color-${name}: light-dark(${SURFACES.light[name]}, ${SURFACES.dark[name]})`);
    for (const name of ['line', 'ink', 'muted'] as const)
      expect(css).toContain(`--color-${name}: light-dark(${NEUTRALS.light[name]}, ${NEUTRALS.dark[name]})`);
  });

  it('has readable neutral and status colors too', () => {
    const css = readFileSync(new URL('../src/styles.css', import.meta.url), 'utf8');
    const pair = (name: string) => new RegExp(`--color-${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(css);
    for (const name of ['ink', 'muted', 'ok', 'warn', 'info', 'bad']) {
      const found = pair(name);
      for (const background of Object.values(SURFACES.light))
        expect(contrast(found?.[1] ?? '', background), name).toBeGreaterThanOrEqual(4.5);
      for (const background of Object.values(SURFACES.dark))
        expect(contrast(found?.[2] ?? '', background), name).toBeGreaterThanOrEqual(4.5);
    }
    for (const name of ['ok', 'warn', 'info', 'bad']) {
      const [ink, soft] = [pair(name), pair(`${name}-soft`)];
      expect(contrast(ink?.[1] ?? '', soft?.[1] ?? ''), name).toBeGreaterThanOrEqual(4.5);
      expect(contrast(ink?.[2] ?? '', soft?.[2] ?? ''), name).toBeGreaterThanOrEqual(4.5);
    }
    const edge = pair('edge');
    expect(contrast(edge?.[1] ?? '', SURFACES.light.surface)).toBeGreaterThanOrEqual(3);
    expect(contrast(edge?.[2] ?? '', SURFACES.dark.surface)).toBeGreaterThanOrEqual(3);
  });
});
