/** What can be set for a mail: whether it leaves, its subject, and the business's own words around what it says. */
import { useRef, type FocusEvent } from 'react';
import type { Mail, MailDraft } from '../../lib/mails';
import { t } from '../../lib/text';
import { Field, Switch, TextArea } from '../../ui/field';
import { fieldError } from '../../ui/form_error';

const MOST_SUBJECT = 150;
const MOST_TEXT = 1000;

interface FormProps {
  mail: Mail;
  draft: MailDraft;
  standardSubject: string | undefined;
  error: unknown;
  disabled: boolean;
  onChange: (change: Partial<MailDraft>) => void;
}

type Typed = HTMLInputElement | HTMLTextAreaElement;

export function MailForm({ mail, draft, standardSubject, error, disabled, onChange }: FormProps) {
  const form = useRef<HTMLFieldSetElement>(null);
  const last = useRef<Typed | null>(null);
  const insert = (name: string) => {
    const field = last.current ?? form.current?.querySelector<Typed>('[name=opening]');
    if (!field) return;
    field.setRangeText(`{${name}}`, field.selectionStart ?? 0, field.selectionEnd ?? 0, 'end');
    field.focus();
    onChange({ [field.name]: field.value });
  };
  const remember = ({ target }: FocusEvent) => {
    if (target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.name))
      last.current = target;
  };
  return (
    <fieldset ref={form} disabled={disabled} className="grid min-w-0 gap-5" onFocusCapture={remember}>
      {mail.needed ? (
        <p className="rounded-control bg-sunken px-3 py-2 text-small">
          <span className="font-medium">{t('This mail always leaves.')}</span> {t(mail.needed)}
        </p>
      ) : (
        <Switch
          label={t('Send this mail')}
          hint={draft.is_on ? undefined : t('It does not leave while this is off.')}
          checked={draft.is_on}
          disabled={disabled}
          onChange={(is_on) => onChange({ is_on })}
        />
      )}
      <Field
        label={t('Subject')}
        name="subject"
        optional
        value={draft.subject}
        maxLength={MOST_SUBJECT}
        placeholder={standardSubject}
        error={fieldError(error, 'subject')}
        hint={t('Empty: the standard subject.')}
        onInput={(event) => onChange({ subject: event.currentTarget.value })}
      />
      <TextArea
        label={t('Opening')}
        name="opening"
        optional
        rows={4}
        value={draft.opening}
        maxLength={MOST_TEXT}
        error={fieldError(error, 'opening')}
        hint={t('Your words before what the mail says.')}
        onInput={(event) => onChange({ opening: event.currentTarget.value })}
      />
      <TextArea
        label={t('Closing')}
        name="closing"
        optional
        rows={4}
        value={draft.closing}
        maxLength={MOST_TEXT}
        error={fieldError(error, 'closing')}
        hint={t('Your words below the button. What happened and what is due, the mail always says itself.')}
        onInput={(event) => onChange({ closing: event.currentTarget.value })}
      />
      {!disabled && (
        <div role="group" aria-label={t('Placeholders')}>
          <p className="mb-2 text-small text-muted">
            {t('Placed where you type, filled in when the mail leaves:')}
          </p>
          <div className="flex flex-wrap gap-2">
            {mail.placeholders.map((name) => (
              <button
                key={name}
                type="button"
                onClick={() => insert(name)}
                className="min-h-9 rounded-full border border-line px-3 text-small font-medium hover:bg-sunken"
              >
                {`{${name}}`}
              </button>
            ))}
          </div>
        </div>
      )}
    </fieldset>
  );
}
