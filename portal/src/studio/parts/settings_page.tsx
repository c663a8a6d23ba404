/** The frame of every settings screen: what there is to set above it, on very wide screens beside it. */
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { t } from '../../lib/text';
import { Icon, type IconName } from '../../ui/icon';
import { Page } from '../../ui/page';

const PLACES: { href: string; label: string; icon: IconName }[] = [
  { href: '/studio/settings/brand', label: 'Brand', icon: 'eye' },
  { href: '/studio/settings/portal-links', label: 'Portal links', icon: 'share' },
  { href: '/studio/settings/address', label: 'Web address', icon: 'home' },
  { href: '/studio/settings/watermark', label: 'Watermark', icon: 'photos' },
  { href: '/studio/settings/links', label: 'Links', icon: 'outside' },
  { href: '/studio/settings/mails', label: 'Mails', icon: 'inbox' },
  { href: '/studio/settings/staff', label: 'Staff', icon: 'user' },
  { href: '/studio/settings/data', label: 'Your data', icon: 'download' },
];

/** On a phone the row is wider than the screen. */
const inView = (link: HTMLAnchorElement | null) => link?.scrollIntoView({ block: 'nearest', inline: 'center' });

interface SettingsPageProps {
  title: string;
  below: string;
  back?: { href: string; label: string };
  children: ReactNode;
}

export function SettingsPage({ title, below, back, children }: SettingsPageProps) {
  const [path] = useLocation();
  const isHere = (href: string) => path === href || path.startsWith(`${href}/`);
  return (
    <Page title={title} below={below} back={back} width="wide">
      <div className="grid items-start gap-6 2xl:grid-cols-[10rem_minmax(0,1fr)] 2xl:gap-8">
        <nav aria-label={t('Settings')} className="flex gap-1 max-2xl:overflow-x-auto 2xl:grid">
          {PLACES.map(({ href, label, icon }) => (
            <Link
              key={href}
              href={href}
              aria-current={isHere(href) ? 'page' : undefined}
              ref={isHere(href) ? inView : undefined}
              className={`flex min-h-11 items-center gap-2.5 rounded-control px-3 font-medium whitespace-nowrap md:min-h-10 ${
                isHere(href) ? 'bg-soft text-ink [&>svg]:text-link' : 'text-muted hover:bg-sunken hover:text-ink'
              }`}
            >
              <Icon name={icon} />
              {t(label)}
            </Link>
          ))}
        </nav>
        <div className="min-w-0">{children}</div>
      </div>
    </Page>
  );
}
