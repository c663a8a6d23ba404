/** One customer team: who is in it and may do what, who is invited; the same for its admins and for the business. */
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { moment } from '../lib/format';
import { useSession, useViewer } from '../lib/session';
import {
  placeWords,
  useTakeBackFromTeam,
  useTeam,
  type Team,
  type TeamInvitation,
  type TeamMember,
} from '../lib/teams';
import { t, tn } from '../lib/text';
import { isReadOnly } from '../lib/view';
import { Button, IconButton } from './button';
import { FormError } from './form_error';
import { LoadScreen } from './load_screen';
import { Page } from './page';
import { Bar, Empty } from './states';

const dialogs = () => import('./team_dialogs');
const RenameDialog = lazy(async () => ({ default: (await dialogs()).RenameDialog }));
const InviteToTeamDialog = lazy(async () => ({ default: (await dialogs()).InviteToTeamDialog }));
const PlaceDialog = lazy(async () => ({ default: (await dialogs()).PlaceDialog }));
const LeaveDialog = lazy(async () => ({ default: (await dialogs()).LeaveDialog }));

const CARD = 'divide-y divide-line rounded-card border border-line bg-surface';
const ROW = 'flex flex-wrap items-center gap-x-4 gap-y-2 p-4 sm:flex-nowrap sm:px-5';

interface TeamScreenProps {
  team_id: string;
  base: string;
  /** Where a member's name leads the business. */
  memberPage?: ((member: TeamMember) => string) | undefined;
  /** What only the business sees of it. */
  children?: (team: Team) => ReactNode;
}

export function TeamScreen({ team_id, base, memberPage, children }: TeamScreenProps) {
  const team = useTeam(team_id);
  return (
    <LoadScreen
      query={team}
      title={t('Team')}
      back={{ href: base, label: t('Teams') }}
      failed={t('This team could not be loaded.')}
      skeleton={
        <div className="page-place max-w-5xl px-4 pt-8 sm:px-6 lg:px-10">
          <Bar className="mb-6 h-8 w-64" />
          <Bar className="h-56 rounded-card" />
        </div>
      }
    >
      {(data) => (
        <Loaded team={data} base={base} memberPage={memberPage}>
          {children?.(data)}
        </Loaded>
      )}
    </LoadScreen>
  );
}

type Asked = 'rename' | 'invite' | { member: TeamMember; what: 'place' | 'leave' };

interface LoadedProps extends Pick<TeamScreenProps, 'base' | 'memberPage'> {
  team: Team;
  children: ReactNode;
}

function Loaded({ team, base, memberPage, children }: LoadedProps) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const [, navigate] = useLocation();
  const viewer = useViewer();
  const close = () => setAsked(null);
  const mayChange = team.may_change && !isReadOnly();
  return (
    <Page
      title={team.name}
      back={{ href: base, label: t('Teams') }}
      below={<span className="numbers">{tn(team.members.length, '{n} member', '{n} members')}</span>}
      actions={
        mayChange && (
          <>
            <Button icon="edit" onClick={() => setAsked('rename')}>
              {t('Rename')}
            </Button>
            <Button look="primary" icon="plus" onClick={() => setAsked('invite')}>
              {t('Invite somebody')}
            </Button>
          </>
        )
      }
    >
      <div className="grid gap-6 [&>*]:min-w-0">
        {team.members.length === 0 ? (
          <Empty icon="user" title={t('Nobody is in this team yet')}>
            {t('Invite its first admin: they say who else is in it.')}
          </Empty>
        ) : (
          <ul className={CARD} aria-label={t('Members')}>
            {team.members.map((member) => (
              <MemberRow
                key={member.account_id}
                member={member}
                page={memberPage?.(member)}
                own={viewer?.account_id === member.account_id}
                mayChange={mayChange}
                onAsk={(what) => setAsked({ member, what })}
              />
            ))}
          </ul>
        )}
        {team.invitations.length > 0 && (
          <section aria-labelledby="invited">
            <h2 id="invited" className="mb-3 text-lead font-semibold">
              {t('Invited')}
            </h2>
            <ul className={CARD}>
              {team.invitations.map((one) => (
                <InvitationRow key={one.invitation_id} team_id={team.team_id} invitation={one} />
              ))}
            </ul>
          </section>
        )}
        <p className="max-w-prose text-small text-muted">
          {t(
            'Admins and assistants see everything that the members order. Members see their own, and what is shared with the team: Share on a listing does that.',
          )}
        </p>
        {children}
      </div>
      <Suspense fallback={null}>
        {asked === 'rename' && <RenameDialog team={team} onClose={close} />}
        {asked === 'invite' && <InviteToTeamDialog team={team} onClose={close} />}
        {typeof asked === 'object' && asked?.what === 'place' && (
          <PlaceDialog team={team} member={asked.member} onClose={close} />
        )}
        {typeof asked === 'object' && asked?.what === 'leave' && (
          <LeaveDialog
            team={team}
            member={asked.member}
            own={asked.member.account_id === viewer?.account_id}
            onGone={() =>
              asked.member.account_id === viewer?.account_id ? navigate(base, { replace: true }) : close()
            }
            onClose={close}
          />
        )}
      </Suspense>
    </Page>
  );
}

interface MemberRowProps {
  member: TeamMember;
  page: string | undefined;
  own: boolean;
  mayChange: boolean;
  onAsk: (what: 'place' | 'leave') => void;
}

function MemberRow({ member, page, own, mayChange, onAsk }: MemberRowProps) {
  const name = member.name || member.email;
  return (
    <li className={ROW}>
      <div className="min-w-0 flex-1 basis-full sm:basis-0">
        <p className="font-medium [overflow-wrap:anywhere]">
          {page ? (
            <Link href={page} className="hover:underline">
              {name}
            </Link>
          ) : (
            name
          )}
          {own && <span className="font-normal text-muted"> {t('(you)')}</span>}
        </p>
        {member.name && <p className="text-small text-muted [overflow-wrap:anywhere]">{member.email}</p>}
      </div>
      <span className="min-w-0 flex-1 text-muted sm:flex-none">{placeWords(member)}</span>
      {mayChange && (
        <IconButton icon="edit" label={t('Change what {name} may do', { name })} onClick={() => onAsk('place')} />
      )}
      {own && !isReadOnly() ? (
        <Button onClick={() => onAsk('leave')}>{t('Leave')}</Button>
      ) : (
        mayChange && (
          <IconButton icon="trash" label={t('Remove {name}', { name })} onClick={() => onAsk('leave')} />
        )
      )}
    </li>
  );
}

function InvitationRow({ team_id, invitation }: { team_id: string; invitation: TeamInvitation }) {
  const { business } = useSession();
  const back = useTakeBackFromTeam(team_id);
  return (
    <li>
      <div className={ROW}>
        <div className="min-w-0 flex-1">
          <p className="font-medium [overflow-wrap:anywhere]">{invitation.email}</p>
          <p className="numbers text-small text-muted">
            {t('{role} · open until {moment}', {
              role: placeWords(invitation),
              moment: moment(invitation.expires_at, business.time_zone),
            })}
          </p>
        </div>
        {!isReadOnly() && (
          <Button busy={back.isPending} onClick={() => back.mutate(invitation.invitation_id)}>
            {t('Take back')}
          </Button>
        )}
      </div>
      {back.error && (
        <div className="px-4 pb-4 sm:px-5">
          <FormError error={back.error} />
        </div>
      )}
    </li>
  );
}
