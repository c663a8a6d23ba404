/** What happens when the address changes, before it does. */
import { useMove, type Host } from '../../lib/host';
import { t } from '../../lib/text';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { FormError } from '../../ui/form_error';

interface MoveDialogProps {
  host: Host;
  label: string;
  onClose: () => void;
}

export function MoveDialog({ host, label, onClose }: MoveDialogProps) {
  const move = useMove();
  const there = `${label}.${host.domain}`;
  return (
    <Dialog
      title={t('Change the address?')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('Keep {host}', { host: host.label })}</Button>
          <Button look="primary" busy={move.isPending} onClick={() => move.mutate({ label, host: host.host })}>
            {t('Change the address')}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <p className="[overflow-wrap:anywhere]">
          {t('The portal moves from {old} to {new}.', { old: host.host, new: there })}
        </p>
        <ul className="grid list-disc gap-2 pl-5">
          <li>{t('Everybody signs in once more, you too. Passwords stay.')}</li>
          <li>{t('Every link, mail and QR code with the old address leads to the new one, for ever.')}</li>
          <li>{t('Nobody else can take the old name. You can take it back.')}</li>
          <li>{t('Uploads and payments that are under way right now may have to be repeated.')}</li>
        </ul>
        <FormError error={move.error} />
      </div>
    </Dialog>
  );
}
