/** All that is left of the portal while its business is being closed (ADR 0073): whose it was, and whom to ask. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { setTitle } from '../lib/brand';
import { sessionQuery, useSession } from '../lib/session';
import { t } from '../lib/text';
import { BRAND, BrandMark } from './frame';

export default function Closed() {
  const { business } = useSession();
  // Whoever comes back to the tab finds the portal open once its owner has kept it.
  useQuery({ ...sessionQuery, refetchOnWindowFocus: 'always' });
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    setTitle(t('Closed'), business.name);
    // It may take the place of a page that somebody was reading.
    heading.current?.focus();
  }, [business.name]);
  const { phone, email } = business;
  return (
    <main id="content" className="grid min-h-dvh grid-rows-[1fr_auto] gap-8 px-6 pt-10 pb-8">
      <div className="grid max-w-md content-center justify-items-center gap-4 justify-self-center text-center">
        <div className={`${BRAND} mb-4 max-w-full`}>
          <BrandMark name={business.name} />
        </div>
        <h1 ref={heading} tabIndex={-1} className="text-head font-strong outline-none">
          {t('This portal is closed.')}
        </h1>
        <p className="text-lead text-balance text-muted [overflow-wrap:anywhere]">
          {t('Photos and orders are not available here any more.')}{' '}
          {(phone || email) && t('For anything else, ask {business}.', { business: business.name })}
        </p>
        {(phone || email) && (
          <p className="numbers flex flex-wrap justify-center gap-x-6 font-medium">
            {phone && (
              <a
                href={`tel:${phone.replaceAll(' ', '')}`}
                className="inline-flex min-h-11 items-center text-link hover:underline"
              >
                {phone}
              </a>
            )}
            {email && (
              <a
                href={`mailto:${email}`}
                className="inline-flex min-h-11 items-center text-link [overflow-wrap:anywhere] hover:underline"
              >
                {email}
              </a>
            )}
          </p>
        )}
      </div>
      <Link
        href="/sign-in"
        className="inline-flex min-h-11 items-center justify-self-center text-small text-muted hover:text-ink hover:underline"
      >
        {t('Sign in as an owner')}
      </Link>
    </main>
  );
}
