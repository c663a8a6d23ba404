"""Lambda entry of the schedule: asks the links that are due whether they still answer, for the business's eyes alone.

A link is claimed before it is asked, so one that hangs or kills the function holds up no other. What is found never stops
a delivery and never reaches a customer (ADR 0046).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

from latchkey import observability
from latchkey.clock import rfc3339, utc_now
from latchkey.settings import settings
from latchkey.tables import commit
from latchkey.writes import Item, Update
from media import link_writes, store
from media.link import health_after, link_of, next_check
from media.link_probe import Internet, Network, StandIn, probe
from media.writes import PassedError

_CLAIMED: Final = timedelta(minutes=5)
# What one check may take at most, look-up of names and both ways of asking included.
_LEAST_MILLISECONDS: Final = 30_000


def handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    """One sweep over the links that are due, within the time that the function has."""
    remaining = getattr(context, "get_remaining_time_in_millis", None)
    enough = (lambda: remaining() > _LEAST_MILLISECONDS) if remaining else (lambda: True)
    return sweep(_network(settings().link_check_stand_in), enough, getattr(context, "aws_request_id", ""))


def sweep(network: Network, enough: Callable[[], bool] = lambda: True, request_id: str = "") -> dict[str, int]:
    """How many links were checked, how many of them are broken, how many were left alone because nobody sees them."""
    counts = {"checked": 0, "broken": 0, "left_alone": 0}
    with observability.invocation("link_checks", request_id) as facts:
        is_live = cache(_is_live)
        for item in store.links_due(rfc3339(utc_now())):
            if not enough():
                break
            if not is_live(item["business_id"], item["listing_id"], item["order_id"]):
                counts["left_alone"] += _written(link_writes.link_left_alone(item))
            elif _written(link_writes.link_claimed(item, rfc3339(utc_now() + _CLAIMED))):
                counts["checked"] += 1
                counts["broken"] += _check(item, network, utc_now()) == "broken"
        facts.update(counts)
    observability.count("LinksChecked", counts["checked"])
    observability.count("LinksBroken", counts["broken"])
    return counts


def _check(item: Item, network: Network, now: datetime) -> str:
    link = link_of(item)
    found = probe(link.url, network)
    health = health_after(link.health, found, now)
    _written(link_writes.link_checked(item, health, rfc3339(next_check(link, health, now))))
    return health.state


def _is_live(business_id: str, listing_id: str, order_id: str) -> bool:
    lock = store.lock(business_id, listing_id)
    return bool(lock and not lock["orders"][order_id]["canceled"])


def _written(write: Update) -> bool:
    """Whether the item was still as it was seen; if not, somebody changed, removed or checked it meanwhile."""
    try:
        commit([write])
    except PassedError:
        return False
    return True


@cache
def _network(stand_in: str) -> Network:
    return StandIn(stand_in) if stand_in else Internet()
