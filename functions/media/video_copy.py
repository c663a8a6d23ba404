"""Copies a video from bucket to bucket with what must not leave blanked: the same bytes at the same places otherwise.

It passes through piece by piece, because a bundle needs its CRC-32 and S3 keeps none of what it copies itself; neither
memory nor disk grows with the file (ADR 0051).
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final
from zlib import crc32

from botocore.exceptions import ClientError

from latchkey.clients import client
from media.original import RefusedError
from media.paths import MISSING
from media.sink import Sink
from media.video import Blank

PIECE: Final = 8 * 1024 * 1024
_AHEAD: Final = 4


@dataclass(frozen=True, slots=True)
class Stored:
    """An object that is read by ranges; always the version that was found."""

    bucket: str
    key: str
    size: int
    etag: str

    @classmethod
    def found(cls, bucket: str, key: str) -> Stored | None:
        """None when there is no such object."""
        try:
            answer = client("s3").head_object(Bucket=bucket, Key=key)
        except ClientError as error:
            if error.response["Error"]["Code"] in (*MISSING, "403"):
                return None
            raise
        return cls(bucket, key, int(answer["ContentLength"]), str(answer["ETag"]).strip('"'))

    def read(self, start: int, length: int) -> bytes:
        """The bytes from `start`, fewer at the end of the file."""
        end = min(start + length, self.size)
        if start >= end:
            return b""
        answer = client("s3").get_object(
            Bucket=self.bucket, Key=self.key, Range=f"bytes={start}-{end - 1}", IfMatch=f'"{self.etag}"'
        )
        with answer["Body"] as body:
            data: bytes = body.read()
        return data


def copied(source: Stored, sink: Sink, blanks: Sequence[Blank], sha256: str | None) -> int:
    """Writes the copy and answers its CRC-32. Raises RefusedError when the file is not the one that was declared."""
    checksum, digest, place = 0, hashlib.sha256() if sha256 else None, 0
    for start, piece in _pieces(source):
        if digest:
            digest.update(piece)
        while place < len(blanks) and blanks[place].end <= start:
            place += 1
        clean = without(piece, start, blanks, place)
        checksum = crc32(clean, checksum)
        sink.write(clean)
    if digest and digest.hexdigest() != sha256:
        raise RefusedError("The file was damaged on its way. Please upload it again.")
    return checksum


def without(piece: bytes, start: int, blanks: Sequence[Blank], place: int = 0) -> bytes:
    """A piece that lies at `start` of the file, blanked; `blanks` are in order, those before `place` end before it."""
    data, end = bytearray(piece), start + len(piece)
    while place < len(blanks) and (blank := blanks[place]).start < end:
        place += 1
        first, last = max(blank.start, start), min(blank.end, end)
        if first < last:
            lead = blank.lead[first - blank.start : last - blank.start]
            data[first - start : last - start] = lead.ljust(last - first, b"\0")
    return bytes(data)


def _pieces(source: Stored) -> Iterator[tuple[int, bytes]]:
    """The file in order, the next pieces under way while one is being written."""
    starts = iter(range(0, source.size, PIECE))
    with ThreadPoolExecutor(max_workers=_AHEAD) as pool:
        coming: deque[tuple[int, Future[bytes]]] = deque()

        def ask() -> None:
            if (start := next(starts, None)) is not None:
                coming.append((start, pool.submit(source.read, start, PIECE)))

        for _ in range(_AHEAD):
            ask()
        while coming:
            start, piece = coming.popleft()
            ask()
            yield start, piece.result()
