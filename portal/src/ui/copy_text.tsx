/** A text that somebody takes elsewhere: shown whole, selected on focus, copied by its button. */
import { useRef } from 'react';
import { t } from '../lib/text';
import { Button } from './button';
import { toast } from './toast';

interface CopyTextProps {
  value: string;
  /** What it is, for screen readers. */
  label: string;
  /** What is said once it is copied. */
  done: string;
  /** Its button stays beside it on a phone too. */
  compact?: boolean;
}

export function CopyText({ value, label, done, compact = false }: CopyTextProps) {
  const field = useRef<HTMLInputElement>(null);
  const copy = () =>
    navigator.clipboard.writeText(value).then(
      () => toast(done),
      // A browser that does not let a page copy lets its person do it.
      () => field.current?.select(),
    );
  return (
    <>
      <input
        ref={field}
        readOnly
        value={value}
        aria-label={label}
        className={`input-box min-w-0 flex-1 ${compact ? 'basis-0' : 'basis-72'}`}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button
        onClick={() => void copy()}
        aria-label={`${t('Copy')}: ${label}`}
        className={compact ? '' : 'max-sm:flex-1'}
      >
        {t('Copy')}
      </Button>
    </>
  );
}
