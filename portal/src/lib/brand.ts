/**
 * The brand of this host, which the shell carries so that it shows before anything else is painted.
 *
 * Contract with the writer of `hosts/<host>/index.html` (product 2.1, portal.md "Brand"): take the built `index.html`
 * and put in the place of its marker `<!--brand-->`, every value escaped for HTML,
 *   <title>NAME</title>
 *   <meta name="application-name" content="NAME">
 *   <meta name="latchkey-logo" content="/assets/brand/FILE" data-width="W" data-height="H">   only with a logo
 *   <meta name="theme-color" content="#f8f8f7" media="(prefers-color-scheme: light)">
 *   <meta name="theme-color" content="#121214" media="(prefers-color-scheme: dark)">
 *   <link rel="stylesheet" href="/assets/brand/HASH.css">
 * and the locale of the business into `<html lang="en">`. HASH.css is `paletteCss()` of palette.ts, printed by
 * `npm run -s palette -- '#rrggbb' --css`; it is stored with the business and only verified by the server. A logo
 * must be at most 40 px high at 1x and have its real width and height, so that nothing jumps.
 */

export interface Brand {
  name: string;
  logo: { url: string; width: number; height: number } | null;
}

const meta = (name: string) => document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`);

function readLogo(): Brand['logo'] {
  const element = meta('latchkey-logo');
  if (!element?.content.startsWith('/assets/')) return null;
  return {
    url: element.content,
    width: Number(element.dataset.width) || 120,
    height: Number(element.dataset.height) || 32,
  };
}

/** Read once: the shell does not change under a running page. */
export const brand: Brand = {
  name: meta('application-name')?.content ?? '',
  logo: readLogo(),
};

/** The tab's title: the screen first, the business after it. */
export function setTitle(screen: string, business: string): void {
  document.title = business ? `${screen} · ${business}` : screen;
}

/** Draws the business's initial in its accent as the tab's icon (no request, no markup). */
export function drawIcon(name: string): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 64;
  const context = canvas.getContext('2d');
  const initial = Array.from(name.trim())[0];
  if (!link || !context || !initial) return;
  const styles = getComputedStyle(document.documentElement);
  context.fillStyle = styles.getPropertyValue('--brand-accent').trim() || '#3f3f46';
  context.beginPath();
  context.roundRect(0, 0, 64, 64, 14);
  context.fill();
  context.fillStyle = styles.getPropertyValue('--brand-on-accent').trim() || '#ffffff';
  context.font = '600 40px "Inter Variable", sans-serif';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(initial.toUpperCase(), 32, 35);
  link.href = canvas.toDataURL('image/png');
}
