"""What the business does to give a photo another file: send one, keep the old after all (product 4.3, ADR 0053)."""

from __future__ import annotations

from latchkey.clock import rfc3339
from latchkey.errors import ConflictError, InvalidError, NotFoundError
from latchkey.http import Caller
from latchkey.ids import new_id
from latchkey.observability import count
from latchkey.tables import commit
from latchkey.writes import Write
from media import asset_writes, store, upload, writes
from media.asset import Asset
from media.paths import raw_key
from media.replacement import not_needed, with_checksum
from media.upload_answers import FileIn, UploadOut
from media.workspace import live_order, open_folder, upload_out


def start_replacement(caller: Caller, listing_id: str, asset_id: str, file: FileIn) -> UploadOut:
    """Opens the upload of a new file for a photo; the old one stays until the new one is ready, and delivered until then.

    The same file again is the same upload; another one takes the place of what was on its way.
    """
    folder, asset = _opened(caller, listing_id, asset_id)
    if asset.kind not in ("photo", "floor_plan"):
        raise InvalidError("Only a picture can be replaced. Upload another file and remove this one.", field="asset_id")
    if asset.state != "ready":
        raise ConflictError("This file is not ready itself.", current={"state": asset.state})
    live_order(folder, asset.order_id)
    same = with_checksum(folder.assets, file.sha256)
    arriving = asset.arriving
    if same and arriving and same.asset_id == arriving.asset_id and arriving.state == "uploading":
        return upload_out(caller, listing_id, file.name, arriving)
    reason = upload.refusal(file.name, file.bytes) or (f"This file is here already, as {same.name}." if same else None)
    if reason:
        return UploadOut(name=file.name, refused=reason)
    new = _new_file(caller, listing_id, asset, file)
    dropped = not_needed(asset, _delivered_file(folder, asset_id))
    parts = [asset_writes.new_asset(caller.business_id, listing_id, new)]
    commit(
        [*parts, asset_writes.asset_exists(caller.business_id, listing_id, asset_id), *_gone(caller, folder, dropped)]
    )
    count("PhotosReplaced")
    return upload_out(caller, listing_id, file.name, new)


def keep_old(caller: Caller, listing_id: str, asset_id: str) -> None:
    """Throws away the file that is on its way, else one that no customer has seen; the one before stands again."""
    folder, asset = _opened(caller, listing_id, asset_id)
    dropped = asset.arriving
    if dropped is None and asset.file_id and asset.file_id != _delivered_file(folder, asset_id):
        dropped = next(one for one in folder.files if one.asset_id == asset.file_id)
    if dropped:
        commit(_gone(caller, folder, [dropped]))


# ---------------------------------------------------------------------------------------------------------------------
def _opened(caller: Caller, listing_id: str, asset_id: str) -> tuple[store.Folder, Asset]:
    folder = open_folder(caller, listing_id)
    asset = folder.asset(asset_id)
    if asset is None:
        raise NotFoundError
    return folder, asset


def _delivered_file(folder: store.Folder, asset_id: str) -> str | None:
    return next((photo.file for photo in folder.gallery.photos if photo.asset_id == asset_id), None)


def _new_file(caller: Caller, listing_id: str, asset: Asset, file: FileIn) -> Asset:
    file_id = new_id("ast", caller.now)
    return Asset(
        asset_id=file_id,
        order_id=asset.order_id,
        name=file.name,
        rank=asset.rank,
        state="uploading",
        bytes=file.bytes,
        created_at=rfc3339(caller.now),
        kind=asset.kind,
        sha256=file.sha256,
        s3_upload_id=upload.begin(raw_key(caller.business_id, listing_id, file_id)),
        replaces=asset.asset_id,
    )


def _gone(caller: Caller, folder: store.Folder, files: list[Asset]) -> list[Write]:
    listing_id = folder.gallery.head["listing_id"]
    for file in files:
        if file.state == "uploading":
            upload.abandon(raw_key(caller.business_id, listing_id, file.asset_id), file.s3_upload_id or "")
    dropped: list[Write] = [asset_writes.file_dropped(caller.business_id, listing_id, file) for file in files]
    if any(file.state == "ready" for file in files) or (files and folder.is_being_delivered):
        # A delivery that read it is told to look again.
        dropped.append(writes.listing_changed(folder.gallery.head))
    return dropped
