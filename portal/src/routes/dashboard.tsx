/** The customer's start: their listings, newest delivery first, and the orders that wait for the business. */
import { useEffect, useState } from 'react';
import { Link, useSearch } from 'wouter';
import { splitAddress } from '../lib/address';
import type { ListingCard, OrderRow } from '../lib/api';
import { date, isZero, money, orderNumber } from '../lib/format';
import { onNews } from '../lib/news';
import { useListings, useOrders } from '../lib/queries';
import { isNew } from '../lib/seen';
import { useSession } from '../lib/session';
import { t, tn } from '../lib/text';
import { Badge, StatusBadge } from '../ui/badge';
import { Icon } from '../ui/icon';
import { ListingPages } from '../ui/listing_pages';
import { Page } from '../ui/page';
import { Photo } from '../ui/photo';
import { Bar, Empty, Failed } from '../ui/states';
import { PlaceOrderLink } from './parts/place_order_link';

export default function Dashboard() {
  const listings = useListings();
  const pending = useOrders({ status: 'Pending' });
  const placed = new URLSearchParams(useSearch()).get('placed');
  const { refetch } = listings;
  useEffect(() => onNews(() => void refetch()), [refetch]);
  return (
    <Page title={t('Your listings')} tab={t('Listings')} width="wide">
      {pending.error && !pending.data && (
        <div className="mb-6">
          <Failed
            what={t('Your open orders could not be loaded.')}
            error={pending.error}
            onRetry={() => void pending.refetch()}
          />
        </div>
      )}
      {pending.data && <Waiting orders={pending.data.orders} placed={placed} />}
      <ListingPages
        listings={listings}
        failed={t('Your listings could not be loaded.')}
        skeleton={<CardsSkeleton />}
        empty={<NoListings />}
      >
        {(cards) => (
          <ul className="grid gap-5 sm:grid-cols-2 xl:grid-cols-3">
            {cards.map((card, index) => (
              <li key={card.listing_id} className="min-w-0">
                <ListingTile card={card} eager={index < 3} />
              </li>
            ))}
          </ul>
        )}
      </ListingPages>
    </Page>
  );
}

function NoListings() {
  return (
    <Empty icon="photos" title={t('Your listings will be here')} action={<PlaceOrderLink />}>
      {t('Order a shoot; as soon as the photos are delivered you can see and download them here.')}
    </Empty>
  );
}

function Waiting({ orders, placed }: { orders: OrderRow[]; placed: string | null }) {
  const { business } = useSession();
  if (orders.length === 0) return null;
  return (
    <section className="mb-8" aria-labelledby="waiting">
      <h2 id="waiting" className="mb-3 text-lead font-semibold">
        {t('Waiting for {business}', { business: business.name })}
      </h2>
      <ul className="grid gap-3">
        {orders.slice(0, 3).map((order) => (
          <li
            key={order.order_id}
            className={`relative flex flex-wrap items-center gap-x-6 gap-y-1 rounded-card border bg-surface px-5 py-4 hover:bg-sunken ${
              order.order_id === placed ? 'animate-[glow_4s_ease-out] border-ring' : 'border-line'
            }`}
          >
            <Link
              href={`/orders/${order.order_id}`}
              className="min-w-0 flex-1 basis-56 font-medium after:absolute after:inset-0"
            >
              {order.address_line}
            </Link>
            <StatusBadge status={order.status} />
            <span className="numbers text-muted">{orderNumber(order.number)}</span>
            <span className="numbers">{money(order.total)}</span>
            {order.order_id === placed && (
              <p className="w-full text-muted">{t('Thank you. We mail you as soon as your order is accepted.')}</p>
            )}
          </li>
        ))}
      </ul>
      {orders.length > 3 && (
        <Link href="/orders?status=Pending" className="mt-3 inline-block font-medium text-link hover:underline">
          {t('See all')}
        </Link>
      )}
    </section>
  );
}

function Chip({ card }: { card: ListingCard }) {
  if (card.state !== 'delivered') return null;
  const fresh = isNew(card);
  return (
    <span className="absolute top-3 left-3 flex gap-1.5 text-small font-semibold">
      {fresh && <span className="rounded-full bg-accent px-2.5 py-0.5 text-on-accent">{t('New')}</span>}
      {card.locked && (
        <span className="flex items-center gap-1 rounded-full bg-surface py-0.5 pr-2.5 pl-2">
          <Icon name="lock" className="size-4" />
          {t('Locked')}
        </span>
      )}
    </span>
  );
}

/** How wide a card is: one in a row on phones, then two, then three beside the sidebar. */
const CARD_SIZES =
  '(min-width: 1280px) calc((min(100vw, 1520px) - 360px) / 3), (min-width: 768px) calc((100vw - 308px) / 2), ' +
  '(min-width: 640px) calc((100vw - 68px) / 2), calc(100vw - 32px)';

function ListingTile({ card, eager }: { card: ListingCard; eager: boolean }) {
  const { business } = useSession();
  const [broken, setBroken] = useState(false);
  const { cover } = card;
  const [street, rest] = splitAddress(card.address_line);
  return (
    <article className="group relative overflow-hidden rounded-card border border-line bg-surface">
      <div className={`relative overflow-hidden bg-sunken sm:aspect-3/2 ${cover ? 'aspect-3/2' : 'aspect-3/1'}`}>
        {cover && !broken ? (
          <Photo
            preview={cover}
            alt=""
            sizes={CARD_SIZES}
            eager={eager}
            className="size-full object-cover transition-transform duration-300 group-hover:scale-[1.02]"
            onError={() => setBroken(true)}
          />
        ) : (
          <span className="grid size-full place-items-center text-muted">
            <span className="grid justify-items-center gap-2 text-small">
              <Icon name={card.state === 'delivered' ? 'photos' : 'clock'} className="size-6" />
              {card.state !== 'delivered' && t('Photos in progress')}
            </span>
          </span>
        )}
        <Chip card={card} />
      </div>
      <div className="p-4">
        <Link href={`/listings/${card.listing_id}`} className="block font-semibold after:absolute after:inset-0">
          {street}
        </Link>
        <p className="text-small text-muted">{rest}</p>
        <div className="numbers mt-2.5 flex flex-wrap items-center justify-between gap-x-4 gap-y-1 text-small">
          <span className="text-muted">
            {card.state === 'delivered' && card.delivered_at
              ? t('{photos} · {date}', {
                  photos: tn(card.photo_count, '{n} photo', '{n} photos'),
                  date: date(card.delivered_at, business.time_zone),
                })
              : t('In progress')}
          </span>
          <CardMoney card={card} />
        </div>
      </div>
    </article>
  );
}

function CardMoney({ card }: { card: ListingCard }) {
  if (card.payment_state === 'processing') return <Badge tone="info">{t('Payment processing')}</Badge>;
  if (card.due && !isZero(card.due)) return <Badge tone="warn">{t('{due} due', { due: money(card.due) })}</Badge>;
  if (card.payment_state === 'paid') return <Badge tone="ok">{t('Paid')}</Badge>;
  return null;
}

function CardsSkeleton() {
  return (
    <div className="grid gap-5 sm:grid-cols-2 xl:grid-cols-3">
      {[1, 2, 3].map((n) => (
        <div key={n} className="overflow-hidden rounded-card border border-line bg-surface">
          <Bar className="aspect-3/2 rounded-none" />
          <div className="grid gap-2.5 p-4">
            <Bar className="h-5 w-3/4" />
            <Bar className="h-5 w-1/2" />
          </div>
        </div>
      ))}
    </div>
  );
}
