/** Who gets copies of a customer's mails, and the way to add and to remove somebody. */
import { lazy, Suspense, useState } from 'react';
import { recipientRole, useRecipients, useRemoveRecipient, type Recipient } from '../../lib/recipients';
import { t } from '../../lib/text';
import { Badge } from '../../ui/badge';
import { Button, IconButton } from '../../ui/button';
import { Bar, Load } from '../../ui/states';
import { toast } from '../../ui/toast';

const AddRecipientDialog = lazy(() => import('./add_recipient_dialog'));

export function Recipients() {
  const query = useRecipients();
  const [adding, setAdding] = useState(false);
  return (
    <Load query={query} failed={t('Your recipients could not be loaded.')} skeleton={<Bar className="h-20" />}>
      {({ recipients, most }) => (
        <>
          <p className="text-muted">
            {recipients.length
              ? t('They hear when an order is accepted or canceled and when files are ready, without prices.')
              : t(
                  'An assistant or a seller can hear when an order is accepted and when files are ready, without prices.',
                )}
          </p>
          {recipients.length > 0 && (
            <ul className="mt-3 divide-y divide-line">
              {recipients.map((one) => (
                <Row key={one.recipient_id} recipient={one} />
              ))}
            </ul>
          )}
          {recipients.length < most ? (
            <Button icon="plus" className="mt-4 max-sm:w-full" onClick={() => setAdding(true)}>
              {t('Add somebody')}
            </Button>
          ) : (
            <p className="mt-3 text-small text-muted">
              {t('At most {most}. Remove somebody to add another.', { most })}
            </p>
          )}
          {adding && (
            <Suspense>
              <AddRecipientDialog onClose={() => setAdding(false)} />
            </Suspense>
          )}
        </>
      )}
    </Load>
  );
}

function Row({ recipient: { recipient_id, email, role, has_unsubscribed } }: { recipient: Recipient }) {
  const remove = useRemoveRecipient();
  const take = () =>
    remove.mutate(recipient_id, {
      onSuccess: () => toast(t('{email} gets no copies any more.', { email })),
      onError: (error) => toast(error.message),
    });
  return (
    <li className="flex items-center justify-between gap-4 py-3">
      <div className="min-w-0">
        <p className="font-medium [overflow-wrap:anywhere]">{email}</p>
        <p className="flex flex-wrap gap-x-3 text-small text-muted">
          {recipientRole(role)}
          {has_unsubscribed && <Badge tone="muted">{t('Unsubscribed')}</Badge>}
        </p>
      </div>
      <IconButton
        icon="trash"
        label={t('Remove {name}', { name: email })}
        disabled={remove.isPending}
        onClick={take}
      />
    </li>
  );
}
