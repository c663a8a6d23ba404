/** The browser's back and forward: one listener may hear of them, and put the address back, before the router looks. */

let first: (() => void) | null = null;

export function hearFirst(listener: typeof first): void {
  first = listener;
}

/** To be called before the router starts: a window asks its listeners in the order in which they came, capturing or not. */
export function watchMoves(page: Pick<Window, 'addEventListener'> = window): void {
  page.addEventListener('popstate', () => first?.());
}
