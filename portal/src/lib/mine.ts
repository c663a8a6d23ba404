/** What a listing is to the person who looks: the last visit and the favorites, kept by the server. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, DELETE, GET, POST, PUT, type Asset, type Mine } from './api';
import { t } from './text';
import { isReadOnly } from './view';

/** Opening a listing is a visit; who borrows the customer's eyes only reads. */
export function useMine(listing_id: string, enabled: boolean) {
  const cache = useQueryClient();
  const call = { params: { path: { listing_id } } };
  return useQuery({
    queryKey: ['mine', listing_id],
    queryFn: async () => {
      if (isReadOnly()) return ask(GET('/api/listings/{listing_id}/mine', call));
      const mine = await ask(POST('/api/listings/{listing_id}/visits', { ...call, body: {} }));
      void cache.invalidateQueries({ queryKey: ['listings'], refetchType: 'none' });
      return mine;
    },
    enabled,
  });
}

/** Shows the mark at once, and takes it back with a word when the server refuses it. Presses are sent one after another. */
export function useSetFavorite(listing_id: string, failed: (message: string) => void) {
  const cache = useQueryClient();
  const queryKey = ['mine', listing_id];
  const show = (asset_id: string, favorite: boolean) =>
    cache.setQueryData<Mine>(queryKey, (mine) => {
      const others = mine?.favorites.filter((one) => one !== asset_id) ?? [];
      return mine && { ...mine, favorites: favorite ? [...others, asset_id] : others };
    });
  return useMutation({
    scope: { id: `favorites ${listing_id}` },
    mutationFn: ({ asset_id, favorite }: { asset_id: string; favorite: boolean }) => {
      const path = { listing_id, asset_id };
      return favorite
        ? ask(PUT('/api/listings/{listing_id}/favorites/{asset_id}', { params: { path }, body: {} }))
        : ask(DELETE('/api/listings/{listing_id}/favorites/{asset_id}', { params: { path } }));
    },
    onMutate: async ({ asset_id, favorite }) => {
      await cache.cancelQueries({ queryKey });
      show(asset_id, favorite);
    },
    onError: (error, { asset_id, favorite }) => {
      show(asset_id, !favorite);
      failed(t('The favorite could not be saved. {reason}', { reason: error.message }));
    },
  });
}

export type NewsMark = 'new' | 'replaced';

/** Which photos came after the last visit; none for a first visit, and where all of them did: then all are new alike. */
export function newSince(
  assets: readonly Asset[],
  last_visit_at: string | null | undefined,
): ReadonlyMap<string, NewsMark> {
  if (!last_visit_at) return new Map();
  const later = assets.filter(({ delivered_at }) => delivered_at && delivered_at > last_visit_at);
  if (later.length === assets.length) return new Map();
  return new Map(later.map(({ asset_id, replaces }) => [asset_id, replaces ? 'replaced' : 'new']));
}
