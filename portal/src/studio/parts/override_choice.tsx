/** Not set, locked or unlocked: staff's word at one level, and who said what when. */
import { moment } from '../../lib/format';
import type { Override, Said } from '../../lib/overrides';
import { useSession } from '../../lib/session';
import { t } from '../../lib/text';
import { Bar, Load, type LoadProps } from '../../ui/states';

const CHOICES: [Override, string][] = [
  [null, 'Not set'],
  ['locked', 'Locked'],
  ['unlocked', 'Unlocked'],
];

interface OverrideChoiceProps {
  title: string;
  /** Keeps the groups of one page apart. */
  name: string;
  shown: Override;
  busy: boolean;
  disabled: boolean;
  onSay: (override: Override) => void;
}

export function OverrideChoice({ title, name, shown, busy, disabled, onSay }: OverrideChoiceProps) {
  return (
    <div
      role="radiogroup"
      aria-label={title}
      aria-busy={busy}
      className="flex overflow-hidden rounded-control border border-line max-sm:w-full"
    >
      {CHOICES.map(([value, word]) => (
        <label
          key={word}
          className="relative flex min-h-11 flex-1 cursor-pointer items-center justify-center px-3.5 text-small font-medium whitespace-nowrap not-first:border-l not-first:border-line has-checked:bg-soft has-checked:text-link has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-ring has-disabled:cursor-default has-disabled:opacity-60 md:min-h-10"
        >
          <input
            type="radio"
            name={`override-${name}`}
            className="absolute inset-0 cursor-[inherit] opacity-0"
            checked={shown === value}
            disabled={disabled || busy}
            onChange={() => onSay(value)}
          />
          {t(word)}
        </label>
      ))}
    </div>
  );
}

function said(override: Override): string {
  if (override === null) return t('Taken back');
  return override === 'locked' ? t('Locked') : t('Unlocked');
}

export function OverrideHistory({ known }: { known: LoadProps<Said>['query'] }) {
  const { business } = useSession();
  return (
    <Load query={known} failed={t('The history could not be loaded.')} skeleton={<Bar className="h-5 w-60" />}>
      {({ history }) =>
        history.length === 0 ? (
          <p className="text-small text-muted">{t('Never set.')}</p>
        ) : (
          <ul className="numbers grid max-h-24 gap-0.5 overflow-y-auto text-small text-muted">
            {history.map((line) => (
              <li key={line.at}>
                {[said(line.override), moment(line.at, business.time_zone), line.by].filter(Boolean).join(' · ')}
              </li>
            ))}
          </ul>
        )
      }
    </Load>
  );
}
