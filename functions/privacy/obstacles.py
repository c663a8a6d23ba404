"""What has to be settled before a customer is deleted, or a business closed, in sentences that name it. Pure."""

from collections.abc import Iterable, Sequence
from typing import Any

from accounts.team import Team
from latchkey.money import Money

_NAMED = 3


def sentence(orders: Iterable[dict[str, Any]], teams: Iterable[Team], account_id: str) -> str:
    """Why a customer cannot be deleted now; empty when nothing stands in the way."""
    return joined(_some([*_of_orders(orders), *_teams(teams, account_id)]))


def sentences(orders: Iterable[dict[str, Any]]) -> list[str]:
    """Why a business cannot be closed now: the first few things, and how many more there are."""
    return _some(_of_orders(orders))


def joined(told: Sequence[str]) -> str:
    """As one sentence for who pressed; empty when nothing stands in the way."""
    return f"Not yet possible. {' '.join(told)}" if told else ""


def _some(told: list[str]) -> list[str]:
    more = [f"And {len(told) - _NAMED} more."] if len(told) > _NAMED else []
    return [*told[:_NAMED], *more]


def _of_orders(orders: Iterable[dict[str, Any]]) -> list[str]:
    """A business may not lose a claim, or work that it owes."""
    return [*_open_orders(orders := list(orders)), *_money(orders)]


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
