/** Staff's word against the lock rule, at each level where it can be said. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, GET, PUT, type Answer } from './api';

export type Override = 'locked' | 'unlocked' | null;
export type Level = 'order' | 'customer' | 'team' | 'business';
export type Overrides = Record<Level, Override>;
export type Said = Answer<'/api/business/override', 'get'>;

export interface Scope {
  order_id: string;
  customer_id: string;
  listing_id: string;
}

/** The nearest first. */
export const LEVELS: Level[] = ['order', 'customer', 'team', 'business'];

/** The level that decides; null: the payment rule does. */
export const deciding = (overrides: Overrides): Level | null =>
  LEVELS.find((level) => overrides[level] !== null) ?? null;

export function useOverrideHistory(level: 'customer' | 'business', { customer_id }: Scope) {
  return useQuery({
    queryKey: ['override', level, customer_id],
    queryFn: (): Promise<Said> =>
      level === 'business'
        ? ask(GET('/api/business/override'))
        : ask(GET('/api/customers/{customer_id}/override', { params: { path: { customer_id } } })),
  });
}

export function useOverride(level: Exclude<Level, 'team'>, { order_id, customer_id, listing_id }: Scope) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async (override: Override): Promise<unknown> => {
      const body = { override };
      if (level === 'order')
        return ask(PUT('/api/orders/{order_id}/override', { params: { path: { order_id } }, body }));
      if (level === 'business') return ask(PUT('/api/business/override', { body }));
      return ask(PUT('/api/customers/{customer_id}/override', { params: { path: { customer_id } }, body }));
    },
    onSettled: () =>
      Promise.all([
        cache.invalidateQueries({ queryKey: ['order'] }),
        cache.invalidateQueries({ queryKey: ['workspace', listing_id] }),
        cache.invalidateQueries({ queryKey: ['override'] }),
        cache.invalidateQueries({ queryKey: ['listings'] }),
      ]),
  });
}
