"""Takes what was delivered back from the customer: pictures, links and share links go, the ledger stays as it is.

The photos stay in the manifest, so that delivering again shows them as known ones; only `delivered` on the lock decides.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from latchkey.clock import rfc3339
from latchkey.errors import ConflictError, InvalidError
from latchkey.http import Caller
from latchkey.ids import fingerprint
from latchkey.observability import count
from latchkey.outbox import outgoing
from latchkey.tables import commit
from latchkey.writes import Item, Write
from media import delivery_writes, store, writes
from media.delivery import Delivery
from media.gallery_writes import rewritten
from media.workspace import open_folder
from media.workspace_answers import UnpublishedOut, UnpublishIn
from orders import history

_CHANGED = "This listing changed while you were looking at it."


def unpublish(caller: Caller, listing_id: str, body: UnpublishIn) -> UnpublishedOut:
    """One order's delivery, or every order's. The same form again answers the same."""
    request = fingerprint(caller.key_of_form())
    folder = open_folder(caller, listing_id)
    if again := _unpublished_before(folder, request):
        return again
    order_ids = _to_take_back(folder, body)
    try:
        commit(_parts(caller, folder, order_ids, body.reason, request))
    except writes.PassedError as passed:
        raise ConflictError(_CHANGED, current={"version": folder.gallery.head["version"]}) from passed
    except ConflictError:
        if again := _unpublished_before(open_folder(caller, listing_id), request):
            return again
        raise
    count("ListingsUnpublished")
    return UnpublishedOut(order_ids=order_ids)


# ---------------------------------------------------------------------------------------------------------------------
def _to_take_back(folder: store.Folder, body: UnpublishIn) -> list[str]:
    orders = folder.gallery.lock["orders"]
    if body.order_id is not None and body.order_id not in orders:
        raise InvalidError("This order is not part of the listing.", field="order_id")
    chosen = folder.gallery.order_ids if body.order_id is None else [body.order_id]
    chosen = [order_id for order_id in chosen if orders[order_id]["delivered"] and not orders[order_id]["canceled"]]
    current = {"version": folder.gallery.head["version"]}
    if not chosen:
        raise ConflictError("Nothing is delivered that could be taken back.", current=current)
    if any(one.order_id in chosen and _is_under_way(one) for one in folder.deliveries):
        raise ConflictError("A delivery is under way. Please wait until it is done.", current=current)
    if body.version != folder.gallery.head["version"]:
        raise ConflictError(_CHANGED, current=current)
    return chosen


def _parts(caller: Caller, folder: store.Folder, order_ids: list[str], reason: str, request: str) -> list[Write]:
    place = caller.business_id, folder.gallery.head["listing_id"]
    ended = [one for one in folder.deliveries if one.order_id in order_ids and _goes_on(one)]
    parts = rewritten(folder.gallery, lock=_lock(caller, folder, order_ids, request))
    parts += [delivery_writes.delivery_unpublished(*place, one) for one in ended]
    for order_id in order_ids:
        by = caller.viewer.name
        parts += history.unpublished(caller.business_id, order_id, by=by, reason=reason, now=caller.now)
    if ended:
        payload = {"listing_id": place[1], "delivery_ids": [one.delivery_id for one in ended]}
        parts.append(outgoing(caller.business_id, "delivery_unpublished", payload, caller.now))
    return parts


def _is_under_way(delivery: Delivery) -> bool:
    return delivery.state == "preparing" and not delivery.is_delivered


def _goes_on(delivery: Delivery) -> bool:
    """Whether its execution still runs or waits for money, or a person could let it go on."""
    return delivery.is_delivered and delivery.state not in ("completed", "unpublished")


def _lock(caller: Caller, folder: store.Folder, order_ids: Collection[str], request: str) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for order_id in order_ids:
        facts[f"orders.{order_id}.delivered"] = False
        facts[f"orders.{order_id}.waiting"] = {}
        facts[f"orders.{order_id}.unpublished"] = {"at": rfc3339(caller.now), "request": request}
    others: list[Item] = [one for order_id, one in folder.gallery.lock["orders"].items() if order_id not in order_ids]
    if not any(one["delivered"] for one in others):
        facts["delivered_at"] = None
    return facts


def _unpublished_before(folder: store.Folder, request: str) -> UnpublishedOut | None:
    entries = folder.gallery.lock["orders"].items()
    same = sorted(order_id for order_id, one in entries if (one.get("unpublished") or {}).get("request") == request)
    return UnpublishedOut(order_ids=same) if same else None
