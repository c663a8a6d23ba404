/**
 * Runs before the shell has come: asks at once for the screen and the data of the page that the address names.
 *
 * Without it a phone waits four times in a row: page, shell, data, pictures. The built page names this file and the
 * files of each screen (vite.config.ts); the screens find what was asked for here in the browser's preload cache.
 * Only for a browser in which a customer is signed in, as far as it remembers (session.ts): all others would be refused.
 * It also shows the page in the theme that was chosen in this browser (theme.ts) before anything is painted.
 */
{
  const PAGES: { path: RegExp; screen: string; reads: (id: string) => string[] }[] = [
    { path: /^\/()$/, screen: 'dashboard', reads: () => ['/api/listings', '/api/orders?status=Pending'] },
    { path: /^\/listings\/([\w-]+)$/, screen: 'listing', reads: (id) => [`/api/listings/${id}`] },
  ];

  const begin = (rel: 'preload' | 'modulepreload', href: string) => {
    const link = document.createElement('link');
    link.rel = rel;
    if (rel === 'preload') link.as = 'fetch';
    link.crossOrigin = 'anonymous';
    link.href = href;
    document.head.append(link);
  };

  const kept = (what: string) => {
    try {
      return localStorage.getItem(`latchkey.${what}`);
    } catch {
      return null; // a browser that keeps nothing
    }
  };

  const theme = kept('theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;

  for (const { path, screen, reads } of kept('viewer') === 'customer' ? PAGES : []) {
    const id = path.exec(location.pathname)?.[1];
    if (id === undefined) continue;
    for (const href of reads(id)) begin('preload', href);
    const files = document.querySelector<HTMLMetaElement>(`meta[name="screen-${screen}"]`)?.content ?? '';
    for (const href of files.split(' ').filter(Boolean)) begin('modulepreload', href);
  }
}
