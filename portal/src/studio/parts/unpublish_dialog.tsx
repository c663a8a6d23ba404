/** Takes what was delivered back from the customer: what that means, and why it is done. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ask, POST, type Workspace } from '../../lib/api';
import { t } from '../../lib/text';
import { ReasonDialog } from '../../ui/reason_dialog';
import { toast } from '../../ui/toast';

interface UnpublishDialogProps {
  workspace: Pick<Workspace, 'listing_id' | 'version'>;
  order: Workspace['orders'][number];
  onClose: () => void;
}

interface Request {
  reason: string;
  key: string;
}

function useUnpublishing({ listing_id, version }: UnpublishDialogProps['workspace'], order_id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ reason, key }: Request) => {
      const params = { path: { listing_id } };
      const headers = { 'Idempotency-Key': key };
      const body = { order_id, reason, version };
      return ask(POST('/api/listings/{listing_id}/unpublishing', { params, headers, body }));
    },
    onSettled: () =>
      Promise.all([
        cache.invalidateQueries({ queryKey: ['workspace', listing_id] }),
        cache.invalidateQueries({ queryKey: ['order', order_id] }),
        cache.invalidateQueries({ queryKey: ['listings'] }),
      ]),
  });
}

export default function UnpublishDialog({ workspace, order, onClose }: UnpublishDialogProps) {
  const unpublishing = useUnpublishing(workspace, order.order_id);
  const confirm = (reason: string, key: string) =>
    unpublishing.mutate(
      { reason, key },
      {
        onSuccess: () => {
          toast(t('Unpublished. The customer sees that it is in progress.'));
          onClose();
        },
      },
    );
  return (
    <ReasonDialog
      title={t('Unpublish this delivery?')}
      label={t('Reason, which the customer can read')}
      required
      confirm={t('Unpublish')}
      keep={t('Keep it published')}
      sending={unpublishing}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>
        {t(
          'The customer sees the listing as in progress again; downloads and share links end within minutes. What is due and paid stays as it is. Deliver again to publish it.',
        )}
      </p>
    </ReasonDialog>
  );
}
