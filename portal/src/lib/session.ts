/** Who is looking: the session is asked for once, and every sign-in, code and sign-out writes its answer here. */
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, DELETE, GET, giveUpReads, type Session, type Viewer } from './api';

const KEY = ['session'];

/** The page itself has begun this read (index.html), so that it waits beside the scripts and not after them. */
export const sessionQuery = queryOptions({
  queryKey: KEY,
  queryFn: () => ask(GET('/api/session')),
  staleTime: Infinity,
});

/** Who this browser knows itself to be, for `early.ts`, which runs before anybody has answered; nothing trusts it. */
export function remember(viewer: Viewer | null): void {
  try {
    if (viewer) localStorage.setItem('latchkey.viewer', viewer.kind);
    else localStorage.removeItem('latchkey.viewer');
  } catch {
    // A browser that keeps nothing waits a little longer.
  }
}

export function useSessionQuery() {
  return useQuery(sessionQuery);
}

/** The session behind the gate of app.tsx, where it is always known. */
export function useSession(): Session {
  const { data } = useSessionQuery();
  if (!data) throw new Error('The session is read before the gate.');
  return data;
}

export function useViewer(): Viewer | null {
  return useSession().viewer;
}

/** Takes over the session that a sign-in answered with and forgets what the previous person saw. */
export function useEnter(): (session: Session) => void {
  const cache = useQueryClient();
  return (session) => {
    cache.removeQueries({ predicate: (query) => query.queryKey[0] !== KEY[0] });
    cache.setQueryData(KEY, session);
  };
}

/** What the code of a sign-up just brought in, and how to be told no more. */
export function useLinked(): [Session['linked'], () => void] {
  const cache = useQueryClient();
  const { linked } = useSession();
  return [linked, () => cache.setQueryData<Session>(KEY, (now) => now && { ...now, linked: null })];
}

export function useSignOut(): () => Promise<void> {
  const cache = useQueryClient();
  return async () => {
    await cache.cancelQueries();
    giveUpReads();
    try {
      await ask(DELETE('/api/auth/sessions/current'));
    } catch (error) {
      void cache.refetchQueries({ type: 'active' });
      throw error;
    }
    giveUpReads();
    for (const note of ['latchkey.order', 'latchkey.contact', 'latchkey.viewer']) localStorage.removeItem(note);
    cache.clear();
    location.assign('/sign-in');
  };
}

const ROUTES = [
  /^\/$/,
  /^\/orders(\/[\w-]+(\/paid)?)?$/,
  /^\/(order|account)$/,
  /^\/listings\/[\w-]+$/,
  /^\/teams(\/[\w-]+)?$/,
  /^\/teams\/join\/[\w.-]+$/,
  /^\/studio(\/account|\/(orders|listings|customers|teams)(\/[\w-]+)?)?$/,
  /^\/studio\/settings(\/[\w-]+){0,2}$/,
];

/** Where to go after signing in: only a path of our own, written anew from what was parsed (guarantees row 8). */
export function safeNext(next: string | null, home: string): string {
  if (!next?.startsWith('/')) return home;
  let url: URL;
  try {
    url = new URL(next, 'https://portal.invalid');
  } catch {
    return home;
  }
  const known = url.origin === 'https://portal.invalid' && ROUTES.some((route) => route.test(url.pathname));
  return known ? url.pathname + url.search : home;
}

export const homeOf = (viewer: Viewer | null) => (viewer?.kind === 'staff' ? '/studio' : '/');
