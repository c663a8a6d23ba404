/** Orders and listings of one customer or of a team's, as the business works on them. */
import { useListings } from '../../lib/queries';
import { useSession } from '../../lib/session';
import { t } from '../../lib/text';
import { ListingPages } from '../../ui/listing_pages';
import { OrdersTable } from '../../ui/orders_table';
import { Bar, Empty } from '../../ui/states';
import { ListingRows } from './listing_rows';

interface CustomersWorkProps {
  customers: string[];
  /** What the orders' place says before the first one. */
  empty: string;
}

export function CustomersWork({ customers, empty }: CustomersWorkProps) {
  const { business } = useSession();
  const listings = useListings(customers);
  return (
    <>
      <section aria-label={t('Orders')}>
        <h2 className="mb-3 text-lead font-semibold">{t('Orders')}</h2>
        <OrdersTable
          base="/studio/orders"
          zone={business.time_zone}
          customers={customers}
          withCustomer={customers.length > 1}
          empty={
            <Empty icon="orders" title={t('No orders yet')}>
              {empty}
            </Empty>
          }
        />
      </section>
      <section aria-label={t('Listings')}>
        <h2 className="mb-3 text-lead font-semibold">{t('Listings')}</h2>
        <ListingPages
          listings={listings}
          failed={t('The listings could not be loaded.')}
          skeleton={<Bar className="h-32" />}
          empty={<p className="text-muted">{t('None yet: accepting an order makes its listing.')}</p>}
        >
          {(cards) => <ListingRows cards={cards} />}
        </ListingPages>
      </section>
    </>
  );
}
