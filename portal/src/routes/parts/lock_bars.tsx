/** What is still to be paid and what paying unlocks: at the top on wide screens, at the thumb on phones. */
import type { Gallery } from '../../lib/api';
import { counted, pictures } from '../../lib/counted';
import { isZero, money, orderNumber } from '../../lib/format';
import { t } from '../../lib/text';
import { isReadOnly } from '../../lib/view';
import { Icon } from '../../ui/icon';
import { PayButton } from '../../ui/pay_button';

export function LockBars({ gallery }: { gallery: Gallery }) {
  const locked = gallery.orders.filter((order) => order.locked);
  if (locked.length === 0) return null;
  return (
    <div className="sticky bottom-[calc(3.55rem+env(safe-area-inset-bottom))] z-10 order-2 -mx-4 grid gap-px border-t border-line bg-line sm:-mx-6 md:top-4 md:bottom-auto md:order-none md:mx-0 md:overflow-hidden md:rounded-card md:border md:shadow-float">
      {locked.map((order) => (
        <LockBar
          key={order.order_id}
          order={order}
          assets={gallery.assets.filter((asset) => asset.order_id === order.order_id)}
          videos={gallery.videos.filter((video) => video.order_id === order.order_id).length}
          several={gallery.orders.length > 1}
        />
      ))}
    </div>
  );
}

function LockBar({
  order,
  assets,
  videos,
  several,
}: {
  order: Gallery['orders'][number];
  assets: Gallery['assets'];
  videos: number;
  several: boolean;
}) {
  const processing = order.payment_state === 'processing';
  const due = isZero(order.due) ? null : order.due;
  const files = counted({ ...pictures(assets), videos, documents: order.locked_documents });
  return (
    <section
      aria-label={several ? t('Order {number}', { number: orderNumber(order.number) }) : t('Payment')}
      className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2.5 bg-surface px-4 py-3 sm:px-6 md:px-5"
    >
      <p className="flex min-w-0 flex-1 basis-52 items-center gap-3">
        <span className="grid size-9 shrink-0 place-items-center rounded-full bg-soft text-link max-sm:hidden">
          <Icon name={processing ? 'clock' : 'lock'} />
        </span>
        <span className="numbers">
          {processing ? (
            <>
              <strong className="font-semibold">{t('Your bank is confirming the payment.')}</strong>{' '}
              {t('{files} unlock by themselves.', { files })}
            </>
          ) : !due || order.held ? (
            <>
              <strong className="font-semibold">
                {order.due
                  ? t('These downloads are locked. Ask us about them.')
                  : t('These downloads are locked. The agent can open them.')}
              </strong>{' '}
              {due && t('{due} due.', { due: money(due) })}
            </>
          ) : (
            <>
              <strong className="font-semibold">{t('{due} due.', { due: money(due) })}</strong>{' '}
              {t('Paying unlocks {files}.', { files })}
            </>
          )}
          {several && (
            <span className="block text-small text-muted">
              {t('Order {number}', { number: orderNumber(order.number) })}
            </span>
          )}
        </span>
      </p>
      {!processing && due && order.may_pay && (
        <PayButton order_id={order.order_id} due={due} disabled={isReadOnly()} />
      )}
    </section>
  );
}
