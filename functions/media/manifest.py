"""The manifest: what a delivered listing shows, packed so that a gallery of 60 photos is read with one read unit.

Rows instead of records, compressed; what only a bundle needs lies beside it in chunks of its own.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from typing import Any, Final

from latchkey import keys
from latchkey.writes import Delete, Item, Put, Write
from media.kinds import AssetKind, Size

CHUNK: Final = 100
_LARGEST: Final = 4_000_000
SIZES: Final[tuple[Size, ...]] = ("original", "web", "mls")


@dataclass(frozen=True, slots=True)
class Captions:
    """What is known of a video's captions: their language (BCP 47), and of the file its version, size and CRC-32."""

    language: str
    version: str
    bytes: int
    crc32: int


@dataclass(frozen=True, slots=True)
class Photo:
    """A delivered asset; width and height upright in px as shot, `bytes` and `crc32` per download size.

    A hidden one is seen by nobody. `section` is the heading under which it is shown; "" is none. `delivered_at` is when
    people saw it first (None: that was not kept then). A document has no px; it and a video are one file in each size.
    `file_id`: the file that took its place (""; none did), which people saw `delivered_at`; `replaces`: they knew another.
    `poster`: the version of the picture that stands for a video, "" without one. `branded`: an MLS may not take it.
    """

    asset_id: str
    order_id: str
    name: str
    caption: str
    alt: str
    width: int
    height: int
    suffix: str
    bytes: Mapping[Size, int]
    crc32: Mapping[Size, int]
    hidden: bool = False
    section: str = ""
    delivered_at: str | None = None
    kind: AssetKind = "photo"
    file_id: str = ""
    replaces: bool = False
    seconds: int = 0
    poster: str = ""
    captions: Captions | None = None
    branded: bool = False

    @property
    def file(self) -> str:
        """The id after which its files are named."""
        return self.file_id or self.asset_id

    @property
    def is_picture(self) -> bool:
        """Whether it is a photo or a floor plan: shown, marked while locked, and saved in three sizes."""
        return self.kind in ("photo", "floor_plan")

    @property
    def has_preview(self) -> bool:
        """Whether there are pictures of it."""
        return self.is_picture or bool(self.poster)


def chunk_writes(business_id: str, listing_id: str, photos: Sequence[Photo], chunks_before: int) -> list[Write]:
    """The whole manifest anew; chunks that are no longer needed go."""
    writes: list[Write] = []
    parts = [photos[start : start + CHUNK] for start in range(0, len(photos), CHUNK)]
    for number, part in enumerate(parts):
        key = keys.manifest_chunk(business_id, listing_id, number)
        writes.append(Put("listings", key, {"schema": 2, "rows": packed(part)}))
        key = keys.checksum_chunk(business_id, listing_id, number)
        writes.append(Put("listings", key, {"schema": 1, "rows": _pack([_checksums(photo) for photo in part])}))
    for number in range(len(parts), chunks_before):
        writes.append(Delete("listings", keys.manifest_chunk(business_id, listing_id, number)))
        writes.append(Delete("listings", keys.checksum_chunk(business_id, listing_id, number)))
    return writes


def packed(photos: Sequence[Photo]) -> bytes:
    """One chunk's rows, without checksums."""
    orders = list(dict.fromkeys(photo.order_id for photo in photos))
    sections = list(dict.fromkeys(photo.section for photo in photos))
    rows = [
        [
            photo.asset_id.removeprefix("ast_"),
            orders.index(photo.order_id),
            photo.name,
            photo.caption,
            photo.alt,
            photo.width,
            photo.height,
            photo.suffix,
            int(photo.hidden),
            *(photo.bytes[size] for size in SIZES),
            sections.index(photo.section),
        ]
        for photo in photos
    ]
    # Column by column: values of one kind stand together, which compresses them to two thirds.
    columns = [list(column) for column in zip(*rows, strict=True)]
    delivered = [photo.delivered_at for photo in photos]
    document = {"orders": orders, "sections": sections, "columns": columns, "delivered": delivered}
    # Rare facts: a chunk without them does not mention them.
    rare: dict[str, list[Any]] = {}
    if any(photo.kind != "photo" for photo in photos):
        rare["kinds"] = [photo.kind for photo in photos]
    if any(photo.kind == "video" for photo in photos):
        rare |= {"seconds": [photo.seconds for photo in photos], "posters": [photo.poster for photo in photos]}
    if any(photo.captions for photo in photos):
        rare["captions"] = [astuple(photo.captions) if photo.captions else None for photo in photos]
    if any(photo.file_id for photo in photos):
        rare |= {"files": [photo.file_id for photo in photos], "replaced": [photo.replaces for photo in photos]}
    if any(photo.branded for photo in photos):
        rare["branded"] = [int(photo.branded) for photo in photos]
    return _pack({**document, **rare})


def photos_in(chunks: Iterable[Item], checksums: Iterable[Item] = ()) -> list[Photo]:
    """The photos of all chunks in order; `crc32` is empty unless the checksum chunks are given too."""
    sums = [row for chunk in checksums for row in _unpack(chunk["rows"])]
    photos: list[Photo] = []
    for chunk in chunks:
        document = _unpack(chunk["rows"])
        for row in zip(*document["columns"], strict=True):
            known = sums[len(photos)] if sums else []
            photos.append(_photo(row, document, known))
        # Chunks written before times were kept have none, those that hold photos alone name no kinds.
        photos = _with(photos, "delivered_at", document.get("delivered", ()))
        photos = _with(photos, "kind", document.get("kinds", ()))
        photos = _with(photos, "file_id", document.get("files", ()))
        photos = _with(photos, "replaces", document.get("replaced", ()))
        photos = _with(photos, "seconds", document.get("seconds", ()))
        photos = _with(photos, "poster", document.get("posters", ()))
        photos = _with(photos, "branded", [bool(one) for one in document.get("branded", ())])
        photos = _with(photos, "captions", [Captions(*one) if one else None for one in document.get("captions", ())])
    return photos


def _with(photos: list[Photo], name: str, values: Sequence[Any]) -> list[Photo]:
    """The last photos with these values, one each."""
    first = len(photos) - len(values)
    return photos[:first] + [replace(one, **{name: value}) for one, value in zip(photos[first:], values, strict=True)]


def _photo(row: Sequence[Any], document: Mapping[str, Any], checksums: Sequence[int]) -> Photo:
    asset, order, name, caption, alt, width, height, suffix, hidden, *rest = row
    sizes, section = rest[: len(SIZES)], rest[len(SIZES) :]
    return Photo(
        asset_id=f"ast_{asset}",
        order_id=document["orders"][order],
        name=name,
        caption=caption,
        alt=alt,
        width=width,
        height=height,
        suffix=suffix,
        bytes=dict(zip(SIZES, sizes, strict=True)),
        crc32=dict(zip(SIZES, checksums, strict=False)),
        hidden=bool(hidden),
        # Chunks of schema 1 were written before there were sections.
        section=document["sections"][section[0]] if section else "",
    )


def _checksums(photo: Photo) -> list[int]:
    return [photo.crc32[size] for size in SIZES]


def _pack(document: Any) -> bytes:
    return zlib.compress(json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode(), 9)


def _unpack(data: bytes) -> Any:
    return json.loads(zlib.decompressobj().decompress(data, _LARGEST))
