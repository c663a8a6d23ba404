/** Asks to be deleted: what goes, what stays, and the password, so that no borrowed phone can ask. */
import { textOf } from '../../lib/form';
import { useAskErasure } from '../../lib/privacy';
import { useSession } from '../../lib/session';
import { t } from '../../lib/text';
import { FormDialog } from '../../ui/form_dialog';
import { fieldError } from '../../ui/form_error';
import { toast } from '../../ui/toast';
import { Password } from '../../ui/password';

export default function ErasureDialog({ onClose }: { onClose: () => void }) {
  const ask = useAskErasure();
  const { business, viewer } = useSession();
  const words = { business: business.name };
  const submit = (form: FormData) =>
    ask.mutate(textOf(form, 'password'), {
      onSuccess: () => {
        toast(t('{business} has your request.', words));
        onClose();
      },
    });
  return (
    <FormDialog
      title={t('Ask to be deleted?')}
      button={t('Ask to be deleted')}
      danger
      keep={t('Keep my account')}
      sending={ask}
      onSubmit={submit}
      onClose={onClose}
    >
      <input type="text" name="username" autoComplete="username" value={viewer?.email} readOnly hidden />
      <div className="grid gap-3">
        <p>
          <strong className="font-semibold">{t('What goes:')}</strong>{' '}
          {t(
            'your account, your profile, your place in teams, favorites, share links, and on your orders every contact, phone number, e-mail address and note. You lose your galleries and downloads: save what you need first.',
          )}
        </p>
        <p>
          <strong className="font-semibold">{t('What stays:')}</strong>{' '}
          {t(
            'orders and payments without your name, and invoices with it, because the law wants that. {business} keeps its own pictures.',
            words,
          )}
        </p>
        <p className="text-muted">
          {t('{business} carries it out. You can take the request back until then; afterwards nobody can.', words)}
        </p>
      </div>
      <Password
        label={t('Present password')}
        autoComplete="current-password"
        error={fieldError(ask.error, 'password')}
      />
    </FormDialog>
  );
}
