/** The customer's start: what is ready, what is due, what comes next; then everything that was delivered, newest first. */
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import { useSearch } from 'wouter';
import type { ListingCard, OrderRow } from '../lib/api';
import { arranged, dueInAll } from '../lib/arranged';
import { money } from '../lib/format';
import { onNews } from '../lib/news';
import { useListings, useOrders } from '../lib/queries';
import { t } from '../lib/text';
import type { Look } from '../ui/button';
import { ListingPages } from '../ui/listing_pages';
import { Page } from '../ui/page';
import { Bar, Empty, Failed } from '../ui/states';
import { LinkedOrders } from './parts/linked_orders';
import { ListingTile } from './parts/listing_tile';
import { PlaceOrderLink } from './parts/place_order_link';
import { Underway } from './parts/underway';

const AgentFilter = lazy(() => import('../ui/agent_filter'));

export default function Dashboard() {
  const [agent, setAgent] = useState<string>();
  const listings = useListings(agent ? [agent] : undefined);
  const pending = useOrders({ status: 'Pending', customer_id: agent ? [agent] : undefined });
  const inTeam = agent !== undefined || listings.data?.pages[0]?.in_team;
  const placed = new URLSearchParams(useSearch()).get('placed');
  const { refetch } = listings;
  useEffect(() => onNews(() => void refetch()), [refetch]);
  const cards = listings.data?.pages.flatMap((page) => page.listings) ?? [];
  const orders = pending.data?.orders ?? [];
  return (
    <Page
      title={t('Your listings')}
      tab={t('Listings')}
      width="wide"
      below={<Due cards={cards} more={listings.hasNextPage} />}
      actions={
        inTeam && (
          <Suspense fallback={null}>
            <AgentFilter agent={agent} onChange={setAgent} />
          </Suspense>
        )
      }
    >
      <LinkedOrders />
      {pending.error && !pending.data && (
        <div className="mb-6">
          <Failed
            what={t('Your open orders could not be loaded.')}
            error={pending.error}
            onRetry={() => void pending.refetch()}
          />
        </div>
      )}
      {listings.error && !listings.data && (
        <div className="mb-6 empty:hidden">
          <Underway listings={[]} orders={orders} placed={placed} />
        </div>
      )}
      <ListingPages
        listings={listings}
        wait={pending.isPending}
        failed={t('Your listings could not be loaded.')}
        skeleton={<CardsSkeleton />}
        empty={
          orders.length ? (
            <Underway listings={[]} orders={orders} placed={placed} />
          ) : agent ? (
            <NoneOfAgent />
          ) : (
            <NoListings />
          )
        }
      >
        {(all) => <Groups cards={all} orders={orders} placed={placed} />}
      </ListingPages>
    </Page>
  );
}

/** One line, when more than one listing owes: the single one says it on its card. */
function Due({ cards, more }: { cards: ListingCard[]; more: boolean }) {
  const due = dueInAll(cards);
  if (!due) return null;
  const words = { due: money(due.due), n: due.listings };
  return (
    <span className="numbers">
      {more ? t('{due} due on {n} of these listings', words) : t('{due} due on {n} listings', words)}
    </span>
  );
}

interface GroupsProps {
  cards: ListingCard[];
  orders: OrderRow[];
  placed: string | null;
}

function Groups({ cards, orders, placed }: GroupsProps) {
  const { ready, underway, seen } = arranged(cards);
  const next = <Underway key="underway" listings={underway} orders={orders} placed={placed} />;
  const alone = ready.length + underway.length + orders.length === 0;
  return (
    <div className="grid gap-9">
      {placed && next}
      <Tiles title={t('Ready for you')} cards={ready} look="primary" first />
      {!placed && next}
      <Tiles title={alone ? null : t('Delivered')} cards={seen} look="secondary" first={ready.length === 0} />
    </div>
  );
}

interface TilesProps {
  title: string | null;
  cards: ListingCard[];
  look: Look;
  /** Whether these are the first pictures of the page. */
  first: boolean;
}

function Tiles({ title, cards, look, first }: TilesProps): ReactNode {
  if (cards.length === 0) return null;
  return (
    <section aria-label={title ?? t('Delivered')}>
      {title && <h2 className="mb-3 text-lead font-semibold">{title}</h2>}
      <ul className="grid gap-5 sm:grid-cols-2 xl:grid-cols-3">
        {cards.map((card, index) => (
          <li key={card.listing_id} className="min-w-0">
            <ListingTile
              card={card}
              turn={first && index < 3 ? (index ? 'soon' : 'first') : 'later'}
              look={look}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

function NoListings() {
  return (
    <Empty icon="photos" title={t('Your listings will be here')} action={<PlaceOrderLink />}>
      {t('Order a shoot; as soon as the photos are delivered you can see and download them here.')}
    </Empty>
  );
}

function NoneOfAgent() {
  return (
    <Empty icon="photos" title={t('Nothing of this agent')}>
      {t('What they order, and what they share with the team, will be here.')}
    </Empty>
  );
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
