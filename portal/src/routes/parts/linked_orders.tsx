/** After the code of a sign-up: how many orders were there already under the address that it proved. */
import { Link } from 'wouter';
import { linkedWords } from '../../lib/linked';
import { useLinked } from '../../lib/session';
import { t } from '../../lib/text';
import { IconButton } from '../../ui/button';
import { Icon } from '../../ui/icon';

export function LinkedOrders() {
  const [linked, seen] = useLinked();
  if (!linked) return null;
  return (
    <div role="status" className="mb-6 flex items-start gap-3 rounded-card border border-line bg-surface p-4">
      <Icon name="check" className="mt-0.5 size-5 text-ok" />
      <p className="min-w-0 flex-1">
        <span className="block font-medium">{linkedWords(linked)}</span>
        <span className="block text-muted">
          {t('They were booked with your e-mail before you had an account.')}{' '}
          <Link href="/orders" className="font-medium text-link hover:underline">
            {t('See your orders')}
          </Link>
        </span>
      </p>
      <IconButton icon="close" label={t('Close')} onClick={seen} />
    </div>
  );
}
