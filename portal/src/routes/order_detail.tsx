/** One order as its customer sees it: lines, money, timeline, listing, payments, and what may be done now. */
import { useEffect, useState } from 'react';
import { useParams } from 'wouter';
import type { Order } from '../lib/api';
import { date, isZero, squareFeet } from '../lib/format';
import { onNews } from '../lib/news';
import { useMove, useOrder } from '../lib/queries';
import { useSession } from '../lib/session';
import { t } from '../lib/text';
import { isReadOnly } from '../lib/view';
import { StatusBadge } from '../ui/badge';
import { Button, LinkButton } from '../ui/button';
import { Facts, Lines, Owed, Payments, Timeline, Totals } from '../ui/order_parts';
import { Card, Page } from '../ui/page';
import { PayButton } from '../ui/pay_button';
import { ReasonDialog } from '../ui/reason_dialog';
import { Bar, Load } from '../ui/states';
import { toast } from '../ui/toast';

export default function OrderDetail() {
  const { order_id = '' } = useParams();
  const order = useOrder(order_id);
  const { refetch } = order;
  useEffect(() => onNews(() => void refetch()), [refetch]);
  return (
    <Load query={order} failed={t('This order could not be loaded.')} skeleton={<Skeleton />}>
      {(data) => <Detail order={data} />}
    </Load>
  );
}

const actionOf = (order: Order, name: Order['actions'][number]['action']) =>
  order.actions.find((action) => action.action === name);

function Detail({ order }: { order: Order }) {
  const { business } = useSession();
  const zone = business.time_zone;
  return (
    <Page
      title={order.address_line}
      tab={order.number}
      back={{ href: '/orders', label: t('Orders') }}
      below={
        <span className="numbers flex flex-wrap items-center gap-x-4">
          <StatusBadge status={order.status} />
          <span>{order.number}</span>
          <span>{t('Placed {date}', { date: date(order.created_at, zone) })}</span>
        </span>
      }
      actions={<Actions order={order} />}
    >
      <div className="grid items-start gap-5 lg:grid-cols-[3fr_2fr]">
        <div className="grid gap-5">
          <Listing order={order} />
          <Card title={t('Products')}>
            <Lines lines={order.lines} />
            <Totals quote={order.money} />
            <Owed order={order} />
            <PayNote order={order} />
          </Card>
          {order.payments.length > 0 && (
            <Card title={t('Payments')}>
              <Payments order={order} zone={zone} />
            </Card>
          )}
        </div>
        <div className="grid gap-5">
          <Card title={t('Timeline')}>
            <Timeline order={order} business={business.name} zone={zone} />
          </Card>
          <Card title={t('Property and contact')}>
            <Facts
              facts={[
                [t('Size'), squareFeet(order.square_feet)],
                [t('Contact'), [order.contact.name, order.contact.phone, order.contact.email].filter(Boolean).join('\n')],
                [t('Access notes'), order.access_notes],
                [t('Invoice'), order.invoice?.number],
              ]}
            />
          </Card>
        </div>
      </div>
    </Page>
  );
}

function PayNote({ order }: { order: Order }) {
  const pay = actionOf(order, 'pay');
  if (!pay?.reason || pay.allowed) return null;
  return <p className="mt-3 text-small text-muted">{pay.reason}</p>;
}

function Listing({ order }: { order: Order }) {
  const { listing } = order;
  if (!listing) return null;
  const delivered = listing.state === 'delivered';
  return (
    <Card>
      <div className="flex flex-wrap items-center justify-between gap-4">
        <div>
          <h2 className="text-lead font-semibold">{delivered ? t('Your photos are here') : t('Photos in progress')}</h2>
          <p className="text-muted">
            {delivered ? t('See them, share them, download them.') : t('We mail you as soon as they are delivered.')}
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

function Actions({ order }: { order: Order }) {
  const [canceling, setCanceling] = useState(false);
  const pay = actionOf(order, 'pay');
  const cancel = actionOf(order, 'cancel');
  return (
    <>
      {cancel?.allowed && (
        <Button disabled={isReadOnly()} onClick={() => setCanceling(true)}>
          {t('Cancel order')}
        </Button>
      )}
      {cancel && !cancel.allowed && cancel.reason && order.status !== 'canceled' && (
        <span className="max-w-xs text-small text-muted">{cancel.reason}</span>
      )}
      {pay?.allowed && !isZero(order.money.due) && (
        <PayButton order_id={order.order_id} due={order.money.due} disabled={isReadOnly()} />
      )}
      {canceling && <CancelDialog order={order} onClose={() => setCanceling(false)} />}
    </>
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
      required={order.status === 'accepted'}
      confirm={t('Cancel order')}
      keep={t('Keep order')}
      busy={move.isPending}
      error={move.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>
        {t('{address} will not be photographed. {business} is told right away.', {
          address: order.address_line,
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

function Skeleton() {
  return (
    <div className="mx-auto max-w-5xl px-4 pt-8 sm:px-6 lg:px-10">
      <Bar className="mb-3 h-8 w-72" />
      <Bar className="mb-7 h-5 w-52" />
      <div className="grid gap-5 lg:grid-cols-[3fr_2fr]">
        <Bar className="h-72" />
        <Bar className="h-72" />
      </div>
    </div>
  );
}
