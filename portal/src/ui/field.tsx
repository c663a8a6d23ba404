/** One form field: label, control, hint, and the error in one clear sentence below it. */
import {
  useId,
  type ComponentProps,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
} from 'react';
import { t } from '../lib/text';
import { Icon } from './icon';

interface Around {
  label: string;
  hint?: string;
  error?: string | null;
  optional?: boolean;
  /** Keeps the label for screen readers only. */
  quiet?: boolean;
}

interface Wiring {
  id: string;
  'aria-invalid': boolean;
  'aria-describedby': string | undefined;
}

function Frame({
  label,
  hint,
  error,
  optional,
  quiet,
  children,
}: Around & { children: (wiring: Wiring) => ReactNode }) {
  const id = useId();
  const described = error ? `${id}-error` : hint ? `${id}-hint` : undefined;
  return (
    <div className="min-w-0">
      <label htmlFor={id} className={quiet ? 'sr-only' : 'mb-1.5 block font-medium'}>
        {label}
        {optional && <span className="font-normal text-muted"> {t('(optional)')}</span>}
      </label>
      {children({ id, 'aria-invalid': Boolean(error), 'aria-describedby': described })}
      {error ? (
        <p id={`${id}-error`} className="mt-1.5 flex gap-1.5 text-small text-bad">
          <Icon name="alert" className="mt-0.5 size-4" />
          {error}
        </p>
      ) : (
        hint && (
          <p id={`${id}-hint`} className="mt-1.5 text-small text-muted">
            {hint}
          </p>
        )
      )}
    </div>
  );
}

type Own<E> = Around & Omit<E, 'id'>;

export function Field({
  label,
  hint,
  error,
  optional,
  quiet,
  className = '',
  ...rest
}: Own<ComponentProps<'input'>>) {
  return (
    <Frame {...{ label, hint, error, optional, quiet }}>
      {(wiring) => <input {...rest} {...wiring} className={`input-box ${className}`} />}
    </Frame>
  );
}

export function TextArea({
  label,
  hint,
  error,
  optional,
  quiet,
  ...rest
}: Own<TextareaHTMLAttributes<HTMLTextAreaElement>>) {
  return (
    <Frame {...{ label, hint, error, optional, quiet }}>
      {(wiring) => <textarea rows={3} {...rest} {...wiring} className="input-box" />}
    </Frame>
  );
}

export function Select({
  label,
  hint,
  error,
  optional,
  quiet,
  children,
  ...rest
}: Own<SelectHTMLAttributes<HTMLSelectElement>>) {
  return (
    <Frame {...{ label, hint, error, optional, quiet }}>
      {(wiring) => (
        <span className="relative block">
          <select {...rest} {...wiring} className="input-box appearance-none pr-9 text-ellipsis">
            {children}
          </select>
          <Icon
            name="down"
            className="pointer-events-none absolute top-1/2 right-3 size-4 -translate-y-1/2 text-muted"
          />
        </span>
      )}
    </Frame>
  );
}

/** A switch with its consequence in words beside it. */
export function Switch({
  label,
  hint,
  checked,
  disabled,
  onChange,
}: Around & { checked: boolean; disabled?: boolean; onChange: (on: boolean) => void }) {
  const id = useId();
  return (
    <label className="flex items-start justify-between gap-4 py-1">
      <span>
        <span id={id} className="block font-medium">
          {label}
        </span>
        {hint && (
          <span id={`${id}-hint`} className="block text-small text-muted">
            {hint}
          </span>
        )}
      </span>
      <input
        type="checkbox"
        role="switch"
        className="peer sr-only"
        checked={checked}
        disabled={disabled}
        aria-labelledby={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span
        aria-hidden="true"
        className="relative mt-0.5 h-6 w-10 shrink-0 rounded-full bg-edge transition-colors peer-checked:bg-accent peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-ring peer-disabled:opacity-50 peer-checked:[&>i]:translate-x-4 peer-checked:[&>i]:bg-on-accent"
      >
        <i className="absolute top-1 left-1 size-4 rounded-full bg-white transition-transform" />
      </span>
    </label>
  );
}
