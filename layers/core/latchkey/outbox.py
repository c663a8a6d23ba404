"""The outbox: what has to happen outside is written in the same transaction as the fact, and the stream carries it out."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

from latchkey import keys
from latchkey.clock import epoch, rfc3339
from latchkey.conditions import absent, present
from latchkey.ids import new_id
from latchkey.writes import Put, Update

EventKind = Literal[
    "mail",
    "delivery_requested",
    "delivery_unpublished",
    "remarking_requested",
    "payment_applied",
    "stripe_event",
    "brand_saved",
    "host_claimed",
    "privacy_requested",
]
_KEPT = timedelta(days=90)


def outgoing(
    business_id: str, kind: EventKind, payload: Mapping[str, Any], now: datetime, *, event_id: str | None = None
) -> Put:
    """An event to commit beside the fact that causes it. A given `event_id` makes a second one the same one."""
    event_id = event_id or new_id("evt", now)
    item = {
        "schema": 1,
        "business_id": business_id,
        "event_id": event_id,
        "kind": kind,
        "at": rfc3339(now),
        "pending": kind,  # sparse index of what is still to be done; the sweeper re-drives what stays
        "payload": dict(payload),
        "expires_at_epoch": epoch(now + _KEPT),
    }
    return Put("events", keys.event(business_id, event_id), item, absent())


def settled(business_id: str, event_id: str, now: datetime, *, forgotten: tuple[str, ...] = (), **facts: Any) -> Update:
    """The event is done: off the index of pending ones, with what came of it, without what is `forgotten` of it."""
    return Update(
        "events",
        keys.event(business_id, event_id),
        {"done_at": rfc3339(now), **facts},
        remove=("pending", *forgotten),
        condition=present(),
    )
