/** A business's accent palette, computed in OKLCH so that only lightness moves until text and outlines are readable. */

export interface Scheme {
  /** Text in the accent: at least 4.5:1 on every surface of the scheme and on `soft`. */
  link: string;
  /** A tinted background behind `link`. */
  soft: string;
  /** Focus outline: at least 3:1 on every surface. */
  ring: string;
}

export interface Palette {
  /** The business's exact color: the primary button. */
  accent: string;
  accent_hover: string;
  /** The better of black and white on `accent`: always at least 4.5:1. */
  on_accent: string;
  light: Scheme;
  dark: Scheme;
}

/** The neutral backgrounds that accents appear on; `styles.css` uses the same values (a test compares them). */
export const SURFACES = {
  light: { canvas: '#f8f8f7', surface: '#ffffff', sunken: '#f0f0ee' },
  dark: { canvas: '#121214', surface: '#1a1a1d', sunken: '#242428' },
} as const;

/** The other neutral colors that a preview of a scheme needs; a test compares them with `styles.css`. */
export const NEUTRALS = {
  light: { line: '#e4e4e1', ink: '#18181a', muted: '#5f5f63' },
  dark: { line: '#2e2e33', ink: '#f2f2f0', muted: '#a6a6ac' },
} as const;

type Oklch = { l: number; c: number; h: number };

const channels = (hex: string): number[] =>
  [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
const toLinear = (v: number) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
const fromLinear = (v: number) => (v <= 0.0031308 ? v * 12.92 : 1.055 * v ** (1 / 2.4) - 0.055);

/** WCAG 2 relative luminance of `#rrggbb`. */
export function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = channels(hex).map(toLinear);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG 2 contrast ratio, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function toOklch(hex: string): Oklch {
  const [r = 0, g = 0, b = 0] = channels(hex).map(toLinear);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const lightness = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s;
  const A = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const B = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  return { l: lightness, c: Math.hypot(A, B), h: Math.atan2(B, A) };
}

function linearRgb({ l: L, c, h }: Oklch): number[] {
  const [A, B] = [c * Math.cos(h), c * Math.sin(h)];
  const l = (L + 0.3963377774 * A + 0.2158037573 * B) ** 3;
  const m = (L - 0.1055613458 * A - 0.0638541728 * B) ** 3;
  const s = (L - 0.0894841775 * A - 1.291485548 * B) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

const inGamut = (color: Oklch) => linearRgb(color).every((v) => v >= -0.0002 && v <= 1.0002);

/** The nearest sRGB color of the same lightness and hue: chroma gives way where the screen ends. */
function toHex(color: Oklch): string {
  let [low, high] = [0, color.c];
  if (!inGamut(color)) {
    for (let i = 0; i < 20; i++) {
      const middle = (low + high) / 2;
      if (inGamut({ ...color, c: middle })) low = middle;
      else high = middle;
    }
    color = { ...color, c: low };
  }
  const byte = (v: number) => Math.round(Math.min(1, Math.max(0, fromLinear(Math.max(0, v)))) * 255);
  return (
    '#' +
    linearRgb(color)
      .map((v) => byte(v).toString(16).padStart(2, '0'))
      .join('')
  );
}

/** Moves lightness step by step toward `direction` until `holds`; ends at black or white. */
function move(start: Oklch, direction: 1 | -1, holds: (hex: string) => boolean): string {
  for (let l = start.l; l > 0 && l < 1; l += direction * 0.004) {
    const hex = toHex({ ...start, l });
    if (holds(hex)) return hex;
  }
  return direction > 0 ? '#ffffff' : '#000000';
}

const readable = (backgrounds: readonly string[], ratio: number) => (hex: string) =>
  backgrounds.every((background) => contrast(hex, background) >= ratio);

function scheme(accent: Oklch, name: 'light' | 'dark'): Scheme {
  const backgrounds = Object.values(SURFACES[name]);
  const [away, toward] = name === 'light' ? ([-1, 1] as const) : ([1, -1] as const);
  const link = move(accent, away, readable(backgrounds, 4.5));
  const tint = { l: name === 'light' ? 0.955 : 0.285, c: Math.min(accent.c * 0.3, 0.025), h: accent.h };
  const soft = move(tint, toward, (hex) => contrast(hex, link) >= 4.5);
  return { link, soft, ring: move(accent, away, readable(backgrounds, 3)) };
}

/** The whole palette of one accent color, `#rrggbb` in lower case; throws on anything else (product 10.2). */
export function palette(accent: string): Palette {
  if (!/^#[0-9a-f]{6}$/.test(accent)) throw new Error(`Not a color: ${accent}`);
  const on = contrast(accent, '#000000') > contrast(accent, '#ffffff') ? '#000000' : '#ffffff';
  const color = toOklch(accent);
  const hover = { ...color, l: on === '#ffffff' ? Math.max(0, color.l - 0.045) : Math.min(1, color.l + 0.04) };
  return {
    accent,
    accent_hover: toHex(hover),
    on_accent: on,
    light: scheme(color, 'light'),
    dark: scheme(color, 'dark'),
  };
}

/** The style sheet that the shell of a host links: variables only, so it may stand anywhere in the head. */
export function paletteCss(p: Palette): string {
  const schemes = (['link', 'soft', 'ring'] as const).map(
    (name) => `--brand-${name}:light-dark(${p.light[name]},${p.dark[name]})`,
  );
  return (
    `:root{--brand-accent:${p.accent};--brand-accent-hover:${p.accent_hover};` +
    `--brand-on-accent:${p.on_accent};${schemes.join(';')}}\n`
  );
}
