/** The studio's view of one listing: the read that follows the work, and the changes to its assets. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, DELETE, GET, PATCH, POST, PUT, type Workspace, type WorkspaceAsset } from './api';
import { pollWhile } from './polling';

const isMoving = (data: Workspace | undefined) =>
  Boolean(
    data?.assets.some(
      (asset) =>
        asset.state === 'processing' ||
        asset.replacement?.state === 'processing' ||
        (asset.state === 'ready' && asset.video?.poster === 'coming'),
    ) ||
    data?.links.some((link) => link.health.checking) ||
    data?.deliveries.some(
      (delivery) => delivery.state === 'preparing' || delivery.state === 'waiting_for_payment',
    ),
  );

export function useWorkspace(listing_id: string) {
  const [since] = useState(() => ({ count: 0, was: false }));
  return useQuery({
    queryKey: ['workspace', listing_id],
    queryFn: () => ask(GET('/api/listings/{listing_id}/workspace', { params: { path: { listing_id } } })),
    refetchInterval: pollWhile(isMoving, since),
  });
}

export type AssetChange = Partial<
  Pick<WorkspaceAsset, 'caption' | 'alt' | 'hidden' | 'branded' | 'section' | 'position'>
> & {
  kind?: 'photo' | 'floor_plan';
};

/** Applies a change before the server has answered; `position` is the asset's place from 1 among its order's assets. */
export function changed(
  assets: readonly WorkspaceAsset[],
  asset_id: string,
  change: AssetChange,
): WorkspaceAsset[] {
  const { position, ...rest } = change;
  const next = assets.map((asset) => (asset.asset_id === asset_id ? { ...asset, ...rest } : asset));
  const moving = next.find((asset) => asset.asset_id === asset_id);
  if (position === undefined || !moving) return next;
  const own = next
    .filter((asset) => asset.order_id === moving.order_id && asset !== moving)
    .sort((a, b) => a.position - b.position);
  own.splice(position - 1, 0, moving);
  const places = new Map(own.map((asset, index) => [asset.asset_id, index + 1]));
  return next.map((asset) => ({ ...asset, position: places.get(asset.asset_id) ?? asset.position }));
}

/** Changes one asset at once on the screen and then on the server; undone when the server says no. */
export function useAssetChange(listing_id: string) {
  const cache = useQueryClient();
  const key = ['workspace', listing_id];
  return useMutation({
    mutationFn: ({ asset_id, change }: { asset_id: string; change: AssetChange }) => {
      const params = { path: { listing_id, asset_id } };
      return ask(PATCH('/api/listings/{listing_id}/assets/{asset_id}', { params, body: change }));
    },
    onMutate: async ({ asset_id, change }) => {
      await cache.cancelQueries({ queryKey: key });
      const before = cache.getQueryData<Workspace>(key);
      cache.setQueryData<Workspace>(
        key,
        (now) => now && { ...now, assets: changed(now.assets, asset_id, change) },
      );
      return before;
    },
    onError: (_error, _request, before) => cache.setQueryData(key, before),
    onSettled: () => cache.invalidateQueries({ queryKey: key }),
  });
}

/** As many as the API takes in one call. */
const AT_ONCE = 60;

/** Puts photos into a section, call after call; each of these does all of its photos or none. Again does no harm. */
export function useSectionMove(listing_id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async ({ asset_ids, section }: { asset_ids: readonly string[]; section: string }) => {
      for (let start = 0; start < asset_ids.length; start += AT_ONCE) {
        const body = { asset_ids: asset_ids.slice(start, start + AT_ONCE), section };
        await ask(PATCH('/api/listings/{listing_id}/assets', { params: { path: { listing_id } }, body }));
      }
    },
    onSettled: () => cache.invalidateQueries({ queryKey: ['workspace', listing_id] }),
  });
}

/** Chooses the photo on the listing's cards; null: the first one. */
export function useCover(listing_id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (asset_id: string | null) =>
      ask(PUT('/api/listings/{listing_id}/cover', { params: { path: { listing_id } }, body: { asset_id } })),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['listings'] }),
    onSettled: () => cache.invalidateQueries({ queryKey: ['workspace', listing_id] }),
  });
}

export function useAssetRemoval(listing_id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (asset_id: string) =>
      ask(DELETE('/api/listings/{listing_id}/assets/{asset_id}', { params: { path: { listing_id, asset_id } } })),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['workspace', listing_id] }),
  });
}

/** Throws away a new file that no customer has seen; the photo before stands again. */
export function useKeepOld(listing_id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (asset_id: string) => {
      const params = { path: { listing_id, asset_id } };
      return ask(DELETE('/api/listings/{listing_id}/assets/{asset_id}/replacement', { params }));
    },
    onSettled: () => cache.invalidateQueries({ queryKey: ['workspace', listing_id] }),
  });
}

interface DeliveryRequest {
  order_id: string;
  collection: boolean;
  watermark: boolean;
  version: number;
  key: string;
}

export function useDelivery(listing_id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ key, ...body }: DeliveryRequest) => {
      const headers = { 'Idempotency-Key': key };
      return ask(
        POST('/api/listings/{listing_id}/deliveries', { params: { path: { listing_id } }, body, headers }),
      );
    },
    onSettled: () => cache.invalidateQueries({ queryKey: ['workspace', listing_id] }),
  });
}

export function useDeliveryRetry(listing_id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (delivery_id: string) => {
      const params = { path: { listing_id, delivery_id } };
      return ask(POST('/api/listings/{listing_id}/deliveries/{delivery_id}/retry', { params }));
    },
    onSettled: () => cache.invalidateQueries({ queryKey: ['workspace', listing_id] }),
  });
}
