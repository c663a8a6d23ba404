/** The frame of a shared listing: whose photos these are, how to reach them, and no way into the portal. */
import type { ReactNode } from 'react';
import { useSession } from '../../lib/session';
import { t } from '../../lib/text';
import { BRAND, BrandMark, OfflineBanner, SkipLink } from '../../shell/frame';

/** For whoever holds a share link: no link leads into the portal, whose other pages need another policy. */
export function SharedFrame({ children }: { children: ReactNode }) {
  const { business } = useSession();
  return (
    <>
      <SkipLink />
      <OfflineBanner />
      <header className="border-b border-line bg-surface">
        <div className="mx-auto flex max-w-7xl px-4 py-2 sm:px-6 lg:px-10">
          <div className={BRAND}>
            <BrandMark name={business.name} />
          </div>
        </div>
      </header>
      <main id="content">{children}</main>
      <footer className="mx-auto flex max-w-7xl flex-wrap gap-x-4 gap-y-1 px-4 pb-10 text-small text-muted sm:px-6 lg:px-10">
        <span>{t('Photos by {business}', { business: business.name })}</span>
        {business.phone && (
          <a href={`tel:${business.phone.replaceAll(' ', '')}`} className="text-link hover:underline">
            {business.phone}
          </a>
        )}
        {business.email && (
          <a href={`mailto:${business.email}`} className="text-link hover:underline">
            {business.email}
          </a>
        )}
      </footer>
    </>
  );
}
