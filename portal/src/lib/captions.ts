/** Captions of a video: the file that staff choose, read here and judged by the server. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ask, DELETE, PUT } from './api';
import { bytes } from './format';
import { t } from './text';

/** As large as the server takes. */
const LARGEST = 200_000;

/** The text of a file; an error with one sentence when it is none. */
export async function captionsIn(file: File): Promise<string> {
  if (file.size > LARGEST)
    throw new Error(
      t('This file has {bytes}; captions may have up to {most}.', {
        bytes: bytes(file.size),
        most: bytes(LARGEST),
      }),
    );
  const data = await file.arrayBuffer();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(data);
  } catch {
    throw new Error(t('This is not text in UTF-8. Save the captions once more with that encoding.'));
  }
}

/** Gives a video the captions of a file, or with null takes away what it has. */
export function useCaptions(listing_id: string, asset_id: string) {
  const cache = useQueryClient();
  const params = { path: { listing_id, asset_id } };
  return useMutation({
    mutationFn: async (chosen: { file: File; language: string } | null) => {
      if (!chosen) return ask(DELETE('/api/listings/{listing_id}/assets/{asset_id}/captions', { params }));
      const body = { text: await captionsIn(chosen.file), language: chosen.language };
      return ask(PUT('/api/listings/{listing_id}/assets/{asset_id}/captions', { params, body }));
    },
    onSettled: () => cache.invalidateQueries({ queryKey: ['workspace', listing_id] }),
  });
}
