/** What the business may do with an order now: accept, decline, cancel, reopen; refused moves say why. */
import { useState } from 'react';
import { newKey, type Order } from '../../lib/api';
import { useMove, type Move } from '../../lib/queries';
import { t } from '../../lib/text';
import { Button } from '../../ui/button';
import { ReasonDialog } from '../../ui/reason_dialog';
import { toast } from '../../ui/toast';

const REASONED = {
  decline: {
    move: 'decline',
    title: 'Decline this order?',
    text: 'The customer gets a mail with your reason, and nothing is charged.',
    confirm: 'Decline order',
    done: 'The order is declined.',
    required: true,
  },
  cancel: {
    move: 'cancellation',
    title: 'Cancel this order?',
    text: 'The customer gets a mail with your reason.',
    confirm: 'Cancel order',
    done: 'The order is canceled.',
    required: true,
  },
  reopen: {
    move: 'reopening',
    title: 'Reopen this order?',
    text: 'It goes back to Accepted. What the customer can see and download stays.',
    confirm: 'Reopen order',
    done: 'The order is open again.',
    required: true,
  },
} as const satisfies Record<string, { move: Move } & Record<string, string | boolean>>;

export function OrderMoves({ order }: { order: Order }) {
  const [asking, setAsking] = useState<keyof typeof REASONED | null>(null);
  const move = useMove(order);
  const can = (name: Order['actions'][number]['action']) =>
    order.actions.some((one) => one.action === name && one.allowed);
  const accept = () =>
    move.mutate(
      { move: 'acceptance', key: newKey() },
      { onSuccess: () => toast(t('Accepted. The listing is ready for photos.')) },
    );
  return (
    <div className="grid gap-2 max-sm:flex-1">
      <div className="flex flex-wrap gap-2 [&>*]:max-sm:flex-1">
        {can('reopen') && <Button onClick={() => setAsking('reopen')}>{t('Reopen')}</Button>}
        {can('decline') && <Button onClick={() => setAsking('decline')}>{t('Decline')}</Button>}
        {can('cancel') && !can('decline') && (
          <Button onClick={() => setAsking('cancel')}>{t('Cancel order')}</Button>
        )}
        {can('accept') && (
          <Button look="primary" icon="check" busy={move.isPending && !asking} onClick={accept}>
            {t('Accept')}
          </Button>
        )}
      </div>
      {move.error && !asking && (
        <p role="alert" className="max-w-sm text-small text-bad">
          {move.error.message}
        </p>
      )}
      {asking && (
        <ReasonDialog
          title={t(REASONED[asking].title)}
          label={t('Reason')}
          required={REASONED[asking].required}
          confirm={t(REASONED[asking].confirm)}
          keep={t('Not now')}
          sending={move}
          onClose={() => {
            setAsking(null);
            move.reset();
          }}
          onConfirm={(reason, key) =>
            move.mutate(
              { move: REASONED[asking].move, reason, key },
              {
                onSuccess: () => {
                  toast(t(REASONED[asking].done));
                  setAsking(null);
                },
              },
            )
          }
        >
          <p>{t(REASONED[asking].text)}</p>
        </ReasonDialog>
      )}
    </div>
  );
}
