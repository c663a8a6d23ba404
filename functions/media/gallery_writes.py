"""Rewrites what visitors see of a listing: manifest, cover and counts always change together, in one commit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from latchkey.writes import Item, Write
from media import writes
from media.asset import Asset, in_order
from media.manifest import Photo, chunk_writes
from media.photo_files import cover_among, cover_of
from media.store import Gallery


def photos_after(
    gallery: Gallery, assets: Iterable[Asset], delivering: str | None = None, at: str | None = None
) -> list[Photo]:
    """The manifest anew: what was delivered before, and what is ready of the order that is being delivered `at`."""
    before = {photo.asset_id: photo.delivered_at for photo in gallery.photos}
    return [
        replace(asset.photo(), delivered_at=before.get(asset.asset_id, at))
        for asset in in_order(assets, gallery.order_ids)
        if asset.state == "ready" and (asset.asset_id in before or (asset.order_id == delivering and not asset.hidden))
    ]


def rewritten(
    gallery: Gallery,
    photos: list[Photo],
    *,
    head: Mapping[str, Any] | None = None,
    lock: Mapping[str, Any] | None = None,
    remove: tuple[str, ...] = (),
) -> list[Write]:
    """The writes of a new manifest, on the version that was read; `head` and `lock` are further changes of those items."""
    item: Item = gallery.head
    place = item["business_id"], item["listing_id"]
    chosen = {**item, **(head or {})}.get("cover_asset_id")
    orders = gallery.lock["orders"]
    shown = [photo for photo in photos if not photo.hidden and not orders[photo.order_id]["canceled"]]
    return [
        writes.listing_changed(item, head, remove),
        writes.shown(
            *place,
            photo_count=sum(not photo.hidden for photo in photos),
            cover=cover_of(item["name_secret"], cover_among(shown, chosen)),
            changes=lock or {},
        ),
        *chunk_writes(*place, photos, len(gallery.chunks)),
    ]
