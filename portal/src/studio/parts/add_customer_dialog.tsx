/** Adds one customer by hand; the address is looked up among all of the business's. */
import { Link, useLocation } from 'wouter';
import { ApiError } from '../../lib/api';
import { called, useAddCustomer } from '../../lib/customers';
import { textOf } from '../../lib/form';
import { t } from '../../lib/text';
import { Field } from '../../ui/field';
import { FormDialog } from '../../ui/form_dialog';
import { fieldError } from '../../ui/form_error';
import { toast } from '../../ui/toast';
import { CustomerFields, saidIn } from './customer_fields';

export function AddCustomerDialog({ onClose }: { onClose: () => void }) {
  const [, navigate] = useLocation();
  const add = useAddCustomer();
  const known = add.error instanceof ApiError ? add.error.problem.current?.customer_id : undefined;
  const submit = (form: FormData) =>
    add.mutate(
      { email: textOf(form, 'email').trim(), ...saidIn(form) },
      {
        onSuccess: (row) => {
          toast(t('{name} is a customer now.', { name: called(row) }));
          navigate(`/studio/customers/${row.customer_id}`);
        },
      },
    );
  return (
    <FormDialog
      title={t('Add customer')}
      button={t('Add customer')}
      sending={add}
      onSubmit={submit}
      onClose={onClose}
      below={
        known && (
          <p>
            <Link href={`/studio/customers/${known}`} className="font-medium text-link hover:underline">
              {t('Open that customer')}
            </Link>
          </p>
        )
      }
    >
      <Field
        label={t('E-mail')}
        name="email"
        type="email"
        autoComplete="off"
        required
        hint={t('No mail is sent. Whoever proves this address later finds their orders.')}
        error={fieldError(add.error, 'email')}
      />
      <CustomerFields error={add.error} />
    </FormDialog>
  );
}
