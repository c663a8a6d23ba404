"""Boxes of an MP4 or MOV file: where each begins and ends, and the numbers in its tables. Nothing of the media is read.

Every end is checked against the box around it, and boxes are counted, so that a hostile tree ends in a refusal.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from media.original import RefusedError

_MOST_BOXES: Final = 20_000


class Box(NamedTuple):
    """`start` and `end` in the file; `body` is where the header ends."""

    type: bytes
    start: int
    body: int
    end: int


def damaged() -> RefusedError:
    return RefusedError("This video is damaged or incomplete: its parts are not where its index says.")


def box_at(head: bytes, start: int, limit: int) -> Box:
    """The box whose first bytes are `head`, at `start` of the file; one that reaches beyond `limit` is damaged."""
    if len(head) < 8:
        raise damaged()
    length, name, body = int.from_bytes(head[:4]), head[4:8], start + 8
    if length == 1:
        if len(head) < 16:
            raise damaged()
        length, body = int.from_bytes(head[8:16]), start + 16
    end = limit if length == 0 else start + length
    if not body <= end <= limit:
        raise damaged()
    return Box(name, start, body, end)


class Index:
    """The movie box, read once; all places are those in the file."""

    def __init__(self, data: bytes, box: Box) -> None:
        if len(data) != box.end - box.start:
            raise damaged()
        self._data, self._offset, self._seen = data, box.start, 0

    def children(self, box: Box, skip: int = 0) -> Iterator[Box]:
        """The boxes inside of one, after `skip` bytes of its own."""
        at = box.body + skip
        while at < box.end:
            head = self.bytes_at(at, min(at + 16, box.end))
            if len(head) < 8 and not any(head):
                return  # QuickTime may end a list of boxes with four zeros
            self._seen += 1
            if self._seen > _MOST_BOXES:
                raise RefusedError("The index of this video has too many parts; export it again as MP4 or MOV.")
            child = box_at(head, at, box.end)
            yield child
            at = child.end

    def found(self, box: Box, *path: bytes) -> Box | None:
        """The first box at this path inside of another."""
        for name in path:
            inside = next((child for child in self.children(box) if child.type == name), None)
            if inside is None:
                return None
            box = inside
        return box

    def needed(self, box: Box, *path: bytes) -> Box:
        """The same of a box without which there is no video."""
        inside = self.found(box, *path)
        if inside is None:
            raise damaged()
        return inside

    def bytes_at(self, start: int, end: int) -> bytes:
        return self._data[start - self._offset : end - self._offset]

    def number(self, box: Box, at: int, width: int = 4) -> int:
        """The number at `at` of the box's body."""
        if box.body + at + width > box.end:
            raise damaged()
        return int.from_bytes(self.bytes_at(box.body + at, box.body + at + width))

    def is_wide(self, box: Box) -> bool:
        """Whether its times and lengths take eight bytes."""
        return self.number(box, 0, 1) == 1

    def table(self, box: Box, at: int, *, width: int = 4, columns: int = 1) -> Sequence[int]:
        """The numbers of a table whose count stands at `at` of the box's body."""
        start, size = box.body + at + 4, self.number(box, at) * columns * width
        if start + size > box.end:
            raise damaged()
        numbers = array("Q" if width == 8 else "I", self.bytes_at(start, start + size))
        if sys.byteorder == "little":
            numbers.byteswap()
        return numbers
