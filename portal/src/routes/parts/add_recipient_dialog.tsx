/** Lets one more person have copies: an address and a role. They are told who added them, and can end it for good. */
import { useState } from 'react';
import { textOf } from '../../lib/form';
import {
  RECIPIENT_ROLES,
  recipientHint,
  recipientRole,
  useAddRecipient,
  type RecipientRole,
} from '../../lib/recipients';
import { t } from '../../lib/text';
import { Field, Select } from '../../ui/field';
import { FormDialog } from '../../ui/form_dialog';
import { fieldError } from '../../ui/form_error';
import { toast } from '../../ui/toast';

export default function AddRecipientDialog({ onClose }: { onClose: () => void }) {
  const [role, setRole] = useState<RecipientRole>('assistant');
  const add = useAddRecipient();
  const submit = (form: FormData) => {
    const email = textOf(form, 'email').trim();
    add.mutate(
      { email, role },
      {
        onSuccess: () => {
          toast(t('{email} gets copies from now on.', { email }));
          onClose();
        },
      },
    );
  };
  return (
    <FormDialog title={t('Add a recipient')} button={t('Add')} sending={add} onSubmit={submit} onClose={onClose}>
      <p className="text-muted">
        {t('We tell them that you added them. Whoever unsubscribes cannot be added again.')}
      </p>
      <Field
        label={t('E-mail')}
        name="email"
        type="email"
        autoComplete="off"
        maxLength={254}
        required
        error={fieldError(add.error, 'email')}
      />
      <Select
        label={t('Role')}
        value={role}
        hint={recipientHint(role)}
        onChange={(event) => setRole(event.currentTarget.value as RecipientRole)}
      >
        {RECIPIENT_ROLES.map((one) => (
          <option key={one} value={one}>
            {recipientRole(one)}
          </option>
        ))}
      </Select>
    </FormDialog>
  );
}
