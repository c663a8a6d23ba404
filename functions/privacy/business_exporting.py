"""Makes the copy of everything that a business has (ADR 0072), in memory that does not grow with the business.

Piece by piece into the bucket, then the pieces into one ZIP. Killed anywhere it goes on at the piece that it had come to.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from latchkey.clients import client
from latchkey.clock import utc_now
from latchkey.errors import ConflictError
from latchkey.observability import count
from latchkey.settings import settings
from latchkey.tables import commit
from privacy import business_collected, store, writes
from privacy.business_copy import KINDS, BusinessCopy, Kind, business_zip
from privacy.business_tables import TABLES, rows_of
from privacy.csv_file import CsvTable
from privacy.out_of_time import OutOfTimeError

_READ_ME = """This is everything that {name} keeps on this platform, as of {at} (UTC).

The .json files hold it all: {files}.
customers.csv, orders.csv, money.csv and originals.csv are for a spreadsheet. Times are in UTC, amounts in the smallest
unit of their currency (cents).

originals.csv names every file that was uploaded: its listing, name, size and SHA-256. The files themselves are too large
for this copy. An owner fetches them listing by listing in the studio, under Settings, Your data; each is exactly what was
uploaded. What customers see of them is downloaded on the listing itself.

Not in here: passwords, sessions and secret links, which are kept only as fingerprints that open nothing; the pictures of
the brand, which you uploaded yourself; what customers marked for themselves; and what Stripe keeps in your account
there, which stays yours.
"""


def make(business_id: str, enough: Callable[[], bool]) -> None:
    """Makes the newest copy that was asked for; twice is once.

    Raises OutOfTimeError when another invocation has to go on.
    """
    copy = store.business_copy(business_id)
    if copy is None:
        _deleted([business_zip(business_id)])  # taken away while it was made, and nobody is to find the rest
    if copy is None or copy.state == "ready":
        return
    try:
        while copy.kind:
            _must_have_time(enough)
            copy = _with_next_piece(copy, copy.kind)
        _must_have_time(enough)
        size = _put_together(copy)
        commit([writes.copy_moved_on(copy.ready(size, utc_now()))])
    except ConflictError:  # another one was asked for, another worker is at this one, or it was taken away
        if store.business_copy(business_id) is None:
            _deleted(copy.object_keys())
        return
    count("BusinessCopiesMade")
    _deleted(copy.piece_keys())


def _must_have_time(enough: Callable[[], bool]) -> None:
    if not enough():
        raise OutOfTimeError


def _with_next_piece(copy: BusinessCopy, kind: Kind) -> BusinessCopy:
    """The copy with one more piece in the bucket. Raises ConflictError when this is not for us to go on with."""
    records, start = business_collected.page(copy.business_id, kind, copy.start)
    packed = zlib.compress(json.dumps(records, ensure_ascii=False).encode())
    key = copy.piece_key(kind, copy.pieces.get(kind, 0))
    client("s3").put_object(Bucket=settings().exports_bucket, Key=key, Body=packed)
    after = copy.after_piece(len(records), start)
    commit([writes.copy_moved_on(after)])
    return after


def _put_together(copy: BusinessCopy) -> int:
    """Writes the ZIP on the disk, then into the bucket; its size in bytes."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "copy.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("README.txt", _read_me(copy))
            with ExitStack() as files:
                written = {name: Path(folder) / name for name in TABLES}
                opened = {
                    name: files.enter_context(at.open("w", encoding="utf-8", newline=""))
                    for name, at in written.items()
                }
                tables = {name: CsvTable(TABLES[name], file) for name, file in opened.items()}
                for kind in KINDS:
                    _add_kind(archive, copy, kind, tables)
            for name, at in written.items():
                archive.write(at, name)
        with path.open("rb") as packed:
            place = {"Bucket": settings().exports_bucket, "Key": copy.object_key}
            client("s3").put_object(**place, Body=packed, ContentType="application/zip")
        return path.stat().st_size


def _add_kind(archive: zipfile.ZipFile, copy: BusinessCopy, kind: Kind, tables: dict[str, CsvTable]) -> None:
    """One JSON file, an array with a record a line, and the record's rows in the tables."""
    with archive.open(f"{kind}.json", "w") as file:
        before = "[\n"
        for record in _records(copy, kind):
            file.write(f"{before}{json.dumps(record, ensure_ascii=False)}".encode())
            before = ",\n"
            for name, row in rows_of(kind, record):
                tables[name].add(row)
        file.write(b"[]\n" if before == "[\n" else b"\n]\n")


def _records(copy: BusinessCopy, kind: Kind) -> Iterator[dict[str, Any]]:
    for number in range(copy.pieces.get(kind, 0)):
        answer = client("s3").get_object(Bucket=settings().exports_bucket, Key=copy.piece_key(kind, number))
        with answer["Body"] as body:
            yield from json.loads(zlib.decompress(body.read()))


def _deleted(object_keys: list[str]) -> None:
    for key in object_keys:
        client("s3").delete_object(Bucket=settings().exports_bucket, Key=key)


def _read_me(copy: BusinessCopy) -> str:
    name = store.business(copy.business_id).get("name", "")
    return _READ_ME.format(name=name, at=copy.asked_at, files=", ".join(f"{kind}.json" for kind in KINDS))
