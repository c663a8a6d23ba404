/** A download of several files, kept while the page is open: closing its dialog neither stops nor forgets it. */
import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Size } from './api';
import type { BundleFile } from './bundle';

export interface Part {
  name: string;
  files: BundleFile[];
}

export interface Kept {
  size: Size;
  /** The ZIPs that it comes in; none before the server has named the files. */
  parts: Part[];
  /** How many of them are saved. */
  saved: number;
  /** The part that is being saved just now. */
  progress: { done: number; total: number } | null;
}

export const NOTHING: Kept = { size: 'original', parts: [], saved: 0, progress: null };

/** `which` names the files: another delivery of the listing is another download. */
export function useKeptDownload(which: readonly string[]) {
  const cache = useQueryClient();
  const queryKey = ['download', ...which];
  const { data: kept = NOTHING } = useQuery<Kept>({ queryKey, queryFn: skipToken, gcTime: Infinity });
  const keep = (change: Partial<Kept>) =>
    cache.setQueryData<Kept>(queryKey, (before = NOTHING) => ({ ...before, ...change }));
  return { kept, keep };
}
