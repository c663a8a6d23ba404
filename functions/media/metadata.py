"""Makes the full copy (product 4.5): the original's bytes without location, serials, owner, comments and previews.

Nothing is decoded: the file is walked block by block and only what the pixels, their color and their orientation need
is kept. A list of what stays cannot forget a new kind of secret, as a list of what goes could.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from media.original import Original, damaged, open_original
from media.tiff import strip_tiff

_JPEG_FRAME: Final = frozenset((*range(0xC0, 0xD0), 0xDA, 0xDB, 0xDC, 0xDD, 0xDE, 0xDF))
_JPEG_ALONE: Final = frozenset((0x01, *range(0xD0, 0xD8)))
_NEXT_MARKER: Final = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)
_PNG_KEPT: Final = frozenset(
    (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"sRGB", b"gAMA", b"cHRM", b"sBIT", b"cICP", b"pHYs")
)
_WEBP_KEPT: Final = frozenset((b"VP8 ", b"VP8L", b"ALPH", b"ICCP"))
_WEBP_HAS_EXIF: Final = 0x08
_WEBP_HAS_XMP: Final = 0x04


@dataclass(frozen=True)
class FullCopy:
    """The cleaned file and its CRC-32, which the browser's bundle needs."""

    data: bytes
    crc32: int


def full_copy(data: bytes) -> bytes:
    """The cleaned file for a file whose format its first bytes tell."""
    if data.startswith(b"\xff\xd8"):
        return b"".join(_jpeg(data))
    if data.startswith(b"\x89PNG"):
        return b"".join(_png(data))
    if data.startswith(b"RIFF"):
        return _webp(data)
    return strip_tiff(data, strip_jpeg=lambda part: b"".join(_jpeg_pieces(memoryview(part), b"")))


def copy_with_crc(data: bytes) -> FullCopy:
    """The cleaned file with its CRC-32; raises RefusedError when its blocks do not fit together."""
    cleaned = full_copy(data)
    return FullCopy(cleaned, zlib.crc32(cleaned))


def orientation_block(orientation: int) -> bytes:
    """A TIFF block that tells the orientation and nothing else."""
    return b"MM\x00*\x00\x00\x00\x08" + struct.pack(">HHHIHHI", 1, 0x0112, 3, 1, orientation, 0, 0)


def _jpeg(data: bytes) -> Iterator[bytes | memoryview]:
    orientation = open_original(data)[1].orientation
    exif = b"" if orientation == 1 else _segment(0xE1, b"Exif\0\0" + orientation_block(orientation))
    return _jpeg_pieces(memoryview(data), exif)


def _jpeg_pieces(view: memoryview, exif: bytes) -> Iterator[bytes | memoryview]:
    """The kept segments and the compressed pixels between them, ending at the first picture's end."""
    yield b"\xff\xd8"
    position, pending_exif, ended = 2, exif, False
    while not ended:
        position, marker = _next_marker(view, position)
        if marker == 0xD9:
            yield b"\xff\xd9"
            return
        if marker in _JPEG_ALONE:
            continue
        end = position + _length_at(view, position)
        kept = _kept_segment(view, marker, position, end)
        if pending_exif and marker != 0xE0:
            yield pending_exif
            pending_exif = b""
        if kept is not None:
            yield kept
        position = end
        if marker == 0xDA:
            scan_end = _scan_end(view, position)
            yield view[position:scan_end]
            position = scan_end
            ended = scan_end >= len(view)


def _next_marker(view: memoryview, position: int) -> tuple[int, int]:
    while position + 1 < len(view):
        if view[position] != 0xFF:
            raise damaged()
        if view[position + 1] != 0xFF:
            return position + 2, view[position + 1]
        position += 1
    raise damaged()


def _length_at(view: memoryview, position: int) -> int:
    if position + 2 > len(view):
        raise damaged()
    length: int = struct.unpack_from(">H", view, position)[0]
    if length < 2 or position + length > len(view):
        raise damaged()
    return length


def _kept_segment(view: memoryview, marker: int, start: int, end: int) -> bytes | memoryview | None:
    if marker in _JPEG_FRAME:
        return view[start - 2 : end]
    body = bytes(view[start + 2 : min(end, start + 20)])
    if marker == 0xE0 and body.startswith(b"JFIF\0") and len(body) >= 14:
        return _segment(0xE0, body[:12] + b"\0\0")
    if marker == 0xE2 and body.startswith(b"ICC_PROFILE\0"):
        return view[start - 2 : end]
    if marker == 0xEE and body.startswith(b"Adobe") and len(body) >= 12:
        return _segment(0xEE, body[:12])
    return None


def _scan_end(view: memoryview, position: int) -> int:
    found = _NEXT_MARKER.search(view, position)
    return found.start() if found else len(view)


def _segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def _png(data: bytes) -> Iterator[bytes | memoryview]:
    orientation = open_original(data)[1].orientation
    view = memoryview(data)
    yield view[:8]
    position = 8
    while position + 12 <= len(data):
        length, name = struct.unpack_from(">I4s", data, position)
        end = position + 12 + length
        if end > len(data):
            raise damaged()
        if name == b"IDAT" and orientation != 1:
            yield _png_chunk(b"eXIf", orientation_block(orientation))
            orientation = 1
        if name == b"iCCP":
            yield _png_profile(data[position + 8 : end - 4])
        elif name in _PNG_KEPT:
            yield view[position:end]
        if name == b"IEND":
            return
        position = end
    raise damaged()


def _png_profile(body: bytes) -> bytes:
    """The color profile under a name that tells nothing."""
    _, separator, profile = body.partition(b"\0")
    return _png_chunk(b"iCCP", b"ICC" + separator + profile)


def _png_chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _webp(data: bytes) -> bytes:
    orientation = open_original(data)[1].orientation
    body = b"".join(_webp_chunks(data, orientation))
    return struct.pack("<4sI4s", b"RIFF", len(body) + 4, b"WEBP") + body


def _webp_chunks(data: bytes, orientation: int) -> Iterator[bytes]:
    end_of_file = min(len(data), 8 + struct.unpack_from("<I", data, 4)[0])
    position = 12
    while position + 8 <= end_of_file:
        name, length = struct.unpack_from("<4sI", data, position)
        end = position + 8 + length
        if end > end_of_file:
            raise damaged()
        body = data[position + 8 : end]
        if name == b"VP8X":
            flags = body[0] & ~(_WEBP_HAS_EXIF | _WEBP_HAS_XMP) | (_WEBP_HAS_EXIF if orientation != 1 else 0)
            yield _webp_chunk(name, bytes((flags,)) + body[1:10])
        elif name in _WEBP_KEPT:
            yield _webp_chunk(name, body)
        position = end + length % 2
    if orientation != 1:
        yield _webp_chunk(b"EXIF", orientation_block(orientation))


def _webp_chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack("<4sI", name, len(body)) + body + b"\0" * (len(body) % 2)


def describe(original: Original, full_bytes: int) -> dict[str, int | str]:
    """What the download list says of the full copy."""
    width, height = original.upright_size
    return {"suffix": original.suffix, "width": width, "height": height, "bytes": full_bytes}
