/** The 6-digit code from the mail: one field, paste-friendly, sent by itself once complete. */
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { Link, Redirect } from 'wouter';
import { useHistoryState } from 'wouter/use-browser-location';
import { ApiError, ask, POST } from '../lib/api';
import { useEnter, useSession } from '../lib/session';
import { t } from '../lib/text';
import { AuthCard } from '../ui/auth_card';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { fieldError, FormError } from '../ui/form_error';
import { toast } from '../ui/toast';

const RESEND_SECONDS = 30;

function useCountdown(): [number, (seconds: number) => void] {
  const [left, setLeft] = useState(RESEND_SECONDS);
  useEffect(() => {
    if (left <= 0) return;
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left]);
  return [left, setLeft];
}

export default function Code() {
  const { pending_sign_up } = useSession();
  const email = useHistoryState<{ email?: string } | null>()?.email;
  const enter = useEnter();
  const field = useRef<HTMLInputElement>(null);
  const [code, setCode] = useState('');
  const [left, setLeft] = useCountdown();
  const verify = useMutation({
    mutationFn: (guess: string) => ask(POST('/api/auth/codes/verification', { body: { code: guess } })),
    onSuccess: enter,
    onError: () => setCode(''),
  });
  const again = useMutation({
    mutationFn: () => ask(POST('/api/auth/codes', { body: {} })),
    onSuccess: () => {
      setLeft(RESEND_SECONDS);
      toast(t('A new code is on its way.'));
    },
    onError: (error) => {
      setLeft((error instanceof ApiError && error.problem.retry_after_seconds) || RESEND_SECONDS);
      toast(error.message);
    },
  });
  useEffect(() => field.current?.focus(), []);
  if (!pending_sign_up) return <Redirect to="/sign-up" replace />;
  const typed = (value: string) => {
    const digits = value.replace(/\D/g, '').slice(0, 6);
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
        <Field
          ref={field}
          label={t('Code')}
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          value={code}
          onInput={(event) => typed(event.currentTarget.value)}
          error={fieldError(verify.error, 'code')}
          className="numbers py-2.5 text-center text-head! font-semibold tracking-[0.35em]"
        />
        <FormError error={verify.error} />
        <Button type="submit" look="primary" busy={verify.isPending} disabled={code.length !== 6}>
          {t('Continue')}
        </Button>
        <Button look="quiet" busy={again.isPending} disabled={left > 0} onClick={() => again.mutate()}>
          {left > 0 ? t('Send again in {left} s', { left }) : t('Send the code again')}
        </Button>
      </form>
    </AuthCard>
  );
}
