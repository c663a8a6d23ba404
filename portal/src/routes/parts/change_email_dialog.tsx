/** Another e-mail for the account: the new address with the present password, then the code that was mailed there. */
import { useState } from 'react';
import { useAskForEmail, useProveEmail, type NewEmail } from '../../lib/account';
import { textOf } from '../../lib/form';
import { t } from '../../lib/text';
import { Field } from '../../ui/field';
import { FormDialog } from '../../ui/form_dialog';
import { fieldError } from '../../ui/form_error';
import { toast } from '../../ui/toast';
import { CodeField } from './code_field';
import { Password } from '../../ui/password';
import { ResendButton } from './resend_button';

export default function ChangeEmailDialog({ email, onClose }: { email: string; onClose: () => void }) {
  // Kept here alone, for another code; nothing of it outlives the dialog.
  const [asked, setAsked] = useState<NewEmail | null>(null);
  return asked ? (
    <Code asked={asked} onBack={() => setAsked(null)} onClose={onClose} />
  ) : (
    <Address email={email} onAsked={setAsked} onClose={onClose} />
  );
}

interface AddressProps {
  email: string;
  onAsked: (asked: NewEmail) => void;
  onClose: () => void;
}

function Address({ email, onAsked, onClose }: AddressProps) {
  const ask = useAskForEmail();
  const submit = (form: FormData) => {
    const typed = { email: textOf(form, 'email').trim(), password: textOf(form, 'password') };
    ask.mutate(typed, { onSuccess: () => onAsked(typed) });
  };
  return (
    <FormDialog
      title={t('Change your e-mail')}
      button={t('Send the code')}
      sending={ask}
      onSubmit={submit}
      onClose={onClose}
    >
      <p className="text-muted [overflow-wrap:anywhere]">
        {t('Your account moves from {email} to the new address, with everything in it.', { email })}
      </p>
      <Field
        label={t('New e-mail')}
        name="email"
        type="email"
        autoComplete="email"
        maxLength={254}
        required
        error={fieldError(ask.error, 'email')}
      />
      <Password
        label={t('Present password')}
        autoComplete="current-password"
        error={fieldError(ask.error, 'password')}
      />
    </FormDialog>
  );
}

function Code({ asked, onBack, onClose }: { asked: NewEmail; onBack: () => void; onClose: () => void }) {
  const ask = useAskForEmail();
  const prove = useProveEmail();
  const submit = (form: FormData) =>
    prove.mutate(textOf(form, 'code').trim(), {
      onSuccess: ({ email }) => {
        toast(t('Your e-mail is {email} now. Your other devices are signed out.', { email }));
        onClose();
      },
    });
  return (
    <FormDialog
      title={t('Enter the code')}
      button={t('Change the e-mail')}
      keep={t('Another address')}
      onKeep={onBack}
      sending={prove}
      onSubmit={submit}
      onClose={onClose}
      below={<ResendButton send={() => ask.mutateAsync(asked)} onSent={() => prove.reset()} />}
    >
      <p className="text-muted [overflow-wrap:anywhere]">
        {t('We sent a 6-digit code to {email}. It is good for 10 minutes.', { email: asked.email })}
      </p>
      <CodeField error={fieldError(prove.error, 'code')} />
    </FormDialog>
  );
}
