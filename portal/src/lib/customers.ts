/** The customers of the business, as its office reads and keeps them. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, DELETE, GET, POST, PUT, type Answer } from './api';
import { linkedWords } from './linked';
import { t } from './text';

export type CustomerRow = Answer<'/api/customers', 'get'>['customers'][number];
export type Customer = Answer<'/api/customers/{customer_id}', 'get'>;
export type CustomerNote = Customer['notes'][number];
export type CustomerLine = Customer['history'][number];

export interface Said {
  name: string;
  phone: string;
  brokerage: string;
}

/** What a person is called where there may be no name. */
export const called = ({ name, email }: { name: string | null; email: string }) => name ?? email;

export const useCustomers = (search: string) =>
  useInfiniteQuery({
    queryKey: ['customers', search],
    queryFn: ({ pageParam }) => {
      const query = { ...(search && { search }), ...(pageParam && { cursor: pageParam }) };
      return ask(GET('/api/customers', { params: { query } }));
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: (before) => before,
  });

export const useCustomer = (customer_id: string) =>
  useQuery({
    queryKey: ['customer', customer_id],
    queryFn: () => ask(GET('/api/customers/{customer_id}', { params: { path: { customer_id } } })),
    // Whoever comes back from looking with the customer's eyes finds that look in the history.
    staleTime: 0,
  });

function useChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () =>
      Promise.all([
        cache.invalidateQueries({ queryKey: ['customer'] }),
        cache.invalidateQueries({ queryKey: ['customers'] }),
      ]),
  });
}

export const useAddCustomer = () =>
  useChange((body: Said & { email: string }) => ask(POST('/api/customers', { body })));

export const useChangeCustomer = ({ customer_id, version }: Customer) =>
  useChange((said: Said) =>
    ask(PUT('/api/customers/{customer_id}', { params: { path: { customer_id } }, body: { ...said, version } })),
  );

export const useAddNote = (customer_id: string) =>
  useChange((text: string) =>
    ask(POST('/api/customers/{customer_id}/notes', { params: { path: { customer_id } }, body: { text } })),
  );

export const useDeleteNote = (customer_id: string) =>
  useChange((note_id: string) =>
    ask(DELETE('/api/customers/{customer_id}/notes/{note_id}', { params: { path: { customer_id, note_id } } })),
  );

export const useUnlink = (customer_id: string) =>
  useChange(() => ask(DELETE('/api/customers/{customer_id}/account', { params: { path: { customer_id } } })));

/** One line of the history in words, without who and when. */
export function lineWords({ event, override }: CustomerLine, customer: Customer): string {
  switch (event) {
    case 'created':
      return t('First booking, as a guest');
    case 'added':
      return t('Added by hand');
    case 'imported':
      return t('Imported from a file');
    case 'edited':
      return t('Details changed');
    case 'email_changed':
      return t('E-mail changed');
    case 'viewed':
      return t('Looked at as the customer');
    case 'unlinked':
      return t('Account unlinked: its orders and listings stay here');
    case 'separated':
      return t('Empty record, made when another one was unlinked');
    case 'linked': {
      const { linked_orders: orders, linked_listings: listings } = customer;
      return orders > 0
        ? `${t('Proved the address with an account.')} ${linkedWords({ orders, listings })}`
        : t('Proved the address with an account');
    }
    case 'override':
      if (override === 'locked') return t('Everything locked for this customer');
      if (override === 'unlocked') return t('Everything unlocked for this customer');
      return t('Access left to the payment rule');
  }
}
