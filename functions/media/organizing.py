"""What the business does to the photos of a listing: describe, hide, order, section, cover, remove (product 4.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from latchkey.errors import InvalidError, NotFoundError
from latchkey.http import Caller
from latchkey.tables import commit
from latchkey.writes import Write
from media import asset_writes, store, upload, writes
from media.asset import Asset, ranks_at
from media.gallery_writes import photos_after, rewritten
from media.paths import raw_key
from media.photo_files import cover_among
from media.workspace import open_folder
from media.workspace_answers import AssetIn, AssetsIn, AssetsOut, AssetStateOut, CoverIn, CoverOut

# Asset id -> its attributes that change.
Changes = Mapping[str, Mapping[str, Any]]


def change_asset(caller: Caller, listing_id: str, asset_id: str, body: AssetIn) -> AssetStateOut:
    """Caption, alternative text, visibility, branding, section, kind, place; what is delivered shows the change at once."""
    folder = open_folder(caller, listing_id)
    asset = asset_in(folder, asset_id)
    own: dict[str, Any] = {
        name: value
        for name in ("caption", "alt", "hidden", "branded", "section", "kind")
        if (value := getattr(body, name)) is not None
    }
    if body.kind and asset.kind not in ("photo", "floor_plan"):
        raise InvalidError("This is no picture.", field="kind")
    changes = {asset_id: own} if own else {}
    if body.position is not None:
        others = [one for one in folder.assets if one.order_id == asset.order_id and one.asset_id != asset_id]
        for moved, rank in ranks_at(others, asset, body.position).items():
            changes.setdefault(moved, {})["rank"] = rank
    if changes:
        change(caller, folder, changes)
    return AssetStateOut(asset_id=asset_id, state=asset.state)


def change_assets(caller: Caller, listing_id: str, body: AssetsIn) -> AssetsOut:
    """Puts several assets into one section: all of them or, when one is not here any more, none."""
    folder = open_folder(caller, listing_id)
    assets = [asset_in(folder, asset_id) for asset_id in dict.fromkeys(body.asset_ids)]
    change(caller, folder, {asset.asset_id: {"section": body.section} for asset in assets})
    return AssetsOut(assets=[AssetStateOut(asset_id=asset.asset_id, state=asset.state) for asset in assets])


def choose_cover(caller: Caller, listing_id: str, body: CoverIn) -> CoverOut:
    """The photo on the cards; while it is hidden or gone, and when none is chosen, the first one stands in."""
    folder = open_folder(caller, listing_id)
    if body.asset_id and asset_in(folder, body.asset_id).kind not in ("photo", "floor_plan"):
        raise InvalidError("Only a picture can stand for a listing.", field="asset_id")
    head = {"cover_asset_id": body.asset_id}
    if folder.gallery.photos:
        commit(rewritten(folder.gallery, photos_after(folder.gallery, folder.assets), head=head))
    else:
        commit([writes.listing_changed(folder.gallery.head, head)])
    return cover_out(folder, body.asset_id)


def cover_out(folder: store.Folder, chosen: str | None) -> CoverOut:
    """The cover among everything that a delivery would show now."""
    orders = folder.gallery.lock["orders"]
    listed = [one for one in folder.assets if one.state == "ready" and one.is_listed]
    cover = cover_among([one for one in listed if not orders[one.order_id]["canceled"]], chosen)
    return CoverOut(asset_id=cover.asset_id if cover else None, chosen=bool(cover and cover.asset_id == chosen))


def remove_asset(caller: Caller, listing_id: str, asset_id: str) -> None:
    """Takes away what was never delivered; hides what was."""
    folder = open_folder(caller, listing_id)
    asset_in(folder, asset_id)
    if asset_id in _delivered(folder):
        return change(caller, folder, {asset_id: {"hidden": True}})
    files = [one for one in folder.files if asset_id in (one.asset_id, one.replaces)]
    for file in files:
        if file.state == "uploading":
            upload.abandon(raw_key(caller.business_id, listing_id, file.asset_id), file.s3_upload_id or "")
    gone = [asset_writes.asset_removed(caller.business_id, listing_id, file.asset_id) for file in files]
    return commit([*gone, *_seen_by_a_delivery(folder)])


def asset_in(folder: store.Folder, asset_id: str) -> Asset:
    """One asset of the folder. Raises NotFoundError."""
    asset = folder.asset(asset_id)
    if asset is None:
        raise NotFoundError
    return asset


def change(caller: Caller, folder: store.Folder, changes: Changes) -> None:
    """The assets and, where one of them is delivered, what visitors see: one commit."""
    place = caller.business_id, folder.gallery.head["listing_id"]
    parts: list[Write] = [asset_writes.asset_changed(*place, asset_id, what) for asset_id, what in changes.items()]
    delivered = _delivered(folder)
    if delivered & changes.keys():
        after = [replace(one, **changes.get(one.asset_id, {})) for one in folder.assets]
        stale = _stale_bundles(folder, delivered, changes)
        parts += rewritten(folder.gallery, photos_after(folder.gallery, after), remove=stale)
    else:
        parts += _seen_by_a_delivery(folder)
    commit(parts)


# ---------------------------------------------------------------------------------------------------------------------
def _delivered(folder: store.Folder) -> set[str]:
    return {photo.asset_id for photo in folder.gallery.photos}


def _seen_by_a_delivery(folder: store.Folder) -> list[Write]:
    """So that a delivery that has read the assets before this looks again."""
    return [writes.listing_changed(folder.gallery.head)] if folder.is_being_delivered else []


def _stale_bundles(folder: store.Folder, delivered: set[str], changes: Changes) -> tuple[str, ...]:
    """A bundle on the server was made of the old set; until the next delivery the browser writes it."""
    changed = {asset_id for asset_id, what in changes.items() if {"hidden", "captions"} & what.keys()} & delivered
    orders = {one.order_id for one in folder.assets if one.asset_id in changed}
    return tuple(f"bundles.{order_id}" for order_id in sorted(orders & folder.gallery.head["bundles"].keys()))
