"""Locking or unlocking everything of a customer team against the payment rule (product 5)."""

from accounts import team_store, team_writes, writes
from accounts.override_answers import OverrideIn, OverrideOut, override_out
from accounts.team_override import MOST, of_team, with_team
from latchkey.errors import ConflictError, ForbiddenError, NotFoundError
from latchkey.http import Caller
from latchkey.ids import is_id
from latchkey.observability import count
from latchkey.tables import commit


def read_override(caller: Caller, team_id: str) -> OverrideOut:
    """The team's override with who set it when. Staff."""
    caller.viewer.must_be_staff()
    lines = team_store.override_lines(caller.business_id, team_id) if is_id("tem", team_id) else None
    if lines is None:
        raise NotFoundError
    return override_out(of_team(caller.business, team_id), lines)


def set_override(caller: Caller, team_id: str, body: OverrideIn) -> OverrideOut:
    """Holds for every member's orders at the next request; the same again changes nothing. Owner or manager."""
    caller.viewer.must_be_staff()
    if caller.viewer.role == "photographer":
        raise ForbiddenError("Only an owner or a manager decides this for more than one order.")
    team = team_store.team(caller.business_id, team_id) if is_id("tem", team_id) else None
    if team is None:
        raise NotFoundError
    if of_team(caller.business, team_id) == body.override:
        return override_out(body.override, [])
    if not team.members:
        raise ConflictError("Nobody is in this team yet.")
    after = with_team(caller.business, team_id, body.override, team.customers)
    if len(after) > max(MOST, len(caller.business.get("team_overrides") or {})):
        raise ConflictError(f"{MOST} teams have an exception already. Take one back first.")
    line = team_writes.override_line(team, body.override, by=caller.viewer.name, now=caller.now)
    commit([line, writes.team_overrides(caller.business, after), *team_writes.renamed(team, team)])
    count("OverridesSet")
    return override_out(body.override, [dict(line.item)])
