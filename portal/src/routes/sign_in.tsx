/** Sign-in: e-mail and password; never says whether an address is known. */
import { useMutation } from '@tanstack/react-query';
import type { SubmitEvent } from 'react';
import { Link, useSearch } from 'wouter';
import { ask, POST } from '../lib/api';
import { textOf } from '../lib/form';
import { useEnter, useSession } from '../lib/session';
import { t } from '../lib/text';
import { AuthCard } from '../ui/auth_card';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { fieldError, FormError } from '../ui/form_error';
import { Password } from './parts/password';

export default function SignIn() {
  const { business } = useSession();
  const search = useSearch();
  const enter = useEnter();
  const signIn = useMutation({
    mutationFn: (body: { email: string; password: string }) => ask(POST('/api/auth/sessions', { body })),
    onSuccess: enter,
  });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    signIn.mutate({ email: textOf(form, 'email').trim(), password: textOf(form, 'password') });
  };
  return (
    <AuthCard
      title={t('Sign in')}
      intro={t('Your shoots, photos and invoices with {business}.', { business: business.name })}
      below={
        <>
          {t('New here?')}{' '}
          <Link href={`/sign-up${search && `?${search}`}`} className="font-medium text-link hover:underline">
            {t('Create an account')}
          </Link>
          <span aria-hidden="true"> · </span>
          <Link href="/order" className="font-medium text-link hover:underline">
            {t('Order as a guest')}
          </Link>
        </>
      }
    >
      <form onSubmit={submit} className="grid gap-4">
        <Field
          label={t('E-mail')}
          name="email"
          type="email"
          autoComplete="username"
          required
          error={fieldError(signIn.error, 'email')}
        />
        <Password autoComplete="current-password" error={fieldError(signIn.error, 'password')} />
        <FormError error={signIn.error} />
        <Button type="submit" look="primary" busy={signIn.isPending}>
          {t('Sign in')}
        </Button>
      </form>
    </AuthCard>
  );
}
