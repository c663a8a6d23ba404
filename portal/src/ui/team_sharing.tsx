/** A listing's switches of its agent's teams: on, and every member sees it with its orders (product 2.8). */
import type { Gallery } from '../lib/api';
import { useShareWithTeam, useTeams } from '../lib/teams';
import { t } from '../lib/text';
import { Switch } from './field';
import { FormError } from './form_error';
import { Bar, Load } from './states';

interface TeamSharingProps {
  listing_id: string;
  teams: Gallery['teams'];
}

export function TeamSharing({ listing_id, teams }: TeamSharingProps) {
  const known = useTeams();
  const share = useShareWithTeam(listing_id);
  const turning = share.isPending ? share.variables : null;
  return (
    <section aria-labelledby="team-sharing" className="mb-6">
      <h3 id="team-sharing" className="mb-1 font-semibold">
        {t('With your team')}
      </h3>
      <Load query={known} failed={t('The teams could not be loaded.')} skeleton={<Bar className="h-11" />}>
        {({ teams: rows }) =>
          teams.map(({ team_id, shared }) => (
            <Switch
              key={team_id}
              label={rows.find((row) => row.team_id === team_id)?.name ?? t('Team')}
              hint={t('Every member sees the listing and its orders, and downloads what is open.')}
              checked={turning?.team_id === team_id ? turning.shared : shared}
              disabled={share.isPending}
              onChange={(on) => share.mutate({ team_id, shared: on })}
            />
          ))
        }
      </Load>
      <FormError error={share.error} />
    </section>
  );
}
