"""The customer team: a brokerage or a group of agents whose members see what the team shares (product 2.8, ADR 0063)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from accounts.invitation import TeamInvitation
from latchkey.errors import ConflictError
from latchkey.viewer import Right, TeamRole

# A change of the roster is one transaction over the accounts of all members; DynamoDB takes a hundred items.
MOST_MEMBERS = 40
# Each takes up to 1.3 kB of an account that every request of the person reads.
MOST_TEAMS = 5
MOST_INVITATIONS = 20


@dataclass(frozen=True, slots=True)
class Member:
    """A row of the roster; `rights` count for an assistant."""

    account_id: str
    customer_id: str
    email: str
    name: str
    role: TeamRole
    rights: tuple[Right, ...]
    joined_at: str

    def item(self) -> dict[str, Any]:
        """As the table keeps it."""
        return {"schema": 1, **asdict(self)}


@dataclass(frozen=True, slots=True)
class Team:
    """`version` counts the changes of name and roster; of two at once one wins, so that an admin always stays."""

    business_id: str
    team_id: str
    name: str
    created_at: str
    version: int = 1
    members: tuple[Member, ...] = ()
    invitations: tuple[TeamInvitation, ...] = ()

    @property
    def customers(self) -> list[str]:
        """The customer records whose listings and orders are the team's, in an order that does not depend on theirs."""
        return sorted(one.customer_id for one in self.members)

    def member(self, account_id: str) -> Member | None:
        return next((one for one in self.members if one.account_id == account_id), None)

    def with_member(self, joining: Member) -> "Team":
        """Raises ConflictError when there is no room, or when the account is in the team already."""
        if self.member(joining.account_id):
            raise ConflictError("You are in this team already.")
        if len(self.members) >= MOST_MEMBERS:
            raise ConflictError(f"A team has {MOST_MEMBERS} members at most.")
        return replace(self, members=(*self.members, joining))

    def with_role(self, account_id: str, role: TeamRole, rights: tuple[Right, ...]) -> "Team":
        """Raises ConflictError when no admin would be left."""
        changed = (
            replace(one, role=role, rights=rights) if one.account_id == account_id else one for one in self.members
        )
        return _led(replace(self, members=tuple(changed)))

    def without(self, account_id: str) -> "Team":
        """Raises ConflictError when members would be left without an admin; the last of all may leave."""
        left = replace(self, members=tuple(one for one in self.members if one.account_id != account_id))
        return _led(left) if left.members else left


def team_of(head: Mapping[str, Any], members: tuple[Member, ...], invitations: tuple[TeamInvitation, ...]) -> Team:
    """The team from its stored items."""
    named = {name: head[name] for name in ("business_id", "team_id", "name", "created_at", "version")}
    return Team(**named, members=members, invitations=invitations)


def member_of(item: Mapping[str, Any]) -> Member:
    """The member in a stored row; attributes that a later release adds are passed over."""
    named = {name: item[name] for name in Member.__slots__}
    return Member(**{**named, "rights": tuple(item["rights"])})


def _led(team: Team) -> Team:
    if not any(one.role == "admin" for one in team.members):
        raise ConflictError("A team keeps at least one admin. Make somebody else an admin first.")
    return team
