/** Deletes a customer for good, once their address was typed. */
import { useLocation } from 'wouter';
import { called, type Customer } from '../../lib/customers';
import { textOf } from '../../lib/form';
import { useErase } from '../../lib/privacy';
import { t } from '../../lib/text';
import { Field } from '../../ui/field';
import { FormDialog } from '../../ui/form_dialog';
import { fieldError } from '../../ui/form_error';
import { toast } from '../../ui/toast';

export default function EraseDialog({ customer, onClose }: { customer: Customer; onClose: () => void }) {
  const erase = useErase(customer.customer_id);
  const [, navigate] = useLocation();
  const submit = (form: FormData) =>
    erase.mutate(textOf(form, 'email'), {
      onSuccess: () => {
        toast(t('The customer is being deleted.'));
        navigate('/studio/customers');
      },
    });
  return (
    <FormDialog
      title={t('Delete {name}?', { name: called(customer) })}
      button={t('Delete for good')}
      danger
      keep={t('Keep the customer')}
      sending={erase}
      onSubmit={submit}
      onClose={onClose}
    >
      <div className="grid gap-3">
        <p>
          {t(
            'Their account ends at once. Name, e-mail, phone, notes and history go from everywhere, also from their orders; private links, share links and downloads end.',
          )}
        </p>
        <p className="text-muted">
          {t(
            'Orders, payments and your pictures stay, without a name; invoices that were issued keep the name. This cannot be undone, not even by us.',
          )}
        </p>
      </div>
      <Field
        label={t('Type {email} to confirm', { email: customer.email })}
        name="email"
        type="text"
        inputMode="email"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        required
        error={fieldError(erase.error, 'email')}
      />
    </FormDialog>
  );
}
