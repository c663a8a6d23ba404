/** The frame of a screen: its title, where it leads back to, its actions, and cards of content. */
import { useEffect, type ReactNode } from 'react';
import { Link } from 'wouter';
import { brand, setTitle } from '../lib/brand';
import { Icon } from './icon';

interface PageProps {
  title: string;
  /** The tab's title where it should differ. */
  tab?: string;
  back?: { href: string; label: string };
  below?: ReactNode;
  actions?: ReactNode;
  width?: 'narrow' | 'normal' | 'wide';
  children: ReactNode;
}

const WIDTHS = { narrow: 'max-w-2xl', normal: 'max-w-5xl', wide: 'max-w-7xl' };

export function Page({ title, tab, back, below, actions, width = 'normal', children }: PageProps) {
  useEffect(() => setTitle(tab ?? title, brand.name), [tab, title]);
  return (
    <div className={`page-place w-full px-4 pt-5 pb-28 sm:px-6 md:pt-8 md:pb-16 lg:px-10 ${WIDTHS[width]}`}>
      {back && (
        <Link
          href={back.href}
          className="no-print -ml-1.5 mb-2 inline-flex min-h-9 items-center gap-1 rounded-control pr-2 text-muted hover:text-ink"
        >
          <Icon name="back" className="size-4" />
          {back.label}
        </Link>
      )}
      <header className="mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-4">
        <div className="min-w-0">
          <h1 className="text-head font-strong">{title}</h1>
          {below && <div className="mt-1.5 text-muted">{below}</div>}
        </div>
        {actions && (
          <div className="no-print flex flex-wrap items-center gap-2 max-sm:w-full [&>*]:max-sm:flex-1">
            {actions}
          </div>
        )}
      </header>
      {children}
    </div>
  );
}

export function Card({
  title,
  aside,
  children,
  className = '',
}: {
  title?: string;
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  return (
    <section className={`rounded-card border border-line bg-surface p-5 ${className}`}>
      {title && (
        <div className="mb-3 flex items-center justify-between gap-3">
          <h2 className="text-lead font-semibold">{title}</h2>
          {aside}
        </div>
      )}
      {children}
    </section>
  );
}
