"""Reads of customer teams, each in one call."""

from collections.abc import Iterable

from accounts.customer import Customer, customer_of
from accounts.invitation import TeamInvitation
from accounts.team import Team, member_of, team_of
from latchkey import keys
from latchkey.session import teams_of
from latchkey.tables import Page, query, query_all, read, read_many
from latchkey.writes import Item, Table

PAGE = 50
_LINES = 20
_AT_ONCE = 100


def team(business_id: str, team_id: str) -> Team | None:
    """The team with its roster and invitations, in one strongly consistent query; None when there is no such team."""
    head_key = keys.team(business_id, team_id)
    items = query_all("people", head_key.pk, consistent=True)
    head = next((item for item in items if item["sk"] == head_key.sk), None)
    if head is None:
        return None
    members = tuple(member_of(item) for item in items if item["sk"].startswith(keys.MEMBER))
    invitations = tuple(TeamInvitation.of(item) for item in items if item["sk"].startswith(keys.INVITATION))
    return team_of(head, members, invitations)


def override_lines(business_id: str, team_id: str) -> list[Item] | None:
    """The last lines of the team's overrides, newest first, in one query; None when there is no such team."""
    head = keys.team(business_id, team_id)
    items = query("people", head.pk, limit=_LINES, newest_first=True, consistent=True).items
    if not items or items[0]["sk"] != head.sk:
        return None
    return [item for item in items if item["sk"].startswith(keys.OVERRIDE)]


def heads(business_id: str, team_ids: Iterable[str]) -> list[Item]:
    """These teams as rows, without those that are gone."""
    wanted: list[tuple[Table, keys.Key]] = [("people", keys.team_row(business_id, one)) for one in team_ids]
    return [item for item in read_many(wanted) if item] if wanted else []


def page_of_teams(business_id: str, start: dict[str, str] | None) -> Page:
    """A page of the business's teams as rows, the newest first."""
    return query(
        "people", keys.team_row(business_id, "").pk, limit=PAGE, start=start, newest_first=True, consistent=True
    )


def of_customer(business_id: str, customer_id: str) -> list[Item]:
    """The teams of a customer as rows, in three small reads: only the record names the account, only the account its teams."""
    (record,) = read_many([("people", keys.customer(business_id, customer_id))], consistent=False)
    account_id = (record or {}).get("account_id")
    if not account_id:
        return []
    (account,) = read_many([("people", keys.account(business_id, account_id))], consistent=False)
    return heads(business_id, teams_of(account or {}))


def is_in_a_team(business_id: str, account_id: str) -> bool:
    """Whether the account is in any team."""
    return bool(teams_of(read("people", keys.account(business_id, account_id)) or {}))


def customers(business_id: str, customer_ids: list[str]) -> list[Customer]:
    """These customer records."""
    found: list[Item | None] = []
    for first in range(0, len(customer_ids), _AT_ONCE):
        some = customer_ids[first : first + _AT_ONCE]
        found += read_many([("people", keys.customer(business_id, one)) for one in some], consistent=False)
    return [customer_of(item) for item in found if item]
