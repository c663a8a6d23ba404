"""Rewrites a TIFF with only the tags that its pixels, color and orientation need; the pixel data are copied as they are."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from media.original import damaged

_STRIP_OFFSETS: Final = 273
_STRIP_COUNTS: Final = 279
_TILE_OFFSETS: Final = 324
_TILE_COUNTS: Final = 325
_SUBFILE_TYPE: Final = 254
_COMPRESSION: Final = 259
_JPEG: Final = 7
# Sizes, sampling, color and orientation; everything else (EXIF, GPS, XMP, IPTC, Photoshop, names, sub-pictures) goes.
_LAYOUT: Final = (256, 257, 258, 259, 266, 277, 278, 284, 292, 293, 317, 322, 323, 338, 339, 340, 341, 347)
_LOOK: Final = (262, 274, 282, 283, 296, 301, 318, 319, 320, 332, 334, 336, 529, 530, 531, 532, 34675)
_KEPT: Final = frozenset(_LAYOUT + _LOOK)
_SIZES: Final = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 16: 8}
_INTEGERS: Final = {1: "B", 3: "H", 4: "I", 16: "Q"}


@dataclass(frozen=True)
class _Layout:
    """How this file writes numbers: byte order, and the widths of classic TIFF or BigTIFF."""

    order: str
    offset: str
    count: str

    def read(self, code: str, data: bytes, at: int) -> int:
        try:
            value: int = struct.unpack_from(self.order + code, data, at)[0]
        except struct.error as short:
            raise damaged() from short
        return value


@dataclass(frozen=True)
class _Entry:
    kind: int
    count: int
    value: bytes


def strip_tiff(data: bytes, strip_jpeg: Callable[[bytes], bytes]) -> bytes:
    """The first picture of the file in a classic TIFF of its own; raises RefusedError when a block lies outside the file."""
    layout, first = _layout(data)
    entries = _entries(data, layout, first)
    tiled = _TILE_OFFSETS in entries
    offsets_tag, counts_tag = (_TILE_OFFSETS, _TILE_COUNTS) if tiled else (_STRIP_OFFSETS, _STRIP_COUNTS)
    if offsets_tag not in entries or counts_tag not in entries:
        raise damaged()
    blocks = _blocks(data, layout, entries[offsets_tag], entries[counts_tag])
    compression = entries.get(_COMPRESSION)
    if compression and _integers(layout, compression) == [_JPEG]:
        blocks = [strip_jpeg(block) for block in blocks]
    kept = {tag: entry for tag, entry in entries.items() if tag in _KEPT}
    return _written(layout.order, kept, offsets_tag, counts_tag, blocks)


def _layout(data: bytes) -> tuple[_Layout, int]:
    order = "<" if data[:2] == b"II" else ">"
    small = _Layout(order, "I", "H")
    if small.read("H", data, 2) == 43:
        big = _Layout(order, "Q", "Q")
        return big, big.read("Q", data, 8)
    return small, small.read("I", data, 4)


def _entries(data: bytes, layout: _Layout, at: int) -> dict[int, _Entry]:
    wide = struct.calcsize(layout.offset)
    number = layout.read(layout.count, data, at)
    at += struct.calcsize("<" + layout.count)
    if number * (4 + 2 * wide) > len(data):
        raise damaged()
    entries = {}
    for start in range(at, at + number * (4 + 2 * wide), 4 + 2 * wide):
        tag, kind = layout.read("H", data, start), layout.read("H", data, start + 2)
        if tag not in _KEPT and tag not in (_STRIP_OFFSETS, _STRIP_COUNTS, _TILE_OFFSETS, _TILE_COUNTS):
            continue
        count = layout.read(layout.offset, data, start + 4)
        size = _SIZES.get(kind, 1) * count
        place = start + 4 + wide
        if size > wide:
            place = layout.read(layout.offset, data, place)
        if place + size > len(data):
            raise damaged()
        entries[tag] = _Entry(kind, count, data[place : place + size])
    return entries


def _integers(layout: _Layout, entry: _Entry) -> list[int]:
    code = _INTEGERS.get(entry.kind)
    if code is None:
        raise damaged()
    return list(struct.unpack(f"{layout.order}{entry.count}{code}", entry.value))


def _blocks(data: bytes, layout: _Layout, offsets: _Entry, counts: _Entry) -> list[bytes]:
    places, sizes = _integers(layout, offsets), _integers(layout, counts)
    if len(places) != len(sizes) or sum(sizes) > len(data):
        raise damaged()
    if any(place + size > len(data) for place, size in zip(places, sizes, strict=True)):
        raise damaged()
    return [data[place : place + size] for place, size in zip(places, sizes, strict=True)]


def _written(order: str, kept: dict[int, _Entry], offsets_tag: int, counts_tag: int, blocks: list[bytes]) -> bytes:
    """Header, pixel data, long values, directory."""
    parts: list[bytes] = []
    position = 8
    places = []
    for block in blocks:
        places.append(position)
        padded = block + b"\0" * (len(block) % 2)
        parts.append(padded)
        position += len(padded)
    numbers = f"{order}{len(blocks)}I"
    # "The picture itself": without it readers take compressed strips for an embedded preview.
    entries = {_SUBFILE_TYPE: _Entry(4, 1, bytes(4)), **kept}
    entries[offsets_tag] = _Entry(4, len(blocks), struct.pack(numbers, *places))
    entries[counts_tag] = _Entry(4, len(blocks), struct.pack(numbers, *map(len, blocks)))
    directory = struct.pack(order + "H", len(entries))
    for tag in sorted(entries):
        entry = entries[tag]
        value = entry.value.ljust(4, b"\0")
        if len(entry.value) > 4:
            value = struct.pack(order + "I", position)
            parts.append(entry.value + b"\0" * (len(entry.value) % 2))
            position += len(entry.value) + len(entry.value) % 2
        directory += struct.pack(order + "HHI", tag, entry.kind, entry.count) + value
    header = struct.pack(order + "2sHI", b"II" if order == "<" else b"MM", 42, position)
    return header + b"".join(parts) + directory + bytes(4)
