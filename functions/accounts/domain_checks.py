"""Lambda entry of the schedule: looks at the domains that are due, so that one is served only while its proof stands.

Also brings proven ones to CloudFront, and takes those away from there that were given back (ADR 0071).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from accounts import domain_checking, domain_writes, host_store, tenants
from accounts.domain import domain_from
from latchkey import observability
from latchkey.clock import rfc3339, utc_now
from latchkey.errors import ConflictError, UnavailableError
from latchkey.tables import commit
from latchkey.writes import Item

_LATER: Final = timedelta(minutes=10)
# What one domain may take at most: silent name servers, then CloudFront.
_LEAST_MILLISECONDS: Final = 40_000


def handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    """One sweep over a page of the domains that are due, within the time that the function has."""
    remaining = getattr(context, "get_remaining_time_in_millis", None)
    enough = (lambda: remaining() > _LEAST_MILLISECONDS) if remaining else (lambda: True)
    return sweep(enough, getattr(context, "aws_request_id", ""))


def sweep(enough: Callable[[], bool] = lambda: True, request_id: str = "") -> dict[str, int]:
    """How many domains were looked at, and at how many that did not work out; those come again."""
    counts = {"looked": 0, "failed": 0}
    with observability.invocation("domain_checks", request_id) as facts:
        for item in host_store.domains_due(rfc3339(utc_now())):
            if not enough():
                break
            try:
                commit([domain_writes.looking(item, rfc3339(utc_now() + _LATER))])
                _turn(item)
                counts["looked"] += 1
            except ConflictError:
                continue  # somebody else looked, or another business holds the domain
            except UnavailableError as error:
                observability.note(unavailable=error.detail)
                counts["failed"] += 1
        facts.update(counts)
    observability.count("DomainsLooked", counts["looked"])
    return counts


def _turn(item: Item) -> None:
    if "left" in item:
        _forget(item["business_id"], item["left"])
    else:
        domain_checking.served(domain_checking.looked(domain_from(item), utc_now()), utc_now())


def _forget(business_id: str, domain: str) -> None:
    is_over = not tenants.are_set_up() or host_store.owner_of(domain) is not None
    if is_over or tenants.take_down(domain):
        commit([domain_writes.torn_down(business_id, domain)])
