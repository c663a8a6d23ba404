/** Whether tours and links wait for payment: one switch of the business. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, GET, PUT } from './api';

const KEY = ['link-rule'];

export const useLinkRule = () => useQuery({ queryKey: KEY, queryFn: () => ask(GET('/api/business/link-rule')) });

export function useLinkRuleChange() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: { wait_for_payment: boolean; version: number }) =>
      ask(PUT('/api/business/link-rule', { body })),
    onSuccess: (saved) => cache.setQueryData(KEY, saved),
    onError: () => cache.invalidateQueries({ queryKey: KEY }),
  });
}
