/** One order as the business sees it, with its moves and the way to its listing. */
import { useParams } from 'wouter';
import { splitAddress } from '../lib/address';
import type { Order } from '../lib/api';
import { date, orderNumber } from '../lib/format';
import { useOrder } from '../lib/queries';
import { useSession } from '../lib/session';
import { t } from '../lib/text';
import { StatusBadge } from '../ui/badge';
import { LinkButton } from '../ui/button';
import { OrderBody, OrderSkeleton } from '../ui/order_body';
import { Card, Page } from '../ui/page';
import { LoadScreen } from '../ui/load_screen';
import { OrderMoves } from './parts/order_moves';

export default function StudioOrder() {
  const { order_id = '' } = useParams();
  const order = useOrder(order_id);
  return (
    <LoadScreen
      query={order}
      title={t('Order')}
      back={{ href: '/studio', label: t('Orders') }}
      failed={t('This order could not be loaded.')}
      skeleton={<OrderSkeleton />}
    >
      {(data) => <Detail order={data} />}
    </LoadScreen>
  );
}

function Detail({ order }: { order: Order }) {
  const { business } = useSession();
  const [street, rest] = splitAddress(order.address_line);
  const notes = order.actions.flatMap(({ allowed, reason }) => (!allowed && reason ? [reason] : []));
  return (
    <Page
      title={street}
      tab={t('Order {number}', { number: orderNumber(order.number) })}
      back={{ href: '/studio', label: t('Orders') }}
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
      actions={<OrderMoves order={order} />}
    >
      <OrderBody
        order={order}
        business={business.name}
        zone={business.time_zone}
        notes={[...new Set(notes)]}
        first={order.listing && <ToListing listing={order.listing} />}
      />
    </Page>
  );
}

function ToListing({ listing }: { listing: NonNullable<Order['listing']> }) {
  const delivered = listing.state === 'delivered';
  return (
    <Card>
      <div className="flex flex-wrap items-center justify-between gap-4">
        <div>
          <h2 className="text-lead font-semibold">{delivered ? t('Delivered') : t('Not delivered yet')}</h2>
          <p className="text-muted">
            {delivered ? t('The customer sees the listing.') : t('Upload the photos, then deliver them.')}
          </p>
        </div>
        <LinkButton href={`/studio/listings/${listing.listing_id}`} icon="photos">
          {t('Open listing')}
        </LinkButton>
      </div>
    </Card>
  );
}
