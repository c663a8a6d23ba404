/** The 6-digit code from the mail: one field, sent by itself once complete. */
import { useMutation } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { Link, Redirect } from 'wouter';
import { useHistoryState } from 'wouter/use-browser-location';
import { ask, POST } from '../lib/api';
import { useEnter, useSession } from '../lib/session';
import { t } from '../lib/text';
import { AuthCard } from '../ui/auth_card';
import { Button } from '../ui/button';
import { fieldError, FormError } from '../ui/form_error';
import { CodeField } from './parts/code_field';
import { ResendButton } from './parts/resend_button';

export default function Code() {
  const { pending_sign_up } = useSession();
  const email = useHistoryState<{ email?: string } | null>()?.email;
  const enter = useEnter();
  const [code, setCode] = useState('');
  const verify = useMutation({
    mutationFn: (guess: string) => ask(POST('/api/auth/codes/verification', { body: { code: guess } })),
    onSuccess: enter,
    onError: () => setCode(''),
  });
  if (!pending_sign_up) return <Redirect to="/sign-up" replace />;
  const typed = (digits: string) => {
    setCode(digits);
    if (digits.length === 6 && digits !== code && !verify.isPending) verify.mutate(digits);
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (code.length === 6) verify.mutate(code);
  };
  return (
    <AuthCard
      title={t('Enter the code')}
      intro={
        email
          ? t('We sent a 6-digit code to {email}. It is good for 10 minutes.', { email })
          : t('We sent a 6-digit code to your e-mail. It is good for 10 minutes.')
      }
      below={
        <>
          {t('Wrong address?')}{' '}
          <Link href="/sign-up" className="font-medium text-link hover:underline">
            {t('Start over')}
          </Link>
        </>
      }
    >
      <form onSubmit={submit} className="grid gap-4">
        <CodeField value={code} onTyped={typed} error={fieldError(verify.error, 'code')} />
        <FormError error={verify.error} />
        <Button type="submit" look="primary" busy={verify.isPending} disabled={code.length !== 6}>
          {t('Continue')}
        </Button>
        <ResendButton send={() => ask(POST('/api/auth/codes', { body: {} }))} />
      </form>
    </AuthCard>
  );
}
