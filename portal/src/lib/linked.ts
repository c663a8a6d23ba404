/** What was booked with an address before its owner had an account, in words for both sides (product 2.6). */
import { listed } from './format';
import { t, tn } from './text';

interface Linked {
  orders: number;
  listings: number;
}

/** "3 earlier orders and 1 listing were added." */
export function linkedWords({ orders, listings }: Linked): string {
  const parts = [tn(orders, '{n} earlier order', '{n} earlier orders')];
  if (listings) parts.push(tn(listings, '{n} listing', '{n} listings'));
  return orders === 1 && !listings
    ? t('{what} was added.', { what: listed(parts) })
    : t('{what} were added.', { what: listed(parts) });
}
