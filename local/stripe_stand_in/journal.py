"""The stand-in's memory: a dict of rows in front of an append-only file, so that `kill -9` loses no answered call."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

Row = dict[str, Any]


class Journal:
    """Rows by kind and id, in the order they were first written; `folder=None` keeps them in memory only."""

    def __init__(self, folder: Path | None = None):
        self._rows: dict[str, dict[str, Row]] = {}
        self._file: TextIO | None = None
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            self._open(folder / "stripe.jsonl")

    def get(self, kind: str, row_id: str) -> Row | None:
        return self._rows.get(kind, {}).get(row_id)

    def put(self, kind: str, row_id: str, row: Row) -> None:
        self._rows.setdefault(kind, {})[row_id] = row
        self._append(kind, row_id, row)

    def drop(self, kind: str, row_id: str) -> None:
        if self._rows.get(kind, {}).pop(row_id, None) is not None:
            self._append(kind, row_id, None)

    def rows(self, kind: str) -> Iterator[tuple[str, Row]]:
        """A snapshot: rows may be written while it is walked."""
        return iter(list(self._rows.get(kind, {}).items()))

    def _append(self, kind: str, row_id: str, row: Row | None) -> None:
        if self._file is not None:
            self._file.write(json.dumps([kind, row_id, row], separators=(",", ":")) + "\n")
            self._file.flush()

    def _open(self, path: Path) -> None:
        if path.exists():
            self._replay(path)
        fresh = path.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as file:
            for kind, rows in self._rows.items():
                for row_id, row in rows.items():
                    file.write(json.dumps([kind, row_id, row], separators=(",", ":")) + "\n")
        fresh.replace(path)
        self._file = path.open("a", encoding="utf-8")

    def _replay(self, path: Path) -> None:
        for line in path.read_text(encoding="utf-8").splitlines():
            try:
                kind, row_id, row = json.loads(line)
            except ValueError:
                continue  # a torn last line: its call was never answered
            if row is None:
                self._rows.get(kind, {}).pop(row_id, None)
            else:
                self._rows.setdefault(kind, {})[row_id] = row
