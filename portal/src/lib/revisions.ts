/** Requests for a change: a pin on a photo with a reason; one's own for customers, everybody's in the workspace. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, DELETE, GET, POST, type Answer } from './api';

export type Revision = Answer<'/api/listings/{listing_id}/revisions', 'get'>['revisions'][number];
export type Reason = Revision['reason'];

export const REASONS: [Reason, string][] = [
  ['brightness', 'Too dark or too bright'],
  ['color', 'Colors are off'],
  ['straighten', 'Crooked or badly cropped'],
  ['remove', 'Remove something'],
  ['sharpness', 'Not sharp'],
  ['other', 'Something else'],
];

export const reasonWord = (reason: Reason) => REASONS.find(([name]) => name === reason)?.[1] ?? reason;

/** A place on a photo in per mille from its top left. */
export interface Place {
  x: number;
  y: number;
}

const within = (value: number) => Math.max(0, Math.min(1000, Math.round(value)));

/** Where a pointer is on the picture that fills `box`. */
export const placeIn = (
  box: { left: number; top: number; width: number; height: number },
  clientX: number,
  clientY: number,
): Place => ({
  x: within(((clientX - box.left) / Math.max(1, box.width)) * 1000),
  y: within(((clientY - box.top) / Math.max(1, box.height)) * 1000),
});

const STEPS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The place after an arrow key, in large steps with Shift; null for any other key. */
export function moved({ x, y }: Place, key: string, large: boolean): Place | null {
  const step = STEPS[key];
  const by = large ? 100 : 20;
  return step ? { x: within(x + step[0] * by), y: within(y + step[1] * by) } : null;
}

const keyOf = (listing_id: string) => ['revisions', listing_id];

export function useRevisions(listing_id: string) {
  return useQuery({
    queryKey: keyOf(listing_id),
    queryFn: () => ask(GET('/api/listings/{listing_id}/revisions', { params: { path: { listing_id } } })),
  });
}

interface Asked extends Place {
  asset_id: string;
  reason: Reason;
  text: string;
  key: string;
}

export function useRevisionAsking(listing_id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ key, ...body }: Asked) => {
      const headers = { 'Idempotency-Key': key };
      const params = { path: { listing_id } };
      return ask(POST('/api/listings/{listing_id}/revisions', { params, headers, body }));
    },
    onSettled: () => cache.invalidateQueries({ queryKey: keyOf(listing_id) }),
  });
}

export function useRevisionWithdrawing(listing_id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (revision_id: string) => {
      const params = { path: { listing_id, revision_id } };
      return ask(DELETE('/api/listings/{listing_id}/revisions/{revision_id}', { params }));
    },
    onSettled: () => cache.invalidateQueries({ queryKey: keyOf(listing_id) }),
  });
}

export function useRevisionResolving(listing_id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ revision_id, answer }: { revision_id: string; answer: string }) => {
      const params = { path: { listing_id, revision_id } };
      const call = { params, body: { answer } };
      return ask(POST('/api/listings/{listing_id}/revisions/{revision_id}/resolution', call));
    },
    onSettled: () =>
      Promise.all([
        cache.invalidateQueries({ queryKey: ['workspace', listing_id] }),
        cache.invalidateQueries({ queryKey: ['orders'] }),
        cache.invalidateQueries({ queryKey: ['order'] }),
      ]),
  });
}
