"""Where a photo's files lie, and under which names people save them; knows no answers, so the machine's steps stay light."""

from __future__ import annotations

from typing import Any

from media.file_names import file_name
from media.kinds import DOWNLOADS, PREVIEWS, Size, size_within
from media.manifest import Photo
from media.paths import media_path


def download_path(secret: bytes, listing_id: str, photo: Photo, size: Size) -> str:
    """Path of the file of this size."""
    suffix = photo.suffix if size == "original" else "jpg"
    return media_path(secret, listing_id, photo.order_id, photo.asset_id, DOWNLOADS[size], suffix)


def names_of(photos: list[Photo], address_line: str, size: Size) -> dict[str, str]:
    """Asset id -> name under which it is saved, numbered in the order shown."""
    return {
        photo.asset_id: file_name(
            address_line, position, len(photos), photo.caption, photo.suffix if size == "original" else "jpg"
        )
        for position, photo in enumerate(photos, start=1)
    }


def cover_of(secret: bytes, listing_id: str, photos: list[Photo]) -> dict[str, Any] | None:
    """What the lock item keeps of the first photo, so that a card needs no other read."""
    photo = next((photo for photo in photos if not photo.hidden), None)
    if photo is None:
        return None
    width, height = size_within((photo.width, photo.height), PREVIEWS["clean"][0].edge)
    paths = {
        folder: media_path(secret, listing_id, photo.order_id, photo.asset_id, kinds[0].name)
        for folder, kinds in PREVIEWS.items()
    }
    return {"order_id": photo.order_id, "width": width, "height": height, "paths": paths}
