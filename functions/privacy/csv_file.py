"""CSV that no spreadsheet executes (guarantees 40)."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_file(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """A table with a head line; with a byte order mark, by which spreadsheets know UTF-8. Numbers stay numbers."""
    written = io.StringIO(newline="")
    table = csv.writer(written)
    table.writerow(columns)
    table.writerows([_cell(row.get(name)) for name in columns] for row in rows)
    return "\ufeff" + written.getvalue()


def _cell(value: Any) -> Any:
    """A text that would begin a formula gets an apostrophe before it, which spreadsheets read as: this is text."""
    if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA):
        return f"'{value}"
    return value
