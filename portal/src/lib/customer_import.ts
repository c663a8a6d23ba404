/** A file of customers: read in the browser, told apart on the server, and sent there in parts that may be repeated. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, POST, type Answer } from './api';
import { t } from './text';

export type Foreseen = Answer<'/api/customer-imports/preview', 'post'>;
export type ForeseenRow = Foreseen['rows'][number];
export type Mapping = Foreseen['mapping'];
export type Outcome = ForeseenRow['outcome'];
type Imported = Answer<'/api/customer-imports', 'post'>['rows'][number];

export const OUTCOMES: readonly Outcome[] = ['new', 'changed', 'same', 'bad'];
export const COLUMNS: readonly (keyof Mapping)[] = [
  'email',
  'name',
  'first_name',
  'last_name',
  'phone',
  'brokerage',
];
const MOST_BYTES = 256 * 1024;
/** As many as the server takes at once. */
const PART = 25;

/** The text of a chosen file; throws a sentence for what is no text of a size that can be imported. */
export async function textOfFile(file: Blob): Promise<string> {
  if (file.size > MOST_BYTES) throw new Error(t('At most 256 kB, please. Split the file and import its parts.'));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    throw new Error(t('This is no UTF-8 text. In Excel, save it as “CSV UTF-8” and choose that file.'));
  }
}

export const usePreview = () =>
  useMutation({
    mutationFn: (body: { text: string; mapping: Mapping | null }) =>
      ask(POST('/api/customer-imports/preview', { body })),
  });

export const counted = (rows: readonly { outcome: Outcome }[], outcome: Outcome) =>
  rows.filter((row) => row.outcome === outcome).length;

/** What an import has to send: rows that change nothing are left out. */
export const toImport = (rows: readonly ForeseenRow[]) =>
  rows.filter(({ outcome }) => outcome === 'new' || outcome === 'changed');

/** Sends rows part by part; after a failure `go` sends what is left, and none is written twice. */
export function useImport(rows: readonly ForeseenRow[]) {
  const cache = useQueryClient();
  const [done, setDone] = useState<Imported[]>([]);
  const { mutate, error, isPending } = useMutation({
    mutationFn: async () => {
      const all = toImport(rows);
      for (let sent = done.length; sent < all.length; sent += PART) {
        const part = all
          .slice(sent, sent + PART)
          .map(({ line, email, name, phone, brokerage }) => ({ line, email, name, phone, brokerage }));
        const { rows: told } = await ask(POST('/api/customer-imports', { body: { rows: part } }));
        setDone((before) => [...before, ...told]);
      }
    },
    onSettled: () => cache.invalidateQueries({ queryKey: ['customers'] }),
  });
  return { done, error, busy: isPending, go: () => mutate() };
}
