"""PDFs are told by their bytes, and what only begins as one is refused with a reason (product 4.4, guarantees 34)."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from media.document import is_document, judge
from media.kinds import DOCUMENT_BYTES
from media.original import RefusedError
from tests.originals import jpeg, pdf, scene

WHOLE = pdf()
JPEG = jpeg(scene((300, 200)))
WITHOUT_TABLE = WHOLE.replace(b"startxref\n", b"startxref\n9")


def test_a_real_document_is_welcome(tmp_path: Path) -> None:
    """The example is one, by a judge of its own; so is it with the line ends of other systems after it."""
    file = tmp_path / "a.pdf"
    file.write_bytes(WHOLE)
    assert subprocess.run(["qpdf", "--check", file], capture_output=True, check=False).returncode == 0
    for end in (b"", b"\n", b"\r\n", b"\0\0\n"):
        assert is_document(WHOLE + end)
        judge(WHOLE + end)


def test_a_table_in_a_stream_is_one_too() -> None:
    start = WHOLE.index(b"xref\n0")
    judge(WHOLE[:start] + b"9 0 obj\n<< /Type /XRef >>\nendobj\nstartxref\n%d\n%%%%EOF" % start)


@pytest.mark.parametrize("data", [JPEG, b"MZ" + WHOLE, b" " + WHOLE, JPEG + WHOLE, b"PK\x03\x04" + WHOLE, b""])
def test_what_begins_as_something_else_is_none(data: bytes) -> None:
    assert not is_document(data)


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-",
        b"%PDF-1.7\n" + bytes(2000),
        b"%PDF-x" + WHOLE[6:],
        WHOLE + JPEG,
        WHOLE + b"<script>alert(1)</script>",
        WITHOUT_TABLE,
        WHOLE.replace(b"xref\n0", b"yref\n0"),
        b"%PDF-1.7\nstartxref\n0\n%%EOF",
        b"%PDF-1.7\nstartxref\n99999999999999\n%%EOF",
    ],
)
def test_what_only_begins_as_one_is_refused(data: bytes) -> None:
    assert is_document(data)
    with pytest.raises(RefusedError, match=r"^This PDF is damaged.*\.$"):
        judge(data)


def test_no_part_of_a_document_passes_for_all_of_it() -> None:
    for end in range(5, len(WHOLE) - 1, 7):
        with pytest.raises(RefusedError):
            judge(WHOLE[:end])


def test_a_document_has_up_to_100_mb() -> None:
    room = DOCUMENT_BYTES - len(pdf(filler=10**8 - 2000)) + 10**8 - 2000
    judge(pdf(filler=room))
    with pytest.raises(RefusedError, match="up to 100 MB"):
        judge(pdf(filler=room + 1))
