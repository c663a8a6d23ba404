/** Sign-up: two fields, then the mailed code (product 2.2); it looks the same for new and known addresses. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { SubmitEvent } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { useHistoryState } from 'wouter/use-browser-location';
import { ask, POST, type Session } from '../lib/api';
import { textOf } from '../lib/form';
import { useSession } from '../lib/session';
import { t } from '../lib/text';
import { AuthCard } from '../ui/auth_card';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { fieldError, FormError } from '../ui/form_error';
import { Password } from './parts/password';

export default function SignUp() {
  const { business } = useSession();
  const known = useHistoryState<{ email?: string } | null>();
  const search = useSearch();
  const query = search && `?${search}`;
  const [, navigate] = useLocation();
  const cache = useQueryClient();
  const signUp = useMutation({
    mutationFn: (body: { email: string; password: string }) => ask(POST('/api/auth/sign-ups', { body })),
    onSuccess: (_answer, { email }) => {
      cache.setQueryData<Session>(['session'], (now) => now && { ...now, pending_sign_up: true });
      navigate(`/code${query}`, { state: { email } });
    },
  });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    signUp.mutate({ email: textOf(form, 'email').trim(), password: textOf(form, 'password') });
  };
  return (
    <AuthCard
      title={t('Create your account')}
      intro={t('Order shoots from {business}, follow them and download your photos.', { business: business.name })}
      below={
        <>
          {t('Already have an account?')}{' '}
          <Link href={`/sign-in${query}`} className="font-medium text-link hover:underline">
            {t('Sign in')}
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
          defaultValue={known?.email}
          error={fieldError(signUp.error, 'email')}
        />
        <Password
          autoComplete="new-password"
          hint={t('At least 8 characters.')}
          error={fieldError(signUp.error, 'password')}
        />
        <FormError error={signUp.error} />
        <Button type="submit" look="primary" busy={signUp.isPending}>
          {t('Continue')}
        </Button>
      </form>
    </AuthCard>
  );
}
