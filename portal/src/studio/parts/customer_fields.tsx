/** Name, phone and brokerage of a customer, as both dialogs ask for them. */
import type { Said } from '../../lib/customers';
import { textOf } from '../../lib/form';
import { t } from '../../lib/text';
import { Field } from '../../ui/field';
import { fieldError } from '../../ui/form_error';

type Known = { [name in keyof Said]: string | null };

export const saidIn = (form: FormData): Said => ({
  name: textOf(form, 'name').trim(),
  phone: textOf(form, 'phone').trim(),
  brokerage: textOf(form, 'brokerage').trim(),
});

export function CustomerFields({ known, error }: { known?: Known; error: unknown }) {
  return (
    <>
      <Field
        label={t('Name')}
        optional
        name="name"
        autoComplete="off"
        maxLength={120}
        defaultValue={known?.name ?? ''}
        error={fieldError(error, 'name')}
      />
      <Field
        label={t('Phone')}
        optional
        name="phone"
        type="tel"
        autoComplete="off"
        maxLength={40}
        defaultValue={known?.phone ?? ''}
        error={fieldError(error, 'phone')}
      />
      <Field
        label={t('Brokerage')}
        optional
        name="brokerage"
        autoComplete="off"
        maxLength={80}
        defaultValue={known?.brokerage ?? ''}
        error={fieldError(error, 'brokerage')}
      />
    </>
  );
}
