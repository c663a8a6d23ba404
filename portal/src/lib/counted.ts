/** How many of what: photos, floor plans and documents in one phrase. */
import type { Gallery } from './api';
import { tn } from './text';

interface Counts {
  photos: number;
  plans?: number;
  documents?: number;
}

/** "38 photos, 2 floor plans, and 1 document"; photos are named when there is nothing else. */
export function counted({ photos, plans = 0, documents = 0 }: Counts): string {
  const parts = [
    ...(photos || plans + documents === 0 ? [tn(photos, '{n} photo', '{n} photos')] : []),
    ...(plans ? [tn(plans, '{n} floor plan', '{n} floor plans')] : []),
    ...(documents ? [tn(documents, '{n} document', '{n} documents')] : []),
  ];
  return new Intl.ListFormat(undefined, { type: 'conjunction' }).format(parts);
}

/** Photos and floor plans, counted apart. */
export function pictures(assets: readonly { kind: string }[]): { photos: number; plans: number } {
  const plans = assets.filter((asset) => asset.kind === 'floor_plan').length;
  return { photos: assets.length - plans, plans };
}

export const lockedDocuments = (orders: readonly { locked_documents: number }[]) =>
  orders.reduce((sum, order) => sum + order.locked_documents, 0);

export const bytesOfDocuments = (documents: Gallery['documents']) =>
  documents.reduce((sum, document) => sum + document.bytes, 0);
