/** A customer's data: a copy of everything, their wish to be deleted, and the owner's answer to it (product 13). */
import { lazy, Suspense, useState } from 'react';
import type { Customer } from '../../lib/customers';
import { date } from '../../lib/format';
import { usePrivacy, useRefuseErasure, type Privacy } from '../../lib/privacy';
import { useSession } from '../../lib/session';
import { t } from '../../lib/text';
import { Button, Spinner } from '../../ui/button';
import { DataCopy } from '../../ui/data_copy';
import { Card } from '../../ui/page';
import { ReasonDialog } from '../../ui/reason_dialog';
import { Bar, Load } from '../../ui/states';
import { toast } from '../../ui/toast';

const EraseDialog = lazy(() => import('./erase_dialog'));

export default function CustomerPrivacy({ customer }: { customer: Customer }) {
  const privacy = usePrivacy(customer.customer_id);
  return (
    <Card title={t('Personal data')}>
      <Load query={privacy} failed={t('This could not be loaded.')} skeleton={<Bar className="h-24" />}>
        {(data) => <Parts customer={customer} privacy={data} />}
      </Load>
    </Card>
  );
}

function Parts({ customer, privacy }: { customer: Customer; privacy: Privacy }) {
  const [open, setOpen] = useState<'erase' | 'refuse' | null>(null);
  const close = () => setOpen(null);
  const { erasure, may_decide } = privacy;
  if (erasure?.state === 'working') return <Working erasure={erasure} />;
  const waits = erasure?.state === 'waiting';
  return (
    <div className="grid gap-5">
      {waits && <Wish asked_at={erasure.asked_at} />}
      {may_decide ? (
        <>
          <p className="text-muted">
            {t('For a customer who asks what you keep about them, or to be deleted. Both are their right.')}
          </p>
          <DataCopy customer_id={customer.customer_id} copy={privacy.export} />
          <div className="flex flex-wrap gap-3 border-t border-line pt-5">
            <Button look="danger" icon="trash" className="max-sm:w-full" onClick={() => setOpen('erase')}>
              {t('Delete the customer')}
            </Button>
            {waits && (
              <Button look="quiet" className="max-sm:w-full" onClick={() => setOpen('refuse')}>
                {t('Refuse')}
              </Button>
            )}
          </div>
        </>
      ) : (
        <p className="text-muted">{t('An owner makes copies and deletes customers.')}</p>
      )}
      <Suspense fallback={null}>
        {open === 'erase' && <EraseDialog customer={customer} onClose={close} />}
      </Suspense>
      {open === 'refuse' && <RefuseDialog customer_id={customer.customer_id} onClose={close} />}
    </div>
  );
}

function Wish({ asked_at }: { asked_at: string }) {
  const { business } = useSession();
  return (
    <div role="status" className="rounded-control bg-warn-soft px-3 py-2.5">
      <p className="font-semibold">{t('This customer asks to be deleted')}</p>
      <p className="numbers">
        {t('Since {date}. The law gives you a month to answer.', { date: date(asked_at, business.time_zone) })}
      </p>
    </div>
  );
}

function Working({ erasure: { step, steps } }: { erasure: NonNullable<Privacy['erasure']> }) {
  return (
    <div role="status">
      <p className="flex items-center gap-3 font-semibold">
        <Spinner />
        {t('This customer is being deleted')}
      </p>
      <progress value={step} max={steps} aria-label={t('Steps of the deletion')} className="meter mt-3 mb-1.5" />
      <p className="numbers text-small text-muted">
        {t('Step {step} of {steps}. You can leave this page.', { step: String(step), steps: String(steps) })}
      </p>
    </div>
  );
}

function RefuseDialog({ customer_id, onClose }: { customer_id: string; onClose: () => void }) {
  const refuse = useRefuseErasure(customer_id);
  const send = (reason: string) =>
    refuse.mutate(reason, {
      onSuccess: () => {
        toast(t('The customer is told why.'));
        onClose();
      },
    });
  return (
    <ReasonDialog
      title={t('Refuse to delete?')}
      label={t('Reason')}
      required
      confirm={t('Refuse')}
      keep={t('Not now')}
      sending={refuse}
      onConfirm={send}
      onClose={onClose}
    >
      {t('Your reason goes to the customer by mail. They may ask again, or complain to an authority.')}
    </ReasonDialog>
  );
}
