/**
 * The brand of this host, which the shell carries so that it shows before anything else is painted.
 *
 * Contract with the writer of `hosts/<host>/index.html` (product 2.1, portal.md "Brand"): take the built `index.html`
 * and put in the place of its marker `<!--brand-->`, every value escaped for HTML,
 *   <title>NAME</title>
 *   <meta name="application-name" content="NAME">
 *   <link rel="preload" …> and
 *   <meta name="brand-logo" content="/assets/brand/FILE" data-width="W" data-height="H" data-plate="light|dark">
 *                                                     only with a logo; the plate only where its ink needs a ground
 *   <meta name="brand-image" content="/assets/brand/LARGE" data-small="/assets/brand/SMALL" data-width data-height
 *         data-x="0-100" data-y="0-100">              only with a portal image
 *   <link rel="icon" …>, in the place of the built page's empty one, only with a favicon
 *   <meta name="theme-color" content="#f8f8f7" media="(prefers-color-scheme: light)">
 *   <meta name="theme-color" content="#121214" media="(prefers-color-scheme: dark)">
 *   <link rel="stylesheet" href="/assets/brand/HASH.css">
 * and the locale of the business into `<html lang="en">`. HASH.css is `paletteCss()` of palette.ts, printed by
 * `npm run -s palette -- '#rrggbb' --css`; it is stored with the business and only verified by the server. A logo
 * must be at most 40 px high at 1x and have its real width and height, so that nothing jumps.
 */

export interface Brand {
  name: string;
  logo: ReturnType<typeof readPicture>;
}

const meta = (name: string) => document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`);

/** A picture that the shell names, with what else is said of it. */
export function readPicture(name: string) {
  const element = meta(name);
  if (!element?.content.startsWith('/assets/')) return null;
  const data = element.dataset;
  return { url: element.content, width: Number(data.width) || 120, height: Number(data.height) || 32, data };
}

/** Read once: the shell does not change under a running page. */
export const brand: Brand = {
  name: meta('application-name')?.content ?? '',
  logo: readPicture('brand-logo'),
};

/** The tab's title: the screen first, the business after it. */
export function setTitle(screen: string, business: string): void {
  document.title = business ? `${screen} · ${business}` : screen;
}
