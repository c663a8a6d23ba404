"""The portal's own ZIP, written in Node and read by three who never saw its writer (product 5, guarantees 39).

A thousand files with hostile names; and, in the long tests, more than 4 GB with a file that begins beyond them.
"""

from __future__ import annotations

import json
import re
import subprocess
import zipfile
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pytest

from latchkey.clock import utc_now
from latchkey.ids import new_id
from media.manifest import Photo
from media.photo_files import names_of
from tests.building import ROOT

# Beside the names themselves, which a ZIP holds twice.
OVERHEAD = 120
BLOCK = 1 << 20
BEYOND = 1 << 32
ADDRESS = "../../CON, C:\\Windows\\..\\ <b>“12” Harbor\0View Drive</b>"
HOSTILE = (
    "../../etc/passwd", "..\\..\\boot.ini", "/etc/cron.d/x", "C:\\autoexec.bat", "CON", "nul.jpg", "COM1", "aux ", "a.",
    "Kitchen", "KITCHEN", "kitchen", "Küche", "Ku\u0308che", "厨房", "", " ", "a\0b", "line\r\nbreak", "x" * 400, "*?<>|\":",
    "\u202egnp.exe", "%2e%2e%2f", "~", "-rf", "$(reboot)",
)  # fmt: skip
SAFE = re.compile(r"[a-z0-9][a-z0-9-]*\.jpg")
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


@dataclass(frozen=True)
class Bundle:
    """A written ZIP: the files asked for, and what the writer said about itself."""

    path: Path
    files: list[dict[str, Any]]
    said: dict[str, int]

    @property
    def names(self) -> list[str]:
        return [file["name"] for file in self.files]


def hostile_names(count: int) -> list[str]:
    """The names that our server gives photos whose address and captions mean harm, in order."""
    photos = [
        Photo(new_id("ast", utc_now()), "ord_1", text, text, "", 6000, 4000, "jpg", {}, {})
        for text in islice(cycle(HOSTILE), count)
    ]
    return list(names_of(photos, ADDRESS, "original").values())


def written(path: Path, sizes: list[int]) -> Bundle:
    """By the portal's module; zeros become holes of the file, so that gigabytes need no disk."""
    numbered = enumerate(zip(hostile_names(len(sizes)), sizes, strict=True))
    files = [
        {"url": f"fill:{number % 256 if size < BLOCK else 0}?{number}", "name": name, "bytes": size}
        for number, (name, size) in numbered
    ]
    command = ["node", str(ROOT / "portal/scripts/bundle.mjs")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as writer:
        assert writer.stdin
        assert writer.stdout
        assert writer.stderr
        writer.stdin.write(json.dumps(files).encode())
        writer.stdin.close()
        zeros = bytes(BLOCK)
        with path.open("wb") as bundle:
            while block := writer.stdout.read(BLOCK):
                if block == zeros[: len(block)]:
                    bundle.seek(len(block), 1)
                else:
                    bundle.write(block)
            bundle.truncate()
        said = writer.stderr.read().decode()
    assert writer.returncode == 0, said
    return Bundle(path, files, json.loads(said))


def told(*command: str | Path) -> str:
    """What a reader prints; it must be content."""
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command[0]}: {done.stdout[-500:]}{done.stderr[-500:]}"
    return done.stdout


def must_be_as_promised(bundle: Bundle) -> None:
    """Length, overhead, and the same names in the same order for all three readers."""
    length, data = bundle.path.stat().st_size, sum(file["bytes"] for file in bundle.files)
    assert (bundle.said["promised"], bundle.said["heard"]) == (length, data)
    names = sum(len(name) for name in bundle.names)
    assert length - data - 2 * names <= OVERHEAD * len(bundle.files)
    with zipfile.ZipFile(bundle.path) as archive:
        assert [(one.filename, one.file_size) for one in archive.infolist()] == [
            (file["name"], file["bytes"]) for file in bundle.files
        ]
        assert {one.compress_type for one in archive.infolist()} == {zipfile.ZIP_STORED}
    assert told("unzip", "-Z1", bundle.path).splitlines() == bundle.names
    listed = told("7zz", "l", "-slt", "-ba", bundle.path)
    assert re.findall(r"^Path = (.+)$", listed, re.M) == bundle.names


@pytest.fixture(scope="module")
def thousand(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return written(tmp_path_factory.mktemp("bundle") / "all.zip", [1000 + 7 * number for number in range(1000)])


def test_a_thousand_files_are_read_alike_by_unzip_python_and_7z(thousand: Bundle) -> None:
    must_be_as_promised(thousand)
    told("unzip", "-tqq", thousand.path)
    assert "Everything is Ok" in told("7zz", "t", thousand.path)
    with zipfile.ZipFile(thousand.path) as archive:
        for number, name in enumerate(thousand.names):
            assert archive.read(name) == bytes([number % 256]) * thousand.files[number]["bytes"]


def test_no_name_meets_another_or_leaves_the_folder_on_any_system(thousand: Bundle, tmp_path: Path) -> None:
    names = thousand.names
    assert len({name.casefold() for name in names}) == 1000
    assert names == sorted(names)
    for name in names:
        assert SAFE.fullmatch(name), name
        assert not RESERVED.match(name), name
        assert len(name) <= 100, name
    for reader in ("unzip", "7z"):
        (tmp_path / reader).mkdir()
    told("unzip", "-q", thousand.path, "-d", tmp_path / "unzip" / "in")
    told("7zz", "x", f"-o{tmp_path / '7z' / 'in'}", thousand.path)
    for reader in ("unzip", "7z"):
        found = [path.relative_to(tmp_path / reader) for path in (tmp_path / reader).rglob("*") if path.is_file()]
        assert sorted(map(str, found)) == [f"in/{name}" for name in names]


@pytest.mark.long
def test_more_than_four_gigabytes_are_read_alike_and_a_file_beyond_them_is_whole(tmp_path: Path) -> None:
    """44 x 100 MB, one small file behind them, and one of more than 4 GB: both reasons for ZIP64."""
    bundle = written(tmp_path / "all.zip", [100 * BLOCK] * 44 + [70_001] + [BEYOND + 12_345])
    must_be_as_promised(bundle)
    behind, last = bundle.names[-2:]
    with zipfile.ZipFile(bundle.path) as archive:
        assert archive.getinfo(behind).header_offset > BEYOND
        assert archive.read(behind) == bytes([44]) * 70_001
    told("unzip", "-tqq", bundle.path, bundle.names[0], behind)
    assert "Everything is Ok" in told("7zz", "t", bundle.path, bundle.names[0], behind, last)
