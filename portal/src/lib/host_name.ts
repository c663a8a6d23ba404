/** The name of a host while it is typed: made from the business's name, asked for once the typing rests. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

const RESTS_AFTER_MS = 350;

export interface Verdict {
  is_free: boolean;
  sentence: string;
}

/** What somebody types becomes a name as far as that is clear; all else the server says in a sentence. */
export const nameOf = (typed: string) => typed.toLowerCase().replace(/\s/g, '-').slice(0, 63);

/** A first suggestion: the plain letters of the business's name. */
export const suggested = (business: string) =>
  business
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}|['’]/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 50)
    .replace(/-+$/, '');

/** What the server says of a name; undefined while it is typed or asked. */
export function useVerdict(
  label: string,
  check: (label: string) => Promise<Verdict>,
): { verdict: Verdict | undefined; error: Error | null } {
  const [rested, setRested] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setRested(label), RESTS_AFTER_MS);
    return () => clearTimeout(timer);
  }, [label]);
  const asked = useQuery({
    queryKey: ['name', rested],
    queryFn: () => check(rested),
    enabled: rested !== '',
    staleTime: 20_000,
    retry: false,
  });
  return rested === label && label
    ? { verdict: asked.data, error: asked.error }
    : { verdict: undefined, error: null };
}
