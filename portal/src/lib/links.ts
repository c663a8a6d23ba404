/** Tours, websites and other pages outside: their words, and what the studio does with them. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ask, DELETE, PATCH, POST, type Workspace } from './api';
import { moment } from './format';
import type { LinkKind } from './link_words';
import { t } from './text';

export type WorkspaceLink = Workspace['links'][number];
type Health = WorkspaceLink['health'];

export const KINDS: readonly LinkKind[] = ['tour', 'website', 'link'];

/** What somebody typed as the address that is meant: a pasted address without its beginning gets one. */
export function completed(typed: string): string {
  const text = typed.trim();
  return /^[\w-]+(\.[\w-]+)+([/?#]|$)/.test(text) ? `https://${text}` : text;
}

const REASONS: Record<NonNullable<Health['reason']>, string> = {
  unknown_site: 'there is no such site',
  not_public: 'it leads to an address that is not public',
  no_connection: 'the site takes no connection',
  bad_certificate: 'its certificate is not valid',
  no_answer: 'the site does not answer in time',
  not_found: 'the page is not there',
  site_error: 'the site has an error',
  refused: 'the site refuses the page',
  too_many_redirects: 'it leads on without end',
};

/** How a link fares, in words and a tone; `zone` is the business's. */
export function healthWords({ health, hidden }: WorkspaceLink, zone: string): [tone: Tone, words: string] {
  const { state, reason, since } = health;
  if (health.checking || state === 'unchecked') return ['muted', t('Checking…')];
  if (state === 'ok') return ['ok', t('Answers')];
  if (state === 'closed') return ['muted', t('Lets no program look. Open it to be sure.')];
  const values = {
    since: since ? moment(since, zone) : '',
    reason: t(reason ? REASONS[reason] : 'it does not answer'),
  };
  return [hidden ? 'muted' : 'bad', t('Does not work since {since}: {reason}', values)];
}

type Tone = 'ok' | 'muted' | 'bad' | 'warn';

export interface LinkForm {
  kind: LinkKind;
  title: string;
  url: string;
  branded: boolean;
}

export type LinkChange = Partial<LinkForm & { hidden: boolean; position: number }>;

/** Every change asks for the workspace again when it is done, whether it worked or not. */
function useDone(listing_id: string) {
  const cache = useQueryClient();
  return () => cache.invalidateQueries({ queryKey: ['workspace', listing_id] });
}

export function useLinkSaving(listing_id: string, order_id: string, link_id: string | undefined) {
  const path = { listing_id };
  return useMutation({
    mutationFn: (form: LinkForm) =>
      link_id
        ? ask(
            PATCH('/api/listings/{listing_id}/links/{link_id}', {
              params: { path: { ...path, link_id } },
              body: form,
            }),
          )
        : ask(POST('/api/listings/{listing_id}/links', { params: { path }, body: { order_id, ...form } })),
    onSettled: useDone(listing_id),
  });
}

export function useLinkChange(listing_id: string) {
  return useMutation({
    mutationFn: ({ link_id, change }: { link_id: string; change: LinkChange }) => {
      const params = { path: { listing_id, link_id } };
      return ask(PATCH('/api/listings/{listing_id}/links/{link_id}', { params, body: change }));
    },
    onSettled: useDone(listing_id),
  });
}

export function useLinkCheck(listing_id: string) {
  return useMutation({
    mutationFn: (link_id: string) => {
      const params = { path: { listing_id, link_id } };
      return ask(POST('/api/listings/{listing_id}/links/{link_id}/check', { params, body: {} }));
    },
    onSettled: useDone(listing_id),
  });
}

export function useLinkRemoval(listing_id: string) {
  return useMutation({
    mutationFn: (link_id: string) =>
      ask(DELETE('/api/listings/{listing_id}/links/{link_id}', { params: { path: { listing_id, link_id } } })),
    onSettled: useDone(listing_id),
  });
}
