"""Videos put together box by box, plain, with all that cameras write beside the picture, and hostile ones."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

PLACE = b"+43.6591-070.2568+012.000/"
SERIAL = b"DJI-1581F5BKD22900"
OWNER = b"Olive Owner"
# What a camera writes into its own tracks, second by second.
TRACE = b"GPS5 43.6591 -70.2568 at 12.1 m, " + SERIAL
SECRETS = (PLACE, SERIAL, OWNER, b"43.6591", b"-70.2568")
FRAMES = tuple(b"frame %04d " % number * 40 for number in range(30))


def box(name: bytes, *bodies: bytes) -> bytes:
    body = b"".join(bodies)
    return struct.pack(">I", len(body) + 8) + name + body


def wide_box(name: bytes, body: bytes) -> bytes:
    """The same with its length in eight bytes."""
    return struct.pack(">I4sQ", 1, name, len(body) + 16) + body


def full(name: bytes, *bodies: bytes, version: int = 0, flags: int = 0) -> bytes:
    return box(name, struct.pack(">I", version << 24 | flags), *bodies)


@dataclass(frozen=True)
class Track:
    """`entry` describes the samples; each of them makes a chunk of its own."""

    handler: bytes
    samples: Sequence[bytes]
    entry: bytes = b""
    more: bytes = b""
    size: tuple[int, int] = (0, 0)
    turned: bool = False
    reference: bytes = full(b"url ", flags=1)


def picture(
    samples: Sequence[bytes] = FRAMES,
    *,
    entry: bytes = b"",
    more: bytes = b"",
    size: tuple[int, int] = (1280, 720),
    turned: bool = False,
    reference: bytes = Track.reference,
) -> Track:
    return Track(b"vide", samples, entry or visual(b"avc1", (1280, 720)), more, size, turned, reference)


def visual(name: bytes, size: tuple[int, int], *more: bytes) -> bytes:
    """A sample entry of pictures."""
    head = bytes(6) + struct.pack(">H", 1) + bytes(16) + struct.pack(">HH", *size)
    return box(
        name,
        head,
        struct.pack(">IIIH", 0x480000, 0x480000, 0, 1),
        bytes(32),
        struct.pack(">Hh", 24, -1),
        *more,
    )


def sound() -> Track:
    return Track(b"soun", tuple(b"sound %03d " % number * 9 for number in range(30)), box(b"mp4a", bytes(28)))


def trace() -> Track:
    """What a camera writes of where it is: in chunks between those of the picture."""
    return Track(b"meta", tuple(TRACE + b" %d" % second for second in range(5)), box(b"gpmd", bytes(8)))


def mp4(
    *tracks: Track,
    brand: bytes = b"isom",
    inside: bytes = b"",
    outside: bytes = b"",
    seconds: float = 1.0,
    index_first: bool = False,
    wide: bool = False,
    name: bytes = b"VideoHandler",
) -> bytes:
    """A whole file; `inside` goes into the movie box, `outside` beside it."""
    tracks = tracks or (picture(), sound())
    start = box(b"ftyp", brand, bytes(4), brand, b"mp42")
    longest = max(len(track.samples) for track in tracks)
    laid = [(place, number) for number in range(longest) for place, track in enumerate(tracks)
            if number < len(track.samples)]  # fmt: skip
    media = b"".join(tracks[place].samples[number] for place, number in laid)

    def movie(at: int) -> bytes:
        offsets: list[list[int]] = [[] for _ in tracks]
        for place, number in laid:
            offsets[place].append(at)
            at += len(tracks[place].samples[number])
        traks = [_trak(number, *one, seconds, name) for number, one in enumerate(zip(tracks, offsets, strict=True), 1)]
        length = struct.pack(">IIII", 0, 0, 1000, round(seconds * 1000))
        header = full(b"mvhd", length, struct.pack(">IH", 0x10000, 0x100), bytes(10), _MATRIX, bytes(24), b"\0\0\0\x09")
        return box(b"moov", header, *traks, inside)

    body = wide_box(b"mdat", media) if wide else box(b"mdat", media)
    head = 16 if wide else 8
    if index_first:
        first = start + outside + movie(0)
        return start + outside + movie(len(first) + head) + body
    return start + outside + body + movie(len(start + outside) + head)


_MATRIX = struct.pack(">9i", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_TURNED = struct.pack(">9i", 0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000)


def _trak(number: int, track: Track, offsets: Sequence[int], seconds: float, name: bytes) -> bytes:
    count = len(track.samples)
    width, height = track.size
    header = full(
        b"tkhd",
        struct.pack(">IIIII", 0, 0, number, 0, round(seconds * 1000)),
        bytes(16),
        _TURNED if track.turned else _MATRIX,
        struct.pack(">II", width << 16, height << 16),
        flags=3,
    )
    ticks = max(1, round(seconds * 12800 / max(1, count)))
    tables = box(
        b"stbl",
        full(b"stsd", struct.pack(">I", 1), track.entry),
        full(b"stts", struct.pack(">III", 1, count, ticks)),
        full(b"stsc", struct.pack(">IIII", 1, 1, 1, 1)),
        full(b"stsz", struct.pack(">II", 0, count), b"".join(struct.pack(">I", len(one)) for one in track.samples)),
        full(b"stco", struct.pack(">I", count), b"".join(struct.pack(">I", one) for one in offsets)),
    )
    kind = {b"vide": full(b"vmhd", bytes(8), flags=1), b"soun": full(b"smhd", bytes(4))}.get(
        track.handler, full(b"nmhd")
    )
    media = box(
        b"mdia",
        full(b"mdhd", struct.pack(">IIIIHH", 0, 0, 12800, ticks * count, 0x55C4, 0)),
        full(b"hdlr", bytes(4), track.handler, bytes(12), name + b"\0"),
        box(b"minf", kind, box(b"dinf", full(b"dref", struct.pack(">I", 1), track.reference)), tables),
    )
    return box(b"trak", header, media, track.more)


def from_a_drone() -> bytes:
    """Everything that makers were seen to write into a video besides the picture and the sound."""
    keys = full(b"keys", struct.pack(">I", 1), box(b"mdta", b"com.apple.quicktime.location.ISO6709"))
    items = box(b"ilst", box(b"\0\0\0\1", box(b"data", bytes(8), PLACE)))
    inside = b"".join((
        box(b"udta", box(b"\xa9xyz", struct.pack(">HH", len(PLACE), 0), PLACE), full(b"loci", b"\0\0home\0", PLACE),
            box(b"\xa9aut", OWNER), box(b"CAME", SERIAL)),
        full(b"meta", full(b"hdlr", bytes(4), b"mdta", bytes(13)), keys, items),
        box(b"uuid", b"PROFMETA" * 2, SERIAL),
        box(b"free", b"left over " + PLACE),
    ))  # fmt: skip
    outside = box(b"uuid", bytes.fromhex("be7acfcb97a942e89c71999491e3afac"), b"<exif:GPSLatitude>", PLACE) + box(
        b"free", b"an older index " + SERIAL
    )
    own = picture(more=box(b"udta", box(b"\xa9xyz", PLACE)) + box(b"meta", OWNER))
    return mp4(own, sound(), trace(), inside=inside, outside=outside, name=b"camera " + SERIAL)
