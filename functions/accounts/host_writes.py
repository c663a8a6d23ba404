"""What changes when a business takes a name, as pure values: the claim, the business's own list, the event that publishes.

A claim of a name is never deleted and never changes its business: a former name is its own tombstone (product 10.1).
"""

from __future__ import annotations

from datetime import datetime

from latchkey import keys
from latchkey.clock import rfc3339
from latchkey.conditions import absent, attribute, present
from latchkey.errors import ConflictError, LatchkeyError
from latchkey.outbox import outgoing
from latchkey.writes import Item, Put, Update, Write


def claimed(business_id: str, host: str, now: datetime) -> list[Write]:
    """The host is this business's, and the edge hears of it. ConflictError when it is or was anybody else's.

    The same business may take its own former name again.
    """
    fact = {"schema": 1, "host": host, "business_id": business_id, "claimed_at": rfc3339(now)}
    mine = absent() | attribute("business_id").eq(business_id)
    return [
        Put("people", keys.host_claim(host), fact, mine, lambda _: taken()),
        Put("people", keys.host_of_business(business_id, host), fact),
        outgoing(business_id, "host_claimed", {"business_id": business_id}, now),
    ]


def moved(business: Item, host: str, now: datetime) -> list[Write]:
    """The business lives at another host from now on; every link goes there. ConflictError for the slower of two."""
    here = attribute("host").eq(business["host"])
    key = keys.business(business["business_id"])
    update = Update("people", key, {"host": host}, {"version": 1}, (), present() & here, lambda _: moved_already())
    return [update, *claimed(business["business_id"], host, now)]


def at_edge(business_id: str, host: str, domain: str) -> Update:
    """The edge knows the host, and the domain if there is one; ConflictError when the business has moved on since."""
    same_domain = attribute("domain").eq(domain)
    if not domain:
        same_domain |= attribute("domain").not_exists()
    same = attribute("host").eq(host) & same_domain
    facts = {"edge_host": host, "edge_domain": domain}
    return Update("people", keys.business(business_id), facts, condition=same, refused=lambda _: moved_already())


def taken() -> LatchkeyError:
    """The one answer for a name that is or ever was somebody else's."""
    return ConflictError("This name is taken. Please choose another one.")


def moved_already() -> LatchkeyError:
    """The answer to the slower of two."""
    return ConflictError("Somebody else changed the address meanwhile. Please look at it first.")
