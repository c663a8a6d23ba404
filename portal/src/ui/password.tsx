/** A password field that can be read while it is typed. */
import { useState } from 'react';
import { t } from '../lib/text';
import { Field } from './field';

interface PasswordProps {
  label?: string;
  name?: string;
  hint?: string;
  error?: string | undefined;
  autoComplete: 'new-password' | 'current-password';
}

export function Password({ label = t('Password'), name = 'password', hint, error, autoComplete }: PasswordProps) {
  const [shown, setShown] = useState(false);
  return (
    <div className="relative">
      <Field
        label={label}
        name={name}
        type={shown ? 'text' : 'password'}
        required
        minLength={autoComplete === 'new-password' ? 8 : undefined}
        maxLength={128}
        autoComplete={autoComplete}
        hint={hint}
        error={error}
        className="pr-18"
      />
      <button
        type="button"
        aria-pressed={shown}
        aria-label={t('Show {what}', { what: label.toLowerCase() })}
        className="absolute top-[31px] right-1 min-h-9 rounded-control px-3 text-small font-medium text-muted hover:text-ink max-md:top-[34px]"
        onClick={() => setShown(!shown)}
      >
        {shown ? t('Hide') : t('Show')}
      </button>
    </div>
  );
}
