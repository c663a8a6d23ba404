/** Adds one customer by hand; the address is looked up among all of the business's. */
import type { SubmitEvent } from 'react';
import { Link, useLocation } from 'wouter';
import { ApiError } from '../../lib/api';
import { called, useAddCustomer } from '../../lib/customers';
import { textOf } from '../../lib/form';
import { t } from '../../lib/text';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Field } from '../../ui/field';
import { fieldError, FormError } from '../../ui/form_error';
import { toast } from '../../ui/toast';
import { CustomerFields, saidIn } from './customer_fields';

export function AddCustomerDialog({ onClose }: { onClose: () => void }) {
  const [, navigate] = useLocation();
  const add = useAddCustomer();
  const known = add.error instanceof ApiError ? add.error.problem.current?.customer_id : undefined;
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    add.mutate(
      { email: textOf(form, 'email').trim(), ...saidIn(form) },
      {
        onSuccess: (row) => {
          toast(t('{name} is a customer now.', { name: called(row) }));
          navigate(`/studio/customers/${row.customer_id}`);
        },
      },
    );
  };
  return (
    <Dialog
      title={t('Add customer')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button type="submit" form="add-customer" look="primary" busy={add.isPending}>
            {t('Add customer')}
          </Button>
        </>
      }
    >
      <form id="add-customer" onSubmit={submit} className="grid gap-4">
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
        <FormError error={add.error} />
        {known && (
          <p>
            <Link href={`/studio/customers/${known}`} className="font-medium text-link hover:underline">
              {t('Open that customer')}
            </Link>
          </p>
        )}
      </form>
    </Dialog>
  );
}
