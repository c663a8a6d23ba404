/** The business's own domain: its records, how far it has come, and what an owner does with it. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, DELETE, GET, POST, type Answer } from './api';
import { t } from './text';

const KEY = ['domain'];
const ON_ITS_WAY_MS = 60_000;

export type OwnDomain = Answer<'/api/business/domain', 'get'>;
export type DomainRecord = OwnDomain['records'][number];
export type DomainState = OwnDomain['state'];

const WORDS: Record<DomainState, string> = {
  none: 'None',
  waiting: 'Waiting for its records',
  proven: 'Yours, not live yet',
  live: 'Live',
  failing: 'Record missing',
  withdrawn: 'Given back',
};
export const domainWord = (state: DomainState) => t(WORDS[state]);

/** The clock moves a proven one on without anybody here. */
export const useDomain = () =>
  useQuery({
    queryKey: KEY,
    queryFn: () => ask(GET('/api/business/domain')),
    refetchInterval: ({ state }) => (state.data?.state === 'proven' ? ON_ITS_WAY_MS : false),
  });

function useKept<Input>(change: (input: Input) => Promise<OwnDomain>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (domain) => cache.setQueryData(KEY, domain),
  });
}

export const useAddDomain = () =>
  useKept((domain: string) => ask(POST('/api/business/domain', { body: { domain } })));

export const useCheckDomain = () => useKept(() => ask(POST('/api/business/domain/check')));

export function useRemoveDomain() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => ask(DELETE('/api/business/domain')),
    onSettled: () => cache.invalidateQueries({ queryKey: KEY }),
  });
}
