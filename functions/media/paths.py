"""Where files lie: names keyed with the listing's secret, so that one known name leads to no other (house 3)."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Final, NamedTuple

from latchkey.ids import is_id
from media.kinds import CAPTIONS, FULL, ON_ARRIVAL, WITHOUT_WATERMARK, Folder

_FOLDERS: Final[dict[str, Folder]] = {kind.name: kind.folder for kind in (*ON_ARRIVAL, *WITHOUT_WATERMARK)}
_FOLDERS[FULL] = "clean"
_FOLDERS["bundle"] = "clean"
_FOLDERS[CAPTIONS] = "clean"
_NAME_BYTES: Final = 16
_POSTER: Final = "poster"
# How S3 says that there is no such object; to a role that may not list the bucket, it says AccessDenied.
MISSING: Final = frozenset(("NoSuchKey", "404", "AccessDenied"))


class Raw(NamedTuple):
    """Whose original an object of the raw bucket is."""

    business_id: str
    listing_id: str
    asset_id: str


class Source(NamedTuple):
    """An object of the raw bucket: an asset's original, or the poster that lies beside a video's."""

    raw: Raw
    is_poster: bool = False

    @property
    def key(self) -> str:
        return poster_key(*self.raw) if self.is_poster else raw_key(*self.raw)


def raw_key(business_id: str, listing_id: str, asset_id: str) -> str:
    """Key of an original; the name is ours, nothing of the uploaded name is in it."""
    return f"originals/{business_id}/{listing_id}/{asset_id}"


def poster_key(business_id: str, listing_id: str, asset_id: str) -> str:
    """Key of the picture that stands for a video; a new one takes the old one's place."""
    return f"{raw_key(business_id, listing_id, asset_id)}/{_POSTER}"


def source_of(key: str) -> Source | None:
    """The inverse of `raw_key` and `poster_key`; None for every other key."""
    root, *ids = key.split("/")
    is_poster = ids[3:] == [_POSTER]
    if root != "originals" or len(ids) != 3 + is_poster:
        return None
    if not (is_id("biz", ids[0]) and is_id("lst", ids[1]) and is_id("ast", ids[2])):
        return None
    return Source(Raw(*ids[:3]), is_poster)


def folder_path(listing_id: str, order_id: str, folder: Folder) -> str:
    """The path that one cookie opens, with its leading slash and without a trailing one."""
    return f"/media/{listing_id}/{order_id}/{folder}"


def media_path(secret: bytes, listing_id: str, order_id: str, subject: str, kind: str, suffix: str = "jpg") -> str:
    """Path of one file on the business's host; `subject` is an asset's id (a delivery's for a bundle), `kind` a label."""
    folder = _FOLDERS[kind.partition("@")[0]]
    return f"{folder_path(listing_id, order_id, folder)}/{media_name(secret, order_id, subject, kind, suffix)}"


def media_name(secret: bytes, order_id: str, subject: str, kind: str, suffix: str = "jpg") -> str:
    """The last part of `media_path`."""
    digest = hmac.digest(secret, f"{order_id}/{kind}/{subject}".encode(), hashlib.sha256)
    name = base64.urlsafe_b64encode(digest[:_NAME_BYTES]).decode().rstrip("=")
    return f"{name}.{suffix}"


def media_key(path: str) -> str:
    """The key in the media bucket of a path."""
    return path.removeprefix("/")
