/** One order as its customer sees it: lines, money, timeline, listing, payments, and what may be done now. */
import { useEffect, useState } from 'react';
import { useParams } from 'wouter';
import { splitAddress } from '../lib/address';
import type { Order } from '../lib/api';
import { date, isZero, money, orderNumber } from '../lib/format';
import { onNews } from '../lib/news';
import { useMove, useOrder } from '../lib/queries';
import { useSession } from '../lib/session';
import { t } from '../lib/text';
import { isReadOnly } from '../lib/view';
import { StatusBadge } from '../ui/badge';
import { Button, LinkButton } from '../ui/button';
import { OrderBody, OrderSkeleton } from '../ui/order_body';
import { Card, Page } from '../ui/page';
import { PayButton } from '../ui/pay_button';
import { ReasonDialog } from '../ui/reason_dialog';
import { LoadScreen } from '../ui/load_screen';
import { ThumbBar } from '../ui/thumb_bar';
import { toast } from '../ui/toast';

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
  const { business } = useSession();
  const [canceling, setCanceling] = useState(false);
  const [street, rest] = splitAddress(order.address_line);
  const pay = actionOf(order, 'pay');
  const cancel = actionOf(order, 'cancel');
  const closed = [pay, order.status === 'Canceled' ? undefined : cancel];
  const notes = closed.flatMap((action) => (action && !action.allowed && action.reason ? [action.reason] : []));
  const due = pay?.allowed && !isZero(order.money.due) ? order.money.due : null;
  return (
    <Page
      title={street}
      tab={t('Order {number}', { number: orderNumber(order.number) })}
      back={{ href: '/orders', label: t('Orders') }}
      below={
        <>
          <span className="block">{rest}</span>
          <span className="numbers mt-1 flex flex-wrap items-center gap-x-4">
            <StatusBadge status={order.status} />
            <span>{orderNumber(order.number)}</span>
            <span>{t('Placed {date}', { date: date(order.created_at, business.time_zone) })}</span>
          </span>
        </>
      }
      actions={
        <>
          {cancel?.allowed && (
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
      <OrderBody
        order={order}
        business={business.name}
        zone={business.time_zone}
        first={<Listing order={order} />}
        notes={notes}
      />
      {due && (
        <ThumbBar>
          <span className="numbers font-semibold">{t('{due} due', { due: money(due) })}</span>
          <PayButton order_id={order.order_id} due={due} disabled={isReadOnly()} />
        </ThumbBar>
      )}
      {canceling && <CancelDialog order={order} onClose={() => setCanceling(false)} />}
    </Page>
  );
}

function Listing({ order }: { order: Order }) {
  const { listing } = order;
  if (!listing) return null;
  const delivered = listing.state === 'delivered';
  return (
    <Card>
      <div className="flex flex-wrap items-center justify-between gap-4">
        <div>
          <h2 className="text-lead font-semibold">
            {delivered ? t('Your photos are here') : t('Photos in progress')}
          </h2>
          <p className="text-muted">
            {delivered
              ? t('See them, share them, download them.')
              : t('We mail you as soon as they are delivered.')}
          </p>
        </div>
        {delivered && (
          <LinkButton href={`/listings/${listing.listing_id}`} icon="photos">
            {t('Open listing')}
          </LinkButton>
        )}
      </div>
    </Card>
  );
}

function CancelDialog({ order, onClose }: { order: Order; onClose: () => void }) {
  const { business } = useSession();
  const move = useMove(order);
  const confirm = (reason: string, key: string) =>
    move.mutate(
      { move: 'cancellation', reason, key },
      {
        onSuccess: () => {
          toast(t('The order is canceled.'));
          onClose();
        },
      },
    );
  return (
    <ReasonDialog
      title={t('Cancel this order?')}
      label={t('Reason')}
      required
      confirm={t('Cancel order')}
      keep={t('Keep order')}
      busy={move.isPending}
      error={move.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>
        {t('{address} will not be photographed. {business} is told right away.', {
          address: splitAddress(order.address_line)[0],
          business: business.name,
        })}
      </p>
      {business.phone && (
        <p className="mt-2">
          {t('Rather change something? Call')}{' '}
          <a href={`tel:${business.phone}`} className="font-medium text-link">
            {business.phone}
          </a>
        </p>
      )}
    </ReasonDialog>
  );
}
