/** Another e-mail for the account: the new address with the present password, then the code that was mailed there. */
import { useState, type SubmitEvent } from 'react';
import { useAskForEmail, useProveEmail, type NewEmail } from '../../lib/account';
import { textOf } from '../../lib/form';
import { t } from '../../lib/text';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Field } from '../../ui/field';
import { fieldError, FormError } from '../../ui/form_error';
import { toast } from '../../ui/toast';
import { CodeField } from './code_field';
import { Password } from './password';
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
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const typed = { email: textOf(form, 'email').trim(), password: textOf(form, 'password') };
    ask.mutate(typed, { onSuccess: () => onAsked(typed) });
  };
  return (
    <Dialog
      title={t('Change your e-mail')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button type="submit" form="new-email" look="primary" busy={ask.isPending}>
            {t('Send the code')}
          </Button>
        </>
      }
    >
      <form id="new-email" onSubmit={submit} className="grid gap-4">
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
        <FormError error={ask.error} />
      </form>
    </Dialog>
  );
}

function Code({ asked, onBack, onClose }: { asked: NewEmail; onBack: () => void; onClose: () => void }) {
  const ask = useAskForEmail();
  const prove = useProveEmail();
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    prove.mutate(textOf(new FormData(event.currentTarget), 'code').trim(), {
      onSuccess: ({ email }) => {
        toast(t('Your e-mail is {email} now. Your other devices are signed out.', { email }));
        onClose();
      },
    });
  };
  return (
    <Dialog
      title={t('Enter the code')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onBack}>{t('Another address')}</Button>
          <Button type="submit" form="email-code" look="primary" busy={prove.isPending}>
            {t('Change the e-mail')}
          </Button>
        </>
      }
    >
      <form id="email-code" onSubmit={submit} className="grid gap-4">
        <p className="text-muted [overflow-wrap:anywhere]">
          {t('We sent a 6-digit code to {email}. It is good for 10 minutes.', { email: asked.email })}
        </p>
        <CodeField error={fieldError(prove.error, 'code')} />
        <FormError error={prove.error} />
        <ResendButton send={() => ask.mutateAsync(asked)} onSent={() => prove.reset()} />
      </form>
    </Dialog>
  );
}
