/** Settings: who works in the studio, in which role; owners invite, change and remove (product 2.9). */
import { useState } from 'react';
import { moment } from '../lib/format';
import { useSession, useViewer } from '../lib/session';
import { roleRights, roleWord, ROLES, useNewRole, useStaff, useTakeBack } from '../lib/staff';
import type { Invitation, Member, Role, Staff } from '../lib/staff';
import { t } from '../lib/text';
import { Button, IconButton } from '../ui/button';
import { Select } from '../ui/field';
import { FormError } from '../ui/form_error';
import { Bar, Load } from '../ui/states';
import { toast } from '../ui/toast';
import { InviteDialog } from './parts/invite_dialog';
import { RemoveDialog } from './parts/remove_dialog';
import { SettingsPage } from './parts/settings_page';

export default function StaffSettings() {
  const staff = useStaff();
  return (
    <SettingsPage title={t('Staff')} below={t('Everybody who works in the studio with you.')}>
      <Load
        query={staff}
        failed={t('The staff could not be loaded.')}
        skeleton={<Bar className="h-56 max-w-3xl rounded-card" />}
      >
        {(found) => <Roster staff={found} />}
      </Load>
    </SettingsPage>
  );
}

const CARD = 'divide-y divide-line rounded-card border border-line bg-surface';
const ROW = 'flex flex-wrap items-center gap-x-4 gap-y-2 p-4 sm:flex-nowrap sm:px-5';

function Roster({ staff }: { staff: Staff }) {
  const [inviting, setInviting] = useState(false);
  const [removing, setRemoving] = useState<Member | null>(null);
  return (
    <div className="grid max-w-3xl gap-6">
      {staff.may_change ? (
        <div>
          <Button look="primary" icon="plus" onClick={() => setInviting(true)}>
            {t('Invite somebody')}
          </Button>
        </div>
      ) : (
        <p className="rounded-control bg-sunken px-3 py-2 text-small">
          {t('Only an owner can invite, change or remove staff.')}
        </p>
      )}
      <ul className={CARD} aria-label={t('Staff')}>
        {staff.members.map((member) => (
          <MemberRow
            key={member.account_id}
            member={member}
            mayChange={staff.may_change}
            onRemove={() => setRemoving(member)}
          />
        ))}
      </ul>
      {staff.invitations.length > 0 && (
        <section aria-label={t('Invited')}>
          <h2 className="mb-3 text-lead font-semibold">{t('Invited')}</h2>
          <ul className={CARD}>
            {staff.invitations.map((invitation) => (
              <InvitationRow key={invitation.invitation_id} invitation={invitation} mayChange={staff.may_change} />
            ))}
          </ul>
        </section>
      )}
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
      {removing && <RemoveDialog member={removing} onClose={() => setRemoving(null)} />}
    </div>
  );
}

interface MemberRowProps {
  member: Member;
  mayChange: boolean;
  onRemove: () => void;
}

function MemberRow({ member, mayChange, onRemove }: MemberRowProps) {
  const viewer = useViewer();
  const change = useNewRole();
  const name = member.name || member.email;
  const turn = (role: Role) =>
    change.mutate(
      { account_id: member.account_id, role },
      { onSuccess: () => toast(t('{name}: {role} from now on.', { name, role: roleWord(role) })) },
    );
  return (
    <li>
      <div className={ROW}>
        <div className="min-w-0 flex-1 basis-full sm:basis-0">
          <p className="font-medium [overflow-wrap:anywhere]">
            {name}
            {viewer?.account_id === member.account_id && (
              <span className="font-normal text-muted"> {t('(you)')}</span>
            )}
          </p>
          {member.name && <p className="text-small text-muted [overflow-wrap:anywhere]">{member.email}</p>}
        </div>
        {mayChange ? (
          <>
            <div className="min-w-44 flex-1 sm:flex-none">
              <Select
                quiet
                label={t('Role of {name}', { name })}
                value={change.isPending ? change.variables.role : member.role}
                disabled={change.isPending}
                onChange={(event) => turn(event.currentTarget.value as Role)}
              >
                {ROLES.map((role) => (
                  <option key={role} value={role}>
                    {roleWord(role)}
                  </option>
                ))}
              </Select>
            </div>
            <IconButton icon="trash" label={t('Remove {name}', { name })} onClick={onRemove} />
          </>
        ) : (
          <span className="text-muted" title={roleRights(member.role)}>
            {roleWord(member.role)}
          </span>
        )}
      </div>
      {change.error && (
        <div className="px-4 pb-4 sm:px-5">
          <FormError error={change.error} />
        </div>
      )}
    </li>
  );
}

function InvitationRow({ invitation, mayChange }: { invitation: Invitation; mayChange: boolean }) {
  const { business } = useSession();
  const back = useTakeBack();
  return (
    <li>
      <div className={ROW}>
        <div className="min-w-0 flex-1">
          <p className="font-medium [overflow-wrap:anywhere]">{invitation.email}</p>
          <p className="numbers text-small text-muted">
            {t('{role} · open until {moment}', {
              role: roleWord(invitation.role),
              moment: moment(invitation.expires_at, business.time_zone),
            })}
          </p>
        </div>
        {mayChange && (
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
