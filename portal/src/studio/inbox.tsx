/** The studio's start: the orders that wait for an answer, with what is needed to give it, then all orders. */
import { useEffect } from 'react';
import { Link } from 'wouter';
import { splitAddress } from '../lib/address';
import type { Order } from '../lib/api';
import { moment, money, orderNumber, squareFeet } from '../lib/format';
import { onNews } from '../lib/news';
import { useOrder, useOrders } from '../lib/queries';
import { useSession } from '../lib/session';
import { t, tn } from '../lib/text';
import { OrdersTable } from '../ui/orders_table';
import { Page } from '../ui/page';
import { Bar, Empty, Failed, Load } from '../ui/states';
import { OrderMoves } from './parts/order_moves';

const SHOWN = 5;

export default function Inbox() {
  const { business } = useSession();
  const pending = useOrders({ status: 'Pending', sort: 'oldest' });
  const { refetch } = pending;
  useEffect(() => onNews(() => void refetch()), [refetch]);
  const waiting = pending.data?.orders ?? [];
  return (
    <Page title={t('Orders')} width="wide">
      {pending.error && !pending.data && (
        <div className="mb-8">
          <Failed
            what={t('The new orders could not be loaded.')}
            error={pending.error}
            onRetry={() => void refetch()}
          />
        </div>
      )}
      {waiting.length > 0 && (
        <section className="mb-10" aria-labelledby="waiting">
          <h2 id="waiting" className="mb-3 text-lead font-semibold">
            {tn(waiting.length, '{n} order waits for your answer', '{n} orders wait for your answer')}
          </h2>
          <ul className="grid gap-4">
            {waiting.slice(0, SHOWN).map((row) => (
              <li key={row.order_id}>
                <WaitingOrder order_id={row.order_id} />
              </li>
            ))}
          </ul>
          {waiting.length > SHOWN && (
            <Link
              href="/studio?status=Pending"
              className="mt-3 inline-block font-medium text-link hover:underline"
            >
              {t('See all')}
            </Link>
          )}
        </section>
      )}
      <OrdersTable
        base="/studio/orders"
        zone={business.time_zone}
        withCustomer
        empty={
          <Empty icon="inbox" title={t('Orders will be here')}>
            {t('As soon as somebody books, you accept or decline the order on this page.')}
          </Empty>
        }
      />
    </Page>
  );
}

function WaitingOrder({ order_id }: { order_id: string }) {
  const order = useOrder(order_id);
  return (
    <Load query={order} failed={t('This order could not be loaded.')} skeleton={<Bar className="h-28" />}>
      {(data) => (data.status === 'Pending' ? <WaitingCard order={data} /> : <></>)}
    </Load>
  );
}

function WaitingCard({ order }: { order: Order }) {
  const { business } = useSession();
  const [street, rest] = splitAddress(order.address_line);
  const who = order.customer?.name ?? order.customer?.email ?? order.contact.name;
  return (
    <article className="flex flex-wrap items-start justify-between gap-x-8 gap-y-4 rounded-card border border-line bg-surface p-5">
      <div className="min-w-0 flex-1 basis-72">
        <h3 className="text-lead font-semibold">
          <Link href={`/studio/orders/${order.order_id}`} className="hover:underline">
            {street}
          </Link>
        </h3>
        <p className="text-muted">{rest}</p>
        <p className="mt-2">
          {order.lines
            .map((line) => (line.quantity > 1 ? `${line.quantity} × ${line.name}` : line.name))
            .join(', ')}
        </p>
        <p className="numbers text-small text-muted">
          {[
            who,
            squareFeet(order.square_feet),
            orderNumber(order.number),
            moment(order.created_at, business.time_zone),
          ].join(' · ')}
        </p>
        {order.access_notes && (
          <p className="mt-2 rounded-control bg-sunken px-3 py-2 text-small">{order.access_notes}</p>
        )}
      </div>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3 max-sm:w-full">
        {order.money && <span className="numbers text-lead font-semibold">{money(order.money.total)}</span>}
        <OrderMoves order={order} />
      </div>
    </article>
  );
}
