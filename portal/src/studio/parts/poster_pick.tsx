/** Chooses the picture that stands for a video. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { sendPoster } from '../../lib/poster';
import { t } from '../../lib/text';
import { toast } from '../../ui/toast';
import { useFilePick } from '../../ui/file_pick';

export function usePosterPick(listing_id: string, asset_id: string) {
  const cache = useQueryClient();
  const sending = useMutation({
    mutationFn: (picture: File) => sendPoster(listing_id, asset_id, picture),
    onError: () => toast(t('The picture could not be sent. Try again.')),
    onSettled: () => cache.invalidateQueries({ queryKey: ['workspace', listing_id] }),
  });
  const chosen = useFilePick('poster', '.jpg,.jpeg,.png,.webp', sending.mutate);
  return { ...chosen, isSending: sending.isPending };
}

/** What stands in the way of a poster, and how bad that is; null: it has one, or one is on its way. */
export function posterTrouble(video: { poster: string; poster_reason: string | null } | null) {
  if (!video) return null;
  const { poster, poster_reason: reason } = video;
  if (reason) return { words: t('The poster was refused. {reason}', { reason }), look: 'text-bad' };
  return poster === 'none' || poster === 'refused'
    ? { words: t('No poster: until it is paid the customer sees nothing of this video.'), look: 'text-warn' }
    : null;
}
