/** The two fields of sign-in and sign-up; the screens say what sending them does. */
import type { SubmitEvent } from 'react';
import { textOf } from '../../lib/form';
import { t } from '../../lib/text';
import { Button } from '../../ui/button';
import { Field } from '../../ui/field';
import { fieldError, FormError } from '../../ui/form_error';
import { Password } from '../../ui/password';

export interface Credentials {
  email: string;
  password: string;
}

interface CredentialsFormProps {
  /** What is sent, and how it went. */
  sending: { mutate: (credentials: Credentials) => void; isPending: boolean; error: Error | null };
  button: string;
  autoComplete: 'new-password' | 'current-password';
  hint?: string;
  email?: string;
}

export function CredentialsForm({ sending, button, autoComplete, hint, email }: CredentialsFormProps) {
  const { error } = sending;
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    sending.mutate({ email: textOf(form, 'email').trim(), password: textOf(form, 'password') });
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <Field
        label={t('E-mail')}
        name="email"
        type="email"
        autoComplete="username"
        required
        defaultValue={email}
        error={fieldError(error, 'email')}
      />
      <Password autoComplete={autoComplete} hint={hint} error={fieldError(error, 'password')} />
      <FormError error={error} />
      <Button type="submit" look="primary" busy={sending.isPending}>
        {button}
      </Button>
    </form>
  );
}
