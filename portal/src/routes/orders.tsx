/** The customer's orders (product 3.3). */
import { useSession } from '../lib/session';
import { t } from '../lib/text';
import { OrdersTable } from '../ui/orders_table';
import { Page } from '../ui/page';
import { Empty } from '../ui/states';
import { PlaceOrderLink } from './parts/place_order_link';

export default function Orders() {
  const { business } = useSession();
  return (
    <Page title={t('Orders')}>
      <OrdersTable
        base="/orders"
        zone={business.time_zone}
        empty={
          <Empty icon="orders" title={t('Your orders will be here')} action={<PlaceOrderLink />}>
            {t('Each order with its status, its photos and what it costs.')}
          </Empty>
        }
      />
    </Page>
  );
}
