/** What is on its way: listings that are being worked on, and orders that wait for the business. */
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { ListingCard, OrderRow } from '../../lib/api';
import { money, orderNumber } from '../../lib/format';
import { useSession } from '../../lib/session';
import { t } from '../../lib/text';
import { Badge, StatusBadge } from '../../ui/badge';
import { CardMoney } from './listing_tile';

const SHOWN = 3;

interface UnderwayProps {
  listings: ListingCard[];
  orders: OrderRow[];
  /** The order that was just placed. */
  placed: string | null;
}

export function Underway({ listings, orders, placed }: UnderwayProps) {
  if (listings.length + orders.length === 0) return null;
  const waiting = [...orders].sort((a, b) => Number(b.order_id === placed) - Number(a.order_id === placed));
  return (
    <section aria-labelledby="underway">
      <h2 id="underway" className="mb-3 text-lead font-semibold">
        {t('In progress')}
      </h2>
      <ul className="grid gap-px overflow-hidden rounded-card border border-line bg-line">
        {waiting.slice(0, SHOWN).map((order) => (
          <Waiting key={order.order_id} order={order} placed={order.order_id === placed} />
        ))}
        {listings.map((card) => (
          <Row key={card.listing_id} href={`/listings/${card.listing_id}`} title={card.address_line}>
            <CardMoney card={card} />
            <Badge tone="info">{t('Photos in progress')}</Badge>
          </Row>
        ))}
      </ul>
      {waiting.length > SHOWN && (
        <Link href="/orders?status=Pending" className="mt-3 inline-block font-medium text-link hover:underline">
          {t('See all waiting orders')}
        </Link>
      )}
    </section>
  );
}

function Waiting({ order, placed }: { order: OrderRow; placed: boolean }) {
  const { business } = useSession();
  return (
    <Row
      href={`/orders/${order.order_id}`}
      title={order.address_line}
      className={placed ? 'animate-[glow_4s_ease-out]' : ''}
      below={
        <>
          {t('Waiting for {business}', { business: business.name })}
          <span className="numbers"> · {orderNumber(order.number)}</span>
          {placed && (
            <span className="block">{t('Thank you. We mail you as soon as your order is accepted.')}</span>
          )}
        </>
      }
    >
      {order.total && <span className="numbers">{money(order.total)}</span>}
      <StatusBadge status={order.status} />
    </Row>
  );
}

interface RowProps {
  href: string;
  title: string;
  below?: ReactNode;
  className?: string;
  children: ReactNode;
}

function Row({ href, title, below, className = '', children }: RowProps) {
  return (
    <li
      className={`relative flex flex-wrap items-center justify-between gap-x-6 gap-y-1 bg-surface px-5 py-3.5 hover:bg-sunken ${className}`}
    >
      <span className="min-w-0 flex-1 basis-64">
        <Link href={href} className="font-medium after:absolute after:inset-0">
          {title}
        </Link>
        {below && <span className="block text-small text-muted">{below}</span>}
      </span>
      <span className="flex flex-wrap items-center gap-x-6 gap-y-1 text-small">{children}</span>
    </li>
  );
}
