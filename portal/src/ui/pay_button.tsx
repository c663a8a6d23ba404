/** "Pay $619.00": opens Stripe's page; the amount is only shown here, the server decides it. */
import { useCheckout } from '../lib/checkout';
import { money, type Money } from '../lib/format';
import { t } from '../lib/text';
import { Button, type Look } from './button';

export function PayButton({
  order_id,
  due,
  disabled = false,
  look = 'primary',
}: {
  order_id: string;
  due: Money;
  disabled?: boolean;
  look?: Look;
}) {
  const checkout = useCheckout(order_id);
  return (
    <span className="grid gap-1.5 max-sm:flex-1">
      <Button
        look={look}
        disabled={disabled}
        busy={checkout.isPending || checkout.isSuccess}
        className="numbers"
        onClick={() => checkout.mutate()}
      >
        {t('Pay {due}', { due: money(due) })}
      </Button>
      {checkout.error && (
        <span role="alert" className="max-w-xs text-small text-bad">
          {checkout.error.message}
        </span>
      )}
    </span>
  );
}
