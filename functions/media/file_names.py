"""Names under which people save files: built from the address by us, ordered, and safe on every system (guarantees 39)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final
from urllib.parse import quote

_LONGEST_ADDRESS: Final = 48
_LONGEST_CAPTION: Final = 32
_LEAST_DIGITS: Final = 3


def slug(text: str, longest: int) -> str:
    """Lower-case ASCII letters and digits with single dashes, at most `longest` of them; may be empty."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:longest].strip("-")


def file_name(address_line: str, position: int, count: int, caption: str, suffix: str) -> str:
    """`12-harbor-view-drive-007-kitchen.jpg`; two positions never give the same name, whatever the captions."""
    digits = max(_LEAST_DIGITS, len(str(count)))
    street = slug(address_line.split(",")[0], _LONGEST_ADDRESS) or "listing"
    parts = [street, f"{position:0{digits}d}", slug(caption, _LONGEST_CAPTION)]
    return "-".join(part for part in parts if part) + f".{suffix}"


def bundle_name(address_line: str, size: str) -> str:
    """`12-harbor-view-drive-mls.zip`."""
    return f"{slug(address_line.split(',')[0], _LONGEST_ADDRESS) or 'listing'}-{size}.zip"


def attachment(name: str) -> str:
    """A Content-Disposition that saves under `name` and cannot be broken out of. Raises ValueError for foreign names."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]{0,150}", name):
        raise ValueError("only names built here are sent")
    return f'attachment; filename="{name}"'


def with_attachment(path: str, name: str) -> str:
    """The path whose answer is saved under `name`; S3 sends the header that the query names."""
    return f"{path}?response-content-disposition={quote(attachment(name), safe='')}"


def are_distinct(names: Sequence[str]) -> bool:
    """Whether no two names meet on a system that ignores case."""
    return len({name.casefold() for name in names}) == len(names)
