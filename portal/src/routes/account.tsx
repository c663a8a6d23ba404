/** One's own account, the same for customers and staff: profile, e-mail, password, and where one is signed in. */
import { lazy, Suspense } from 'react';
import { useAccount } from '../lib/account';
import { useViewer } from '../lib/session';
import { t } from '../lib/text';
import { Card, Page } from '../ui/page';
import { Bar, Load } from '../ui/states';
import { OwnEmail } from './parts/own_email';
import { OwnSessions } from './parts/own_sessions';
import { PasswordForm } from './parts/password_form';
import { PortraitPick } from './parts/portrait_pick';
import { ProfileForm } from './parts/profile_form';
import { Recipients } from './parts/recipients';
import { ThemeChoice } from './parts/theme_choice';

const OwnData = lazy(() => import('./parts/own_data'));

export default function Account() {
  const account = useAccount();
  const viewer = useViewer();
  return (
    <Page title={t('Your account')} width="narrow">
      <div className="grid gap-5">
        <Card title={t('Profile')}>
          <Load query={account} failed={t('Your profile could not be loaded.')} skeleton={<ProfileSkeleton />}>
            {(data) => (
              <>
                <PortraitPick account={data} />
                <ProfileForm key={data.version} account={data} />
              </>
            )}
          </Load>
        </Card>
        <Card title={t('E-mail')}>
          <Load query={account} failed={t('Your e-mail could not be loaded.')} skeleton={<Bar className="h-12" />}>
            {({ email }) => <OwnEmail email={email} />}
          </Load>
        </Card>
        {viewer?.kind === 'customer' && (
          <Card title={t('Recipients of copies')}>
            <Recipients />
          </Card>
        )}
        <Card title={t('Password')}>
          <PasswordForm />
        </Card>
        <Card title={t('Appearance')}>
          <ThemeChoice />
        </Card>
        <Card title={t('Where you are signed in')}>
          <OwnSessions />
        </Card>
        {viewer?.kind === 'customer' && (
          <Suspense fallback={<Bar className="h-56 rounded-card" />}>
            <OwnData />
          </Suspense>
        )}
      </div>
    </Page>
  );
}

const ProfileSkeleton = () => (
  <div className="grid gap-4">
    {[1, 2, 3].map((n) => (
      <Bar key={n} className="h-16" />
    ))}
  </div>
);
