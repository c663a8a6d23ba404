/** Closes the business once its name and the password were typed, so that no borrowed computer and no wrong press can. */
import { useClose } from '../../lib/closing';
import { textOf } from '../../lib/form';
import { useSession } from '../../lib/session';
import { t, tn } from '../../lib/text';
import { Field } from '../../ui/field';
import { FormDialog } from '../../ui/form_dialog';
import { fieldError } from '../../ui/form_error';
import { Password } from '../../ui/password';
import { toast } from '../../ui/toast';

export default function CloseDialog({ wait_days, onClose }: { wait_days: number; onClose: () => void }) {
  const close = useClose(() => {
    toast(t('The portal is closed for customers and staff.'));
    onClose();
  });
  const { business, viewer } = useSession();
  const submit = (form: FormData) =>
    close.mutate({ name: textOf(form, 'name').trim(), password: textOf(form, 'password') });
  return (
    <FormDialog
      title={t('Close {business}?', { business: business.name })}
      button={t('Close the business')}
      danger
      keep={t('Keep the business')}
      sending={close}
      onSubmit={submit}
      onClose={onClose}
    >
      <div className="grid gap-2">
        <p>{t('Customers and staff are shut out at once. Every owner is told by mail.')}</p>
        <p className="text-muted">
          {tn(
            wait_days,
            'Any owner can take it back for {n} day. Afterwards nobody can: everything is deleted for good.',
            'Any owner can take it back for {n} days. Afterwards nobody can: everything is deleted for good.',
          )}
        </p>
      </div>
      <Field
        label={t('Type {name} to confirm', { name: business.name })}
        name="name"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={80}
        required
        error={fieldError(close.error, 'name')}
      />
      <input type="text" name="username" autoComplete="username" value={viewer?.email} readOnly hidden />
      <Password
        label={t('Present password')}
        autoComplete="current-password"
        error={fieldError(close.error, 'password')}
      />
    </FormDialog>
  );
}
