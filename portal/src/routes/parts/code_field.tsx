/** The field of the mailed 6-digit code: digits only, paste-friendly, filled by phones from the mail. */
import { useEffect, useRef } from 'react';
import { t } from '../../lib/text';
import { Field } from '../../ui/field';

export const digitsOf = (typed: string) => typed.replace(/\D/g, '').slice(0, 6);

interface CodeFieldProps {
  error: string | undefined;
  /** Both, where the form sends itself once the code is complete. */
  value?: string;
  onTyped?: (digits: string) => void;
}

export function CodeField({ error, value, onTyped }: CodeFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <Field
      ref={field}
      label={t('Code')}
      name="code"
      inputMode="numeric"
      autoComplete="one-time-code"
      required
      value={value}
      onInput={({ currentTarget }) => {
        const digits = digitsOf(currentTarget.value);
        if (onTyped) onTyped(digits);
        else currentTarget.value = digits;
      }}
      error={error}
      className="numbers py-2.5 text-center text-head! font-semibold tracking-[0.35em]"
    />
  );
}
