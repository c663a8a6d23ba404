"""The lock item of a listing: per order what the download decision reads, and the row by which lists find the listing.

It is small on purpose: paying rewrites this one item and nothing else (product 5, house 3).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accounts.team_override import of_customer
from latchkey.writes import Item
from media.access import Overrides, Place, Terms


def new_terms(order_number: int, due: int, payment_state: str) -> dict[str, Any]:
    """An order's entry when its listing is created: nothing delivered, nothing collected yet."""
    return {
        "number": order_number,
        "due": due,
        "payment_state": payment_state,
        "collection": False,
        "watermark": True,
        "delivered": False,
        "canceled": False,
        "waiting": {},
    }


def terms_of(lock: Item, order_id: str, business: Mapping[str, Any]) -> Terms:
    """The order's terms with the overrides above it; raises KeyError for an order that is not on this listing."""
    entry = lock["orders"][order_id]
    of_customers = business.get("customer_overrides") or {}
    above = Overrides(
        of_customers.get(lock["customer_id"]), of_customer(business, lock["customer_id"]), business.get("override")
    )
    return Terms(
        order_id=order_id,
        collection=entry["collection"],
        due=entry["due"],
        override=entry.get("override"),
        delivered=entry["delivered"],
        canceled=entry["canceled"],
        watermark=entry["watermark"],
        mark=entry.get("mark", 0),
        above=above,
        links_wait=business.get("links_wait_for_payment", False),
    )


def place_of(lock: Item) -> Place:
    """Where the listing belongs."""
    return Place(
        business_id=lock["business_id"],
        listing_id=lock["listing_id"],
        customer_id=lock["customer_id"],
        order_ids=frozenset(lock["orders"]),
        shared_with=frozenset(lock.get("shared_with", ())),
    )
