/** The section of photos: typed, or one of the names in use and of the common rooms. */
import { t } from '../../lib/text';
import { Field } from '../../ui/field';

interface SectionFieldProps {
  value: string;
  names: readonly string[];
  error?: string | null;
  onChange: (section: string) => void;
}

export function SectionField({ value, names, error = null, onChange }: SectionFieldProps) {
  return (
    <div className="grid gap-2.5">
      <Field
        label={t('Section')}
        optional
        maxLength={60}
        autoComplete="off"
        hint={t('The customer sees the photos of a section together, under its name.')}
        value={value}
        error={error}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
      <ul className="flex flex-wrap gap-2" aria-label={t('Sections to choose from')}>
        {names.map((name) => {
          const chosen = value.trim() === name;
          return (
            <li key={name} className="min-w-0">
              <button
                type="button"
                aria-pressed={chosen}
                onClick={() => onChange(chosen ? '' : name)}
                className={`min-h-9 max-w-full truncate rounded-full border px-3 text-small ${chosen ? 'border-accent bg-accent text-on-accent' : 'border-line hover:bg-sunken'}`}
              >
                {name}
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
