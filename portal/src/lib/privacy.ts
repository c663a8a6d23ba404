/** What people ask about the data that a business keeps of a customer: a copy, or their deletion. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ask, DELETE, GET, POST, type Answer } from './api';
import { pollWhile } from './polling';

export type Privacy = Answer<'/api/account/privacy', 'get'>;
export type ErasureRow = Answer<'/api/erasures', 'get'>['erasures'][number];

const KEY = ['privacy'];
const ERASURES = ['erasures'];
const of = (customer_id: string) => ({ params: { path: { customer_id } } });
const isWorking = (data: Privacy | undefined) =>
  data?.export?.state === 'working' || data?.erasure?.state === 'working';

/** One's own with null, or a customer's as the business sees it. */
export function usePrivacy(customer_id: string | null) {
  const [since] = useState(() => ({ count: 0, was: false }));
  return useQuery({
    queryKey: [...KEY, customer_id],
    queryFn: () =>
      ask(
        customer_id ? GET('/api/customers/{customer_id}/privacy', of(customer_id)) : GET('/api/account/privacy'),
      ),
    refetchInterval: pollWhile(isWorking, since),
  });
}

function useStep<Input>(customer_id: string | null, step: (input: Input) => Promise<Privacy | undefined>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: step,
    onSuccess: (now) => {
      if (now) cache.setQueryData([...KEY, customer_id], now);
      else void cache.invalidateQueries({ queryKey: KEY });
      void cache.invalidateQueries({ queryKey: ERASURES });
    },
  });
}

export const useAskCopy = (customer_id: string | null) =>
  useStep(customer_id, () =>
    ask(
      customer_id
        ? POST('/api/customers/{customer_id}/privacy/export', { ...of(customer_id), body: {} })
        : POST('/api/account/privacy/export', { body: {} }),
    ),
  );

/** Asks for a fresh link and follows it: the file comes as a download, the page stays. */
export const useFetchCopy = (customer_id: string | null) =>
  useMutation({
    mutationFn: async () => {
      const { url } = await ask(
        customer_id
          ? GET('/api/customers/{customer_id}/privacy/export/download', of(customer_id))
          : GET('/api/account/privacy/export/download'),
      );
      location.assign(url);
    },
  });

export const useAskErasure = () =>
  useStep(null, (password: string) => ask(POST('/api/account/privacy/erasure', { body: { password } })));

export const useTakeBackErasure = () =>
  useStep(null, async () => {
    await ask(DELETE('/api/account/privacy/erasure'));
    return undefined;
  });

export const useErase = (customer_id: string) =>
  useStep(customer_id, (email: string) =>
    ask(POST('/api/customers/{customer_id}/privacy/erasure', { ...of(customer_id), body: { email } })),
  );

export const useRefuseErasure = (customer_id: string) =>
  useStep(customer_id, (reason: string) =>
    ask(POST('/api/customers/{customer_id}/privacy/refusal', { ...of(customer_id), body: { reason } })),
  );

/** Who asks to be deleted, who is being deleted, and who was. */
export function useErasures() {
  const cache = useQueryClient();
  const [since] = useState(() => ({ count: 0, was: false }));
  const query = useQuery({
    queryKey: ERASURES,
    queryFn: async () => (await ask(GET('/api/erasures'))).erasures,
    refetchInterval: pollWhile((rows: ErasureRow[] | undefined) => rows?.some(isUnderWay) ?? false, since),
  });
  const done = query.data?.filter(({ state }) => state === 'done').length;
  useEffect(() => {
    // Whoever was just deleted must not stay in the list beside this.
    if (done) void cache.invalidateQueries({ queryKey: ['customers'] });
  }, [cache, done]);
  return query;
}

export const isUnderWay = ({ state }: ErasureRow) => state === 'working';
