"""What is written about a delivery, from the request to its end; each step only from the state that it leaves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from latchkey import keys
from latchkey.conditions import Condition, absent, attribute, present
from latchkey.outbox import outgoing
from latchkey.writes import Item, Put, Update, Write
from media.delivery import Delivery, delivery_item
from media.writes import PassedError, listing_changed


def requested(head: Item, delivery: Delivery, now: datetime) -> list[Write]:
    """A delivery begins: its item, the listing's next version, and the event that starts the machine."""
    place = head["business_id"], head["listing_id"]
    item = delivery_item(delivery)
    return [
        Put("listings", keys.delivery(*place, delivery.delivery_id), item, absent()),
        listing_changed(head),
        started(*place, delivery.order_id, delivery.delivery_id, delivery.round, now),
    ]


def started(business_id: str, listing_id: str, order_id: str, delivery_id: str, round_: int, now: datetime) -> Put:
    """The event that starts one execution of the machine; the same round twice is one."""
    payload = {
        "business_id": business_id,
        "listing_id": listing_id,
        "order_id": order_id,
        "delivery_id": delivery_id,
        "round": round_,
    }
    event_id = f"start_{delivery_id}_{round_}"
    return outgoing(business_id, "delivery_requested", payload, now, event_id=event_id)


def delivery_moved(
    business_id: str,
    listing_id: str,
    delivery_id: str,
    changes: Mapping[str, Any],
    *,
    condition: Condition,
    remove: tuple[str, ...] = (),
) -> Update:
    """A delivery in its next state, when `condition` still holds; else PassedError."""
    return Update(
        "listings",
        keys.delivery(business_id, listing_id, delivery_id),
        changes,
        remove=remove,
        condition=present() & condition,
        refused=PassedError,
    )


def retried(business_id: str, listing_id: str, delivery: Delivery, now: datetime, *, mark: int) -> list[Write]:
    """A delivery that needed attention goes on in its next round, with the mark that the business has by now."""
    state = "waiting_for_payment" if delivery.is_delivered and delivery.collection else "preparing"
    stopped = attribute("state").eq("needs_attention") & attribute("round").eq(delivery.round)
    moved = delivery_moved(
        business_id,
        listing_id,
        delivery.delivery_id,
        {"state": state, "round": delivery.round + 1, "mark": mark},
        condition=stopped,
        remove=("attention", "shown_at", "reason", "token"),
    )
    place = business_id, listing_id, delivery.order_id, delivery.delivery_id
    return [moved, started(*place, delivery.round + 1, now)]


def delivery_unpublished(business_id: str, listing_id: str, delivery: Delivery) -> Update:
    """What was delivered is taken back, in the state in which it was read; the token stays for the stream to end the wait."""
    return delivery_moved(
        business_id,
        listing_id,
        delivery.delivery_id,
        {"state": "unpublished"},
        condition=attribute("state").eq(delivery.state),
        remove=("attention", "shown_at", "reason"),
    )


def token_spent(business_id: str, listing_id: str, delivery_id: str) -> Update:
    """Nothing waits behind the token any more."""
    ended = attribute("state").eq("unpublished")
    return delivery_moved(business_id, listing_id, delivery_id, {}, condition=ended, remove=("token",))


def waits_no_more(business_id: str, listing_id: str, order_id: str, delivery_id: str) -> Update:
    """The delivery is off the list of those that a payment of this order wakes."""
    place = f"orders.{order_id}"
    return Update(
        "listings",
        keys.lock(business_id, listing_id),
        remove=(f"{place}.waiting.{delivery_id}",),
        condition=attribute(place).exists(),
    )


def bundled(business_id: str, listing_id: str, delivery_id: str, facts: Mapping[str, Any]) -> Update:
    """The bundle that was prepared for this delivery."""
    return delivery_moved(
        business_id, listing_id, delivery_id, {"bundle": dict(facts)}, condition=attribute("delivered_at").not_exists()
    )
