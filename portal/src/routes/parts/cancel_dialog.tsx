/** Asks a customer why, before their order is canceled; whoever would rather change something finds the phone number. */
import { splitAddress } from '../../lib/address';
import type { Order } from '../../lib/api';
import { useMove } from '../../lib/queries';
import { useSession } from '../../lib/session';
import { t } from '../../lib/text';
import { ReasonDialog } from '../../ui/reason_dialog';
import { toast } from '../../ui/toast';

export default function CancelDialog({ order, onClose }: { order: Order; onClose: () => void }) {
  const { business } = useSession();
  const move = useMove(order);
  const confirm = (reason: string, key: string) =>
    move.mutate(
      { move: 'cancellation', reason, key },
      {
        onSuccess: () => {
          toast(t('The order is canceled.'));
          onClose();
        },
      },
    );
  return (
    <ReasonDialog
      title={t('Cancel this order?')}
      label={t('Reason')}
      required
      confirm={t('Cancel order')}
      keep={t('Keep order')}
      sending={move}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>
        {t('{address} will not be photographed. {business} is told right away.', {
          address: splitAddress(order.address_line)[0],
          business: business.name,
        })}
      </p>
      {business.phone && (
        <p className="mt-2">
          {t('Rather change something? Call')}{' '}
          <a href={`tel:${business.phone}`} className="font-medium text-link">
            {business.phone}
          </a>
        </p>
      )}
    </ReasonDialog>
  );
}
