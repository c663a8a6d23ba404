/** The frames around the screens: sidebar on wide screens, a bar at the thumb on phones, the studio's variant. */
import { useEffect, useState, type ReactNode } from 'react';
import { Link, useLocation, useRoute } from 'wouter';
import { brand } from '../lib/brand';
import { useSession } from '../lib/session';
import { t } from '../lib/text';
import { isReadOnly } from '../lib/view';
import { buttonClass } from '../ui/button';
import { Icon, type IconName } from '../ui/icon';
import { AccountMenu } from './account_menu';

interface Place {
  href: string;
  label: string;
  icon: IconName;
  /** The one thing this shell is for, in the accent. */
  primary?: boolean;
  exact?: boolean;
  /** Not for photographers. */
  office?: boolean;
}

const CUSTOMER: Place[] = [
  { href: '/order', label: 'Place order', icon: 'plus', primary: true },
  { href: '/', label: 'Listings', icon: 'photos', exact: true },
  { href: '/orders', label: 'Orders', icon: 'orders' },
];
const STUDIO: Place[] = [
  { href: '/studio', label: 'Orders', icon: 'inbox', exact: true },
  { href: '/studio/listings', label: 'Listings', icon: 'photos' },
  { href: '/studio/customers', label: 'Customers', icon: 'user', office: true },
  { href: '/studio/settings', label: 'Settings', icon: 'settings' },
];

/** What stands under a place without lying below its address. */
const BESIDE: Partial<Record<string, string>> = {
  '/studio': '/studio/orders',
  '/studio/customers': '/studio/teams',
};

export function Brand({ href }: { href: string }) {
  const { business } = useSession();
  return (
    <Link href={href} className={BRAND}>
      <BrandMark name={business.name} />
    </Link>
  );
}

export const BRAND = 'flex min-h-11 min-w-0 items-center gap-2.5 rounded-control font-semibold';

export function BrandMark({ name }: { name: string }) {
  const { logo } = brand;
  return (
    <>
      {logo ? (
        <img
          src={logo.url}
          width={logo.width}
          height={logo.height}
          alt={name}
          className={`on-${logo.data.plate}`}
        />
      ) : (
        <>
          <span
            className="grid size-8 shrink-0 place-items-center rounded-control bg-accent text-on-accent"
            aria-hidden="true"
          >
            {name.slice(0, 1)}
          </span>
          <span className="min-w-0 leading-tight">{name}</span>
        </>
      )}
    </>
  );
}

function useIsHere({ href, exact, primary }: Place): boolean {
  const [path] = useLocation();
  const below = href === '/' ? path.startsWith('/listings') : path.startsWith(`${href}/`);
  const beside = BESIDE[href];
  const isBeside = beside !== undefined && path.startsWith(beside);
  return path === href || (!primary && (((!exact || href === '/') && below) || isBeside));
}

function SideLink({ place }: { place: Place }) {
  const here = useIsHere(place);
  // One primary action a page: on the way through its own screen this one steps back.
  const look = place.primary
    ? buttonClass(here ? 'secondary' : 'primary', 'mb-3')
    : `flex min-h-10 items-center gap-3 rounded-control px-3 font-medium ${here ? 'bg-soft text-ink [&>svg]:text-link' : 'text-muted hover:bg-sunken hover:text-ink'}`;
  return (
    <Link href={place.href} className={look} aria-current={here ? 'page' : undefined}>
      <Icon name={place.icon} />
      {t(place.label)}
    </Link>
  );
}

function BarLink({ place }: { place: Place }) {
  const here = useIsHere(place);
  return (
    <Link
      href={place.href}
      aria-current={here ? 'page' : undefined}
      className={`grid min-h-14 flex-1 content-center justify-items-center gap-0.5 text-small font-medium ${here ? 'text-link' : 'text-muted'}`}
    >
      <span
        className={
          place.primary
            ? 'grid h-7 w-11 place-items-center rounded-full bg-accent text-on-accent'
            : 'grid h-7 place-items-center'
        }
      >
        <Icon name={place.icon} />
      </span>
      {t(place.label)}
    </Link>
  );
}

interface FrameProps {
  places: Place[];
  home: string;
  banner?: ReactNode;
  children: ReactNode;
}

function Frame({ places, home, banner, children }: FrameProps) {
  return (
    <div className="md:pl-60 print:pl-0">
      <SkipLink />
      {banner}
      <OfflineBanner />
      <header className="no-print sticky top-0 z-20 flex items-center justify-between gap-3 border-b border-line bg-surface px-4 py-1.5 md:hidden">
        <Brand href={home} />
        <AccountMenu compact />
      </header>
      <nav
        aria-label={t('Main')}
        className="fixed inset-y-0 left-0 z-20 hidden w-60 flex-col border-r border-line bg-surface p-4 md:flex"
      >
        <div className="mb-6">
          <Brand href={home} />
        </div>
        <div className="grid gap-1">
          {places.map((place) => (
            <SideLink key={place.href} place={place} />
          ))}
        </div>
        <div className="mt-auto">
          <AccountMenu />
        </div>
      </nav>
      <main id="content" className="beside-menu">
        {children}
      </main>
      <nav
        aria-label={t('Main')}
        className="fixed inset-x-0 bottom-0 z-20 flex border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
      >
        {places.map((place) => (
          <BarLink key={place.href} place={place} />
        ))}
      </nav>
    </div>
  );
}

export function CustomerFrame({ banner, children }: { banner?: ReactNode; children: ReactNode }) {
  const places = CUSTOMER.filter(({ primary }) => !(primary && isReadOnly()));
  return (
    <Frame places={places} home="/" banner={banner}>
      {children}
    </Frame>
  );
}

export function StudioFrame({ children }: { children: ReactNode }) {
  const { viewer } = useSession();
  const places = STUDIO.filter(({ office }) => !(office && viewer?.role === 'photographer'));
  return (
    <Frame places={places} home="/studio">
      {children}
    </Frame>
  );
}

/** For people who are not signed in: the business's name and nothing to choose from. */
export function PlainFrame({ children }: { children: ReactNode }) {
  const { viewer } = useSession();
  const [atOrder] = useRoute('/order');
  return (
    <>
      <SkipLink />
      <OfflineBanner />
      <header className="mx-auto flex max-w-5xl items-center justify-between gap-4 px-4 py-3 sm:px-6 lg:px-10">
        <Brand href="/" />
        {!viewer && atOrder && (
          <Link href="/sign-in?next=%2Forder" className="shrink-0 font-medium text-link hover:underline">
            {t('Sign in')}
          </Link>
        )}
      </header>
      <main id="content">{children}</main>
    </>
  );
}

export function SkipLink() {
  return (
    <a
      href="#content"
      className={buttonClass('primary', 'fixed top-2 left-2 z-50 -translate-y-20 focus:translate-y-0')}
    >
      {t('Skip to content')}
    </a>
  );
}

export function OfflineBanner() {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const update = () => setOnline(navigator.onLine);
    addEventListener('online', update);
    addEventListener('offline', update);
    return () => {
      removeEventListener('online', update);
      removeEventListener('offline', update);
    };
  }, []);
  return (
    <div role="status">
      {!online && (
        <p className="bg-warn-soft px-4 py-2 text-center text-small font-medium text-warn">
          {t('You are offline. What you see may be old; what you type stays here.')}
        </p>
      )}
    </div>
  );
}
