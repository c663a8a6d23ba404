"""What has to be settled before a customer can be deleted, in one sentence that names it. Pure."""

from collections.abc import Iterable
from typing import Any

from accounts.team import Team
from latchkey.money import Money

_NAMED = 3


def sentence(orders: Iterable[dict[str, Any]], teams: Iterable[Team], account_id: str) -> str:
    """Why not now; empty when nothing stands in the way. A business may not lose a claim or work that it owes."""
    told = [*_open_orders(orders := list(orders)), *_money(orders), *_teams(teams, account_id)]
    if not told:
        return ""
    more = f" And {len(told) - _NAMED} more." if len(told) > _NAMED else ""
    return f"Not yet possible. {' '.join(told[:_NAMED])}{more}"


def _open_orders(orders: Iterable[dict[str, Any]]) -> Iterable[str]:
    for order in orders:
        if order["status"] in ("Pending", "Accepted"):
            yield f"Order {order['number']} ({order['address_line']}) is still open: complete or cancel it first."


def _money(orders: Iterable[dict[str, Any]]) -> Iterable[str]:
    for order in orders:
        ledger = order["ledger"]
        if order["status"] not in ("Completed", "Canceled"):
            continue
        if ledger["due"] > 0:
            due = Money(ledger["due"], order["currency"]).shown()
            yield f"{due} are due on order {order['number']} ({order['address_line']})."
        elif ledger["processing"] > 0:
            yield f"A bank is confirming a payment of order {order['number']} ({order['address_line']})."


def _teams(teams: Iterable[Team], account_id: str) -> Iterable[str]:
    for team in teams:
        others = [one for one in team.members if one.account_id != account_id]
        if others and not any(one.role == "admin" for one in others):
            yield f"The team {team.name} would have no admin: make another member one first."
