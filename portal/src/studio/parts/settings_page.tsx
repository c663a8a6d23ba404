/** The frame of every settings screen: what there is to set above it, on very wide screens beside it. */
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { t } from '../../lib/text';
import { Icon, type IconName } from '../../ui/icon';
import { Page } from '../../ui/page';

const PLACES: { href: string; label: string; icon: IconName }[] = [
  { href: '/studio/settings/watermark', label: 'Watermark', icon: 'photos' },
  { href: '/studio/settings/links', label: 'Links', icon: 'outside' },
];

interface SettingsPageProps {
  title: string;
  below: string;
  children: ReactNode;
}

export function SettingsPage({ title, below, children }: SettingsPageProps) {
  const [path] = useLocation();
  return (
    <Page title={title} below={below} width="wide">
      <div className="grid items-start gap-6 2xl:grid-cols-[10rem_minmax(0,1fr)] 2xl:gap-8">
        <nav aria-label={t('Settings')} className="flex gap-1 max-2xl:overflow-x-auto 2xl:grid">
          {PLACES.map(({ href, label, icon }) => (
            <Link
              key={href}
              href={href}
              aria-current={path === href ? 'page' : undefined}
              className={`flex min-h-11 items-center gap-2.5 rounded-control px-3 font-medium md:min-h-10 ${
                path === href ? 'bg-soft text-ink [&>svg]:text-link' : 'text-muted hover:bg-sunken hover:text-ink'
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
