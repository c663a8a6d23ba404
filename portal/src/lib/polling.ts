/** Live state: ask again with growing gaps, only while the page is visible, and stop by itself. */

interface Polled {
  state: { dataUpdateCount: number; errorUpdateCount: number };
}

const FIRST_SECONDS = 2;
const GROWTH = 1.35;
const LONGEST_SECONDS = 60;

/** The gap before the ask after `asked` answers, in milliseconds; false once `limit` answers were had. */
export function nextGap(asked: number, limit = 40): number | false {
  if (asked >= limit) return false;
  return Math.round(Math.min(FIRST_SECONDS * GROWTH ** asked, LONGEST_SECONDS) * 1000);
}

/**
 * For `refetchInterval`: polls while `waiting(data)` holds. TanStack Query pauses it in hidden tabs and asks at once
 * when the tab comes back. Counts answers since the query was mounted through `since`.
 */
export function pollWhile<T>(waiting: (data: T | undefined) => boolean, since: { count: number; was: boolean }) {
  return (query: Polled & { state: { data: T | undefined } }): number | false => {
    const now = waiting(query.state.data);
    const asked = query.state.dataUpdateCount + query.state.errorUpdateCount;
    if (now && !since.was) since.count = asked;
    since.was = now;
    return now ? nextGap(asked - since.count) : false;
  };
}
