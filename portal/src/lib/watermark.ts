/** The business's watermark: what is saved, what is being tried, and a preview that the server draws. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, GET, POST, PUT, type Answer } from './api';
import { base64 } from './base64';
import { pollWhile } from './polling';
import { useQuiet } from './quiet';

export type Watermark = Answer<'/api/watermark', 'get'>;
export type Remaking = NonNullable<Watermark['remaking']>;
/** A mark as the form holds it; `logo` is the server's own small picture of an uploaded one. */
export type Mark = Pick<Watermark, 'kind' | 'text' | 'opacity' | 'style' | 'logo'>;

const KEY = ['watermark'];
export const MOST_LOGO_BYTES = 1_000_000;

export const markOf = ({ kind, text, opacity, style, logo }: Mark): Mark => ({
  kind,
  text,
  opacity,
  style,
  logo,
});

/** Whether both draw the same: a logo that is not shown does not count. */
export function isSame(one: Mark, other: Mark): boolean {
  const plain = one.kind === other.kind && one.opacity === other.opacity && one.style === other.style;
  return plain && (one.kind === 'text' ? one.text.trim() === other.text.trim() : one.logo === other.logo);
}

export const isDrawable = (mark: Mark) => (mark.kind === 'text' ? mark.text.trim() !== '' : mark.logo !== null);

export function useWatermark() {
  const [since] = useState(() => ({ count: 0, was: false }));
  return useQuery({
    queryKey: KEY,
    queryFn: () => ask(GET('/api/watermark')),
    // Nobody's typing is lost to a fresh answer: the form begins with the first one.
    refetchInterval: pollWhile((data: Watermark | undefined) => data?.remaking?.state === 'running', since),
  });
}

export function usePreviewPhotos() {
  return useQuery({ queryKey: ['watermark-photos'], queryFn: () => ask(GET('/api/watermark/photos')) });
}

/** The mark on the cover of a listing (null: on a plain wall), drawn by the server; the one before stays meanwhile. */
export function usePreview(mark: Mark, listing_id: string | null, enabled: boolean) {
  const body = useQuiet({ ...mark, logo: mark.kind === 'logo' ? mark.logo : null, listing_id });
  return useQuery({
    queryKey: ['watermark-preview', body],
    queryFn: ({ signal }) => ask(POST('/api/watermark/previews', { body, signal })),
    enabled: enabled && isDrawable(mark),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 60_000,
  });
}

export function useSaveWatermark() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: Mark & { version: number }) => ask(PUT('/api/watermark', { body })),
    onSuccess: (saved) => cache.setQueryData(KEY, saved),
    onError: () => cache.invalidateQueries({ queryKey: KEY }),
  });
}

export function useRetryRemaking() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => ask(POST('/api/watermark/retry', { body: {} })),
    onSuccess: (going) => cache.setQueryData(KEY, going),
    onError: () => cache.invalidateQueries({ queryKey: KEY }),
  });
}

/** The small picture of a logo that the server made of a file. */
export function useLogo() {
  return useMutation({
    mutationFn: async (file: File) =>
      (await ask(POST('/api/watermark/logos', { body: { file: await base64(file) } }))).logo,
  });
}
