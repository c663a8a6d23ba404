/** Light, dark, or what the system says: chosen in this browser, for this browser. */

const KEY = 'latchkey.theme';
const COLOR: Record<Chosen, string> = { light: '#f8f8f7', dark: '#121214' };

type Chosen = 'light' | 'dark';
export type Theme = Chosen | 'system';

/** What holds now; `early.ts` has put it on the page before anything was painted. */
export function theme(): Theme {
  return (document.documentElement.dataset.theme as Chosen | undefined) ?? 'system';
}

/** Shows the page so from now on, also in this browser's next visits. */
export function choose(next: Theme): void {
  if (next === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = next;
  paintFrame();
  try {
    if (next === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, next);
  } catch {
    // a browser that keeps nothing shows it until the page is left
  }
}

/** The browser's own bars around the page take the color of the chosen theme. */
export function paintFrame(): void {
  const chosen = theme();
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    const own = meta.media.includes('dark') ? 'dark' : 'light';
    meta.content = COLOR[chosen === 'system' ? own : chosen];
  }
}
