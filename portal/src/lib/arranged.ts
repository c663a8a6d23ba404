/** The dashboard's order: what is ready and not looked at yet, what is on its way, and everything else; and what is due in all. */
import type { ListingCard } from './api';
import { isZero, type Money } from './format';

export interface Arranged {
  ready: ListingCard[];
  underway: ListingCard[];
  seen: ListingCard[];
}

/** Within each group the order of the cards stays: newest delivery first. */
export function arranged(cards: readonly ListingCard[]): Arranged {
  const delivered = cards.filter((card) => card.state === 'delivered');
  return {
    ready: delivered.filter((card) => card.is_new),
    underway: cards.filter((card) => card.state !== 'delivered'),
    seen: delivered.filter((card) => !card.is_new),
  };
}

/** What can be paid now; money that a bank is confirming is not asked for again. */
export const isDue = (card: ListingCard) => !isZero(card.due) && card.payment_state !== 'processing';

/** All that is due when more than one listing is; null otherwise: then its card says it. */
export function dueInAll(cards: readonly ListingCard[]): { due: Money; listings: number } | null {
  const owing = cards.filter(isDue).flatMap((card) => (card.due ? [card.due] : []));
  const [first] = owing;
  if (!first || owing.length < 2) return null;
  const amount = owing.reduce((sum, due) => sum + due.amount, 0);
  return { due: { amount, currency: first.currency }, listings: owing.length };
}
