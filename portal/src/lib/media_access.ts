/** Keeps the pictures' signed cookies alive while somebody looks, and renews them when a sleeping tab wakes up. */
import { useEffect, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { ask, POST } from './api';
import { isReadOnly } from './view';

const MARGIN_MS = 60_000;
const SHORTEST_MS = 5_000;

/** Milliseconds until the cookies should be renewed. */
export const renewIn = (expires_at: string, now: number) =>
  Math.max(SHORTEST_MS, Date.parse(expires_at) - now - MARGIN_MS);

interface Signed {
  listing_id: string;
  media_expires_at: string;
}

/** Every read of a listing sets its cookies; this renews them. Returns a number that changes when the access had lapsed, so that broken pictures are loaded again. */
export function useMediaAccess(
  { listing_id, media_expires_at }: Signed,
  reading: 'listing' | 'workspace',
): number {
  const cache = useQueryClient();
  const [expires, setExpires] = useState(media_expires_at);
  const [lapses, setLapses] = useState(0);
  useEffect(() => setExpires(media_expires_at), [media_expires_at]);
  useEffect(() => {
    if (!expires) return;
    const renew = async () => {
      if (document.hidden) return;
      const lapsed = Date.parse(expires) < Date.now();
      if (reading === 'workspace' || isReadOnly())
        await cache.invalidateQueries({ queryKey: [reading, listing_id] });
      else {
        const call = { params: { path: { listing_id } }, body: {} };
        setExpires((await ask(POST('/api/listings/{listing_id}/media-access', call))).media_expires_at);
      }
      if (lapsed) setLapses((n) => n + 1);
    };
    const attempt = () => void renew().catch(() => undefined);
    const timer = setTimeout(attempt, renewIn(expires, Date.now()));
    const woken = () => {
      if (!document.hidden && Date.parse(expires) - Date.now() < MARGIN_MS) attempt();
    };
    document.addEventListener('visibilitychange', woken);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', woken);
    };
  }, [expires, listing_id, reading, cache]);
  return lapses;
}
