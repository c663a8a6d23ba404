/** Invites one person to the studio: an address and a role; the mail is good for a day. */
import { useState, type SubmitEvent } from 'react';
import { textOf } from '../../lib/form';
import { roleRights, roleWord, ROLES, useInvite, type Role } from '../../lib/staff';
import { t } from '../../lib/text';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Field, Select } from '../../ui/field';
import { fieldError, FormError } from '../../ui/form_error';
import { toast } from '../../ui/toast';

export function InviteDialog({ onClose }: { onClose: () => void }) {
  const [role, setRole] = useState<Role>('photographer');
  const invite = useInvite();
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const email = textOf(new FormData(event.currentTarget), 'email').trim();
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
    <Dialog
      title={t('Invite somebody')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button type="submit" form="invite" look="primary" busy={invite.isPending}>
            {t('Send the invitation')}
          </Button>
        </>
      }
    >
      <form id="invite" onSubmit={submit} className="grid gap-4">
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
        <FormError error={invite.error} />
      </form>
    </Dialog>
  );
}
