/** How far a new watermark has come on the galleries that were delivered before it. */
import { Link } from 'wouter';
import { t, tn } from '../../lib/text';
import { useRetryRemaking, type Remaking } from '../../lib/watermark';
import { Button, Spinner } from '../../ui/button';
import { Icon } from '../../ui/icon';

interface BannerProps {
  remaking: Remaking;
  mayChange: boolean;
}

export function RemakingBanner({ remaking, mayChange }: BannerProps) {
  if (remaking.state === 'needs_attention') return <Attention remaking={remaking} mayChange={mayChange} />;
  if (remaking.state === 'running') return <Running remaking={remaking} />;
  return (
    <p role="status" className="numbers flex items-center gap-2 text-muted">
      <Icon name="check" className="size-5 text-ok" />
      {remaking.total === 0
        ? t('This watermark is in all delivered galleries.')
        : tn(
            remaking.done,
            'This watermark is in all delivered galleries; {n} photo was made anew.',
            'This watermark is in all delivered galleries; {n} photos were made anew.',
          )}
    </p>
  );
}

function Running({ remaking: { done, total } }: { remaking: Remaking }) {
  return (
    <div role="status" className="rounded-card border border-line bg-surface px-5 py-4">
      <p className="flex items-center gap-3 font-semibold">
        <Spinner />
        {t('Delivered galleries are getting the new watermark')}
      </p>
      <progress
        value={done}
        max={Math.max(1, total)}
        aria-label={t('Photos with the new watermark')}
        className="meter mt-3 mb-1.5"
      />
      <p className="numbers text-small text-muted">
        {total === 0
          ? t('Looking for photos with the old one …')
          : t('{done} of {total} photos. Each gallery changes as a whole; you can leave this page.', {
              done: done.toLocaleString(),
              total: total.toLocaleString(),
            })}
      </p>
    </div>
  );
}

function Attention({ remaking, mayChange }: BannerProps) {
  const retry = useRetryRemaking();
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-4 rounded-card border border-bad bg-bad-soft px-5 py-4"
    >
      <Icon name="alert" className="size-6 text-bad" />
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-semibold">{t('Some galleries still show the old watermark')}</p>
        <p>{retry.error?.message ?? remaking.reason ?? t('Everything else has the new one.')}</p>
        {remaking.stuck.length > 0 && (
          <ul className="mt-1 grid gap-1">
            {remaking.stuck.map(({ listing_id, reason }) => (
              <li key={listing_id} className="[overflow-wrap:anywhere]">
                {reason}{' '}
                <Link href={`/studio/listings/${listing_id}`} className="font-medium text-link underline">
                  {t('Open the listing')}
                </Link>
              </li>
            ))}
          </ul>
        )}
      </div>
      {mayChange && (
        <Button icon="retry" busy={retry.isPending} onClick={() => retry.mutate()}>
          {t('Try again')}
        </Button>
      )}
    </div>
  );
}
