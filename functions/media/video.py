"""Judges an uploaded MP4 or MOV by its boxes and says which of its bytes must not leave (product 4.4, 4.5; ADR 0051).

Nothing is decoded, and of the file only its index is read: a hostile one costs a refusal and not a worker.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from media.boxes import Box, Index, box_at, damaged
from media.kinds import VIDEO_BYTES
from media.original import RefusedError

# Reads `length` bytes at an offset of the file; fewer at its end.
Read = Callable[[int, int], bytes]

LARGEST_INDEX: Final = 32 * 1024 * 1024
_MOST_PARTS: Final = 64
_MOST_GONE: Final = 1_000_000
_LONGEST_SECONDS: Final = 24 * 3600
_EDGES: Final = range(16, 16_385)
_BRANDS: Final = frozenset(
    (b"qt  ", b"isom", b"mp41", b"mp42", b"avc1", b"M4V ", b"MSNV", b"XAVC", *(b"iso%d" % n for n in range(2, 10)))
)
_PICTURES: Final = (b"hei", b"hev", b"mif", b"msf", b"avi", b"crx", b"jp2", b"jpx")
_PROTECTED: Final = (b"encv", b"enca", b"drmi", b"drms")
# What stays, by the box that it lies in. Everything else turns into free space of the same size: the list names what a
# player needs, so that the next maker's own box for places, serial numbers and owners is gone too.
_STAYS: Final[dict[bytes, frozenset[bytes]]] = {
    name: frozenset(inside.encode().split())
    for name, inside in {
        b"": "ftyp mdat moov",
        b"moov": "mvhd trak iods",
        b"trak": "tkhd edts mdia tapt",
        b"mdia": "mdhd hdlr minf elng",
        b"minf": "vmhd smhd hdlr dinf stbl",
        b"stbl": "stsd stts stss ctts cslg stsc stsz stco co64 sdtp sbgp sgpd stps subs",
    }.items()
}


class Blank(NamedTuple):
    """Bytes of the file that are written as `lead` and then zeros."""

    start: int
    end: int
    lead: bytes = b""


@dataclass(frozen=True, slots=True)
class Video:
    """What the index says: px upright, whole seconds (at least 1), and in order what a copy that leaves must not hold."""

    suffix: str
    width: int
    height: int
    seconds: int
    blanks: tuple[Blank, ...]

    @property
    def content_type(self) -> str:
        return "video/quicktime" if self.suffix == "mov" else "video/mp4"


def judge(read: Read, size: int) -> Video:
    """Raises RefusedError with one sentence when the file is not a whole, plain MP4 or MOV with a picture."""
    if size > VIDEO_BYTES:
        raise RefusedError(f"The file has {size / 1e9:.1f} GB; a video may have up to 5 GB.")
    brand = _brand(read(0, 64))
    parts = list(_parts(read, size))
    if any(part.type in (b"moof", b"styp") for part in parts):
        raise RefusedError("This video is cut into fragments for streaming; export it as one MP4 or MOV.")
    indexes = [part for part in parts if part.type == b"moov"]
    if len(indexes) != 1:
        raise damaged()
    movie = indexes[0]
    if movie.end - movie.start > LARGEST_INDEX:
        raise RefusedError("The index of this video is too large; export it again as MP4 or MOV.")
    index = Index(read(movie.start, movie.end - movie.start), movie)
    seconds = _seconds(index, index.needed(movie, b"mvhd"))
    tracks = [_track(index, child, size) for child in index.children(movie) if child.type == b"trak"]
    width, height = _size(tracks)
    return Video(
        suffix="mov" if brand == b"qt  " else "mp4",
        width=width,
        height=height,
        seconds=seconds,
        blanks=tuple(sorted({*_free(parts), *_stripped(index, movie, tracks), *_silenced(tracks, parts)})),
    )


def _brand(head: bytes) -> bytes:
    if head.startswith(b"\x1aE\xdf\xa3"):
        raise RefusedError("This is a Matroska or WebM video; export it as MP4 or MOV.")
    if head.startswith(b"RIFF") and head[8:12] == b"AVI ":
        raise RefusedError("This is an AVI video; export it as MP4 or MOV.")
    if head[4:8] != b"ftyp":
        raise RefusedError("This is not a video; videos are accepted as MP4 or MOV.")
    if head[8:11] in _PICTURES:
        raise RefusedError("This is a picture or a camera's RAW file; videos are accepted as MP4 or MOV.")
    end = min(int.from_bytes(head[:4]), len(head))
    if not {head[8:12], *(head[at : at + 4] for at in range(16, end - 3, 4))} & _BRANDS:
        raise RefusedError("This kind of video is not accepted; export it as MP4 or MOV.")
    return head[8:12]


def _parts(read: Read, size: int) -> Iterator[Box]:
    """The boxes of the file itself, each read by its header alone."""
    at = 0
    for _ in range(_MOST_PARTS):
        part = box_at(read(at, 16), at, size)
        yield part
        at = part.end
        if at == size:
            return
    raise RefusedError("This video consists of too many parts; export it again as MP4 or MOV.")


def _seconds(index: Index, header: Box) -> int:
    wide = index.is_wide(header)
    scale = index.number(header, 20 if wide else 12)
    length = index.number(header, 24 if wide else 16, 8 if wide else 4)
    if not scale or not 0 < length <= _LONGEST_SECONDS * scale:
        raise RefusedError("This video has no length, or one of more than a day.")
    return max(1, round(length / scale))


# Tracks --------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Track:
    """`chunks`: start and end of everything that the track points at."""

    box: Box
    handler: bytes
    size: tuple[int, int]
    chunks: tuple[tuple[int, int], ...]

    @property
    def stays(self) -> bool:
        """Cameras write where they are beside each second of picture: only pictures and sound leave."""
        return self.handler in (b"vide", b"soun")


def _track(index: Index, box: Box, file_size: int) -> _Track:
    handler = index.needed(box, b"mdia", b"hdlr")
    tables = index.needed(box, b"mdia", b"minf", b"stbl")
    description = index.needed(tables, b"stsd")
    if description.end - description.body >= 16 and index.number(description, 12).to_bytes(4) in _PROTECTED:
        raise RefusedError("This video is protected; export it without protection.")
    _must_be_whole(index, box)
    chunks = tuple(_chunks(index, tables))
    if any(end > file_size for _, end in chunks):
        raise damaged()
    name = index.number(handler, 8).to_bytes(4)
    size = _upright(index, index.needed(box, b"tkhd"), description) if name == b"vide" else (0, 0)
    return _Track(box, name, size, chunks)


def _must_be_whole(index: Index, box: Box) -> None:
    """A movie may point at other files by their names on the maker's machine; such a name must not leave either."""
    references = index.found(box, b"mdia", b"minf", b"dinf", b"dref")
    for reference in index.children(references, 8) if references else ():
        if not index.number(reference, 0) & 1 or reference.end - reference.body > 4:
            raise RefusedError("This video takes its pictures from other files; export it as one MP4 or MOV.")


def _upright(index: Index, header: Box, description: Box) -> tuple[int, int]:
    at = 52 if index.is_wide(header) else 40
    width, height = index.number(header, at + 36) >> 16, index.number(header, at + 40) >> 16
    if not width or not height:
        width, height = index.number(description, 40, 2), index.number(description, 42, 2)
    turned = index.number(header, at) == 0 and index.number(header, at + 4) != 0
    return (height, width) if turned else (width, height)


def _chunks(index: Index, tables: Box) -> Iterator[tuple[int, int]]:
    """Samples lie in chunks: how many in which, by runs of chunks; how large each sample is, by one number or a table."""
    wide = index.found(tables, b"co64")
    places = index.table(wide, 4, width=8) if wide else index.table(index.needed(tables, b"stco"), 4)
    runs = index.table(index.needed(tables, b"stsc"), 4, columns=3)
    if places and not runs:
        raise damaged()
    measure = index.needed(tables, b"stsz")
    fixed = index.number(measure, 4)
    sizes = () if fixed else index.table(measure, 8)
    sample = run = 0
    for number, start in enumerate(places, start=1):
        while run + 3 < len(runs) and runs[run + 3] <= number:
            run += 3
        count = runs[run + 1]
        yield start, start + (count * fixed if fixed else sum(sizes[sample : sample + count]))
        sample += count


def _size(tracks: list[_Track]) -> tuple[int, int]:
    pictures = [one for one in tracks if one.handler == b"vide" and any(end > start for start, end in one.chunks)]
    if not pictures:
        raise RefusedError("This file has no video in it.")
    width, height = max((one.size for one in pictures), key=lambda size: size[0] * size[1])
    if width not in _EDGES or height not in _EDGES:
        raise RefusedError(f"The picture of this video has {width} x {height} px, which cannot be shown.")
    return width, height


# What must not leave -------------------------------------------------------------------------------------------------
def _freed(box: Box) -> tuple[Blank, Blank]:
    """The box as free space of its own size."""
    return Blank(box.start + 4, box.start + 8, b"free"), Blank(box.body, box.end)


def _free(parts: list[Box]) -> Iterator[Blank]:
    for part in parts:
        if part.type not in _STAYS[b""]:
            yield from _freed(part)


def _stripped(index: Index, movie: Box, tracks: list[_Track]) -> Iterator[Blank]:
    gone = {track.box for track in tracks if not track.stays}
    for child in index.children(movie):
        if child in gone or child.type not in _STAYS[b"moov"]:
            yield from _freed(child)
        elif child.type == b"trak":
            yield from _stripped_box(index, child)


def _stripped_box(index: Index, box: Box) -> Iterator[Blank]:
    for child in index.children(box):
        if child.type not in _STAYS[box.type]:
            yield from _freed(child)
        elif child.type in _STAYS:
            yield from _stripped_box(index, child)
        elif child.type == b"hdlr" and child.body + 24 < child.end:
            yield Blank(child.body + 24, child.end)  # the handler's name, free text


def _silenced(tracks: list[_Track], parts: list[Box]) -> Iterator[Blank]:
    """What the tracks that go point at: it must lie in the file's media, else blanking it would break the file."""
    media = [part for part in parts if part.type == b"mdat"]
    gone = [chunk for track in tracks if not track.stays for chunk in track.chunks]
    if len(gone) > _MOST_GONE:
        raise RefusedError("The index of this video has too many parts; export it again as MP4 or MOV.")
    for start, end in gone:
        if not any(part.body <= start and end <= part.end for part in media):
            raise damaged()
        yield Blank(start, end)
