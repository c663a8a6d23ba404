import { expect, test } from 'vitest';
import type { Asset, ListingCard } from '../src/lib/api';
import { arranged, dueInAll } from '../src/lib/arranged';
import { newSince } from '../src/lib/mine';
import { newsWords } from '../src/lib/news_words';

const usd = (amount: number) => ({ amount, currency: 'USD' });
const card = (listing_id: string, facts: Partial<ListingCard> = {}) =>
  ({ listing_id, state: 'delivered', due: null, payment_state: 'paid', is_new: false, ...facts }) as ListingCard;
const asset = (asset_id: string, delivered_at: string | null, replaces = false) =>
  ({ asset_id, delivered_at, replaces }) as Asset;

test('what is ready and new stands first, then what is underway, each newest first as it came', () => {
  const cards = [
    card('a'),
    card('b', { is_new: true }),
    card('c', { state: 'in_progress' }),
    card('d', { is_new: true }),
  ];
  const { ready, underway, seen } = arranged(cards);
  expect([ready, underway, seen].map((group) => group.map((one) => one.listing_id).join())).toEqual([
    'b,d',
    'c',
    'a',
  ]);
});

test('what is due in all is one sum, without what a bank is confirming, and only for more than one', () => {
  const owing = card('a', { due: usd(61900), payment_state: 'unpaid' });
  const confirming = card('b', { due: usd(500), payment_state: 'processing' });
  expect(dueInAll([owing, confirming, card('c')])).toBeNull();
  expect(dueInAll([owing, confirming, owing])).toEqual({ due: usd(123800), listings: 2 });
});

test('photos delivered after the last visit are marked, but never all of them', () => {
  const [old, fresh, instead] = [
    asset('a', '2026-05-01T00:00:00.000Z'),
    asset('b', '2026-05-03T00:00:00.000Z'),
    asset('c', '2026-05-03T00:00:00.000Z', true),
  ] as const;
  const visited = '2026-05-02T00:00:00.000Z';
  expect([...newSince([old, fresh, instead, asset('d', null)], visited)]).toEqual([
    ['b', 'new'],
    ['c', 'replaced'],
  ]);
  expect(newSince([fresh, instead], visited).size).toBe(0);
  expect(newSince([old, fresh], null).size).toBe(0);
});

test('news are told in as few words as they need', () => {
  expect(newsWords({ added: 12, replaced: 3 })).toBe('12 new, 3 replaced');
  expect(newsWords({ added: 12, replaced: 0 })).toBe('12 new');
  expect(newsWords({ added: 0, replaced: 3 })).toBe('3 replaced');
});
