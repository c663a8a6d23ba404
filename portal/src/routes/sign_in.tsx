/** Sign-in: e-mail and password; never says whether an address is known. */
import { useMutation } from '@tanstack/react-query';
import { Link, useSearch } from 'wouter';
import { ask, POST } from '../lib/api';
import { useEnter, useSession } from '../lib/session';
import { t } from '../lib/text';
import { AuthCard } from '../ui/auth_card';
import { CredentialsForm, type Credentials } from './parts/credentials';

export default function SignIn() {
  const { business, closes_at } = useSession();
  const search = useSearch();
  const enter = useEnter();
  const signIn = useMutation({
    mutationFn: (body: Credentials) => ask(POST('/api/auth/sessions', { body })),
    onSuccess: enter,
  });
  return (
    <AuthCard
      title={t('Sign in')}
      intro={
        closes_at
          ? t('This portal is closed. Owners of {business} can still sign in.', { business: business.name })
          : t('Your shoots, photos and invoices with {business}.', { business: business.name })
      }
      below={
        !closes_at && (
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
        )
      }
    >
      <CredentialsForm sending={signIn} button={t('Sign in')} autoComplete="current-password" />
      <p className="mt-4 text-center">
        <Link href={`/reset${search && `?${search}`}`} className="font-medium text-link hover:underline">
          {t('Forgot your password?')}
        </Link>
      </p>
    </AuthCard>
  );
}
