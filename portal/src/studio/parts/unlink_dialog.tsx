/** Asks before a record is taken away from the account that proved its address. */
import { called, useUnlink, type Customer } from '../../lib/customers';
import { t } from '../../lib/text';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { FormError } from '../../ui/form_error';
import { toast } from '../../ui/toast';

export default function UnlinkDialog({ customer, onClose }: { customer: Customer; onClose: () => void }) {
  const unlink = useUnlink(customer.customer_id);
  const name = called(customer);
  const go = () =>
    unlink.mutate(undefined, {
      onSuccess: () => {
        toast(t('{name} has no account any more.', { name }));
        onClose();
      },
    });
  return (
    <Dialog
      title={t('Unlink the account?')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('Keep it linked')}</Button>
          <Button look="danger" busy={unlink.isPending} onClick={go}>
            {t('Unlink')}
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        <p>
          {t(
            'For orders that came to the wrong person. The account of {email} loses sight of all of these orders and listings at once, also of those that it placed itself, and goes on with an empty record.',
            { email: customer.email },
          )}
        </p>
        <p className="text-muted">
          {t('They stay here, and private links to them still work. This cannot be undone.')}
        </p>
        <FormError error={unlink.error} />
      </div>
    </Dialog>
  );
}
