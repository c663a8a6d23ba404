/** Whom a customer lets have copies of the mails about orders and listings. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, DELETE, GET, POST, type Answer } from './api';
import { t } from './text';

export type Recipients = Answer<'/api/account/recipients', 'get'>;
export type Recipient = Recipients['recipients'][number];
export type RecipientRole = Recipient['role'];

export const RECIPIENT_ROLES: RecipientRole[] = ['assistant', 'seller'];
const KEY = ['recipients'];

export const useRecipients = () => useQuery({ queryKey: KEY, queryFn: () => ask(GET('/api/account/recipients')) });

export function useAddRecipient() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: { email: string; role: RecipientRole }) => ask(POST('/api/account/recipients', { body })),
    onSuccess: (now) => cache.setQueryData<Recipients>(KEY, now),
  });
}

export function useRemoveRecipient() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (recipient_id: string) =>
      ask(DELETE('/api/account/recipients/{recipient_id}', { params: { path: { recipient_id } } })),
    onSettled: () => cache.invalidateQueries({ queryKey: KEY }),
  });
}

export const recipientRole = (role: RecipientRole) => (role === 'assistant' ? t('Assistant') : t('Seller'));

export const recipientHint = (role: RecipientRole) =>
  role === 'assistant'
    ? t('The mails lead to the order or listing, which opens for an account that may see it.')
    : t('The mails say what happened and lead nowhere. Share the listing when it is time.');
