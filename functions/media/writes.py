"""What the media service writes about listings and their locks, as plain values for anybody's commit."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from latchkey import keys
from latchkey.clock import rfc3339
from latchkey.conditions import Condition, absent, at_version, attribute, present
from latchkey.errors import ConflictError, LatchkeyError, NotFoundError
from latchkey.outbox import outgoing
from latchkey.writes import Delete, Item, Put, Update, Write
from media.access import Override
from media.asset import Asset, asset_item
from media.delivery import Delivery, delivery_item
from media.lock import new_terms
from media.share import ShareLink

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
) -> list[Write]:
    """The listing of a newly accepted order: in progress, without media (product 3.1, 4.2)."""
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
        "customer_listings": f"{business_id}#{customer_id}",
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
def new_asset(business_id: str, listing_id: str, asset: Asset) -> Put:
    """A file that is about to be uploaded."""
    return Put("listings", keys.asset(business_id, listing_id, asset.asset_id), asset_item(asset), absent())


def uploaded(business_id: str, listing_id: str, asset_id: str) -> Update:
    """The browser has sent everything; the renderer may have been faster."""
    return Update(
        "listings",
        keys.asset(business_id, listing_id, asset_id),
        {"state": "processing"},
        condition=attribute("state").eq("uploading"),
        refused=PassedError,
    )


def rendered(business_id: str, listing_id: str, asset_id: str, facts: Mapping[str, Any]) -> Update:
    """What the renderer found and made; an asset that was removed meanwhile stays removed."""
    return Update(
        "listings",
        keys.asset(business_id, listing_id, asset_id),
        {"state": "ready", **facts},
        remove=("refused_reason",),
        condition=present(),
        refused=PassedError,
    )


def marked(business_id: str, listing_id: str, asset_id: str, said_by: str) -> Update:
    """The pictures of one version of the mark exist; said once, so that progress counts a photo once."""
    return Update(
        "listings",
        keys.asset(business_id, listing_id, asset_id),
        {said_by: True},
        condition=present() & attribute(said_by).not_exists(),
        refused=PassedError,
    )


def marks_forgotten(
    business_id: str, listing_id: str, asset_id: str, made: Sequence[str], said: tuple[str, ...]
) -> Update:
    """The pictures of older versions of the mark are gone; `made` is what is left of those without a version."""
    key = keys.asset(business_id, listing_id, asset_id)
    return Update("listings", key, {"made": list(made)}, remove=said, condition=present(), refused=PassedError)


def refused(business_id: str, listing_id: str, asset_id: str, reason: str, etag: str) -> Update:
    """The file is not a photo that can be shown."""
    return Update(
        "listings",
        keys.asset(business_id, listing_id, asset_id),
        {"state": "refused", "refused_reason": reason, "etag": etag},
        condition=present() & attribute("state").ne("ready"),
        refused=PassedError,
    )


def asset_changed(business_id: str, listing_id: str, asset_id: str, changes: Mapping[str, Any]) -> Update:
    """Caption, alternative text, visibility or place of an asset."""
    return Update("listings", keys.asset(business_id, listing_id, asset_id), changes, condition=present())


def asset_removed(business_id: str, listing_id: str, asset_id: str) -> Delete:
    """An asset that was never delivered goes."""
    return Delete("listings", keys.asset(business_id, listing_id, asset_id))


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
    business_id: str, listing_id: str, *, photo_count: int, cover: Mapping[str, Any] | None, changes: Mapping[str, Any]
) -> Update:
    """What cards say of the listing, with other `changes` of its lock item."""
    facts = {"photo_count": photo_count, "cover": dict(cover) if cover else None, **changes}
    return Update("listings", keys.lock(business_id, listing_id), facts, add={"version": 1}, condition=present())


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


class PassedError(LatchkeyError):
    """The item has moved past this write: somebody was faster, or it is gone. `found` is what stands there."""

    def __init__(self, found: Item | None) -> None:
        super().__init__("This was done before.")
        self.found = found


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


def share_added(
    business_id: str, listing_id: str, sharing: Item | None, link: ShareLink, ended: Sequence[str]
) -> Put | Update:
    """One more share link, on the version that was counted; the ended ones leave with it, so the item stays small."""
    key = keys.sharing(business_id, listing_id)
    kept = {name: value for name, value in asdict(link).items() if name != "share_id" and value is not None}
    if sharing is None:
        item = {"schema": 1, "business_id": business_id, "listing_id": listing_id, "version": 1}
        return Put("listings", key, {**item, "links": {link.share_id: kept}}, absent())
    return Update(
        "listings",
        key,
        {f"links.{link.share_id}": kept},
        add={"version": 1},
        remove=tuple(f"links.{share_id}" for share_id in ended),
        condition=at_version(sharing["version"]),
    )


def share_revoked(business_id: str, listing_id: str, share_id: str) -> Update:
    """A link is gone; raises NotFoundError when there is no such link."""
    place = f"links.{share_id}"
    return Update(
        "listings",
        keys.sharing(business_id, listing_id),
        add={"version": 1},
        remove=(place,),
        condition=attribute(place).exists(),
        refused=lambda _: NotFoundError(),
    )


def share_opened(business_id: str, listing_id: str, share_id: str, now: datetime) -> Update:
    """Somebody looked; raises NotFoundError when the link was revoked in this very moment."""
    place = f"links.{share_id}"
    return Update(
        "listings",
        keys.sharing(business_id, listing_id),
        {f"{place}.opened_at": rfc3339(now)},
        condition=attribute(place).exists(),
        refused=lambda _: NotFoundError(),
    )
