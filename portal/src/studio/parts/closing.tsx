/** The end of the business: what it means, what has to be settled first, and until when it can be taken back. */
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useClosing, useKeep, type Closing } from '../../lib/closing';
import { moment } from '../../lib/format';
import { useSession } from '../../lib/session';
import { t, tn } from '../../lib/text';
import { Button } from '../../ui/button';
import { FormError } from '../../ui/form_error';
import { Bar, Load } from '../../ui/states';
import { toast } from '../../ui/toast';

const CloseDialog = lazy(() => import('./close_dialog'));

/** `copy`: how far the copy of everything is. */
export function ClosingOfBusiness({ copy }: { copy: string | undefined }) {
  const closing = useClosing(copy);
  return (
    <Load
      query={closing}
      failed={t('This could not be loaded.')}
      skeleton={<Bar className="h-40 rounded-control" />}
    >
      {(data) => (data.state === 'waiting' ? <Waiting closing={data} /> : <Open closing={data} />)}
    </Load>
  );
}

function Open({ closing }: { closing: Closing }) {
  const [asking, setAsking] = useState(false);
  const { obstacles, has_copy, wait_days } = closing;
  return (
    <>
      <div className="grid gap-2 text-muted">
        <p>{t('The portal closes at once for customers and staff. Private and shared links end, too.')}</p>
        <p>
          {tn(
            wait_days,
            'For {n} day owners can still look, take the copy and the original files home, and keep the business after all.',
            'For {n} days owners can still look, take the copy and the original files home, and keep the business after all.',
          )}{' '}
          {t('Then everything is deleted for good: orders, invoices, photos, accounts and the web address.')}
        </p>
        <p>{t('What Stripe keeps stays in your Stripe account.')}</p>
      </div>
      <First obstacles={obstacles} hasCopy={has_copy} />
      <div>
        <Button
          look="danger"
          className="max-sm:w-full"
          disabled={obstacles.length > 0 || !has_copy}
          onClick={() => setAsking(true)}
        >
          {t('Close the business')}
        </Button>
      </div>
      <Suspense fallback={null}>
        {asking && <CloseDialog wait_days={wait_days} onClose={() => setAsking(false)} />}
      </Suspense>
    </>
  );
}

/** What has to be done before; nothing when all is done. */
function First({ obstacles, hasCopy }: { obstacles: string[]; hasCopy: boolean }) {
  if (hasCopy && obstacles.length === 0) return null;
  return (
    <div className="rounded-control bg-sunken px-4 py-3">
      <h3 className="font-semibold">{t('Before you can close it')}</h3>
      <ul className="numbers mt-1.5 grid list-disc gap-1.5 pl-5">
        {obstacles.map((obstacle) => (
          <li key={obstacle} className="[overflow-wrap:anywhere]">
            {obstacle}
          </li>
        ))}
        {!hasCopy && (
          <li>
            <a href="#copy" className="font-medium text-link hover:underline">
              {t('Make a copy of everything')}
            </a>{' '}
            {t('above, and save it: nothing is left here afterwards.')}
          </li>
        )}
      </ul>
    </div>
  );
}

function Waiting({ closing: { closes_at, asked_at, asked_by } }: { closing: Closing }) {
  const { business } = useSession();
  const keep = useKeep(() =>
    toast(t('{business} stays. It is open for everybody again.', { business: business.name })),
  );
  const first = useRef<HTMLParagraphElement>(null);
  const when = (at: string) => moment(at, business.time_zone);
  // The button that was pressed for it is gone.
  useEffect(() => {
    if (document.activeElement === document.body) first.current?.focus();
  }, []);
  return (
    <>
      <div className="grid gap-2">
        <p ref={first} tabIndex={-1} className="numbers font-semibold outline-none">
          {closes_at && t('Everything is deleted on {when}.', { when: when(closes_at) })}
        </p>
        <p className="text-muted">
          {t(
            'Customers and staff see a closed portal. Until then you can look, take everything home from above, and keep the business.',
          )}
        </p>
        {asked_at && (
          <p className="numbers text-small text-muted">
            {t('Asked for by {name}, {when}.', { name: asked_by ?? '', when: when(asked_at) })}
          </p>
        )}
      </div>
      <div>
        <Button look="primary" className="max-sm:w-full" busy={keep.isPending} onClick={() => keep.mutate()}>
          {t('Keep the business')}
        </Button>
      </div>
      <FormError error={keep.error} />
    </>
  );
}
