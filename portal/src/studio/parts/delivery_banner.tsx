/** Where the latest delivery stands; what needs a person carries its reason and its button. */
import { lazy, Suspense, useState } from 'react';
import type { Delivery, Workspace } from '../../lib/api';
import { isZero, moment, money } from '../../lib/format';
import { deciding } from '../../lib/overrides';
import { useSession } from '../../lib/session';
import { t } from '../../lib/text';
import { useDeliveryRetry } from '../../lib/workspace';
import { Button, Spinner } from '../../ui/button';
import { Icon } from '../../ui/icon';

const UnpublishDialog = lazy(() => import('./unpublish_dialog'));

interface BannerProps {
  workspace: Workspace;
  order: Workspace['orders'][number];
}

export default function DeliveryBanner({ workspace, order }: BannerProps) {
  const latest = workspace.deliveries
    .filter((one) => one.order_id === order.order_id)
    .sort((a, b) => b.created_at.localeCompare(a.created_at))[0];
  if (!latest) return null;
  if (latest.state === 'needs_attention') return <Attention listing_id={workspace.listing_id} delivery={latest} />;
  if (latest.state === 'preparing') return <Preparing delivery={latest} />;
  if (order.unpublished_at) return <Unpublished at={order.unpublished_at} />;
  const waiting = latest.state === 'waiting_for_payment';
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-4 rounded-card border border-line bg-surface px-5 py-4"
    >
      <span
        className={`grid size-9 shrink-0 place-items-center rounded-full ${waiting ? 'bg-warn-soft text-warn' : 'bg-ok-soft text-ok'}`}
      >
        <Icon name={waiting ? 'lock' : 'check'} />
      </span>
      <p className="numbers min-w-0 flex-1 basis-60">
        <strong className="block font-semibold">
          {waiting ? t('Delivered, waiting for payment') : t('Delivered')}
        </strong>
        <span className="text-muted">
          {order.locked && deciding(order.overrides)
            ? t('The customer sees previews only, because you locked the downloads.')
            : waiting && !order.locked
              ? t('The customer owes {due} and can download everything, because you unlocked it.', {
                  due: money(order.due),
                })
              : waiting && !isZero(order.due)
                ? t('The customer sees the previews and owes {due}. Paying unlocks everything by itself.', {
                    due: money(order.due),
                  })
                : t('The customer can download everything.')}
        </span>
      </p>
      {order.delivered && <UnpublishButton workspace={workspace} order={order} />}
    </div>
  );
}

function UnpublishButton({ workspace, order }: BannerProps) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t('Unpublish')}</Button>
      <Suspense fallback={null}>
        {asking && <UnpublishDialog workspace={workspace} order={order} onClose={() => setAsking(false)} />}
      </Suspense>
    </>
  );
}

function Unpublished({ at }: { at: string }) {
  const { business } = useSession();
  return (
    <div role="status" className="flex items-center gap-4 rounded-card border border-line bg-surface px-5 py-4">
      <span className="grid size-9 shrink-0 place-items-center rounded-full bg-sunken text-muted">
        <Icon name="clock" />
      </span>
      <p className="numbers">
        <strong className="block font-semibold">
          {t('Unpublished {at}', { at: moment(at, business.time_zone) })}
        </strong>
        <span className="text-muted">
          {t('The customer sees that it is in progress. Deliver again to publish it.')}
        </span>
      </p>
    </div>
  );
}

function Preparing({ delivery: { progress } }: { delivery: Delivery }) {
  return (
    <div role="status" className="rounded-card border border-line bg-surface px-5 py-4">
      <p className="flex items-center gap-3 font-semibold">
        <Spinner />
        {t('Preparing the delivery')}
      </p>
      <progress
        value={progress.done}
        max={Math.max(1, progress.total)}
        aria-label={t('Preparing the delivery')}
        className="meter mt-3 mb-1.5"
      />
      <p className="numbers text-small text-muted">
        {t('{done} of {total} files', { done: progress.done, total: progress.total })}
      </p>
    </div>
  );
}

function Attention({ listing_id, delivery }: { listing_id: string; delivery: Delivery }) {
  const retry = useDeliveryRetry(listing_id);
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-4 rounded-card border border-bad bg-bad-soft px-5 py-4"
    >
      <Icon name="alert" className="size-6 text-bad" />
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-semibold">{t('The delivery needs your attention')}</p>
        <p>{retry.error?.message ?? delivery.reason ?? t('A step failed. Nothing was lost.')}</p>
      </div>
      <Button icon="retry" busy={retry.isPending} onClick={() => retry.mutate(delivery.delivery_id)}>
        {t('Try again')}
      </Button>
    </div>
  );
}
