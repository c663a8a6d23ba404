"""Where an asset's files lie, and under which names people save them; knows no answers, so the machine's steps stay light."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from latchkey.ids import fingerprint
from latchkey.writes import Item
from media.asset import Asset
from media.file_names import file_name
from media.floor_plan import says_floor_plan
from media.kinds import CAPTIONS, DOWNLOADS, FULL, PREVIEWS, Folder, Size, label_of, size_within
from media.manifest import Photo
from media.paths import folder_path, media_name, media_path


class File(NamedTuple):
    """A file of a bundle: where it lies, what it is saved as, and as what it was uploaded, for people."""

    path: str
    name: str
    bytes: int
    crc32: int
    of: str


def download_path(secret: bytes, listing_id: str, photo: Photo, size: Size) -> str:
    """Path of the file of this size."""
    kind = DOWNLOADS[size] if photo.is_picture else FULL
    return media_path(secret, listing_id, photo.order_id, photo.file, kind, _suffix(photo, size))


def captions_path(secret: bytes, listing_id: str, video: Photo) -> str | None:
    """Path of a video's captions, which others never have; None without any."""
    if video.captions is None:
        return None
    label = f"{CAPTIONS}@{video.captions.version}"
    return media_path(secret, listing_id, video.order_id, video.asset_id, label, "vtt")


def files_of(secret: bytes, listing_id: str, photo: Photo, name: str, size: Size) -> list[File]:
    """What a bundle holds of an asset: its file, and beside a video's its captions, where players look for them."""
    file = File(download_path(secret, listing_id, photo, size), name, photo.bytes[size], photo.crc32[size], photo.name)
    captions = captions_file(secret, listing_id, photo, name)
    return [file, captions] if captions else [file]


def captions_file(secret: bytes, listing_id: str, video: Photo, name: str) -> File | None:
    """A video's captions, saved under the `name` of the video itself; None without any."""
    path, captions = captions_path(secret, listing_id, video), video.captions
    if path is None or captions is None:
        return None
    return File(path, f"{name.rpartition('.')[0]}.vtt", captions.bytes, captions.crc32, video.name)


def names_of(photos: list[Photo], address_line: str, size: Size) -> dict[str, str]:
    """Asset id -> name under which it is saved, numbered in the order shown."""
    return {
        photo.asset_id: file_name(address_line, position, len(photos), _words(photo), _suffix(photo, size))
        for position, photo in enumerate(photos, start=1)
    }


def contents_of(photos: Sequence[Photo]) -> str:
    """Tells one set of files from every other, whatever their order."""
    captions = [photo.captions.version for photo in photos if photo.captions]
    return fingerprint(" ".join(sorted([*(photo.file for photo in photos), *captions])))


def _suffix(photo: Photo, size: Size) -> str:
    return photo.suffix if size == "original" or not photo.is_picture else "jpg"


def _words(photo: Photo) -> str:
    """What a name says beside its number; what a document or a video is, its own name tells when nobody has said it."""
    if not photo.is_picture:
        return photo.caption or photo.name.rpartition(".")[0] or photo.name
    if photo.kind == "floor_plan" and not says_floor_plan(photo.caption):
        return f"floor plan {photo.caption}"
    return photo.caption


def cover_among[P: (Photo, Asset)](shown: Sequence[P], chosen: str | None) -> P | None:
    """The chosen picture while it is shown, else the first photo, else the first floor plan; never anything else."""
    pictures = sorted(
        (one for one in shown if one.kind in ("photo", "floor_plan")), key=lambda one: one.kind != "photo"
    )
    return next((one for one in pictures if one.asset_id == chosen), pictures[0] if pictures else None)


def cover_of(secret: bytes, photo: Photo | None, mark: int = 0) -> dict[str, Any] | None:
    """What the lock item keeps of the cover, so that a card needs no other read: its shape, and its files by folder.

    `mark` is the version of the mark that its order shows.
    """
    if photo is None:
        return None
    names = {
        folder: [media_name(secret, photo.order_id, photo.file, label_of(kind, mark)) for kind in kinds]
        for folder, kinds in PREVIEWS.items()
    }
    return {"order_id": photo.order_id, "width": photo.width, "height": photo.height, "names": names}


def cover_pictures(cover: Item, listing_id: str, folder: Folder) -> list[tuple[str, int, int]]:
    """Path, width and height of the cover's pictures in this folder, smallest first."""
    start = folder_path(listing_id, cover["order_id"], folder)
    return [
        (f"{start}/{name}", *size_within((cover["width"], cover["height"]), kind.edge))
        for name, kind in zip(cover["names"][folder], PREVIEWS[folder], strict=True)
    ]
