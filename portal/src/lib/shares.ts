/** The share links of a listing, and what the holder of one sees. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, DELETE, GET, POST, type Answer } from './api';
import { renewIn } from './media_access';

export type Share = Answer<'/api/listings/{listing_id}/shares', 'get'>['shares'][number];
export type SharedPhoto = Answer<'/api/shared-listing', 'post'>['photos'][number];
export type Days = 1 | 7 | 30 | 90;
export const DAYS: Days[] = [1, 7, 30, 90];

const keyOf = (listing_id: string) => ['shares', listing_id];

export function useShares(listing_id: string) {
  return useQuery({
    queryKey: keyOf(listing_id),
    queryFn: () => ask(GET('/api/listings/{listing_id}/shares', { params: { path: { listing_id } } })),
  });
}

/** The answer holds the link's address, which nobody is told again. */
export function useShareMaking(listing_id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: { days: Days; note: string }) =>
      ask(POST('/api/listings/{listing_id}/shares', { params: { path: { listing_id } }, body })),
    onSuccess: () => cache.invalidateQueries({ queryKey: keyOf(listing_id) }),
  });
}

export function useShareRevoking(listing_id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (share_id: string) =>
      ask(DELETE('/api/listings/{listing_id}/shares/{share_id}', { params: { path: { listing_id, share_id } } })),
    // Also after a failure: somebody else may have revoked it.
    onSettled: () => cache.invalidateQueries({ queryKey: keyOf(listing_id) }),
  });
}

/** Asks anew before the pictures' links die, while somebody looks: what is shown may have changed by then. */
export function useSharedListing(token: string) {
  return useQuery({
    queryKey: ['shared', token],
    queryFn: () => ask(POST('/api/shared-listing', { body: { token } })),
    refetchInterval: ({ state }) =>
      state.data && !state.error ? renewIn(state.data.media_expires_at, Date.now()) : false,
  });
}

const file = (photo: SharedPhoto) => photo.preview.small.url.split('?')[0];

/** Pictures that stand keep the address they were loaded from: a renewed link leads to the same bytes again. */
export function standing(
  photos: SharedPhoto[],
  before: SharedPhoto[],
  isLoaded: (photo: SharedPhoto) => boolean,
): SharedPhoto[] {
  const known = new Map(before.filter(isLoaded).map((photo) => [file(photo), photo.preview]));
  return photos.map((photo) => ({ ...photo, preview: known.get(file(photo)) ?? photo.preview }));
}
