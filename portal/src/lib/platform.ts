/** Setting up a business on the platform's own host: how far this browser's has come, and the steps that bring it on. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, GET, POST, type Answer } from './api';
import { nextGap } from './polling';

const KEY = ['platform'];

export type Platform = Answer<'/api/platform', 'get'>;
export type Begun = NonNullable<Platform['founding']>;

export interface Wanted {
  name: string;
  label: string;
  time_zone: string;
  currency: string;
  email: string;
  password: string;
  invitation_code: string;
}

/** Asked again with growing gaps while the new host is being prepared. */
export const usePlatform = () =>
  useQuery({
    queryKey: KEY,
    queryFn: () => ask(GET('/api/platform')),
    refetchInterval: ({ state }) =>
      state.data?.founding?.state === 'preparing' ? nextGap(state.dataUpdateCount) : false,
  });

export const checkName = (label: string) => ask(POST('/api/platform/availability', { body: { label } }));
export const sendCode = () => ask(POST('/api/platform/codes', { body: {} }));

export function useBegin() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: Wanted) => ask(POST('/api/platform/businesses', { body })),
    onSuccess: () => cache.invalidateQueries({ queryKey: KEY }),
  });
}

export function useProve() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: { code: string; label: string }) => ask(POST('/api/platform/codes/verification', { body })),
    onSuccess: (founding) => cache.setQueryData<Platform>(KEY, (now) => now && { ...now, founding }),
  });
}
