"""What people do with customer teams: found one, invite, join, give roles and rights, leave (product 2.8).

Which team somebody may ask about comes from the session: who is not in it, and is no staff, finds none (product 2.7).
"""

from dataclasses import replace

from accounts import team_store, team_writes, writes
from accounts.address import canonical
from accounts.invitation import TeamInvitation
from accounts.team import MOST_INVITATIONS, MOST_TEAMS, Member, Team
from accounts.team_answers import (
    AgentOut,
    AgentsOut,
    PlaceIn,
    TeamIn,
    TeamInvitationIn,
    TeamInvitationOut,
    TeamInvitedOut,
    TeamMemberOut,
    TeamOut,
    TeamRowOut,
    TeamsOut,
    member_out,
    team_invitation_out,
    team_out,
)
from accounts.team_override import of_team, with_team
from accounts.tries import CODES
from latchkey import limits
from latchkey.clock import rfc3339
from latchkey.cursor import opened, sealed
from latchkey.errors import ConflictError, ForbiddenError, NotFoundError
from latchkey.http import Caller
from latchkey.ids import is_id, new_id, new_secret
from latchkey.observability import count
from latchkey.outbox import outgoing
from latchkey.tables import commit, read_many
from latchkey.viewer import Right, TeamRole
from latchkey.writes import Item, Write
from mail import messages


def list_teams(caller: Caller, cursor: str, customer_id: str) -> TeamsOut:
    """One's own teams; staff see the business's, a page at a time, or those that one customer is in."""
    viewer = caller.viewer
    viewer.must_be_signed_in()
    if customer_id:
        viewer.must_be_staff()
        rows = team_store.of_customer(caller.business_id, customer_id) if is_id("cus", customer_id) else []
        return TeamsOut(teams=[_row(caller, row) for row in rows], next_cursor=None)
    if not viewer.is_staff:
        rows = team_store.heads(caller.business_id, viewer.teams)
        return TeamsOut(teams=[_row(caller, row) for row in rows], next_cursor=None)
    scope = f"teams|{caller.business_id}|{viewer.account_id}"
    page = team_store.page_of_teams(caller.business_id, opened(cursor, scope))
    return TeamsOut(teams=[_row(caller, row) for row in page.items], next_cursor=sealed(page.next_key, scope))


def create(caller: Caller, body: TeamIn) -> TeamOut:
    """A new team, of which the customer who asks is the first admin; staff found one that they invite people to."""
    viewer = caller.viewer
    viewer.must_be_signed_in()
    if viewer.is_staff:
        _must_be_in_the_office(caller)
    _must_have_room_for_a_team(caller)
    first = () if viewer.is_staff else (_member(caller, "admin", ()),)
    team = Team(caller.business_id, new_id("tem", caller.now), body.name, rfc3339(caller.now), members=first)
    commit(team_writes.created(team))
    count("TeamsCreated")
    return team_out(team, [], may_change=True)


def read_team(caller: Caller, team_id: str) -> TeamOut:
    """The team with its members; who is invited is for those who may change it."""
    return _out(caller, _seen(caller, team_id))


def rename(caller: Caller, team_id: str, body: TeamIn) -> TeamOut:
    """Another name. Admin or staff."""
    team = _managed(caller, team_id)
    after = replace(team, name=body.name, version=team.version + 1)
    commit(team_writes.renamed(team, after))
    return _out(caller, after)


def invite(caller: Caller, team_id: str, body: TeamInvitationIn) -> TeamInvitationOut:
    """Mails an invitation; an older one to the same address is over. Admin or staff. Says nothing about accounts.

    Raises InvalidError for an address, ConflictError for a member's or when too many are open, LimitedError.
    """
    team = _managed(caller, team_id)
    address = canonical(body.email)
    counted = limits.counters(CODES, caller.business_id, address, caller.source_ip, caller.now)
    limits.must_have_room(counted, read_many([("people", one.key) for one in counted]))
    if any(one.email == address for one in team.members):
        raise ConflictError("This address belongs to a member of the team already.")
    waiting = [one for one in team.invitations if one.is_open(caller.now) and one.email != address]
    if len(waiting) >= MOST_INVITATIONS:
        raise ConflictError(f"{MOST_INVITATIONS} invitations are open already. Take one back first.")
    secret, rights = new_secret(), _rights(body)
    place = caller.business_id, team_id, new_id("inv", caller.now)
    by = caller.business["name"] if caller.viewer.is_staff else caller.viewer.name or caller.viewer.email
    invitation = TeamInvitation.to(*place, address, body.role, rights, secret, by=by, now=caller.now)
    before = [team_writes.invitation_over(one) for one in team.invitations if one.email == address]
    spent = [one.spent() for one in counted]
    commit([*spent, *before, team_writes.invited(invitation), _mail(caller, team, invitation, secret)])
    count("TeamMembersInvited")
    return team_invitation_out(invitation)


def take_back(caller: Caller, team_id: str, invitation_id: str) -> None:
    """The invitation opens nothing any more. Admin or staff. Raises NotFoundError, ConflictError when it was just taken."""
    team = _managed(caller, team_id)
    found = next((one for one in team.invitations if one.invitation_id == invitation_id), None)
    if found is None:
        raise NotFoundError
    commit([team_writes.invitation_over(found)])


def change(caller: Caller, team_id: str, account_id: str, body: PlaceIn) -> TeamMemberOut:
    """Another role, or other rights of an assistant, from the next request on. Admin or staff; one admin stays."""
    team = _managed(caller, team_id)
    after = team.with_role(account_id, body.role, _rights(body))
    member = after.member(account_id)
    if member is None:
        raise NotFoundError
    if after != team:
        commit(team_writes.changed(team, after, member))
        count("TeamsChanged")
    return member_out(member)


def remove(caller: Caller, team_id: str, account_id: str) -> None:
    """The member is out at the next request: an admin or staff take anybody out, everybody may leave; one admin stays."""
    team = _seen(caller, team_id)
    if account_id != caller.viewer.account_id:
        _must_manage(caller, team_id)
    member = team.member(account_id)
    if member is None:
        raise NotFoundError
    after = team.without(account_id)
    commit([*team_writes.left(team, after, member), *_still_overridden(caller, after)])
    count("TeamsChanged")


def open_invitation(caller: Caller, token: str) -> TeamInvitedOut:
    """What the holder of a mailed link is asked to join. Opening uses nothing up (mail scanners open links)."""
    team, invitation = _opened(caller, token)
    return TeamInvitedOut(
        team_id=team.team_id,
        team_name=team.name,
        email=invitation.email,
        role=invitation.role,
        rights=list(invitation.rights),
        invited_by=invitation.invited_by,
    )


def join(caller: Caller, token: str) -> TeamOut:
    """The customer whose proven address was invited is in the team from now on; the invitation is used up.

    Raises ConflictError when it is not open any more, was sent to another address, or there is no room.
    """
    viewer = caller.viewer
    viewer.must_be_signed_in()
    team, invitation = _opened(caller, token)
    # The session's address was proven by a code; the link alone proves nothing (product 2.6).
    if not viewer.is_customer or viewer.email != invitation.email:
        raise ConflictError(f"This invitation was sent to {invitation.email}. Please sign in with that address.")
    _must_have_room_for_a_team(caller)
    member = _member(caller, invitation.role, invitation.rights)
    after = team.with_member(member)
    commit([*team_writes.joined(team, after, member, invitation), *_still_overridden(caller, after)])
    count("TeamsJoined")
    return team_out(after, [], may_change=False)


def list_agents(caller: Caller) -> AgentsOut:
    """Whose things one may see through teams, by name: to filter lists by, and to order for."""
    viewer = caller.viewer
    viewer.must_be_signed_in()
    others = sorted({one for team in viewer.teams.values() for one in team.customers} - {viewer.customer_id})
    found = team_store.customers(caller.business_id, others)
    agents = [
        AgentOut(
            customer_id=one.customer_id,
            name=one.name or "",
            email=one.email,
            may_book="book" in (viewer.rights_over(one.customer_id) or ()),
        )
        for one in found
    ]
    return AgentsOut(agents=sorted(agents, key=lambda one: (one.name or one.email).casefold()))


# ---------------------------------------------------------------------------------------------------------------------
def _seen(caller: Caller, team_id: str) -> Team:
    viewer = caller.viewer
    viewer.must_be_signed_in()
    known = is_id("tem", team_id) and (viewer.is_staff or team_id in viewer.teams)
    team = team_store.team(caller.business_id, team_id) if known else None
    if team is None:
        raise NotFoundError
    return team


def _managed(caller: Caller, team_id: str) -> Team:
    team = _seen(caller, team_id)
    _must_manage(caller, team_id)
    return team


def _may_change(caller: Caller, team_id: str) -> bool:
    viewer = caller.viewer
    if viewer.is_staff:
        return viewer.role != "photographer"
    return team_id in viewer.teams and viewer.teams[team_id].role == "admin"


def _must_manage(caller: Caller, team_id: str) -> None:
    if caller.viewer.is_staff:
        _must_be_in_the_office(caller)
    elif not _may_change(caller, team_id):
        raise ForbiddenError("Only an admin of the team can change this.")


def _must_be_in_the_office(caller: Caller) -> None:
    if caller.viewer.role == "photographer":
        raise ForbiddenError("Only an owner or a manager can change a customer team.")


def _must_have_room_for_a_team(caller: Caller) -> None:
    if len(caller.viewer.teams) >= MOST_TEAMS:
        raise ConflictError(f"You are in {MOST_TEAMS} teams already. Leave one first.")


def _member(caller: Caller, role: TeamRole, rights: tuple[Right, ...]) -> Member:
    viewer = caller.viewer
    person = viewer.account_id, viewer.customer_id, viewer.email, viewer.name
    return Member(*person, role, rights, rfc3339(caller.now))


def _still_overridden(caller: Caller, team: Team) -> list[Write]:
    """Staff's word about the team names its customers: it follows the roster, in the same step."""
    override = of_team(caller.business, team.team_id)
    if override is None:
        return []
    return [writes.team_overrides(caller.business, with_team(caller.business, team.team_id, override, team.customers))]


def _rights(body: PlaceIn) -> tuple[Right, ...]:
    """In one order, and only where they count: a former assistant keeps none of them."""
    return tuple(sorted(set(body.rights))) if body.role == "assistant" else ()


def _row(caller: Caller, row: Item) -> TeamRowOut:
    team = caller.viewer.teams.get(row["team_id"])
    return TeamRowOut(
        team_id=row["team_id"], name=row["name"], member_count=row["member_count"], role=team.role if team else None
    )


def _out(caller: Caller, team: Team) -> TeamOut:
    waiting = [one for one in team.invitations if one.is_open(caller.now)]
    return team_out(team, waiting, may_change=_may_change(caller, team.team_id))


def _opened(caller: Caller, token: str) -> tuple[Team, TeamInvitation]:
    """The open invitation of a link with its team; every reason for none is the same ConflictError."""
    team_id, _, rest = token.partition(".")
    invitation_id, _, secret = rest.partition(".")
    team = team_store.team(caller.business_id, team_id) if is_id("tem", team_id) else None
    invitations = team.invitations if team else ()
    found = next((one for one in invitations if one.invitation_id == invitation_id), None)
    if team is None or found is None or not found.is_opened_by(secret, caller.now):
        raise team_writes.over()
    return team, found


def _mail(caller: Caller, team: Team, invitation: TeamInvitation, secret: str) -> Write:
    payload = messages.team_invitation(
        caller.business_id,
        to=invitation.email,
        team_name=team.name,
        role=invitation.role,
        invited_by=invitation.invited_by,
        expires_at=invitation.expires_at,
        link_path=f"/teams/join/{team.team_id}.{invitation.invitation_id}.{secret}",
    )
    return outgoing(caller.business_id, "mail", payload, caller.now)
