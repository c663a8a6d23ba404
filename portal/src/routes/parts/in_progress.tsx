/** A listing before its delivery: nothing of it is shown yet. */
import type { Gallery } from '../../lib/api';
import { useSession } from '../../lib/session';
import { t } from '../../lib/text';
import { LinkButton } from '../../ui/button';
import { Empty } from '../../ui/states';

export default function InProgress({ orders }: { orders: Gallery['orders'] }) {
  const { business } = useSession();
  const order = orders[0];
  return (
    <Empty
      icon="clock"
      title={t('Your photos are in progress')}
      action={order && <LinkButton href={`/orders/${order.order_id}`}>{t('See the order')}</LinkButton>}
    >
      {t('{business} is working on them. They appear here as soon as they are delivered, and we mail you.', {
        business: business.name,
      })}
    </Empty>
  );
}
