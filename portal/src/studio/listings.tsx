/** All listings of the business. */
import { useListings } from '../lib/queries';
import { t } from '../lib/text';
import { ListingPages } from '../ui/listing_pages';
import { Page } from '../ui/page';
import { Bar, Empty } from '../ui/states';
import { ListingRows } from './parts/listing_rows';

export default function StudioListings() {
  const listings = useListings();
  return (
    <Page title={t('Listings')}>
      <ListingPages
        listings={listings}
        failed={t('The listings could not be loaded.')}
        skeleton={<Bar className="h-72" />}
        empty={
          <Empty icon="photos" title={t('Listings will be here')}>
            {t('Accepting an order makes its listing; then the photos go there.')}
          </Empty>
        }
      >
        {(cards) => <ListingRows cards={cards} />}
      </ListingPages>
    </Page>
  );
}
