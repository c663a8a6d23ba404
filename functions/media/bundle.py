"""Lambda entry that prepares the MLS bundle of a delivery: complete, or it fails loudly (product 5, guarantees 39).

The ZIP is stored, not compressed, and streamed from bucket to bucket: neither memory nor disk grows with the listing.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final
from zlib import crc32

from botocore.exceptions import ClientError

from latchkey import observability
from latchkey.clients import client
from latchkey.clock import instant
from latchkey.errors import NotFoundError
from latchkey.settings import settings
from latchkey.tables import commit
from media import delivery_writes, store
from media.delivery import BundleIncompleteError, Delivery
from media.file_names import are_distinct
from media.gallery_writes import photos_after
from media.paths import MISSING, media_key, media_path
from media.photo_files import File, contents_of, files_of, names_of
from media.sink import Sink

_READABLE_BY_ALL: Final = 0o644 << 16
_PIECE: Final = 1024 * 1024
# What passes from bucket to bucket within the time-out; only videos make more.
LARGEST: Final = 2 * 1000 * 1000 * 1000


def handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    """{business_id, listing_id, order_id, delivery_id} in; files and bytes of the bundle out."""
    with observability.invocation("bundle", getattr(context, "aws_request_id", "")) as facts:
        folder = store.folder(event["business_id"], event["listing_id"])
        delivery = folder.delivery(event["delivery_id"]) if folder else None
        if folder is None or delivery is None:
            raise NotFoundError
        if delivery.is_delivered:
            return {"files": 0, "bytes": 0}
        answer = _prepare(folder, delivery)
        facts |= answer
        return answer


def _prepare(folder: store.Folder, delivery: Delivery) -> dict[str, int]:
    head = folder.gallery.head
    place = head["business_id"], head["listing_id"]
    photos = [
        photo
        for photo in photos_after(folder.gallery, folder.assets, delivery.order_id)
        if photo.order_id == delivery.order_id and not photo.hidden
    ]
    if not photos and not delivery.listed:
        return {"files": 0, "bytes": 0}  # an order of links alone
    size = sum(photo.bytes["mls"] for photo in photos)
    if size > LARGEST:
        # Then none is prepared: the browser writes it from the files, as it does the other sizes.
        return {"files": 0, "bytes": 0}
    names = names_of(photos, folder.gallery.lock["address_line"], "mls")
    if not photos or not are_distinct(list(names.values())):
        raise BundleIncompleteError("The bundle of this listing cannot be named. Please press Retry.")
    path = media_path(head["name_secret"], place[1], delivery.order_id, delivery.delivery_id, "bundle", "zip")
    files = [
        file for photo in photos
        for file in files_of(head["name_secret"], place[1], photo, names[photo.asset_id], "mls")
    ]  # fmt: skip
    with Sink(settings().media_bucket, media_key(path), "application/zip") as sink:
        _write(sink, files, instant(delivery.created_at))
    facts = {"count": len(photos), "bytes": sink.written, "contents": contents_of(photos)}
    commit([delivery_writes.bundled(*place, delivery.delivery_id, facts)])
    return {"files": len(photos), "bytes": sink.written}


def _write(sink: Sink, files: list[File], made_at: datetime) -> None:
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for file in files:
            entry = zipfile.ZipInfo(file.name, made_at.timetuple()[:6])
            entry.external_attr = _READABLE_BY_ALL
            entry.file_size, checksum = file.bytes, 0
            with archive.open(entry, "w") as opened:
                for piece in _file(file.path):
                    opened.write(piece)
                    checksum = crc32(piece, checksum)
            if (entry.file_size, checksum) != (file.bytes, file.crc32):
                raise BundleIncompleteError(f"{file.of} is missing from the bundle. Please press Retry.")


def _file(path: str) -> Iterator[bytes]:
    """The file piece by piece, because a document has up to 100 MB and a video more; nothing when there is no such file."""
    try:
        answer = client("s3").get_object(Bucket=settings().media_bucket, Key=media_key(path))
    except ClientError as error:
        if error.response["Error"]["Code"] in MISSING:
            return
        raise
    with answer["Body"] as body:
        while piece := body.read(_PIECE):
            yield piece
