/** Holds a page open that would lose what was typed: a link, the browser's back and forward, and closing the tab ask first. */
import { hearFirst } from './moves';

/** What `hold` needs of the window. */
export type Page = Pick<
  Window,
  'addEventListener' | 'removeEventListener' | 'requestAnimationFrame' | 'scrollTo' | 'scrollY'
> & {
  document: Pick<Document, 'addEventListener' | 'removeEventListener'>;
  location: Pick<Location, 'origin' | 'pathname' | 'href'>;
  history: Pick<History, 'state' | 'pushState' | 'back'>;
};

/** The path that a click leads to inside of the portal; null for everything that keeps this page open. */
function pathLeftFor(event: MouseEvent, { origin, pathname }: Page['location']): string | null {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
  if (!(link instanceof HTMLAnchorElement) || link.target || link.hasAttribute('download')) return null;
  const url = new URL(link.href);
  return url.origin === origin && url.pathname !== pathname ? url.pathname + url.search : null;
}

/**
 * Calls `ask` with the way on whenever this page is about to be left; the page stays until that is called.
 * The function that it answers with lets go.
 */
export function hold(
  ask: (leave: () => void) => void,
  navigate: (path: string) => void,
  page: Page = window,
): () => void {
  const held = page.location.pathname;
  let at = { href: page.location.href, state: page.history.state as unknown };
  const onUnload = (event: Event) => event.preventDefault();
  const onClick = (event: MouseEvent) => {
    const path = pathLeftFor(event, page.location);
    if (path === null) return;
    event.preventDefault();
    event.stopPropagation();
    ask(() => navigate(path));
  };
  // The browser has moved when it tells: the page is put back on top before the router hears of it. Where the browser
  // went lies right below then, for back and forward alike.
  const onMove = () => {
    if (page.location.pathname === held) {
      at = { href: page.location.href, state: page.history.state };
      return;
    }
    page.history.pushState(at.state, '', at.href);
    const { scrollY } = page; // the browser goes on to scroll as the other page was
    page.requestAnimationFrame(() => page.scrollTo(0, scrollY));
    ask(() => {
      letGo();
      page.history.back();
    });
  };
  const letGo = () => {
    page.removeEventListener('beforeunload', onUnload);
    hearFirst(null);
    page.document.removeEventListener('click', onClick, true);
  };
  page.addEventListener('beforeunload', onUnload);
  hearFirst(onMove);
  page.document.addEventListener('click', onClick, true);
  return letGo;
}
