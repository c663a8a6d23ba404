/** The sizes that files can be had in, and the calls that give them out. */
import { ask, POST, type Asset, type Size } from './api';
import { t } from './text';

export const SIZES: Size[] = ['original', 'web', 'mls'];

export const sizeWord = (size: Size) => ({ original: t('Original'), web: t('Web'), mls: t('MLS') })[size];

export function sizeHint(size: Size, assets: readonly Asset[]): string {
  if (size === 'original') return t('Full size, for print');
  const edges = assets.flatMap((asset) =>
    (asset.downloads ?? []).filter((one) => one.size === size).map((one) => Math.max(one.width, one.height)),
  );
  const edge = Math.max(0, ...edges);
  return edge ? t('{edge} px on the longest edge', { edge: edge.toLocaleString() }) : '';
}

export const bytesOf = (asset: Asset, size: Size) =>
  asset.downloads?.find((one) => one.size === size)?.bytes ?? asset.downloads?.[0]?.bytes ?? 0;

export const sum = (assets: readonly Asset[], size: Size) =>
  assets.reduce((total, asset) => total + bytesOf(asset, size), 0);

/** A short-lived link to one file, or to the captions beside a video. */
export function askDownload(listing_id: string, asset_id: string, size: Size, captions = false) {
  const params = { path: { listing_id } };
  return ask(POST('/api/listings/{listing_id}/downloads', { params, body: { asset_id, size, captions } }));
}

/** Renews what opens the files of a bundle: its later parts may come long after the answer that named them. */
export function askAccess(listing_id: string) {
  const params = { path: { listing_id } };
  return ask(POST('/api/listings/{listing_id}/media-access', { params, body: {} }));
}

/** A prepared bundle, or the files to write one from; `asset_ids` null is everything. */
export function askBundle(listing_id: string, size: Size, asset_ids: string[] | null) {
  const params = { path: { listing_id } };
  return ask(POST('/api/listings/{listing_id}/bundles', { params, body: { size, asset_ids } }));
}
