/** The copy of everything that the business has: ask for it, see how far it is, save it. */
import { useState } from 'react';
import { useMakeCopy, useSaveCopy, type BusinessCopy } from '../../lib/business_data';
import { bytes, moment } from '../../lib/format';
import { useSession } from '../../lib/session';
import { t, tn } from '../../lib/text';
import { Button, Spinner } from '../../ui/button';
import { FormError } from '../../ui/form_error';

const HOUR = 3_600_000;

export function CopyOfBusiness({ copy }: { copy: BusinessCopy | null }) {
  if (copy?.state === 'working') return <Working copy={copy} />;
  return (
    <>
      <p className="text-muted">
        {t(
          'One ZIP with customers, teams, orders, payments, invoices, listings, prices and settings: spreadsheets to open, and JSON for another system. It names every original file.',
        )}
      </p>
      {copy ? <Ready copy={copy} /> : <Make />}
    </>
  );
}

function Make({ again = false }: { again?: boolean }) {
  const make = useMakeCopy();
  return (
    <div className="grid gap-3">
      <div>
        <Button
          look={again ? 'quiet' : 'primary'}
          className="max-sm:w-full"
          busy={make.isPending}
          onClick={() => make.mutate()}
        >
          {again ? t('Make a newer copy') : t('Make a copy')}
        </Button>
      </div>
      <FormError error={make.error} />
    </div>
  );
}

function Working({ copy: { step, steps, records } }: { copy: BusinessCopy }) {
  return (
    <div role="status">
      <p className="flex items-center gap-3 font-semibold">
        <Spinner />
        {t('The copy is being made')}
      </p>
      <progress value={step} max={steps} aria-label={t('Steps of the copy')} className="meter mt-3 mb-1.5" />
      <p className="numbers text-small text-muted">
        {tn(
          records,
          '{n} record so far. You can leave this page.',
          '{n} records so far. You can leave this page.',
        )}
      </p>
    </div>
  );
}

function Ready({ copy }: { copy: BusinessCopy }) {
  const { business } = useSession();
  const save = useSaveCopy();
  // Within the hour another press would only give the same one again.
  const [isOld] = useState(() => Date.now() - Date.parse(copy.asked_at) > HOUR);
  const when = (at: string) => moment(at, business.time_zone);
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button
          look="primary"
          icon="download"
          className="max-sm:w-full"
          busy={save.isPending}
          onClick={() => save.mutate()}
        >
          {t('Save the copy ({size})', { size: bytes(copy.bytes) })}
        </Button>
        {copy.expires_at && (
          <p className="numbers text-small text-muted">
            {t('Kept until {when}.', { when: when(copy.expires_at) })}
          </p>
        )}
      </div>
      <p className="numbers text-small text-muted">
        {t('Asked for by {name}, {when}.', { name: copy.asked_by, when: when(copy.asked_at) })}
      </p>
      <FormError error={save.error} />
      {isOld && <Make again />}
    </div>
  );
}
