/** Locks or unlocks downloads against the payment rule: for the order, the customer, or everybody; the nearest wins. */
import { moment } from '../../lib/format';
import {
  deciding,
  LEVELS,
  useOverride,
  useOverrideHistory,
  type Level,
  type Override,
  type Overrides,
  type Scope,
} from '../../lib/overrides';
import { useSession } from '../../lib/session';
import { t } from '../../lib/text';
import { Dialog } from '../../ui/dialog';
import { FormError } from '../../ui/form_error';
import { Bar, Load } from '../../ui/states';
import { toast } from '../../ui/toast';

interface AccessDialogProps extends Scope {
  overrides: Overrides;
  customer: string;
  onClose: () => void;
}

const CHOICES: [Override, string][] = [
  [null, 'Not set'],
  ['locked', 'Locked'],
  ['unlocked', 'Unlocked'],
];

export default function AccessDialog({ overrides, customer, onClose, ...scope }: AccessDialogProps) {
  const { viewer } = useSession();
  const winner = deciding(overrides);
  const titles: Record<Level, string> = {
    order: t('This order'),
    customer: t('Every order of {customer}', { customer: customer || t('the customer') }),
    business: t('Every order of the business'),
  };
  return (
    <Dialog title={t('Lock or unlock downloads')} onClose={onClose} wide>
      <p className="mb-4 text-muted">
        {t(
          'Without a word of yours, downloads are locked while payment is required and something is due. The nearest level that is set wins, from the next look on; what is due stays as it is.',
        )}
      </p>
      <ul className="divide-y divide-line">
        {LEVELS.map((level) => (
          <li key={level} className="py-4 first:pt-0 last:pb-0">
            <LevelChoice
              level={level}
              title={titles[level]}
              override={overrides[level]}
              decides={winner === level}
              scope={scope}
              disabled={level !== 'order' && viewer?.role === 'photographer'}
            />
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

interface LevelChoiceProps {
  level: Level;
  title: string;
  override: Override;
  decides: boolean;
  scope: Scope;
  disabled: boolean;
}

function LevelChoice({ level, title, override, decides, scope, disabled }: LevelChoiceProps) {
  const saying = useOverride(level, scope);
  const shown = saying.isPending ? saying.variables : override;
  return (
    <div className="grid gap-2.5">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-48">
          <h3 className="font-semibold [overflow-wrap:anywhere]">{title}</h3>
          {decides && <p className="text-small text-muted">{t('This decides now.')}</p>}
        </div>
        <div
          role="radiogroup"
          aria-label={title}
          aria-busy={saying.isPending}
          className="flex overflow-hidden rounded-control border border-line max-sm:w-full"
        >
          {CHOICES.map(([value, word]) => (
            <label
              key={word}
              className="relative flex min-h-11 flex-1 cursor-pointer items-center justify-center px-3.5 text-small font-medium whitespace-nowrap not-first:border-l not-first:border-line has-checked:bg-soft has-checked:text-link has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-ring has-disabled:cursor-default has-disabled:opacity-60 md:min-h-10"
            >
              <input
                type="radio"
                name={`override-${level}`}
                className="absolute inset-0 cursor-[inherit] opacity-0"
                checked={shown === value}
                disabled={disabled || saying.isPending}
                onChange={() => saying.mutate(value, { onSuccess: () => toast(t('Saved. It holds at once.')) })}
              />
              {t(word)}
            </label>
          ))}
        </div>
      </div>
      {disabled && (
        <p className="text-small text-muted">{t('An owner or a manager decides this for more than one order.')}</p>
      )}
      <FormError error={saying.error} />
      {level === 'order' ? (
        <p className="text-small text-muted">{t('Who did it, and when, is in the order’s timeline.')}</p>
      ) : (
        <History level={level} scope={scope} />
      )}
    </div>
  );
}

function said(override: Override): string {
  if (override === null) return t('Taken back');
  return override === 'locked' ? t('Locked') : t('Unlocked');
}

function History({ level, scope }: { level: 'customer' | 'business'; scope: Scope }) {
  const { business } = useSession();
  const known = useOverrideHistory(level, scope);
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
