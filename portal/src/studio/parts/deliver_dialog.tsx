/** The look before a delivery: what goes out, whether it is locked until paid, and what the customer owes. */
import { useState } from 'react';
import { newKey, type Workspace } from '../../lib/api';
import { outcome, payOffWords } from '../../lib/preflight';
import { t } from '../../lib/text';
import { useDelivery } from '../../lib/workspace';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Switch } from '../../ui/field';
import { FormError } from '../../ui/form_error';
import { toast } from '../../ui/toast';
import { PreflightList } from './preflight_list';

interface DeliverDialogProps {
  workspace: Workspace;
  order: Workspace['orders'][number];
  onDescribe: (asset_ids: readonly string[]) => void;
  onClose: () => void;
}

export function DeliverDialog({ workspace, order, onDescribe, onClose }: DeliverDialogProps) {
  const [collection, setCollection] = useState(workspace.defaults.collection);
  const [watermark, setWatermark] = useState(workspace.defaults.watermark);
  const [key] = useState(newKey);
  const delivery = useDelivery(workspace.listing_id);
  const { preflight, due } = order;
  // What is open anyway can be paid later, in whatever way.
  const payOff = collection ? payOffWords(preflight) : null;
  const deliver = () =>
    delivery.mutate(
      { order_id: order.order_id, collection, watermark, version: workspace.version, key },
      {
        onSuccess: () => {
          toast(t('The delivery is on its way.'));
          onClose();
        },
      },
    );
  return (
    <Dialog
      title={t('Deliver to {customer}', { customer: order.customer_name || t('the customer') })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('Not now')}</Button>
          <Button
            look="primary"
            busy={delivery.isPending}
            disabled={preflight.problems.length > 0}
            onClick={deliver}
          >
            {t('Deliver')}
          </Button>
        </>
      }
    >
      <div className="grid gap-5">
        <PreflightList preflight={preflight} onDescribe={onDescribe} />
        <div className="grid gap-4 border-t border-line pt-4">
          <Switch
            label={t('Payment before download')}
            hint={t('Downloads stay locked until nothing is due.')}
            checked={collection}
            onChange={setCollection}
          />
          <Switch
            label={t('Watermark while locked')}
            hint={t('Your mark is in the preview pictures until they are paid.')}
            checked={watermark}
            disabled={!collection}
            onChange={setWatermark}
          />
        </div>
        <div className="numbers grid gap-1 rounded-control bg-soft px-4 py-3">
          <p>{outcome(due, collection, watermark)}</p>
          {payOff && <p className="font-medium text-warn">{payOff}</p>}
        </div>
        <p className="text-small text-muted">{t('The customer gets a mail with the way to the listing.')}</p>
        <FormError error={delivery.error} />
      </div>
    </Dialog>
  );
}
