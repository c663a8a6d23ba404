"""The shapes that the routes of customer teams take and give (guarantees 13)."""

from typing import Annotated

from pydantic import Field

from accounts.answers import Email
from accounts.invitation import TeamInvitation
from accounts.team import Member, Team
from latchkey.http import Input, Output
from latchkey.viewer import Right, TeamRole

Name = Annotated[str, Field(min_length=1, max_length=80)]
Rights = Annotated[list[Right], Field(max_length=4)]
Token = Annotated[str, Field(max_length=160)]


class TeamIn(Input):
    name: Name


class PlaceIn(Input):
    """A place in a team; `rights` count for an assistant, everybody else has those of the role."""

    role: TeamRole
    rights: Rights = []


class TeamInvitationIn(PlaceIn):
    email: Email


class TeamTokenIn(Input):
    token: Token


class TeamRowOut(Output):
    """`role`: of whoever asks; staff have none."""

    team_id: str
    name: str
    member_count: int
    role: TeamRole | None


class TeamsOut(Output):
    teams: list[TeamRowOut]
    next_cursor: str | None


class TeamMemberOut(Output):
    account_id: str
    customer_id: str
    email: str
    name: str
    role: TeamRole
    rights: list[Right]


class TeamInvitationOut(Output):
    invitation_id: str
    email: str
    role: TeamRole
    rights: list[Right]
    expires_at: str


class TeamOut(Output):
    """`may_change`: an admin of the team, or staff; only they are told who is invited."""

    team_id: str
    name: str
    members: list[TeamMemberOut]
    invitations: list[TeamInvitationOut]
    may_change: bool


class TeamInvitedOut(Output):
    """What the page behind a mailed invitation shows."""

    team_id: str
    team_name: str
    email: str
    role: TeamRole
    rights: list[Right]
    invited_by: str


class AgentOut(Output):
    """Somebody whose listings and orders one sees through a team; `may_book`: one may order for them."""

    customer_id: str
    name: str
    email: str
    may_book: bool


class AgentsOut(Output):
    agents: list[AgentOut]


def member_out(member: Member) -> TeamMemberOut:
    named = {name: getattr(member, name) for name in TeamMemberOut.model_fields}
    return TeamMemberOut(**{**named, "rights": list(member.rights)})


def team_invitation_out(invitation: TeamInvitation) -> TeamInvitationOut:
    """Of an invitation what its sender may see; never its secret."""
    named = {name: getattr(invitation, name) for name in TeamInvitationOut.model_fields}
    return TeamInvitationOut(**{**named, "rights": list(invitation.rights)})


def team_out(team: Team, invitations: list[TeamInvitation], *, may_change: bool) -> TeamOut:
    """Members by name, then who was invited, the newest first."""
    rows = sorted(team.members, key=lambda one: (one.name or one.email).casefold())
    return TeamOut(
        team_id=team.team_id,
        name=team.name,
        members=[member_out(one) for one in rows],
        invitations=[team_invitation_out(one) for one in reversed(invitations)] if may_change else [],
        may_change=may_change,
    )
