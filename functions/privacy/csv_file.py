"""CSV that no spreadsheet executes (guarantees 40)."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TextIO

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class CsvTable:
    """A table with a head line, written row by row; with a byte order mark, by which spreadsheets know UTF-8."""

    def __init__(self, columns: Sequence[str], written: TextIO) -> None:
        written.write("\ufeff")
        self._columns, self._table = columns, csv.writer(written)
        self._table.writerow(columns)

    def add(self, row: Mapping[str, Any]) -> None:
        """Numbers stay numbers."""
        self._table.writerow([_cell(row.get(name)) for name in self._columns])


def csv_file(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """A whole table."""
    written = io.StringIO(newline="")
    table = CsvTable(columns, written)
    for row in rows:
        table.add(row)
    return written.getvalue()


def _cell(value: Any) -> Any:
    """A text that would begin a formula gets an apostrophe before it, which spreadsheets read as: this is text."""
    if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA):
        return f"'{value}"
    return value
