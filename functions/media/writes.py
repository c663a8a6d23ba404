"""What is written about a listing and its lock, as plain values for anybody's commit."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from latchkey import keys
from latchkey.clock import rfc3339
from latchkey.conditions import absent, at_version, attribute, present
from latchkey.errors import ConflictError, LatchkeyError
from latchkey.writes import Item, Put, Update, Write
from media.access import Override
from media.lock import new_terms

_SECRET_BYTES = 16


def create_listing(
    business_id: str,
    listing_id: str,
    *,
    order_id: str,
    order_number: int,
    customer_id: str,
    customer_name: str,
    customer_email: str,
    by_guest: bool,
    address: Mapping[str, Any],
    address_line: str,
    currency: str,
    due: int,
    payment_state: str,
    now: datetime,
    ordered: Sequence[Mapping[str, Any]] = (),
) -> list[Write]:
    """The listing of a newly accepted order: in progress, without media (product 3.1, 4.2).

    `ordered` are its lines (name, quantity, what one includes by kind), to compare with what is there before a delivery.
    """
    at = rfc3339(now)
    head = {
        "schema": 1,
        "business_id": business_id,
        "listing_id": listing_id,
        "version": 1,
        "address": dict(address),
        "customer_email": customer_email,
        "by_guest": by_guest,
        "created_at": at,
        # Names of files are keyed with it, so that nobody who knows one can find another.
        "name_secret": secrets.token_bytes(_SECRET_BYTES),
        "bundles": {},
        "ordered": {order_id: [dict(line) for line in ordered]},
    }
    lock = {
        "schema": 1,
        "business_id": business_id,
        "listing_id": listing_id,
        "version": 1,
        "customer_id": customer_id,
        "customer_name": customer_name,
        "address_line": address_line,
        "currency": currency,
        "photo_count": 0,
        "orders": {order_id: new_terms(order_number, due, payment_state)},
        "customer_listings": keys.lists_of_customer(business_id, customer_id),
        "business_listings": business_id,
        "shown_at": f"{at}#{listing_id}",
    }
    return [
        Put("listings", keys.listing(business_id, listing_id), head, absent()),
        Put("listings", keys.lock(business_id, listing_id), lock, absent()),
    ]


def lock_due(business_id: str, listing_id: str, order_id: str, *, due: int, payment_state: str) -> Update:
    """The ledger moved: what is due now. `due` in minor units; 0 opens the order's files at the next request."""
    return _of_order(business_id, listing_id, order_id, {"due": due, "payment_state": payment_state})


def lock_canceled(business_id: str, listing_id: str, order_id: str) -> list[Write]:
    """Nothing of a canceled order is shown any more."""
    return [_of_order(business_id, listing_id, order_id, {"canceled": True})]


def lock_reopened(business_id: str, listing_id: str, order_id: str) -> Update:
    """The delivered order is taken up again: access stays, the workspace shows it as accepted until the next delivery."""
    return _of_order(business_id, listing_id, order_id, {"reopened": True})


def set_collection(business_id: str, listing_id: str, order_id: str, *, collection: bool) -> Update:
    """Payment is required before download, or is not."""
    return _of_order(business_id, listing_id, order_id, {"collection": collection})


def set_override(business_id: str, listing_id: str, order_id: str, override: Override | None) -> Update:
    """Staff's word for this order, against the rule; None takes it back."""
    return _of_order(business_id, listing_id, order_id, {"override": override})


def _of_order(business_id: str, listing_id: str, order_id: str, changes: Mapping[str, Any]) -> Update:
    place = f"orders.{order_id}"
    return Update(
        "listings",
        keys.lock(business_id, listing_id),
        {f"{place}.{name}": value for name, value in changes.items()},
        add={"version": 1},
        condition=attribute(place).exists(),
    )


# What only this service writes ---------------------------------------------------------------------------------------
class PassedError(LatchkeyError):
    """The item has moved past this write: somebody was faster, or it is gone. `found` is what stands there."""

    def __init__(self, found: Item | None) -> None:
        super().__init__("This was done before.")
        self.found = found


def listing_changed(head: Item, changes: Mapping[str, Any] | None = None, remove: tuple[str, ...] = ()) -> Update:
    """The listing moves on by one version; raises ConflictError when somebody else moved it first."""
    version = head["version"]
    return Update(
        "listings",
        keys.listing(head["business_id"], head["listing_id"]),
        {**(changes or {}), "version": version + 1},
        remove=remove,
        condition=at_version(version),
        refused=lambda found: ConflictError(
            "This listing changed while you were looking at it.", current={"version": (found or {}).get("version", 0)}
        ),
    )


def shown(
    business_id: str,
    listing_id: str,
    *,
    photo_count: int,
    cover: Mapping[str, Any] | None,
    other_covers: Sequence[Mapping[str, Any] | None],
    contents: Mapping[str, Mapping[str, int]],
    changes: Mapping[str, Any],
) -> Update:
    """What cards say of the listing, with other `changes` of its lock item; `contents`: per order how many of a kind."""
    facts = {
        "photo_count": photo_count,
        "cover": dict(cover) if cover else None,
        "other_covers": [dict(one) for one in other_covers if one],
        "contents": {order_id: dict(numbers) for order_id, numbers in contents.items()},
        **changes,
    }
    return Update("listings", keys.lock(business_id, listing_id), facts, add={"version": 1}, condition=present())
