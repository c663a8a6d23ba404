/** Locks or unlocks downloads against the payment rule: for the order, the customer, or everybody; the nearest wins. */
import { Link } from 'wouter';
import {
  deciding,
  useOverride,
  useOverrideHistory,
  type Override,
  type Overrides,
  type Scope,
} from '../../lib/overrides';
import { useSession } from '../../lib/session';
import { t } from '../../lib/text';
import { Dialog } from '../../ui/dialog';
import { FormError } from '../../ui/form_error';
import { toast } from '../../ui/toast';
import { OverrideChoice, OverrideHistory } from './override_choice';

/** A team's word is said on its own page. */
const SAID_HERE = ['order', 'customer', 'business'] as const;
type SaidHere = (typeof SAID_HERE)[number];

interface AccessDialogProps extends Scope {
  overrides: Overrides;
  customer: string;
  onClose: () => void;
}

export default function AccessDialog({ overrides, customer, onClose, ...scope }: AccessDialogProps) {
  const { viewer } = useSession();
  const winner = deciding(overrides);
  const titles: Record<SaidHere, string> = {
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
        {SAID_HERE.map((level) => (
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
        {overrides.team && (
          <li className="py-4 last:pb-0">
            <p>
              {overrides.team === 'locked'
                ? t('The customer’s team is locked.')
                : t('The customer’s team is unlocked.')}{' '}
              <Link href="/studio/teams" className="font-medium text-link hover:underline">
                {t('To the customer teams')}
              </Link>
            </p>
            {winner === 'team' && <p className="text-small text-muted">{t('This decides now.')}</p>}
          </li>
        )}
      </ul>
    </Dialog>
  );
}

interface LevelChoiceProps {
  level: SaidHere;
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
        <OverrideChoice
          title={title}
          name={level}
          shown={shown}
          busy={saying.isPending}
          disabled={disabled}
          onSay={(value) => saying.mutate(value, { onSuccess: () => toast(t('Saved. It holds at once.')) })}
        />
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

function History({ level, scope }: { level: 'customer' | 'business'; scope: Scope }) {
  return <OverrideHistory known={useOverrideHistory(level, scope)} />;
}
