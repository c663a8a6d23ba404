/** Where the business lives: its host, its former names, and the move to another one. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, GET, POST, PUT, type Answer } from './api';
import { nextGap } from './polling';

const KEY = ['host'];

export type Host = Answer<'/api/business/host', 'get'>;

export const useHost = () => useQuery({ queryKey: KEY, queryFn: () => ask(GET('/api/business/host')) });

export const checkHost = (label: string) => ask(POST('/api/business/host/availability', { body: { label } }));

export function useMove() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: { label: string; host: string }) => ask(PUT('/api/business/host', { body })),
    onSuccess: (moved) => cache.setQueryData(KEY, moved),
  });
}

/** Whether this host leads elsewhere by now: the answer itself may not be followed, and need not be. */
export const useHasMoved = () =>
  useQuery({
    queryKey: [...KEY, 'moved'],
    queryFn: async () =>
      (await fetch('/api/session', { redirect: 'manual', cache: 'no-store' })).type === 'opaqueredirect',
    refetchInterval: ({ state }) => (state.data ? false : nextGap(state.dataUpdateCount + state.errorUpdateCount)),
    retry: false,
  });
