/** Changes what the business keeps of a customer; the person's own account stays as it is. */
import { useChangeCustomer, type Customer } from '../../lib/customers';
import { t } from '../../lib/text';
import { FormDialog } from '../../ui/form_dialog';
import { toast } from '../../ui/toast';
import { CustomerFields, saidIn } from './customer_fields';

export default function EditCustomerDialog({ customer, onClose }: { customer: Customer; onClose: () => void }) {
  const change = useChangeCustomer(customer);
  const submit = (form: FormData) =>
    change.mutate(saidIn(form), {
      onSuccess: () => {
        toast(t('The details are saved.'));
        onClose();
      },
    });
  return (
    <FormDialog title={t('Edit details')} button={t('Save')} sending={change} onSubmit={submit} onClose={onClose}>
      {customer.account_since && (
        <p className="text-muted">
          {t('This is your own record. When the customer saves their profile, it is changed to what they say.')}
        </p>
      )}
      <CustomerFields known={customer} error={change.error} />
    </FormDialog>
  );
}
