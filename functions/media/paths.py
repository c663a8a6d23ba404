"""Where files lie: names keyed with the listing's secret, so that one known name leads to no other (house 3)."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Final, NamedTuple

from latchkey.ids import is_id
from media.kinds import FULL, ON_ARRIVAL, WITHOUT_WATERMARK, Folder

_FOLDERS: Final[dict[str, Folder]] = {kind.name: kind.folder for kind in (*ON_ARRIVAL, *WITHOUT_WATERMARK)}
_FOLDERS[FULL] = "clean"
_FOLDERS["bundle"] = "clean"
_NAME_BYTES: Final = 16
# How S3 says that there is no such object; to a role that may not list the bucket, it says AccessDenied.
MISSING: Final = frozenset(("NoSuchKey", "404", "AccessDenied"))


class Raw(NamedTuple):
    """Whose original an object of the raw bucket is."""

    business_id: str
    listing_id: str
    asset_id: str


def raw_key(business_id: str, listing_id: str, asset_id: str) -> str:
    """Key of an original; the name is ours, nothing of the uploaded name is in it."""
    return f"originals/{business_id}/{listing_id}/{asset_id}"


def raw_of(key: str) -> Raw | None:
    """The inverse of `raw_key`; None for every other key."""
    parts = key.split("/")
    if len(parts) != 4 or parts[0] != "originals":
        return None
    if not (is_id("biz", parts[1]) and is_id("lst", parts[2]) and is_id("ast", parts[3])):
        return None
    return Raw(*parts[1:])


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
