/** Locks or unlocks everything of a customer team against the payment rule (product 5). */
import { useViewer } from '../../lib/session';
import { useTeamOverride, useTeamOverriding } from '../../lib/team_override';
import { t } from '../../lib/text';
import { FormError } from '../../ui/form_error';
import { Card } from '../../ui/page';
import { toast } from '../../ui/toast';
import { OverrideChoice, OverrideHistory } from './override_choice';

export function TeamAccess({ team_id }: { team_id: string }) {
  const viewer = useViewer();
  const known = useTeamOverride(team_id);
  const saying = useTeamOverriding(team_id);
  const photographer = viewer?.role === 'photographer';
  return (
    <Card title={t('Downloads of the team')}>
      <div className="grid gap-3">
        <p className="text-muted">
          {t('Holds for every order of its members, unless the order or the customer says otherwise.')}
        </p>
        <OverrideChoice
          title={t('Downloads of the team')}
          name="team"
          shown={saying.isPending ? saying.variables : (known.data?.override ?? null)}
          busy={saying.isPending}
          disabled={photographer || !known.data}
          onSay={(override) => saying.mutate(override, { onSuccess: () => toast(t('Saved. It holds at once.')) })}
        />
        {photographer && (
          <p className="text-small text-muted">
            {t('An owner or a manager decides this for more than one order.')}
          </p>
        )}
        <FormError error={saying.error} />
        <OverrideHistory known={known} />
      </div>
    </Card>
  );
}
