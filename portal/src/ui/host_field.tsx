/** The name of a host before its domain; under it stands what the server says of it while it is typed. */
import { nameOf, type Verdict } from '../lib/host_name';
import { t } from '../lib/text';
import { Field } from './field';

interface HostFieldProps {
  label: string;
  domain: string;
  value: string;
  onTyped: (name: string) => void;
  verdict: Verdict | undefined;
  /** What went wrong when it was sent, or while it was checked. */
  error?: string | undefined;
}

export function HostField({ label, domain, value, onTyped, verdict, error }: HostFieldProps) {
  const host = `${value}.${domain}`;
  const refused = error ?? (verdict && !verdict.is_free ? verdict.sentence : undefined);
  const said = verdict?.is_free ? verdict.sentence || t('{host} is free.', { host }) : '';
  return (
    <div>
      <Field
        label={label}
        name="label"
        required
        value={value}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        inputMode="url"
        maxLength={63}
        hint={said || (value ? host : t('For example harbor.{domain}', { domain }))}
        error={refused}
        onInput={({ currentTarget }) => {
          const name = nameOf(currentTarget.value);
          if (name !== currentTarget.value) currentTarget.value = name;
          onTyped(name);
        }}
      />
      <p role="status" className="sr-only">
        {refused ?? said}
      </p>
    </div>
  );
}
