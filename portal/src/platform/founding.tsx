/** The one page of the platform's host: what the business is, the mailed code, and the way to its new host (product 2.1). */
import { useState, type ReactNode } from 'react';
import { BrandMark } from '../shell/frame';
import { brand } from '../lib/brand';
import { usePlatform, type Begun, type Platform } from '../lib/platform';
import { t } from '../lib/text';
import { AuthCard } from '../ui/auth_card';
import { buttonClass, Spinner } from '../ui/button';
import { Failed, Loading, Bar } from '../ui/states';
import { BusinessForm } from './business_form';
import { ProofForm } from './proof_form';

export function Founding() {
  const platform = usePlatform();
  const { data } = platform;
  return (
    <>
      <header className="mx-auto flex max-w-5xl items-center px-4 py-3 font-semibold sm:justify-center sm:pt-14">
        <span className="flex min-h-11 items-center gap-2.5">
          <BrandMark name={brand.name} />
        </span>
      </header>
      <main id="content">
        {data ? (
          <Step platform={data} />
        ) : platform.error ? (
          <div className="mx-auto max-w-xl p-4">
            <Failed
              what={t('This page could not be opened.')}
              error={platform.error}
              onRetry={() => void platform.refetch()}
            />
          </div>
        ) : (
          <div className="mx-auto w-full max-w-[26rem] px-4 pt-6">
            <Loading>
              <Bar className="h-[38rem] rounded-dialog" />
            </Loading>
          </div>
        )}
      </main>
    </>
  );
}

function Step({ platform }: { platform: Platform }) {
  const [again, setAgain] = useState(false);
  const { founding, sign_ups } = platform;
  if (founding && founding.state !== 'code') return <OnItsWay begun={founding} />;
  if (sign_ups === 'closed') return <Closed />;
  if (founding && !again) return <ProofForm begun={founding} platform={platform} onAgain={() => setAgain(true)} />;
  return <BusinessForm platform={platform} onBegun={() => setAgain(false)} />;
}

const Closed = () => (
  <AuthCard
    title={t('No new businesses here')}
    intro={t('New businesses cannot be set up here just now. If you have one already, open its own address.')}
    below={null}
  >
    {null}
  </AuthCard>
);

function OnItsWay({ begun }: { begun: Begun }) {
  const { name, host, url, email } = begun;
  if (begun.state === 'preparing')
    return (
      <AuthCard
        title={t('{name} is being set up', { name })}
        intro={t('Its address {host} is being prepared. This takes up to a minute; this page goes on by itself.', {
          host,
        })}
        below={null}
      >
        <Busy>{t('Preparing {host}', { host })}</Busy>
      </AuthCard>
    );
  return (
    <AuthCard
      title={t('{name} is ready', { name })}
      intro={t(
        'Sign in as {email} with the password that you chose. Then set your brand, your prices and invite your staff.',
        {
          email,
        },
      )}
      below={null}
    >
      <a href={`${url}/sign-in`} className={buttonClass('primary', 'w-full')}>
        {t('Go to {host}', { host })}
      </a>
    </AuthCard>
  );
}

const Busy = ({ children }: { children: ReactNode }) => (
  <p role="status" className="flex items-center gap-3 rounded-control bg-sunken px-3 py-2.5">
    <Spinner />
    <span className="min-w-0 [overflow-wrap:anywhere]">{children}</span>
  </p>
);
