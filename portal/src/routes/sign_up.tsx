/** Sign-up: two fields, then the mailed code (product 2.2); it looks the same for new and known addresses. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useLocation, useSearch } from 'wouter';
import { useHistoryState } from 'wouter/use-browser-location';
import { ask, POST, type Session } from '../lib/api';
import { useSession } from '../lib/session';
import { t } from '../lib/text';
import { AuthCard } from '../ui/auth_card';
import { CredentialsForm, type Credentials } from './parts/credentials';

export default function SignUp() {
  const { business } = useSession();
  const known = useHistoryState<{ email?: string } | null>();
  const search = useSearch();
  const query = search && `?${search}`;
  const [, navigate] = useLocation();
  const cache = useQueryClient();
  const signUp = useMutation({
    mutationFn: (body: Credentials) => ask(POST('/api/auth/sign-ups', { body })),
    onSuccess: (_answer, { email }) => {
      cache.setQueryData<Session>(['session'], (now) => now && { ...now, pending_sign_up: true });
      navigate(`/code${query}`, { state: { email } });
    },
  });
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
      <CredentialsForm
        sending={signUp}
        button={t('Continue')}
        autoComplete="new-password"
        hint={t('At least 8 characters.')}
        email={known?.email}
      />
    </AuthCard>
  );
}
