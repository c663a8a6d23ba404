/** A forgotten password: the address, then the mailed code with a new one; it never says whether an address is known. */
import { useMutation } from '@tanstack/react-query';
import type { SubmitEvent } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { useHistoryState } from 'wouter/use-browser-location';
import { ApiError, ask, POST } from '../lib/api';
import { textOf } from '../lib/form';
import { useEnter } from '../lib/session';
import { t } from '../lib/text';
import { AuthCard } from '../ui/auth_card';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { fieldError, FormError } from '../ui/form_error';
import { toast } from '../ui/toast';
import { CodeField } from './parts/code_field';
import { Password } from '../ui/password';
import { ResendButton } from './parts/resend_button';

interface Asked {
  email?: string;
  /** The code was asked for in this browser; the page is at its second step, also after a reload. */
  sent?: boolean;
}

export default function Reset() {
  const { email, sent } = useHistoryState<Asked | null>() ?? {};
  return sent && email ? <NewPassword email={email} /> : <Address email={email} />;
}

const begin = (email: string) => ask(POST('/api/auth/resets', { body: { email } }));

/** Where this page begins again, with what was typed still in it. */
function useHere(): (asked: Asked) => void {
  const search = useSearch();
  const [, navigate] = useLocation();
  return (asked) => navigate(`/reset${search && `?${search}`}`, { state: asked });
}

function Address({ email }: { email: string | undefined }) {
  const search = useSearch();
  const go = useHere();
  const asking = useMutation({ mutationFn: begin, onSuccess: (_, typed) => go({ email: typed, sent: true }) });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    asking.mutate(textOf(new FormData(event.currentTarget), 'email').trim());
  };
  return (
    <AuthCard
      title={t('Forgot your password?')}
      intro={t('Tell us your e-mail. We send you a code for a new password.')}
      below={
        <>
          {t('It came back to you?')}{' '}
          <Link href={`/sign-in${search && `?${search}`}`} className="font-medium text-link hover:underline">
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
          defaultValue={email}
          error={fieldError(asking.error, 'email')}
        />
        <FormError error={asking.error} />
        <Button type="submit" look="primary" busy={asking.isPending}>
          {t('Send the code')}
        </Button>
      </form>
    </AuthCard>
  );
}

function NewPassword({ email }: { email: string }) {
  const enter = useEnter();
  const go = useHere();
  const finish = useMutation({
    mutationFn: (body: { code: string; password: string }) => ask(POST('/api/auth/resets/completion', { body })),
    onSuccess: (session) => {
      enter(session);
      toast(t('Your password is changed. Your other devices are signed out.'));
    },
  });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    finish.mutate({ code: textOf(form, 'code').trim(), password: textOf(form, 'password') });
  };
  const over = finish.error instanceof ApiError && finish.error.status === 401;
  return (
    <AuthCard
      title={t('Choose a new password')}
      intro={t('If {email} has an account here, a 6-digit code is on its way to it. It is good for 10 minutes.', {
        email,
      })}
      below={
        <>
          {t('Wrong address?')}{' '}
          <button
            type="button"
            className="font-medium text-link hover:underline"
            onClick={() => go({ email, sent: false })}
          >
            {t('Start over')}
          </button>
        </>
      }
    >
      <form onSubmit={submit} className="grid gap-4">
        {/* So that a password manager saves the new one under the right name. */}
        <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
        <CodeField error={fieldError(finish.error, 'code')} />
        <Password
          label={t('New password')}
          autoComplete="new-password"
          hint={t('At least 8 characters.')}
          error={fieldError(finish.error, 'password')}
        />
        <FormError error={finish.error} />
        <Button type="submit" look="primary" busy={finish.isPending} disabled={over}>
          {t('Change the password')}
        </Button>
        <ResendButton send={() => begin(email)} onSent={() => finish.reset()} />
      </form>
    </AuthCard>
  );
}
