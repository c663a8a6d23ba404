/** The read of one listing, which the first view begins and its screen goes on with. */
import { queryOptions } from '@tanstack/react-query';
import { ask, GET } from './api';

export const listingQuery = (listing_id: string) =>
  queryOptions({
    queryKey: ['listing', listing_id],
    queryFn: () => ask(GET('/api/listings/{listing_id}', { params: { path: { listing_id } } })),
  });
