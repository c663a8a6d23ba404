/** A customer's own data: a copy of everything that is kept, and the way to be deleted (product 13). */
import { lazy, Suspense, useState } from 'react';
import { date } from '../../lib/format';
import { usePrivacy, useTakeBackErasure, type Privacy } from '../../lib/privacy';
import { useSession } from '../../lib/session';
import { t } from '../../lib/text';
import { Button } from '../../ui/button';
import { DataCopy } from '../../ui/data_copy';
import { FormError } from '../../ui/form_error';
import { Card } from '../../ui/page';
import { Bar, Load } from '../../ui/states';
import { toast } from '../../ui/toast';

const ErasureDialog = lazy(() => import('./erasure_dialog'));

export default function OwnData() {
  const privacy = usePrivacy(null);
  const { business } = useSession();
  return (
    <Card title={t('Your data')}>
      <Load
        query={privacy}
        failed={t('What you asked for could not be loaded.')}
        skeleton={<Bar className="h-36" />}
      >
        {(data) => (
          <div className="grid gap-6">
            <section className="grid gap-3">
              <p className="text-muted">
                {t('A copy of everything that {business} keeps about you, as one file.', {
                  business: business.name,
                })}
              </p>
              <DataCopy customer_id={null} copy={data.export} />
            </section>
            <section className="grid gap-3 border-t border-line pt-5">
              <Erasure erasure={data.erasure} />
            </section>
          </div>
        )}
      </Load>
    </Card>
  );
}

function Erasure({ erasure }: { erasure: Privacy['erasure'] }) {
  const [open, setOpen] = useState(false);
  const { business } = useSession();
  if (erasure?.state === 'waiting') return <Waiting asked={date(erasure.asked_at, business.time_zone)} />;
  return (
    <>
      {erasure?.state === 'refused' && (
        <div className="rounded-control bg-warn-soft px-3 py-2.5" role="status">
          <p className="font-semibold">{t('{business} did not delete your data', { business: business.name })}</p>
          <p className="[overflow-wrap:anywhere]">{erasure.reason}</p>
        </div>
      )}
      <p className="text-muted">{t('You can ask {business} to delete you.', { business: business.name })}</p>
      <div>
        <Button look="danger" className="max-sm:w-full" onClick={() => setOpen(true)}>
          {t('Ask to be deleted')}
        </Button>
      </div>
      <Suspense fallback={null}>{open && <ErasureDialog onClose={() => setOpen(false)} />}</Suspense>
    </>
  );
}

function Waiting({ asked }: { asked: string }) {
  const { business } = useSession();
  const stay = useTakeBackErasure();
  const words = { business: business.name, date: asked };
  return (
    <>
      <div role="status">
        <p className="font-semibold">{t('You asked to be deleted')}</p>
        <p className="numbers text-muted">
          {t(
            '{business} has your request since {date}. Once it is carried out, you cannot sign in any more.',
            words,
          )}
        </p>
      </div>
      <div>
        <Button
          className="max-sm:w-full"
          busy={stay.isPending}
          onClick={() => stay.mutate(undefined, { onSuccess: () => toast(t('Your request is taken back.')) })}
        >
          {t('Take the request back')}
        </Button>
      </div>
      <FormError error={stay.error} />
    </>
  );
}
