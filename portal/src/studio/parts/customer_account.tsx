/** Whether the customer of an order has an account, and what was added to it when the address was proven (product 2.6). */
import { Link } from 'wouter';
import { useCustomer } from '../../lib/customers';
import { date } from '../../lib/format';
import { linkedWords } from '../../lib/linked';
import { useSession } from '../../lib/session';
import { t } from '../../lib/text';
import { Button } from '../../ui/button';
import { Bar } from '../../ui/states';

export function CustomerAccount({ customer_id }: { customer_id: string }) {
  const { business } = useSession();
  const { data, error, refetch } = useCustomer(customer_id);
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
      <Link href={`/studio/customers/${customer_id}`} className="font-medium text-link hover:underline">
        {t('Customer')}
      </Link>
      {error && !data ? (
        <span role="alert" className="flex items-center gap-2 text-muted">
          {t('Could not be loaded.')}
          <Button look="quiet" onClick={() => void refetch()}>
            {t('Try again')}
          </Button>
        </span>
      ) : !data ? (
        <Bar className="h-5 w-48" />
      ) : data.account_since ? (
        <span className="text-muted">
          {t('Account since {date}.', { date: date(data.account_since, business.time_zone) })}
          {data.linked_orders > 0 &&
            ' ' + linkedWords({ orders: data.linked_orders, listings: data.linked_listings })}
        </span>
      ) : (
        <span className="text-muted">{t('No account yet')}</span>
      )}
    </div>
  );
}
