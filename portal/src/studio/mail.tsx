/** Settings: one mail as it leaves, with the business's own words tried beside it before they are saved. */
import { useState } from 'react';
import { useParams } from 'wouter';
import { draftOf, isSameMail, STANDARD, useMailPreview, useMails, useSaveMail } from '../lib/mails';
import type { Mail as MailSetting, MailDraft } from '../lib/mails';
import { t } from '../lib/text';
import { NotFound } from '../shell/not_found';
import { Button } from '../ui/button';
import { FormError } from '../ui/form_error';
import { Bar, Load } from '../ui/states';
import { toast } from '../ui/toast';
import { Unsaved } from '../ui/unsaved';
import { MailForm } from './parts/mail_form';
import { MailPreview } from './parts/mail_preview';
import { SettingsPage } from './parts/settings_page';

const BACK = { href: '/studio/settings/mails', label: t('Mails') };
const COLUMNS = 'grid items-start gap-6 lg:grid-cols-[minmax(0,24rem)_minmax(0,1fr)]';

export default function Mail() {
  const { mail } = useParams<{ mail: string }>();
  const mails = useMails();
  const found = mails.data?.mails.find((one) => one.mail === mail);
  if (mails.data && !found) return <NotFound />;
  return (
    <SettingsPage title={found ? t(found.title) : t('Mail')} below={found ? t(found.leaves) : ''} back={BACK}>
      <Load query={mails} failed={t('The mail could not be loaded.')} skeleton={<Skeleton />}>
        {({ may_change }) => found && <Editor key={mail} saved={found} mayChange={may_change} />}
      </Load>
    </SettingsPage>
  );
}

function Skeleton() {
  return (
    <div className={COLUMNS}>
      <Bar className="h-[32rem] rounded-card" />
      <Bar className="h-[32rem] rounded-card" />
    </div>
  );
}

function Editor({ saved, mayChange }: { saved: MailSetting; mayChange: boolean }) {
  const [draft, setDraft] = useState<MailDraft>(() => draftOf(saved));
  const save = useSaveMail(saved.mail);
  const preview = useMailPreview(saved.mail, draft);
  const isChanged = !isSameMail(draft, saved);
  const isOwn = !isSameMail(draft, { ...STANDARD, is_on: draft.is_on });
  const change = (change: Partial<MailDraft>) => {
    setDraft((now) => ({ ...now, ...change }));
    save.reset();
  };
  const submit = () =>
    save.mutate(
      { ...draft, version: saved.version },
      {
        onSuccess: (after) => {
          setDraft(draftOf(after));
          toast(
            after.is_on ? t('The mail leaves like this from now on.') : t('The mail does not leave any more.'),
          );
        },
      },
    );
  return (
    <div className={COLUMNS}>
      <form
        className="grid gap-5 rounded-card border border-line bg-surface p-5"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {!mayChange && (
          <p className="rounded-control bg-sunken px-3 py-2 text-small">
            {t('Only an owner or a manager can change this.')}
          </p>
        )}
        <MailForm
          mail={saved}
          draft={draft}
          standardSubject={preview.data?.standard_subject}
          error={save.error ?? preview.error}
          disabled={!mayChange}
          onChange={change}
        />
        {save.error && <FormError error={save.error} />}
        {mayChange && (
          <div className="flex flex-wrap gap-2 border-t border-line pt-4 [&>*]:max-sm:flex-1">
            <Button type="submit" look="primary" busy={save.isPending} disabled={!isChanged}>
              {t('Save mail')}
            </Button>
            {isChanged && <Button onClick={() => change(draftOf(saved))}>{t('Discard changes')}</Button>}
            {isOwn && <Button onClick={() => change(STANDARD)}>{t('Back to the standard text')}</Button>}
          </div>
        )}
      </form>
      <MailPreview preview={preview} />
      <Unsaved when={isChanged && mayChange && !save.isPending} />
    </div>
  );
}
