/** The customer teams that one is in; in the studio, all of the business's. */
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { teamRole, useTeams, type TeamRow } from '../lib/teams';
import { t, tn } from '../lib/text';
import { isReadOnly } from '../lib/view';
import { Button } from './button';
import { Icon } from './icon';
import { Page } from './page';
import { Bar, Empty, Load } from './states';

const NewTeamDialog = lazy(async () => ({ default: (await import('./team_dialogs')).NewTeamDialog }));

interface TeamsScreenProps {
  title: string;
  /** Where a team's page is, before its id. */
  base: string;
  mayCreate: boolean;
  /** What is said while there is none. */
  empty: ReactNode;
}

export function TeamsScreen({ title, base, mayCreate, empty }: TeamsScreenProps) {
  const [creating, setCreating] = useState(false);
  const [cursors, setCursors] = useState<string[]>([]);
  const [, navigate] = useLocation();
  const teams = useTeams(cursors.at(-1));
  const create = mayCreate && !isReadOnly() && (
    <Button look="primary" icon="plus" onClick={() => setCreating(true)}>
      {t('New team')}
    </Button>
  );
  return (
    <Page title={title} width="narrow" actions={teams.data?.teams.length ? create : null}>
      <Load
        query={teams}
        failed={t('The teams could not be loaded.')}
        skeleton={<Bar className="h-40 rounded-card" />}
      >
        {(page) =>
          page.teams.length === 0 && cursors.length === 0 ? (
            <Empty icon="user" title={t('No team yet')} action={create || undefined}>
              {empty}
            </Empty>
          ) : (
            <>
              <ul className="divide-y divide-line overflow-hidden rounded-card border border-line bg-surface">
                {page.teams.map((team) => (
                  <Row key={team.team_id} team={team} base={base} />
                ))}
              </ul>
              <nav aria-label={t('Pages')} className="mt-4 flex justify-between gap-3 empty:hidden">
                {cursors.length > 0 && (
                  <Button icon="back" onClick={() => setCursors(cursors.slice(0, -1))}>
                    {t('Previous')}
                  </Button>
                )}
                {page.next_cursor && (
                  <Button className="ml-auto" onClick={() => setCursors([...cursors, page.next_cursor ?? ''])}>
                    {t('Next')}
                    <Icon name="next" className="size-4" />
                  </Button>
                )}
              </nav>
            </>
          )
        }
      </Load>
      <Suspense fallback={null}>
        {creating && (
          <NewTeamDialog
            onMade={({ team_id }) => navigate(`${base}/${team_id}`)}
            onClose={() => setCreating(false)}
          />
        )}
      </Suspense>
    </Page>
  );
}

function Row({ team, base }: { team: TeamRow; base: string }) {
  const members = tn(team.member_count, '{n} member', '{n} members');
  return (
    <li className="relative flex items-center gap-4 px-5 py-4 hover:bg-sunken">
      <div className="min-w-0 flex-1">
        <Link
          href={`${base}/${team.team_id}`}
          className="font-medium [overflow-wrap:anywhere] after:absolute after:inset-0"
        >
          {team.name}
        </Link>
        <p className="numbers text-small text-muted">
          {team.role ? t('{members} · you: {role}', { members, role: teamRole(team.role) }) : members}
        </p>
      </div>
      <Icon name="next" className="size-4 text-muted" />
    </li>
  );
}
