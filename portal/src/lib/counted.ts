/** How many of what: photos, floor plans, videos and documents in one phrase. */
import type { Gallery } from './api';
import { listed } from './format';
import { tn } from './text';

interface Counts {
  photos: number;
  plans?: number;
  videos?: number;
  documents?: number;
}

/** "38 photos, 2 floor plans, and 1 document"; photos are named when there is nothing else. */
export function counted({ photos, plans = 0, videos = 0, documents = 0 }: Counts): string {
  const parts = [
    ...(photos || plans + videos + documents === 0 ? [tn(photos, '{n} photo', '{n} photos')] : []),
    ...(plans ? [tn(plans, '{n} floor plan', '{n} floor plans')] : []),
    ...(videos ? [tn(videos, '{n} video', '{n} videos')] : []),
    ...(documents ? [tn(documents, '{n} document', '{n} documents')] : []),
  ];
  return listed(parts);
}

/** Photos and floor plans, counted apart. */
export function pictures(assets: readonly { kind: string }[]): { photos: number; plans: number } {
  const plans = assets.filter((asset) => asset.kind === 'floor_plan').length;
  return { photos: assets.length - plans, plans };
}

export const lockedDocuments = (orders: readonly { locked_documents: number }[]) =>
  orders.reduce((sum, order) => sum + order.locked_documents, 0);

/** What is one file in every size: the documents, and the videos that may be saved. */
export const wholeFiles = ({ documents, videos }: Gallery) => [
  ...documents,
  ...videos.filter((video) => video.bytes !== null),
];

export const bytesOfWhole = (files: readonly { bytes: number | null }[]) =>
  files.reduce((sum, file) => sum + (file.bytes ?? 0), 0);
