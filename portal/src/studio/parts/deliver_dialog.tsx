/** The look before a delivery: what goes out, whether it is locked until paid, and what the customer owes. */
import { useState } from 'react';
import { newKey, type Workspace, type WorkspaceAsset } from '../../lib/api';
import { isZero, money } from '../../lib/format';
import { linkChecks, type WorkspaceLink } from '../../lib/links';
import { t, tn } from '../../lib/text';
import { useDelivery } from '../../lib/workspace';
import { Badge, type Tone } from '../../ui/badge';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Switch } from '../../ui/field';
import { FormError } from '../../ui/form_error';
import { toast } from '../../ui/toast';

interface DeliverDialogProps {
  workspace: Workspace;
  order: Workspace['orders'][number];
  assets: WorkspaceAsset[];
  links: WorkspaceLink[];
  onClose: () => void;
}

function preflight(assets: WorkspaceAsset[]): [Tone, string][] {
  const count = (state: WorkspaceAsset['state']) => assets.filter((asset) => asset.state === state).length;
  const arrived = assets.filter((asset) => asset.state === 'ready');
  const ready = arrived.filter((asset) => !asset.hidden);
  const hidden = arrived.length - ready.length;
  const documents = ready.filter((asset) => asset.kind === 'document').length;
  const plans = ready.filter((asset) => asset.kind === 'floor_plan').length;
  const photos = ready.length - documents - plans;
  const checks: [Tone, string][] = [];
  if (photos) checks.push(['ok', tn(photos, '{n} photo is delivered', '{n} photos are delivered')]);
  if (plans) checks.push(['ok', tn(plans, '{n} floor plan is delivered', '{n} floor plans are delivered')]);
  if (documents) checks.push(['ok', tn(documents, '{n} document is delivered', '{n} documents are delivered')]);
  const moving = count('processing') + count('uploading');
  if (moving)
    checks.push([
      'warn',
      tn(moving, '{n} file is not ready and stays here', '{n} files are not ready and stay here'),
    ]);
  if (hidden) checks.push(['muted', tn(hidden, '{n} file is hidden', '{n} files are hidden')]);
  if (count('refused'))
    checks.push(['bad', tn(count('refused'), '{n} file was refused', '{n} files were refused')]);
  return checks;
}

function outcome(due: Workspace['orders'][number]['due'], collection: boolean, watermark: boolean): string {
  if (isZero(due)) return t('Nothing is owed: the customer can download everything at once.');
  if (!collection)
    return t('The customer can download everything at once and still owes {due}.', { due: money(due) });
  return watermark
    ? t('The customer owes {due}. Until it is paid they see watermarked previews.', { due: money(due) })
    : t('The customer owes {due}. Until it is paid they see previews of at most 800 px.', { due: money(due) });
}

export function DeliverDialog({ workspace, order, assets, links, onClose }: DeliverDialogProps) {
  const [collection, setCollection] = useState(workspace.defaults.collection);
  const [watermark, setWatermark] = useState(workspace.defaults.watermark);
  const [key] = useState(newKey);
  const delivery = useDelivery(workspace.listing_id);
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
          <Button look="primary" busy={delivery.isPending} onClick={deliver}>
            {t('Deliver')}
          </Button>
        </>
      }
    >
      <div className="grid gap-5">
        <ul className="grid gap-1">
          {[...preflight(assets), ...linkChecks(links)].map(([tone, words]) => (
            <li key={words}>
              <Badge tone={tone}>{words}</Badge>
            </li>
          ))}
        </ul>
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
        <p className="numbers rounded-control bg-soft px-4 py-3">{outcome(order.due, collection, watermark)}</p>
        <p className="text-small text-muted">{t('The customer gets a mail with the way to the listing.')}</p>
        <FormError error={delivery.error} />
      </div>
    </Dialog>
  );
}
