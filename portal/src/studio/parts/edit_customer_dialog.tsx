/** Changes what the business keeps of a customer; the person's own account stays as it is. */
import type { SubmitEvent } from 'react';
import { useChangeCustomer, type Customer } from '../../lib/customers';
import { t } from '../../lib/text';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { FormError } from '../../ui/form_error';
import { toast } from '../../ui/toast';
import { CustomerFields, saidIn } from './customer_fields';

export default function EditCustomerDialog({ customer, onClose }: { customer: Customer; onClose: () => void }) {
  const change = useChangeCustomer(customer);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.mutate(saidIn(new FormData(event.currentTarget)), {
      onSuccess: () => {
        toast(t('The details are saved.'));
        onClose();
      },
    });
  };
  return (
    <Dialog
      title={t('Edit details')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button type="submit" form="edit-customer" look="primary" busy={change.isPending}>
            {t('Save')}
          </Button>
        </>
      }
    >
      <form id="edit-customer" onSubmit={submit} className="grid gap-4">
        {customer.account_since && (
          <p className="text-muted">
            {t('This is your own record. When the customer saves their profile, it is changed to what they say.')}
          </p>
        )}
        <CustomerFields known={customer} error={change.error} />
        <FormError error={change.error} />
      </form>
    </Dialog>
  );
}
