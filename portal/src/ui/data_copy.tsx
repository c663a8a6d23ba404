/** The copy of everything that is kept about a customer: ask for it, wait for it, save it. */
import { bytes, moment } from '../lib/format';
import { useAskCopy, useFetchCopy, type Privacy } from '../lib/privacy';
import { useSession } from '../lib/session';
import { t } from '../lib/text';
import { Button, Spinner } from './button';
import { FormError } from './form_error';

interface DataCopyProps {
  /** Null for one's own. */
  customer_id: string | null;
  copy: Privacy['export'];
}

export function DataCopy({ customer_id, copy }: DataCopyProps) {
  const { business } = useSession();
  const make = useAskCopy(customer_id);
  const fetch = useFetchCopy(customer_id);
  if (copy?.state === 'working')
    return (
      <p role="status" className="flex items-center gap-3">
        <Spinner />
        {t('The copy is being made. This takes a minute or two; you can leave this page.')}
      </p>
    );
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        {copy ? (
          <Button icon="download" className="max-sm:w-full" busy={fetch.isPending} onClick={() => fetch.mutate()}>
            {t('Save the copy ({size})', { size: bytes(copy.bytes) })}
          </Button>
        ) : (
          <Button className="max-sm:w-full" busy={make.isPending} onClick={() => make.mutate(undefined)}>
            {t('Make a copy')}
          </Button>
        )}
        {copy?.expires_at && (
          <p className="numbers text-small text-muted">
            {t('Kept until {when}.', { when: moment(copy.expires_at, business.time_zone) })}
          </p>
        )}
      </div>
      <FormError error={make.error ?? fetch.error} />
    </div>
  );
}
