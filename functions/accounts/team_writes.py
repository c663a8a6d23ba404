"""What changes when customer teams come to be and people join or leave them: pure values with their conditions.

What holds is on the accounts: each member's names the team, the role, and the customer records of all members. Every
request reads it with the session, so joining and leaving hold at the next request, in one step for everybody (ADR 0063).
"""

from datetime import datetime

from accounts.invitation import TeamInvitation
from accounts.team import Member, Team
from accounts.team_override import Override
from latchkey import keys
from latchkey.clock import rfc3339
from latchkey.conditions import absent, at_version, present
from latchkey.errors import ConflictError, LatchkeyError
from latchkey.ids import new_id
from latchkey.writes import Delete, Item, Put, Update, Write


def created(team: Team) -> list[Write]:
    """A new team with whoever is in it."""
    place = team.business_id, team.team_id
    facts = {"schema": 1, "business_id": team.business_id, "team_id": team.team_id, "created_at": team.created_at}
    head = {**facts, **_shown(team), "version": team.version}
    return [
        Put("people", keys.team(*place), head, absent()),
        Put("people", keys.team_row(*place), {**facts, **_shown(team)}, absent()),
        *(_row(team, member) for member in team.members),
        *_told(team),
    ]


def renamed(before: Team, after: Team) -> list[Write]:
    """Another name; nobody's rights change."""
    return _head(before, after)


def joined(before: Team, after: Team, member: Member, invitation: TeamInvitation) -> list[Write]:
    """A member more, on the roster and on everybody's account; the invitation is used up."""
    return [invitation_over(invitation), *_head(before, after), _row(after, member), *_told(after)]


def changed(before: Team, after: Team, member: Member) -> list[Write]:
    """Another role or other rights for one member, from the next request on."""
    return [*_head(before, after), _row(after, member), _told_one(after, member)]


def left(before: Team, after: Team, member: Member) -> list[Write]:
    """A member less: at the next request neither sees anything of the other any more. The last one ends the team."""
    place = before.business_id, before.team_id
    gone: list[Write] = [
        Delete("people", keys.team_member(*place, member.account_id), present(), _changed),
        Update(
            "people", keys.account(before.business_id, member.account_id), remove=(before.team_id,), condition=present()
        ),
    ]
    if after.members:
        return [*gone, *_head(before, after), *_told(after)]
    return [*gone, *_ended(before)]


def invited(invitation: TeamInvitation) -> Put:
    """The invitation is open."""
    return Put("people", invitation.key, invitation.item())


def invitation_over(invitation: TeamInvitation) -> Delete:
    """It was taken, replaced or taken back: of two who do it at once one wins."""
    return Delete("people", invitation.key, present(), lambda _: over())


def over() -> LatchkeyError:
    """The one answer to an invitation that is used, taken back, too old or never was."""
    return ConflictError("This invitation is not open any more. Please ask for a new one.")


def override_line(team: Team, override: Override | None, *, by: str, now: datetime) -> Put:
    """Who overrode the lock rule for the team, and when."""
    at = rfc3339(now)
    key = keys.team_override_line(team.business_id, team.team_id, at, new_id("his", now)[-8:])
    return Put("people", key, {"schema": 1, "at": at, "override": override, "by": by or None})


def member_named(business_id: str, team_id: str, account_id: str, name: str) -> Update:
    """The member calls themselves otherwise now."""
    return Update("people", keys.team_member(business_id, team_id, account_id), {"name": name}, condition=present())


def place_on_roster(team: Team, member: Member) -> Put:
    """The member's row alone, beside a change that tells the accounts."""
    return _row(team, member)


# ---------------------------------------------------------------------------------------------------------------------
def _shown(team: Team) -> Item:
    return {"name": team.name, "member_count": len(team.members)}


def _head(before: Team, after: Team) -> list[Write]:
    """The team moves on by one version, so that every roster was decided on the one before it."""
    place = before.business_id, before.team_id
    moved = Update("people", keys.team(*place), _shown(after), {"version": 1}, (), at_version(before.version), _changed)
    return [moved, Update("people", keys.team_row(*place), _shown(after), condition=present())]


def _ended(team: Team) -> list[Write]:
    place = team.business_id, team.team_id
    return [
        Delete("people", keys.team(*place), at_version(team.version), _changed),
        Delete("people", keys.team_row(*place)),
        *(Delete("people", one.key) for one in team.invitations),
    ]


def _row(team: Team, member: Member) -> Put:
    return Put("people", keys.team_member(team.business_id, team.team_id, member.account_id), member.item())


def _told(team: Team) -> list[Write]:
    return [_told_one(team, one) for one in team.members]


def _told_one(team: Team, member: Member) -> Update:
    """What the member's next request knows of the team."""
    known = {"role": member.role, "rights": list(member.rights), "customers": team.customers}
    return Update(
        "people", keys.account(team.business_id, member.account_id), {team.team_id: known}, condition=present()
    )


def _changed(_: Item | None) -> LatchkeyError:
    return ConflictError("Somebody else changed this team at the same moment. Please look again.")
