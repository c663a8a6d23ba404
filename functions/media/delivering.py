"""What the steps of the delivery machine do. The machine orders and waits; every fact changes here, in one commit.

Each function may be killed anywhere and run again: it looks first whether its step has been done.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from latchkey import keys, private_links
from latchkey.clock import rfc3339
from latchkey.conditions import attribute
from latchkey.errors import ConflictError, NotFoundError
from latchkey.money import Money
from latchkey.outbox import outgoing
from latchkey.tables import commit
from latchkey.writes import Item, Update, Write
from mail.message import payload_of
from mail.order_mails import ListingDelivered, ListingUpdated
from media import delivery_writes, store, writes
from media.access import Terms, locked, override_of
from media.asset import Asset, missing
from media.delivery import (
    Delivery,
    FileRefusedError,
    NothingToDeliverError,
    OrderNotDeliverableError,
    StillLockedError,
    StillUploadingError,
    UnpublishedError,
)
from media.gallery_writes import photos_after, rewritten
from media.link import Link, rows_after
from media.lock import terms_of
from media.manifest import Photo
from media.news import news_after
from media.photo_files import contents_of
from orders import writes as orders_writes
from orders.order import Order
from orders.records import order_of
from payments import writes as payments_writes

BATCH: Final = 10
_TRIES: Final = 5


@dataclass(frozen=True, slots=True)
class Step:
    """The machine's input: ids, and which execution of the delivery this is."""

    business_id: str
    listing_id: str
    order_id: str
    delivery_id: str
    round: int

    @property
    def place(self) -> tuple[str, str]:
        return self.business_id, self.listing_id


def check(step: Step) -> dict[str, Any]:
    """What is left to do; raises a DeliveryError that the studio shows when the listing cannot be delivered as it is."""
    folder, delivery = _opened(step)
    if delivery.is_delivered:
        shown = {"watermark": delivery.watermark, "mark": delivery.mark}
        return {"delivered": True, **shown, "batches": [], "payment_needed": _waits(step)}
    listed = _listed(folder, step.order_id)
    uploading = sum(file.state == "uploading" for one in listed for file in one.files())
    if uploading:
        raise StillUploadingError(f"{uploading} of {len(listed)} files have not arrived. Finish or remove them.")
    if not listed and not _links(folder, step.order_id):
        raise NothingToDeliverError("There is nothing to deliver.")
    still = attribute("delivered_at").not_exists()
    commit([delivery_writes.delivery_moved(*step.place, step.delivery_id, {"listed": len(listed)}, condition=still)])
    own = [one for one in folder.assets if one.order_id == step.order_id]
    files = [file for one in own for file in one.files()]
    batches = _batches(missing(files, watermark=delivery.watermark, mark=delivery.mark))
    shown = {"watermark": delivery.watermark, "mark": delivery.mark}
    return {"delivered": False, **shown, "batches": batches, "payment_needed": False}


def deliver(step: Step, now: datetime) -> dict[str, Any]:
    """Listing, lock, manifest, order, invoice and mail in one transaction (product 6.2); whether a payment is awaited."""
    for _ in range(_TRIES):
        folder, delivery = _opened(step)
        if delivery.is_delivered:
            return {"payment_needed": _waits(step)}
        try:
            commit(_delivered(step, folder, delivery, now))
        except (ConflictError, payments_writes.InvoiceNumberTakenError, writes.PassedError):
            continue  # somebody paid, edited or delivered at the same moment: look again, decide again
        return {"payment_needed": _waits(step)}
    raise ConflictError("The listing keeps changing.")


def wait(step: Step, token: str) -> bool:
    """Keeps the token that a payment wakes; False when there is nothing to wait for any more."""
    waiting = attribute("state").eq("waiting_for_payment") & attribute("round").eq(step.round)
    try:
        commit([delivery_writes.delivery_moved(*step.place, step.delivery_id, {"token": token}, condition=waiting)])
    except writes.PassedError as passed:
        _must_be_published(passed)
        return False
    # Read after the token is kept: a payment before that found none, one after it finds this.
    return _waits(step)


def remove_watermarks(step: Step) -> None:
    """Verifies that the next request gets clean pictures; nothing is rendered or copied (product 5)."""
    lock = store.lock(*step.place)
    entry = (lock or {"orders": {}})["orders"].get(step.order_id)
    if lock is None or entry is None:
        raise NotFoundError
    if entry.get("override") == "locked":
        return
    if locked(terms_of(lock, step.order_id, {})):
        raise StillLockedError("The order is paid, but its files are still locked. Please press Retry.")


def complete(step: Step, now: datetime) -> None:
    """Ends the delivery. Raises UnpublishedError when it was taken back; it keeps that state."""
    running = attribute("state").ne("completed") & attribute("state").ne("unpublished")
    facts = {"state": "completed", "completed_at": rfc3339(now)}
    done = delivery_writes.delivery_moved(
        *step.place, step.delivery_id, facts, condition=running, remove=("token", "attention", "shown_at", "reason")
    )
    try:
        commit([done, delivery_writes.waits_no_more(*step.place, step.order_id, step.delivery_id)])
    except writes.PassedError as passed:
        if not passed.found:
            raise NotFoundError from passed
        _must_be_published(passed)


def record_attention(step: Step, reason: str, now: datetime) -> bool:
    """Puts the delivery where people see it, with its reason and a button; False when it is over or in a later round."""
    running = attribute("state").ne("completed") & attribute("state").ne("unpublished")
    stopped = running & attribute("round").eq(step.round)
    facts = {
        "state": "needs_attention",
        "reason": reason,
        "attention": step.business_id,
        "shown_at": f"{rfc3339(now)}#{step.delivery_id}",
    }
    try:
        commit(
            [delivery_writes.delivery_moved(*step.place, step.delivery_id, facts, condition=stopped, remove=("token",))]
        )
    except writes.PassedError:
        return False
    return True


def hand_over(step: Step, now: datetime) -> None:
    """The wait goes on in a new execution, so that none grows old (guarantees 49). The same round hands over once."""
    waiting = attribute("state").eq("waiting_for_payment") & attribute("round").eq(step.round)
    moved = delivery_writes.delivery_moved(
        *step.place, step.delivery_id, {"round": step.round + 1}, condition=waiting, remove=("token",)
    )
    try:
        commit([moved, delivery_writes.started(*step.place, step.order_id, step.delivery_id, step.round + 1, now)])
    except writes.PassedError as passed:
        if not passed.found:
            raise NotFoundError from passed
        _must_be_published(passed)


# ---------------------------------------------------------------------------------------------------------------------
def _batches(assets: list[Asset]) -> list[list[str]]:
    """Ten photos together, and each video alone: a long one takes a worker's whole time."""
    photos = [one.asset_id for one in assets if one.kind != "video"]
    videos = [[one.asset_id] for one in assets if one.kind == "video"]
    return [photos[start : start + BATCH] for start in range(0, len(photos), BATCH)] + videos


def _opened(step: Step) -> tuple[store.Folder, Delivery]:
    folder = store.folder(*step.place)
    delivery = folder.delivery(step.delivery_id) if folder else None
    if folder is None or delivery is None:
        raise NotFoundError
    if delivery.state == "unpublished":
        raise UnpublishedError
    return folder, delivery


def _must_be_published(passed: writes.PassedError) -> None:
    if passed.found and passed.found["state"] == "unpublished":
        raise UnpublishedError from passed


def _listed(folder: store.Folder, order_id: str) -> list[Asset]:
    return [one for one in folder.assets if one.order_id == order_id and one.is_listed]


def _links(folder: store.Folder, order_id: str) -> list[Link]:
    return [one for one in folder.links if one.order_id == order_id and not one.hidden]


def _waits(step: Step) -> bool:
    """Whether this delivery waits for money: collection is on and something is due, by the lock as it is now."""
    lock = store.lock(*step.place)
    entry = lock["orders"].get(step.order_id) if lock else None
    if entry is None:
        raise NotFoundError
    return bool(step.delivery_id in entry["waiting"] and entry["collection"] and entry["due"] > 0)


def _delivered(step: Step, folder: store.Folder, delivery: Delivery, now: datetime) -> list[Write]:
    item, invoice, counter, business = store.order_and_numbers(step.business_id, step.order_id)
    if item is None:
        raise NotFoundError
    order = order_of(item)
    if order.status not in ("Accepted", "Completed"):
        raise OrderNotDeliverableError(f"The order is {order.status.lower()}.")
    _must_be_ready(folder, delivery)
    collection = payments_writes.collection_for(order.ledger, wanted=delivery.collection)
    awaited = collection and order.ledger["due"] > 0
    terms = terms_of(folder.gallery.lock, step.order_id, business)
    terms = replace(terms, collection=collection, due=order.ledger["due"])
    photos = photos_after(folder.gallery, folder.assets, step.order_id, rfc3339(now))
    lock = _lock(step, delivery, now, collection=collection, awaited=awaited)
    if folder.gallery.lock["orders"][step.order_id].get("unpublished"):
        lock[f"orders.{step.order_id}.unpublished"] = None
    if delivery.mark != folder.gallery.lock["orders"][step.order_id].get("mark", 0):
        lock[f"orders.{step.order_id}.mark"] = delivery.mark
    news = news_after(folder.gallery.lock.get("news", ()), folder.gallery.photos, photos, rfc3339(now))
    lock["news"] = news
    told = news[-1] if terms.delivered else None
    head, stale = _bundles(step, delivery, folder.gallery.head, photos)
    if folder.links:
        head["links"] = rows_after(
            folder.gallery.head, folder.links, folder.gallery.order_ids, step.order_id, rfc3339(now)
        )
    parts = [
        *rewritten(folder.gallery, photos, head=head, lock=lock, remove=stale),
        _delivery_moved(step, delivery, awaited, now),
        *orders_writes.delivered(order, now, actor="business", actor_name=delivery.actor_name),
        _ledger_unmoved(order),
    ]
    if order.customer_email:  # a deleted customer has none
        parts.append(_mail(step, order, photos, now, terms, told))
    if collection and invoice is None:
        parts += _invoice(order, item, counter, now)
    return parts


def _must_be_ready(folder: store.Folder, delivery: Delivery) -> None:
    """Everything that was listed when the delivery was checked is here, readable to the last row (guarantees 36)."""
    listed = _listed(folder, delivery.order_id)
    needs: Any = {"watermark": delivery.watermark, "mark": delivery.mark}
    ready = [one for one in listed if not missing(one.files(), **needs) and one.state == "ready"]
    if new := next((one.arriving for one in listed if one.arriving and one.arriving.state == "refused"), None):
        raise FileRefusedError(f"{new.name}: {new.refused_reason} Choose another or keep the photo, then press Retry.")
    if len(ready) == len(listed) >= delivery.listed and (listed or _links(folder, delivery.order_id)):
        return
    refused = [one for one in folder.assets if one.order_id == delivery.order_id and one.state == "refused"]
    if refused:
        worst = refused[-1]
        raise FileRefusedError(f"{worst.name}: {worst.refused_reason} Replace or remove it, then press Retry.")
    raise StillUploadingError(f"{len(ready)} of {delivery.listed} files are ready. Finish or remove the others.")


def _bundles(step: Step, delivery: Delivery, head: Item, photos: list[Photo]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The changes and removals that put this delivery's bundle in its place, if it holds exactly what is delivered.

    Photos may be hidden and shown after it was written; then there is none, and the browser writes the ZIP.
    """
    place = f"bundles.{step.order_id}"
    delivered = contents_of([one for one in photos if one.order_id == step.order_id and not one.hidden])
    if delivery.bundle and delivery.bundle["contents"] == delivered:
        return {place: {**delivery.bundle, "delivery_id": delivery.delivery_id}}, ()
    return {}, (place,) if step.order_id in head["bundles"] else ()


def _lock(step: Step, delivery: Delivery, now: datetime, *, collection: bool, awaited: bool) -> Item:
    """`due` is left alone: it belongs to the ledger's own transactions."""
    place = f"orders.{step.order_id}"
    at = rfc3339(now)
    facts: Item = {
        f"{place}.delivered": True,
        f"{place}.reopened": False,
        f"{place}.collection": collection,
        f"{place}.watermark": delivery.watermark,
        "delivered_at": at,
        "shown_at": f"{at}#{step.listing_id}",
    }
    if awaited:
        facts[f"{place}.waiting.{delivery.delivery_id}"] = True
    return facts


def _delivery_moved(step: Step, delivery: Delivery, awaited: bool, now: datetime) -> Update:
    facts: dict[str, Any] = {"delivered_at": rfc3339(now)}
    if awaited:
        facts["state"] = "waiting_for_payment"
    still = attribute("delivered_at").not_exists() & attribute("round").eq(step.round)
    return delivery_writes.delivery_moved(*step.place, delivery.delivery_id, facts, condition=still)


def _ledger_unmoved(order: Order) -> Update:
    """Whether a payment is awaited, and the invoice's state, hold only for the ledger that was read."""
    unmoved = attribute("ledger.count").eq(order.ledger["count"])
    key = keys.order(order.business_id, order.order_id)
    return Update("orders", key, condition=unmoved, refused=payments_writes.LedgerMovedError)


def _invoice(order: Order, item: Item, counter: Item | None, now: datetime) -> list[Write]:
    return payments_writes.issue_invoice(
        order.business_id,
        order.order_id,
        order.ledger,
        counter["value"] if counter else None,
        at=now,
        currency=order.currency,
        bill_to={"name": order.customer_name, "email": order.customer_email},
        lines=item["lines"],
    )


def _mail(step: Step, order: Order, photos: list[Photo], now: datetime, terms: Terms, news: Item | None) -> Write:
    """To the customer: the order's files are there, or with `news` what came to those that were there before."""
    path = f"/listings/{step.listing_id}"
    own = [photo for photo in photos if photo.order_id == order.order_id and not photo.hidden]
    photo_count = sum(photo.kind == "photo" for photo in own)
    if order.by_guest:
        path = private_links.path_of(order.business_id, order.order_id)
    facts: dict[str, Any] = {
        "business_id": order.business_id,
        "to": order.customer_email,
        "listing_id": step.listing_id,
        "order_id": order.order_id,
        "address_line": order.address.one_line,
        "due": Money(order.ledger["due"], order.currency),
        "locked": locked(terms),
        "photo_count": photo_count,
        "other_count": len(own) - photo_count,
        "links_wait": terms.links_wait,
        "held": override_of(terms) == "locked",
        "customer_name": order.customer_name,
        "customer_id": order.customer_id,
        "link_path": path,
    }
    if news is None:
        message = ListingDelivered(**facts)
    else:
        message = ListingUpdated(**facts, added=news["added"], replaced=news["replaced"])
    return outgoing(order.business_id, "mail", payload_of(message), now, event_id=f"delivered_{step.delivery_id}")
