/** The page behind a mailed invitation to a customer team: it says what joining shares, and its button joins (product 2.8). */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useLocation, useParams } from 'wouter';
import { ask, POST, type Answer } from '../lib/api';
import { useSession, useSignOut } from '../lib/session';
import { placeWords, useJoinTeam } from '../lib/teams';
import { t } from '../lib/text';
import { AuthCard } from '../ui/auth_card';
import { Button, LinkButton } from '../ui/button';
import { FormError } from '../ui/form_error';
import { Invitation } from '../ui/invitation';
import { toast } from '../ui/toast';

type Invited = Answer<'/api/team-invitations/opening', 'post'>;

export default function TeamJoin() {
  const { token = '' } = useParams();
  const opening = useQuery({
    queryKey: ['team-invitation', token],
    queryFn: () => ask(POST('/api/team-invitations/opening', { body: { token } })),
    staleTime: Infinity,
  });
  return (
    <Invitation opening={opening} away={{ href: '/', words: t('To your listings') }}>
      {(invited) => <Welcome token={token} invited={invited} />}
    </Invitation>
  );
}

function Welcome({ token, invited }: { token: string; invited: Invited }) {
  const { viewer } = useSession();
  return (
    <AuthCard
      title={t('Join {team}', { team: invited.team_name })}
      intro={t('{by} invites you to the team. You would be in it as: {place}.', {
        by: invited.invited_by,
        place: placeWords(invited),
      })}
      below={t('The invitation was sent to {email}.', { email: invited.email })}
    >
      <p className="mb-6 rounded-control bg-sunken px-3 py-2 text-small">
        {t(
          'The admins and assistants of the team will see your listings and orders. Other members see what you share. You can leave at any time.',
        )}
      </p>
      {!viewer ? (
        <Entrance token={token} />
      ) : viewer.kind === 'customer' && viewer.email === invited.email ? (
        <JoinButton token={token} />
      ) : (
        <OtherAddress email={viewer.email} />
      )}
    </AuthCard>
  );
}

/** Whoever proves the invited address may join: by its password, or by the code of a new account. */
function Entrance({ token }: { token: string }): ReactNode {
  const next = `?next=${encodeURIComponent(`/teams/join/${token}`)}`;
  return (
    <div className="grid gap-3">
      <LinkButton href={`/sign-in${next}`} look="primary">
        {t('Sign in')}
      </LinkButton>
      <LinkButton href={`/sign-up${next}`}>{t('Create an account')}</LinkButton>
    </div>
  );
}

function JoinButton({ token }: { token: string }) {
  const join = useJoinTeam();
  const [, navigate] = useLocation();
  const go = () =>
    join.mutate(token, {
      onSuccess: (team) => {
        toast(t('You are in {team} now.', { team: team.name }));
        navigate(`/teams/${team.team_id}`, { replace: true });
      },
    });
  return (
    <div className="grid gap-4">
      <FormError error={join.error} />
      <Button look="primary" busy={join.isPending} onClick={go}>
        {t('Join the team')}
      </Button>
    </div>
  );
}

function OtherAddress({ email }: { email: string }) {
  const signOut = useSignOut();
  return (
    <div className="grid gap-4">
      <p>{t('You are signed in as {email}. Sign out, and come back with the invited address.', { email })}</p>
      <Button onClick={() => void signOut().catch((error: unknown) => toast(String(error)))}>
        {t('Sign out')}
      </Button>
    </div>
  );
}
