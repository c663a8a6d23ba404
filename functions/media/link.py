"""A link of a listing: a 3D tour, a property website, any other page outside. Its kinds, its places, how it fares.

The working items are the business's; what visitors see stands in rows on the listing's head, so that no page reads more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Literal, get_args
from urllib.parse import urlsplit

from latchkey.clock import instant, rfc3339
from latchkey.writes import Item

Kind = Literal["tour", "website", "link"]
# `closed`: the site answers, and does not let a program look (a sign-in, a guard against robots).
State = Literal["unchecked", "ok", "closed", "broken"]
Reason = Literal[
    "unknown_site", "not_public", "no_connection", "bad_certificate", "no_answer", "not_found", "site_error",
    "refused", "too_many_redirects",
]  # fmt: skip
KINDS: Final = frozenset(get_args(Kind))
MOST: Final = 30
_DAILY: Final = timedelta(days=1)
# A site that is down is asked again soon on its first day: most come back.
_SOON: Final = timedelta(hours=1)
_WEEKLY: Final = timedelta(days=7)
_YOUNG: Final = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found."""

    state: State
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """How a link fares: `since` when it is in this state, `checked_at` the last check; times in RFC 3339."""

    state: State = "unchecked"
    reason: Reason | None = None
    since: str | None = None
    checked_at: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """`branded`: it shows the agent's or the business's name, so an MLS may not take it. `asked`: a check is due now.

    `changed_at` is when staff last gave it an address.
    """

    link_id: str
    order_id: str
    kind: Kind
    title: str
    url: str
    branded: bool
    hidden: bool
    rank: int
    changed_at: str
    asked: bool = True
    health: Health = field(default_factory=Health)


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A delivered link as visitors see it; a hidden one is seen by nobody."""

    link_id: str
    order_id: str
    kind: Kind
    title: str
    url: str
    branded: bool
    hidden: bool
    delivered_at: str

    @property
    def host(self) -> str:
        """The site, as people read it."""
        return urlsplit(self.url).netloc.removeprefix("www.")


def link_of(item: Item) -> Link:
    """The link in a stored item."""
    facts: dict[str, Any] = {name: item[name] for name in Link.__slots__ if name in item}
    return Link(**{**facts, "asked": item.get("asked", False), "health": Health(**item.get("health", {}))})


def link_item(link: Link) -> Item:
    """A new link as stored, due for its first check."""
    return {"schema": 1, **asdict(link), **due_at(link.changed_at)}


def due_at(at: str) -> Item:
    """What puts a link among those to check from `at` on."""
    return {"link_checks": "due", "check_at": at}


def shown_links(head: Item) -> list[ShownLink]:
    """The delivered links of a listing in their order, hidden ones too."""
    return [ShownLink(**row) for row in head.get("links", ())]


def rows_after(
    head: Item, links: Iterable[Link], order_ids: Sequence[str], delivering: str | None = None, at: str | None = None
) -> list[Item]:
    """The rows anew: what was delivered before, and what is not hidden of the order that is being delivered `at`.

    So a new link appears with the order's next delivery, as photos do; a change of a delivered one shows at once.
    """
    before = {row["link_id"]: row["delivered_at"] for row in head.get("links", ())}
    return [
        {name: getattr(link, name) for name in ShownLink.__slots__ if name != "delivered_at"}
        | {"delivered_at": before.get(link.link_id, at)}
        for link in in_order(links, order_ids)
        if link.link_id in before or (link.order_id == delivering and not link.hidden)
    ]


def in_order(links: Iterable[Link], order_ids: Sequence[str]) -> list[Link]:
    """As shown: order by order, then as staff arranged them."""
    places = {order_id: place for place, order_id in enumerate(order_ids)}
    return sorted(links, key=lambda one: (places.get(one.order_id, len(places)), one.rank, one.link_id))


def ranks_at(others: Sequence[Link], moved: Link, position: int) -> dict[str, int]:
    """The ranks that change when `moved` comes to `position` (from 1) among `others` of its order."""
    at = min(position, len(others) + 1) - 1
    row = [*others[:at], moved, *others[at:]]
    return {one.link_id: place for place, one in enumerate(row, start=1) if one.rank != place}


def health_after(before: Health, found: Finding, now: datetime) -> Health:
    """The health after a check; a state keeps its beginning, whatever its reason becomes."""
    at = rfc3339(now)
    since = before.since if before.state == found.state and before.since else at
    return Health(found.state, found.reason, since, at)


def next_check(link: Link, health: Health, now: datetime) -> datetime:
    """When to look again: daily, hourly in the first day of a failure, weekly once the link is three months old."""
    if health.state == "broken" and health.since and now - instant(health.since) < _DAILY:
        return now + _SOON
    return now + (_DAILY if now - instant(link.changed_at) < _YOUNG else _WEEKLY)
