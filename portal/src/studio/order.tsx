/** One order as the business sees it, with its moves and the way to its listing. */
import { useParams } from 'wouter';
import type { Order } from '../lib/api';
import { useOrder } from '../lib/queries';
import { t } from '../lib/text';
import { OrderSkeleton } from '../ui/order_body';
import { OrderPage, ToListing } from '../ui/order_page';
import { LoadScreen } from '../ui/load_screen';
import { Card } from '../ui/page';
import { AccessLine } from './parts/access_line';
import { CustomerAccount } from './parts/customer_account';
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
  const { listing } = order;
  const delivered = listing?.state === 'delivered';
  const taken_back = !delivered && order.status === 'Completed';
  return (
    <OrderPage
      order={order}
      back="/studio"
      actions={<OrderMoves order={order} />}
      first={
        <>
          {listing && (
            <ToListing
              title={delivered ? t('Delivered') : taken_back ? t('Unpublished') : t('Not delivered yet')}
              text={
                delivered
                  ? t('The customer sees the listing.')
                  : taken_back
                    ? t('The customer sees that it is in progress. Deliver again to publish it.')
                    : t('Upload the photos, then deliver them.')
              }
              href={`/studio/listings/${listing.listing_id}`}
            />
          )}
          {listing && order.overrides && order.status !== 'Canceled' && (
            <Card>
              <AccessLine
                overrides={order.overrides}
                customer={order.customer?.name ?? ''}
                order_id={order.order_id}
                customer_id={order.customer?.customer_id ?? ''}
                listing_id={listing.listing_id}
              />
            </Card>
          )}
          {order.customer?.email && (
            <Card>
              <CustomerAccount customer_id={order.customer.customer_id} />
            </Card>
          )}
        </>
      }
    />
  );
}
