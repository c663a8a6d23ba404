/** What is asked about a customer team: its name, whom to invite, another place for a member, and taking one out. */
import { useState } from 'react';
import { textOf } from '../lib/form';
import {
  useInviteToTeam,
  useNewPlace,
  useNewTeam,
  useRemoveFromTeam,
  useRenameTeam,
  type Place,
  type Team,
  type TeamMember,
} from '../lib/teams';
import { t } from '../lib/text';
import { Button } from './button';
import { Dialog } from './dialog';
import { Field } from './field';
import { fieldError, FormError } from './form_error';
import { FormDialog } from './form_dialog';
import { PlaceFields } from './team_place';
import { toast } from './toast';

export function NewTeamDialog({ onMade, onClose }: { onMade: (team: Team) => void; onClose: () => void }) {
  const make = useNewTeam();
  return (
    <FormDialog
      title={t('New team')}
      button={t('Create the team')}
      sending={make}
      onSubmit={(form) => make.mutate(textOf(form, 'name').trim(), { onSuccess: onMade })}
      onClose={onClose}
    >
      <p className="text-muted">
        {t('A team sees shared listings and orders in one list. You say who is in it, and who may do what.')}
      </p>
      <Field
        label={t('Name')}
        name="name"
        maxLength={80}
        required
        placeholder={t('Coast Realty')}
        error={fieldError(make.error, 'name')}
      />
    </FormDialog>
  );
}

export function RenameDialog({ team, onClose }: { team: Team; onClose: () => void }) {
  const rename = useRenameTeam(team.team_id);
  return (
    <FormDialog
      title={t('Rename the team')}
      button={t('Save')}
      sending={rename}
      onSubmit={(form) => rename.mutate(textOf(form, 'name').trim(), { onSuccess: onClose })}
      onClose={onClose}
    >
      <Field
        label={t('Name')}
        name="name"
        maxLength={80}
        required
        defaultValue={team.name}
        error={fieldError(rename.error, 'name')}
      />
    </FormDialog>
  );
}

export function InviteToTeamDialog({ team, onClose }: { team: Team; onClose: () => void }) {
  const [place, setPlace] = useState<Place>({ role: 'member', rights: [] });
  const invite = useInviteToTeam(team.team_id);
  const send = (form: FormData) => {
    const email = textOf(form, 'email').trim();
    const done = () => {
      toast(t('The invitation to {email} is on its way.', { email }));
      onClose();
    };
    invite.mutate({ email, ...place }, { onSuccess: done });
  };
  return (
    <FormDialog
      title={t('Invite to {team}', { team: team.name })}
      button={t('Send the invitation')}
      sending={invite}
      onSubmit={send}
      onClose={onClose}
    >
      <p className="text-muted">
        {t('We mail a link that is good for 24 hours and only for this address. It opens nothing else.')}
      </p>
      <Field
        label={t('E-mail')}
        name="email"
        type="email"
        autoComplete="off"
        required
        error={fieldError(invite.error, 'email')}
      />
      <PlaceFields place={place} onChange={setPlace} />
    </FormDialog>
  );
}

interface MemberDialogProps {
  team: Team;
  member: TeamMember;
  onClose: () => void;
}

export function PlaceDialog({ team, member, onClose }: MemberDialogProps) {
  const [place, setPlace] = useState<Place>({ role: member.role, rights: member.rights });
  const change = useNewPlace(team.team_id);
  const name = member.name || member.email;
  const done = () => {
    toast(t('Saved. It holds for {name} from now on.', { name }));
    onClose();
  };
  return (
    <FormDialog
      title={name}
      button={t('Save')}
      sending={change}
      onSubmit={() => change.mutate({ account_id: member.account_id, ...place }, { onSuccess: done })}
      onClose={onClose}
    >
      <PlaceFields place={place} onChange={setPlace} />
    </FormDialog>
  );
}

interface LeaveDialogProps extends MemberDialogProps {
  /** Whether it is oneself who goes. */
  own: boolean;
  onGone: () => void;
}

export function LeaveDialog({ team, member, own, onGone, onClose }: LeaveDialogProps) {
  const remove = useRemoveFromTeam(team.team_id);
  const name = member.name || member.email;
  const last = team.members.length === 1;
  const done = () => {
    toast(own ? t('You left {team}.', { team: team.name }) : t('{name} is not in the team any more.', { name }));
    onGone();
  };
  return (
    <Dialog
      title={own ? t('Leave {team}?', { team: team.name }) : t('Remove {name}?', { name })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{own ? t('Stay') : t('Keep in the team')}</Button>
          <Button
            look="danger"
            busy={remove.isPending}
            onClick={() => remove.mutate(member.account_id, { onSuccess: done })}
          >
            {own ? t('Leave') : t('Remove')}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <p className="text-muted">
          {last
            ? t('Nobody else is in this team, so it ends.')
            : own
              ? t('You keep your own listings and orders. Neither you nor the team sees the others’ any more.')
              : t(
                  '{name} keeps their own listings and orders. Neither they nor the team see the others’ any more.',
                  {
                    name,
                  },
                )}
        </p>
        <FormError error={remove.error} />
      </div>
    </Dialog>
  );
}
