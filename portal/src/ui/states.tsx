/** What a screen shows instead of its content: loading (after 150 ms), empty, failed. */
import type { ReactNode } from 'react';
import { ApiError } from '../lib/api';
import { t } from '../lib/text';
import { Button } from './button';
import { Icon, type IconName } from './icon';

export function Empty({
  icon,
  title,
  children,
  action,
}: {
  icon: IconName;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="grid justify-items-center gap-3 rounded-card border border-dashed border-line px-6 py-14 text-center">
      <span className="grid size-12 place-items-center rounded-full bg-sunken text-muted">
        <Icon name={icon} />
      </span>
      <h2 className="text-lead font-semibold">{title}</h2>
      {children && <p className="max-w-sm text-balance text-muted">{children}</p>}
      {action && <div className="mt-2">{action}</div>}
    </div>
  );
}

/** What failed, why, and the way on; the rest of the page stays alive. */
export function Failed({ what, error, onRetry }: { what: string; error: unknown; onRetry?: () => void }) {
  const missing = error instanceof ApiError && error.status === 404;
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-x-4 gap-y-3 rounded-card border border-line bg-surface p-5"
    >
      <span className="grid size-10 place-items-center rounded-full bg-bad-soft text-bad">
        <Icon name="alert" />
      </span>
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-semibold">{what}</p>
        <p className="text-muted">{error instanceof Error ? error.message : t('Something went wrong.')}</p>
      </div>
      {onRetry && !missing && (
        <Button icon="retry" onClick={onRetry}>
          {t('Try again')}
        </Button>
      )}
    </div>
  );
}

/** A grey bar of the final size. */
export function Bar({ className }: { className: string }) {
  return <span className={`shimmer block ${className}`} />;
}

export function Loading({ children }: { children: ReactNode }) {
  return (
    <div className="late" role="status">
      <span className="sr-only">{t('Loading')}</span>
      <div aria-hidden="true">{children}</div>
    </div>
  );
}

export interface LoadProps<T> {
  query: { data: T | undefined; error: unknown; isPending: boolean; refetch: () => unknown };
  /** "Your orders could not be loaded." */
  failed: string;
  skeleton: ReactNode;
  children: (data: T) => ReactNode;
}

/** The three states of one query; what was loaded once stays while it is asked for again. */
export function Load<T>({ query, failed, skeleton, children }: LoadProps<T>) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <Failed what={failed} error={query.error} onRetry={() => void query.refetch()} />;
  return <Loading>{skeleton}</Loading>;
}
