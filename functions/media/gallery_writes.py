"""Rewrites what visitors see of a listing: manifest, cover and counts always change together, in one commit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from latchkey.writes import Item, Write
from media import writes
from media.asset import Asset, in_order
from media.kinds import ASSET_KINDS
from media.link import ShownLink, shown_links
from media.manifest import Photo, chunk_writes
from media.photo_files import cover_among, cover_of
from media.store import Gallery


def photos_after(
    gallery: Gallery, assets: Iterable[Asset], delivering: str | None = None, at: str | None = None
) -> list[Photo]:
    """The manifest anew: what was delivered before, and what is ready of the order that is being delivered `at`.

    A new file in the place of a delivered one waits for the order's next delivery; the words of the place do not.
    """
    before = {photo.asset_id: photo for photo in gallery.photos}
    in_place = sorted(in_order(assets, gallery.order_ids), key=lambda asset: ASSET_KINDS.index(asset.kind))
    return [
        _row(asset, before.get(asset.asset_id), at, delivering=asset.order_id == delivering)
        for asset in in_place
        if asset.state == "ready" and (asset.asset_id in before or (asset.order_id == delivering and not asset.hidden))
    ]


def _row(asset: Asset, before: Photo | None, at: str | None, *, delivering: bool) -> Photo:
    if before is None:
        return replace(asset.photo(), delivered_at=at)
    if not delivering or before.file_id == asset.file_id:
        row = replace(asset.photo(before.file_id), delivered_at=before.delivered_at, replaces=before.replaces)
        # A first poster waits for a delivery, which makes sure that it has the mark which the order shows.
        return row if delivering else replace(row, poster=before.poster)
    return replace(asset.photo(), delivered_at=at, replaces=True)


def rewritten(
    gallery: Gallery,
    photos: list[Photo] | None = None,
    *,
    head: Mapping[str, Any] | None = None,
    lock: Mapping[str, Any] | None = None,
    remove: tuple[str, ...] = (),
) -> list[Write]:
    """The listing's next version with counts and cover anew, on the version that was read.

    Without `photos` the manifest stays as it is; `head`, `lock` and `remove` are further changes of those items.
    """
    item, lock = gallery.head, lock or {}
    place = item["business_id"], item["listing_id"]
    listed = gallery.photos if photos is None else photos
    item_after = {**item, **(head or {})}
    shown = [photo for photo in listed if not photo.hidden and _is_published(gallery.lock, lock, photo.order_id)]
    links = [link for link in shown_links(item_after) if not link.hidden]
    cover = cover_among(shown, item_after.get("cover_asset_id"))
    # What stands in for the cover when its order is canceled, which touches the lock item alone.
    others = [cover_among([one for one in shown if one.order_id == order_id], None) for order_id in gallery.order_ids]
    return [
        writes.listing_changed(item, head, remove),
        writes.shown(
            *place,
            photo_count=sum(photo.kind == "photo" for photo in shown),
            cover=cover_of(item["name_secret"], cover, _mark(gallery, cover, lock)),
            other_covers=[
                cover_of(item["name_secret"], one, _mark(gallery, one, lock))
                for one in others
                if one and cover and one.order_id != cover.order_id
            ],
            contents=_contents([*shown, *(one for one in links if _is_published(gallery.lock, lock, one.order_id))]),
            changes=lock,
        ),
        *([] if photos is None else chunk_writes(*place, photos, len(gallery.chunks))),
    ]


def _contents(shown: Iterable[Photo | ShownLink]) -> dict[str, dict[str, int]]:
    """How many of which kind each order shows."""
    numbers: dict[str, dict[str, int]] = {}
    for one in shown:
        of_order = numbers.setdefault(one.order_id, {})
        of_order[one.kind] = of_order.get(one.kind, 0) + 1
    return numbers


def _is_published(lock: Item, changes: Mapping[str, Any], order_id: str) -> bool:
    """Whether the order is delivered and not canceled, after `changes` of the lock item."""
    entry = lock["orders"][order_id]
    return bool(changes.get(f"orders.{order_id}.delivered", entry["delivered"])) and not entry["canceled"]


def _mark(gallery: Gallery, cover: Photo | None, lock: Mapping[str, Any]) -> int:
    """The version of the mark that the cover's order shows after these changes of the lock item."""
    if cover is None:
        return 0
    shown = gallery.lock["orders"][cover.order_id].get("mark", 0)
    return int(lock.get(f"orders.{cover.order_id}.mark", shown))
