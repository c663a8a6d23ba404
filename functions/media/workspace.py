"""What the business does in a listing's workspace: upload, deliver, retry (product 4.4, 12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from latchkey.clock import rfc3339
from latchkey.errors import ConflictError, InvalidError, NotFoundError
from latchkey.http import Caller
from latchkey.ids import fingerprint, is_id, new_id
from latchkey.observability import count, note
from latchkey.tables import commit
from latchkey.writes import Item
from media import asset_writes, delivery_writes, store, upload, writes
from media.asset import RANK_STEP, Asset, asset_id_of
from media.delivery import Delivery
from media.floor_plan import kind_by_name
from media.mark import mark_version
from media.paths import poster_key, raw_key
from media.preflight import Preflight, Problem, preflight
from media.replacement import with_checksum
from media.upload_answers import (
    FileIn,
    PartOut,
    PartsOut,
    PosterOut,
    StoredPartOut,
    UploadOut,
    UploadsIn,
    UploadsOut,
)
from media.video_name import is_video_name
from media.workspace_answers import DeliveryIn, DeliveryStateOut

_REFUSALS: Final[Mapping[Problem, str]] = {
    "canceled": "This order is canceled.",
    "stopped": "A delivery of this order is under way.",
    "under_way": "A delivery of this order is under way.",
    "uploading": "{files} not uploaded completely. Finish or remove them first.",
    "replacement_refused": "A new file for a photo was refused. Choose another or keep the photo as it is.",
    "nothing_ready": "There is nothing to deliver yet.",
}


def start_uploads(caller: Caller, listing_id: str, body: UploadsIn) -> UploadsOut:
    """Opens an upload for each file that is welcome; a file that is here already is refused, or taken up again."""
    folder = open_folder(caller, listing_id)
    live_order(folder, body.order_id)
    ranks = [one.rank for one in folder.assets if one.order_id == body.order_id]
    first_rank = max(ranks, default=0) + RANK_STEP
    named: dict[str, str] = {}
    answers: list[UploadOut] = []
    new: list[Asset] = []
    for file in body.files:
        same = with_checksum(folder.assets, file.sha256)
        reason = upload.refusal(file.name, file.bytes) or _duplicate(same, named.get(file.sha256 or ""))
        if reason:
            answers.append(UploadOut(name=file.name, refused=reason))
            continue
        asset = same or _new_asset(caller, listing_id, body.order_id, file, first_rank + len(new) * RANK_STEP)
        if same is None:
            new.append(asset)
        if file.sha256:
            named[file.sha256] = file.name
        answers.append(upload_out(caller, listing_id, file.name, asset))
    if new:
        commit([asset_writes.new_asset(caller.business_id, listing_id, asset) for asset in new])
    note(uploads=len(new))
    return UploadsOut(uploads=answers)


def resume_upload(caller: Caller, listing_id: str, upload_id: str, first: int) -> PartsOut:
    """Fresh links for the parts of an upload from `first` on, and what has arrived of it."""
    asset = _upload(caller, listing_id, upload_id)
    key = raw_key(caller.business_id, listing_id, asset.asset_id)
    stored = upload.stored_parts(key, asset.s3_upload_id or "") if asset.state == "uploading" else None
    if stored is None:
        raise ConflictError("This upload is over.", current={"state": asset.state})
    return PartsOut(
        parts=_links(key, asset, first),
        stored=[StoredPartOut(number=part.number, etag=part.etag, bytes=part.bytes) for part in stored],
    )


def abandon_upload(caller: Caller, listing_id: str, upload_id: str) -> None:
    """Throws away an upload that is not complete."""
    asset = _upload(caller, listing_id, upload_id)
    if asset.state != "uploading":
        raise ConflictError("This upload is complete.", current={"state": asset.state})
    upload.abandon(raw_key(caller.business_id, listing_id, asset.asset_id), asset.s3_upload_id or "")
    commit([asset_writes.asset_removed(caller.business_id, listing_id, asset.asset_id)])


def take_poster(caller: Caller, listing_id: str, asset_id: str) -> PosterOut:
    """Where to put the picture that stands for a video; a new one takes the place of the one before."""
    caller.viewer.must_be_staff()
    known = is_id("lst", listing_id) and is_id("ast", asset_id)
    asset = store.asset(caller.business_id, listing_id, asset_id) if known else None
    if asset is None:
        raise NotFoundError
    if asset.kind != "video":
        raise InvalidError("Only a video has a poster.", field="asset_id")
    place = caller.business_id, listing_id, asset_id
    try:
        commit([asset_writes.poster_moved(*place, {"poster": "coming", "poster_reason": None})])
    except writes.PassedError as passed:
        raise NotFoundError from passed
    return PosterOut(url=upload.poster_link(poster_key(*place)))


def start_delivery(caller: Caller, listing_id: str, body: DeliveryIn) -> DeliveryStateOut:
    """Hands what is listed of an order to the delivery machine; the same form twice is one delivery."""
    request = fingerprint(caller.key_of_form())
    folder = open_folder(caller, listing_id)
    if again := _requested_before(folder, request):
        return again
    _must_be_deliverable(folder, body)
    delivery = Delivery(
        delivery_id=new_id("dlv", caller.now),
        order_id=body.order_id,
        state="preparing",
        round=1,
        collection=body.collection,
        watermark=body.watermark,
        created_at=rfc3339(caller.now),
        actor_name=caller.viewer.name or None,
        request=request,
        mark=mark_version(caller.business),
    )
    try:
        commit(delivery_writes.requested(folder.gallery.head, delivery, caller.now))
    except ConflictError:
        if again := _requested_before(open_folder(caller, listing_id), request):
            return again
        raise
    count("DeliveriesRequested")
    return DeliveryStateOut(delivery_id=delivery.delivery_id, state="preparing")


def retry_delivery(caller: Caller, listing_id: str, delivery_id: str) -> DeliveryStateOut:
    """A delivery that needs attention goes on where it stopped, in a new execution."""
    caller.viewer.must_be_staff()
    known = is_id("lst", listing_id) and is_id("dlv", delivery_id)
    delivery = store.delivery(caller.business_id, listing_id, delivery_id) if known else None
    if delivery is None:
        raise NotFoundError
    if delivery.state != "needs_attention":
        raise ConflictError("This delivery is under way.", current={"state": delivery.state})
    place = caller.business_id, listing_id
    try:
        commit(delivery_writes.retried(*place, delivery, caller.now, mark=mark_version(caller.business)))
    except writes.PassedError as passed:
        raise ConflictError("This delivery is under way.", current={"state": "preparing"}) from passed
    return DeliveryStateOut(delivery_id=delivery_id, state="preparing")


def preflight_of(folder: store.Folder, order_id: str) -> Preflight:
    """The look before a delivery of one order."""
    return preflight(
        folder.gallery.lock["orders"][order_id],
        [one for one in folder.assets if one.order_id == order_id],
        [one for one in folder.links if one.order_id == order_id],
        [one for one in folder.deliveries if one.order_id == order_id],
        ordered_lines(folder, order_id),
    )


def ordered_lines(folder: store.Folder, order_id: str) -> Sequence[Mapping[str, Any]]:
    """What the order's lines promise; listings of before kept none."""
    lines: Sequence[Mapping[str, Any]] = folder.gallery.head.get("ordered", {}).get(order_id, ())
    return lines


# ---------------------------------------------------------------------------------------------------------------------
def open_folder(caller: Caller, listing_id: str) -> store.Folder:
    """The listing's folder for staff; it does not exist for anybody else."""
    caller.viewer.must_be_staff()
    folder = store.folder(caller.business_id, listing_id) if is_id("lst", listing_id) else None
    if folder is None:
        raise NotFoundError
    note(listing_id=listing_id)
    return folder


def upload_out(caller: Caller, listing_id: str, name: str, asset: Asset) -> UploadOut:
    """Where the parts of an upload go."""
    return UploadOut(
        name=name,
        upload_id=asset.upload_id,
        asset_id=asset.asset_id,
        part_bytes=upload.PART_BYTES,
        parts=_links(raw_key(caller.business_id, listing_id, asset.asset_id), asset),
    )


def _upload(caller: Caller, listing_id: str, upload_id: str) -> Asset:
    caller.viewer.must_be_staff()
    asset_id = asset_id_of(upload_id)
    known = is_id("upl", upload_id) and is_id("lst", listing_id)
    asset = store.asset(caller.business_id, listing_id, asset_id) if known else None
    if asset is None:
        raise NotFoundError
    return asset


def live_order(folder: store.Folder, order_id: str) -> Item:
    """The order's entry on the listing; a foreign or canceled one takes nothing new."""
    entry: Item | None = folder.gallery.lock["orders"].get(order_id)
    if entry is None:
        raise InvalidError("This order is not part of the listing.", field="order_id")
    if entry["canceled"]:
        raise ConflictError("This order is canceled.", current={"status": "Canceled"})
    return entry


def _new_asset(caller: Caller, listing_id: str, order_id: str, file: FileIn, rank: int) -> Asset:
    asset_id = new_id("ast", caller.now)
    return Asset(
        asset_id=asset_id,
        order_id=order_id,
        name=file.name,
        rank=rank,
        state="uploading",
        bytes=file.bytes,
        created_at=rfc3339(caller.now),
        kind="video" if is_video_name(file.name) else kind_by_name(file.name, file.folder),
        sha256=file.sha256,
        s3_upload_id=upload.begin(raw_key(caller.business_id, listing_id, asset_id)),
    )


def _duplicate(here: Asset | None, in_this_batch: str | None) -> str | None:
    """Why a file is refused as a duplicate; an upload that never arrived is taken up again instead, once."""
    if in_this_batch is not None:
        return f"This is the same file as {in_this_batch}."
    if here is None or (here.state == "uploading" and not here.replaces):
        return None
    return f"This file is here already, as {here.name}."


def _links(key: str, asset: Asset, first: int = 1) -> list[PartOut]:
    links = upload.part_links(key, asset.s3_upload_id or "", asset.bytes, first)
    return [PartOut(number=number, url=url) for number, url in links]


def _requested_before(folder: store.Folder, request: str) -> DeliveryStateOut | None:
    same = next((one for one in folder.deliveries if one.request == request), None)
    return DeliveryStateOut(delivery_id=same.delivery_id, state=same.state) if same else None


def _must_be_deliverable(folder: store.Folder, body: DeliveryIn) -> None:
    """Raises ConflictError with the reason that the pre-flight check shows."""
    live_order(folder, body.order_id)
    current = {"version": folder.gallery.head["version"]}
    found = preflight_of(folder, body.order_id)
    is_running = {"stopped", "under_way"} & set(found.problems)
    if body.version != folder.gallery.head["version"] and not is_running:
        raise ConflictError("This listing changed while you were looking at it.", current=current)
    if found.problems:
        raise ConflictError(_REFUSALS[found.problems[0]].format(files=_files(found.uploading)), current=current)


def _files(count: int) -> str:
    return "1 file is" if count == 1 else f"{count} files are"
