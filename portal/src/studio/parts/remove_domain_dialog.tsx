/** Asks before the portal leaves a domain; it holds at once. */
import { useRemoveDomain, type OwnDomain } from '../../lib/domain';
import { t } from '../../lib/text';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { FormError } from '../../ui/form_error';
import { toast } from '../../ui/toast';

export function RemoveDomainDialog({ domain, onClose }: { domain: OwnDomain; onClose: () => void }) {
  const remove = useRemoveDomain();
  const isServed = domain.state === 'live' || domain.state === 'failing';
  const go = () =>
    remove.mutate(undefined, {
      onSuccess: () => {
        toast(t('{domain} is removed.', { domain: domain.domain }));
        onClose();
      },
    });
  return (
    <Dialog
      title={t('Remove {domain}?', { domain: domain.domain })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('Keep it')}</Button>
          <Button look="danger" busy={remove.isPending} onClick={go}>
            {t('Remove')}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <ul className="grid list-disc gap-2 pl-5">
          {isServed && (
            <li>{t('The portal leaves this address at once. Links to it in mails already sent stop working.')}</li>
          )}
          <li>{t('Your address on the platform keeps working.')}</li>
          <li>
            {t('Take the records out of your domain afterwards. Whoever proves it next can use it, you too.')}
          </li>
        </ul>
        <FormError error={remove.error} />
      </div>
    </Dialog>
  );
}
