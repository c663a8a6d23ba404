/** Invites one person to the studio: an address and a role; the mail is good for a day. */
import { useState } from 'react';
import { textOf } from '../../lib/form';
import { roleRights, roleWord, ROLES, useInvite, type Role } from '../../lib/staff';
import { t } from '../../lib/text';
import { Field, Select } from '../../ui/field';
import { FormDialog } from '../../ui/form_dialog';
import { fieldError } from '../../ui/form_error';
import { toast } from '../../ui/toast';

export function InviteDialog({ onClose }: { onClose: () => void }) {
  const [role, setRole] = useState<Role>('photographer');
  const invite = useInvite();
  const submit = (form: FormData) => {
    const email = textOf(form, 'email').trim();
    invite.mutate(
      { email, role },
      {
        onSuccess: () => {
          toast(t('The invitation to {email} is on its way.', { email }));
          onClose();
        },
      },
    );
  };
  return (
    <FormDialog
      title={t('Invite somebody')}
      button={t('Send the invitation')}
      sending={invite}
      onSubmit={submit}
      onClose={onClose}
    >
      <p className="text-muted">
        {t('We mail a link that is good for 24 hours and for one person. It opens nothing else.')}
      </p>
      <Field
        label={t('E-mail')}
        name="email"
        type="email"
        autoComplete="off"
        required
        error={fieldError(invite.error, 'email')}
      />
      <Select
        label={t('Role')}
        value={role}
        hint={roleRights(role)}
        onChange={(event) => setRole(event.currentTarget.value as Role)}
      >
        {ROLES.map((one) => (
          <option key={one} value={one}>
            {roleWord(one)}
          </option>
        ))}
      </Select>
    </FormDialog>
  );
}
