/** Asks before somebody loses the studio; it holds at their next request. */
import { useRemove, type Member } from '../../lib/staff';
import { t } from '../../lib/text';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { FormError } from '../../ui/form_error';
import { toast } from '../../ui/toast';

export function RemoveDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const remove = useRemove();
  const name = member.name || member.email;
  const go = () =>
    remove.mutate(member.account_id, {
      onSuccess: () => {
        toast(t('{name} is not on the staff any more.', { name }));
        onClose();
      },
    });
  return (
    <Dialog
      title={t('Remove {name}?', { name })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('Keep on the staff')}</Button>
          <Button look="danger" busy={remove.isPending} onClick={go}>
            {t('Remove')}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <p className="text-muted">
          {t(
            '{name} is signed out at once and can open nothing in the studio. What they did stays in the history.',
            {
              name,
            },
          )}
        </p>
        <FormError error={remove.error} />
      </div>
    </Dialog>
  );
}
