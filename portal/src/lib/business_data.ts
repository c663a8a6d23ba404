/** Everything that the business has: its copy, and the original files of its listings. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, GET, POST, type Answer } from './api';
import { pollWhile } from './polling';

export type BusinessData = Answer<'/api/business/data', 'get'>;
export type BusinessCopy = NonNullable<BusinessData['copy_made']>;
export type Original = Answer<'/api/listings/{listing_id}/originals', 'get'>['originals'][number];

const KEY = ['business_data'];
const isWorking = (data: BusinessData | undefined) => data?.copy_made?.state === 'working';

export function useBusinessData() {
  const [since] = useState(() => ({ count: 0, was: false }));
  return useQuery({
    queryKey: KEY,
    queryFn: () => ask(GET('/api/business/data')),
    refetchInterval: pollWhile(isWorking, since),
  });
}

export function useMakeCopy() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => ask(POST('/api/business/data/copy', { body: {} })),
    onSuccess: (now) => cache.setQueryData(KEY, now),
  });
}

/** Asks for a fresh link and follows it: the file comes as a download, the page stays. */
export const useSaveCopy = () =>
  useMutation({
    mutationFn: async () => {
      const { url } = await ask(GET('/api/business/data/copy/download'));
      location.assign(url);
    },
  });

/** Links end after a quarter of an hour, so they are asked for anew whenever the list is opened. */
export const useOriginals = (listing_id: string) =>
  useQuery({
    queryKey: ['originals', listing_id],
    queryFn: async () =>
      (await ask(GET('/api/listings/{listing_id}/originals', { params: { path: { listing_id } } }))).originals,
    gcTime: 0,
    refetchInterval: 10 * 60_000,
  });
