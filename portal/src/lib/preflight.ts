/** The look before a delivery, in words: what goes out, what stops it, what is worth a second look. */
import type { Workspace } from './api';
import { kindWords } from './contents';
import { isZero, money } from './format';
import { newsWords } from './news_words';
import { t, tn } from './text';

export type Preflight = Workspace['orders'][number]['preflight'];
export type Count = Preflight['counts'][number];
export type Warning = Preflight['warnings'][number];
type Money = Workspace['orders'][number]['due'];

/** "22 photos", and of which number. */
export function countWords({ kind, ready, ordered }: Count): string {
  const there = kindWords(kind, ready);
  return ordered === null ? there : t('{there} of {n} ordered', { there, n: ordered });
}

export const isFewer = ({ ready, ordered }: Count) => ordered !== null && ready < ordered;

/** "Signature listing, Aerial views × 2". */
export const orderedWords = (ordered: Preflight['ordered']) =>
  ordered.map(({ name, quantity }) => (quantity > 1 ? `${name} × ${quantity}` : name)).join(', ');

/** Why the button is off, and what to do about it. */
export function problemWords(problem: Preflight['problems'][number], uploading: number): string {
  if (problem === 'uploading')
    return tn(
      uploading,
      '{n} file has not arrived completely. Finish or remove it.',
      '{n} files have not arrived completely. Finish or remove them.',
    );
  return {
    canceled: t('This order is canceled.'),
    stopped: t('The last delivery stopped. Press Try again at its message, on the page behind this window.'),
    under_way: t('A delivery of this order is under way.'),
    replacement_refused: t('A new file for a photo was refused. Choose another or keep the photo as it is.'),
    nothing_ready: t('Nothing is ready yet. Upload files or add a link.'),
  }[problem];
}

const WARNINGS: Record<Exclude<Warning['check'], 'fewer'>, [one: string, many: string]> = {
  preparing: [
    '{n} file is still being prepared; the delivery waits for it',
    '{n} files are still being prepared; the delivery waits for them',
  ],
  refused: ['{n} file was refused and does not go out', '{n} files were refused and do not go out'],
  link_broken: ['{n} link does not work', '{n} links do not work'],
  undescribed: [
    '{n} picture has neither caption nor description',
    '{n} pictures have neither caption nor description',
  ],
  without_poster: [
    '{n} video has no poster: until it is paid the customer sees nothing of it',
    '{n} videos have no poster: until they are paid the customer sees nothing of them',
  ],
  hidden: ['{n} file is hidden from the customer', '{n} files are hidden from the customer'],
  hidden_links: ['{n} link is hidden from the customer', '{n} links are hidden from the customer'],
};

/** Null: the counts say it already. */
export function warningWords({ check, count }: Warning): string | null {
  return check === 'fewer' ? null : tn(count, ...WARNINGS[check]);
}

/** What the customer owes after the delivery, and what they see until it is paid. */
export function outcome(due: Money, collection: boolean, watermark: boolean): string {
  if (isZero(due)) return t('Nothing is due: the customer can download everything at once.');
  if (!collection)
    return t('The customer can download everything at once and still owes {due}.', { due: money(due) });
  return watermark
    ? t('The customer owes {due}. Until it is paid they see watermarked previews.', { due: money(due) })
    : t('The customer owes {due}. Until it is paid they see previews of at most 800 px.', { due: money(due) });
}

/** Why the customer could not pay that online; null: they can, or nothing is due. */
export function payOffWords({ pay_off, least }: Preflight): string | null {
  if (pay_off === null || pay_off === 'nothing_due') return null;
  return {
    processing: t('A bank is confirming a payment of this order; the downloads open when it is there.'),
    not_charging: t('You cannot take payments online yet: the customer has to pay another way.'),
    currency: t('This currency cannot be paid online: the customer has to pay another way.'),
    too_small: t('Less than {least} cannot be paid online: the customer has to pay another way.', {
      least: least ? money(least) : '',
    }),
    too_large: t('This amount is too large to be paid online: the customer has to pay another way.'),
  }[pay_off];
}

/** What a further delivery brings; null: this is the first one. */
export function bringsWords(news: Preflight['news']): string | null {
  if (!news) return null;
  return news.added || news.replaced
    ? t('The customer reads: {news}.', { news: newsWords(news) })
    : t('Nothing is new to the customer since the last delivery.');
}
