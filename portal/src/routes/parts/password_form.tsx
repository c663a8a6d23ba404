/** Another password: needs the present one, and signs every other device out. */
import type { SubmitEvent } from 'react';
import { useChangePassword } from '../../lib/account';
import { textOf } from '../../lib/form';
import { useViewer } from '../../lib/session';
import { t } from '../../lib/text';
import { Button } from '../../ui/button';
import { fieldError, FormError } from '../../ui/form_error';
import { toast } from '../../ui/toast';
import { Password } from '../../ui/password';

export function PasswordForm() {
  const email = useViewer()?.email;
  const change = useChangePassword();
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const filled = event.currentTarget;
    const form = new FormData(filled);
    change.mutate(
      { password: textOf(form, 'password'), new_password: textOf(form, 'new_password') },
      {
        onSuccess: () => {
          filled.reset();
          toast(t('Your password is changed. Your other devices are signed out.'));
        },
      },
    );
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      {/* So that a password manager saves the new one under the right name. */}
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Password
          label={t('Present password')}
          autoComplete="current-password"
          error={fieldError(change.error, 'password')}
        />
        <Password
          label={t('New password')}
          name="new_password"
          autoComplete="new-password"
          hint={t('At least 8 characters.')}
          error={fieldError(change.error, 'new_password')}
        />
      </div>
      <FormError error={change.error} />
      <div>
        <Button type="submit" className="max-sm:w-full" busy={change.isPending}>
          {t('Change the password')}
        </Button>
      </div>
    </form>
  );
}
