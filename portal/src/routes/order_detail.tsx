/** One order as its customer sees it: lines, money, timeline, listing, payments, and what may be done now. */
import { lazy, Suspense, useEffect, useState } from 'react';
import { useParams } from 'wouter';
import type { Order } from '../lib/api';
import { isZero, money } from '../lib/format';
import { onNews } from '../lib/news';
import { useOrder } from '../lib/queries';
import { t } from '../lib/text';
import { isReadOnly } from '../lib/view';
import { Button } from '../ui/button';
import { OrderSkeleton } from '../ui/order_body';
import { OrderPage, ToListing } from '../ui/order_page';
import { PayButton } from '../ui/pay_button';
import { LoadScreen } from '../ui/load_screen';
import { ThumbBar } from '../ui/thumb_bar';

const CancelDialog = lazy(() => import('./parts/cancel_dialog'));

export default function OrderDetail() {
  const { order_id = '' } = useParams();
  const order = useOrder(order_id);
  const { refetch } = order;
  useEffect(() => onNews(() => void refetch()), [refetch]);
  return (
    <LoadScreen
      query={order}
      title={t('Order')}
      back={{ href: '/orders', label: t('Orders') }}
      failed={t('This order could not be loaded.')}
      skeleton={<OrderSkeleton />}
    >
      {(data) => <Detail order={data} />}
    </LoadScreen>
  );
}

const actionOf = (order: Order, name: Order['actions'][number]['action']) =>
  order.actions.find((action) => action.action === name);

function Detail({ order }: { order: Order }) {
  const [canceling, setCanceling] = useState(false);
  const owed = order.money?.due;
  const due = owed && actionOf(order, 'pay')?.allowed && !isZero(owed) ? owed : null;
  return (
    <OrderPage
      order={order}
      back="/orders"
      first={<Listing order={order} />}
      actions={
        <>
          {actionOf(order, 'cancel')?.allowed && (
            <Button disabled={isReadOnly()} onClick={() => setCanceling(true)}>
              {t('Cancel order')}
            </Button>
          )}
          {due && (
            <div className="max-md:hidden">
              <PayButton order_id={order.order_id} due={due} disabled={isReadOnly()} />
            </div>
          )}
        </>
      }
    >
      {due && (
        <ThumbBar>
          <span className="numbers font-semibold">{t('{due} due', { due: money(due) })}</span>
          <PayButton order_id={order.order_id} due={due} disabled={isReadOnly()} />
        </ThumbBar>
      )}
      <Suspense fallback={null}>
        {canceling && <CancelDialog order={order} onClose={() => setCanceling(false)} />}
      </Suspense>
    </OrderPage>
  );
}

function Listing({ order: { listing } }: { order: Order }) {
  if (!listing) return null;
  if (listing.state !== 'delivered')
    return <ToListing title={t('Photos in progress')} text={t('We mail you as soon as they are delivered.')} />;
  return (
    <ToListing
      title={t('Your photos are here')}
      text={t('See them, share them, download them.')}
      href={`/listings/${listing.listing_id}`}
    />
  );
}
