/** A list of listings that grows at its end: loading, empty and failed like every other, and the older ones on a press. */
import type { ReactNode } from 'react';
import type { ListingCard } from '../lib/api';
import type { useListings } from '../lib/queries';
import { t } from '../lib/text';
import { Button } from './button';
import { Load } from './states';

interface ListingPagesProps {
  listings: ReturnType<typeof useListings>;
  /** Something else of the page is still loading: both are shown at once, so that nothing jumps. */
  wait?: boolean;
  /** "Your listings could not be loaded." */
  failed: string;
  skeleton: ReactNode;
  empty: ReactNode;
  children: (cards: ListingCard[]) => ReactNode;
}

export function ListingPages({ listings, wait = false, failed, skeleton, empty, children }: ListingPagesProps) {
  return (
    <Load
      query={wait ? { ...listings, data: undefined, error: null } : listings}
      failed={failed}
      skeleton={skeleton}
    >
      {({ pages }) => {
        const cards = pages.flatMap((page) => page.listings);
        if (cards.length === 0) return empty;
        return (
          <>
            {children(cards)}
            {listings.hasNextPage && (
              <div className="mt-8 text-center">
                <Button busy={listings.isFetchingNextPage} onClick={() => void listings.fetchNextPage()}>
                  {t('Show older listings')}
                </Button>
              </div>
            )}
          </>
        );
      }}
    </Load>
  );
}
