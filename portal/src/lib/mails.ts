/** The mails of the business: all of them, the words being tried on one, and the mail that the server makes of them. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, GET, POST, PUT, type Answer } from './api';
import { useQuiet } from './quiet';

export type Mails = Answer<'/api/mails', 'get'>;
export type Mail = Mails['mails'][number];
export type MailWords = Pick<Mail, 'subject' | 'opening' | 'closing'>;
export type MailDraft = MailWords & Pick<Mail, 'is_on'>;

const KEY = ['mails'];
export const STANDARD: MailWords = { subject: '', opening: '', closing: '' };

export const wordsOf = ({ subject, opening, closing }: MailWords): MailWords => ({ subject, opening, closing });
export const draftOf = (mail: Mail): MailDraft => ({ is_on: mail.is_on, ...wordsOf(mail) });

/** Whether both leave alike: spaces around words are not kept. */
export const isSameMail = (one: MailDraft, other: MailDraft) =>
  one.is_on === other.is_on &&
  (['subject', 'opening', 'closing'] as const).every((part) => one[part].trim() === other[part].trim());

export const useMails = () => useQuery({ queryKey: KEY, queryFn: () => ask(GET('/api/mails')) });

/** The mail with these words as it would leave; the one before stays while another is made, and when words are refused. */
export function useMailPreview(mail: string, words: MailWords) {
  const body = useQuiet(wordsOf(words));
  return useQuery({
    queryKey: ['mail-preview', mail, body],
    queryFn: ({ signal }) => ask(POST('/api/mails/{mail}/previews', { params: { path: { mail } }, body, signal })),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 60_000,
  });
}

export function useSaveMail(mail: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: MailDraft & { version: number }) =>
      ask(PUT('/api/mails/{mail}', { params: { path: { mail } }, body })),
    onSuccess: (saved) =>
      cache.setQueryData<Mails>(
        KEY,
        (now) => now && { ...now, mails: now.mails.map((one) => (one.mail === mail ? saved : one)) },
      ),
    onError: () => cache.invalidateQueries({ queryKey: KEY }),
  });
}
