"""What goes from the People table when a customer is deleted (ADR 0070). Nothing here has a condition on being there:
the worker may be killed after any of it and run again.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from accounts import team_writes, writes
from accounts.customer import Customer
from accounts.team import Team
from accounts.team_override import of_team, with_team
from latchkey import keys
from latchkey.clock import rfc3339
from latchkey.conditions import attribute
from latchkey.errors import ConflictError
from latchkey.writes import Delete, Item, Update, Write


def door_closed(account: Item, now: datetime) -> Update:
    """Nobody signs in any more, and every session is over at its next request; the account as it was read."""
    return Update(
        "people",
        keys.account(account["business_id"], account["account_id"]),
        {"removed_at": rfc3339(now), "sessions_valid_from": rfc3339(now)},
        add={"version": 1},
        condition=attribute("last_commit").eq(account["last_commit"]),
    )


def team_left(business: Item, team: Team, account_id: str) -> list[Write]:
    """The person is out of the team. Where they were its only admin, the longest member becomes one."""
    member = team.member(account_id)
    if member is None:
        return []
    after, promoted = _without(team, account_id)
    parts = team_writes.left(team, after, member)
    if promoted and (heir := after.member(promoted)):
        parts.append(team_writes.place_on_roster(after, heir))
    override = of_team(business, team.team_id)
    if override:
        kept = with_team(business, team.team_id, override, after.customers)
        parts.append(writes.team_overrides(business, kept))
    return parts


def items_gone(items: Sequence[Mapping[str, Any]]) -> list[Write]:
    """These items, as they were read."""
    return [Delete("people", keys.Key(item["pk"], item["sk"])) for item in items]


def gone_as_read(item: Item) -> Delete:
    """Raises ConflictError when somebody wrote it since."""
    return Delete("people", keys.Key(item["pk"], item["sk"]), attribute("last_commit").eq(item["last_commit"]))


def claim_gone(business_id: str, address: str, account_id: str) -> Delete:
    """The address is free, unless another account has claimed it meanwhile."""
    return Delete("people", keys.account_address(business_id, address), attribute("account_id").eq(account_id))


def record_link_gone(business_id: str, address: str, customer_id: str) -> Delete:
    """The next booking of the address finds no record and begins a new one."""
    return Delete("people", keys.customer_address(business_id, address), attribute("customer_id").eq(customer_id))


def words_gone(record: Customer) -> list[Write]:
    """Nobody finds the customer any more."""
    place = record.business_id, record.customer_id
    return [Delete("people", keys.customer_find_row(place[0], word, place[1])) for word in record.words]


def override_gone(business: Item, customer_id: str) -> list[Write]:
    """Staff's word about this customer; raises ConflictError when the settings changed meanwhile."""
    kept = dict(business.get("customer_overrides") or {})
    if kept.pop(customer_id, None) is None:
        return []
    return [writes.customer_overrides(business, kept)]


def _without(team: Team, account_id: str) -> tuple[Team, str]:
    try:
        return team.without(account_id), ""
    except ConflictError:
        heir = next(one for one in team.members if one.account_id != account_id)
        return team.with_role(heir.account_id, "admin", ()).without(account_id), heir.account_id
