"""Judges an uploaded PDF by its bytes: what only claims to be one is refused (product 4.4, 4.5, guarantees 34).

A document is given to people as it came and is never opened by us, so it is not parsed beyond its two ends.
"""

from __future__ import annotations

import re
from typing import Final

from media.kinds import DOCUMENT_BYTES
from media.original import RefusedError

_SIGN: Final = b"%PDF-"
_HEADER: Final = re.compile(rb"%PDF-[12]\.[0-9][^0-9]")
# The last words of every PDF: where its table of objects begins, and then nothing but white space.
_TRAILER: Final = re.compile(rb"startxref\s+([0-9]{1,10})\s+%%EOF[\0\t\n\f\r ]*\Z")
_TRAILER_WITHIN: Final = 1024
_TABLE: Final = re.compile(rb"\s*(?:xref\s|[0-9]+\s+[0-9]+\s+obj\b)")


def is_document(data: bytes) -> bool:
    """Whether the file says that it is a PDF, whatever its name says."""
    return data.startswith(_SIGN)


def judge(data: bytes) -> None:
    """Raises RefusedError when the file is too large, or begins as a PDF and is none to its end."""
    if len(data) > DOCUMENT_BYTES:
        raise RefusedError(f"The file has {len(data) // 1_000_000} MB; a PDF may have up to 100 MB.")
    trailer = _TRAILER.search(data, max(0, len(data) - _TRAILER_WITHIN))
    if not _HEADER.match(data) or trailer is None:
        raise RefusedError("This PDF is damaged or incomplete: it does not end as a PDF does.")
    if not _TABLE.match(data, int(trailer[1]), trailer.start()):
        raise RefusedError("This PDF is damaged: its table of contents is not where it says.")
