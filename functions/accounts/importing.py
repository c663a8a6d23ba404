"""Importing customers from a file: a dry run that writes nothing, then the rows in parts, each safe to repeat (product 12)."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict

from accounts import customer_file, customer_store, customer_writes, customers, writes
from accounts.customer import Customer
from accounts.customer_answers import (
    ChangeOut,
    ImportedOut,
    ImportIn,
    ImportOut,
    ImportPreviewIn,
    ImportPreviewOut,
    ImportRowOut,
    MappingOut,
)
from accounts.customer_file import KEPT, Row
from latchkey.clock import rfc3339
from latchkey.http import Caller
from latchkey.ids import new_id
from latchkey.observability import count
from latchkey.tables import commit
from latchkey.writes import Write

_MOST_WRITES = 100


def preview(caller: Caller, body: ImportPreviewIn) -> ImportPreviewOut:
    """What importing this file would do, row by row; writes nothing. Owner or manager. Raises InvalidError."""
    caller.viewer.must_be_owner_or_manager()
    sheet = customer_file.read_sheet(body.text)
    mapping = body.mapping.model_dump() if body.mapping else customer_file.guessed(sheet.columns)
    known = customer_store.all_customers(caller.business_id)
    rows = [_foreseen(row, known.get(row.email)) for row in customer_file.rows_of(sheet, mapping)]
    return ImportPreviewOut(columns=sheet.columns, mapping=MappingOut(**mapping), rows=rows)


def import_rows(caller: Caller, body: ImportIn) -> ImportOut:
    """Imports a part of the file. By address: a repeat finds every row as it is. Owner or manager.

    An imported record has no account and grants nothing; whoever proves its address later links it (product 2.6).
    """
    caller.viewer.must_be_owner_or_manager()
    rows = [customer_file.checked(Row(**one.model_dump())) for one in body.rows]
    # Two of one address in one part: the first is written, the second is told.
    first = {row.email: row.line for row in reversed(rows)}
    good = [row for row in rows if row.reason is None and first[row.email] == row.line]
    known = customer_store.of_addresses(caller.business_id, [row.email for row in good])
    for part in _transactions(_of_row(caller, row, known.get(row.email)) for row in good):
        commit(part)
    count("CustomersImported", len(good))
    taken = {row.line for row in good}
    return ImportOut(rows=[_outcome(row, known.get(row.email), taken=row.line in taken) for row in rows])


# ---------------------------------------------------------------------------------------------------------------------
def _of_row(caller: Caller, row: Row, known: Customer | None) -> list[Write]:
    """The writes of one row, of which each is done with all others of the same customer or not at all."""
    if known is None:
        fresh = Customer(
            caller.business_id,
            new_id("cus", caller.now),
            row.email,
            rfc3339(caller.now),
            row.name or None,
            row.phone or None,
            brokerage=row.brokerage or None,
        )
        made = writes.customer_record(fresh)
        return [*made, customer_writes.line(fresh, "imported", customers.by(caller), caller.now)]
    after = customer_file.merged(known, row)
    if after == known:
        return []
    line = customer_writes.line(known, "imported", customers.by(caller), caller.now)
    return [*customer_writes.changed(known, after), line]


def _transactions(rows: Iterable[list[Write]]) -> Iterator[list[Write]]:
    """As few commits as hold them, no customer torn in two."""
    part: list[Write] = []
    for row in rows:
        if len(part) + len(row) > _MOST_WRITES:
            yield part
            part = []
        part += row
    if part:
        yield part


def _outcome(row: Row, known: Customer | None, *, taken: bool) -> ImportedOut:
    if not taken:
        reason = row.reason or "Another line has the same address."
        return ImportedOut(line=row.line, outcome="bad", reason=reason)
    return ImportedOut(line=row.line, outcome=_foreseen(row, known).outcome, reason=None)


def _foreseen(row: Row, known: Customer | None) -> ImportRowOut:
    cells = {name: text for name, text in asdict(row).items() if name in ("email", *KEPT)}
    if row.reason:
        cells = {name: customer_file.shown(text) for name, text in cells.items()}
        return ImportRowOut(line=row.line, outcome="bad", **cells, changes=[], reason=row.reason)
    if known is None:
        return ImportRowOut(line=row.line, outcome="new", **cells, changes=[], reason=None)
    after = customer_file.merged(known, row)
    changes = [
        ChangeOut(field=field, before=getattr(known, field) or "", after=getattr(after, field) or "")
        for field in KEPT
        if getattr(known, field) != getattr(after, field)
    ]
    return ImportRowOut(line=row.line, outcome="changed" if changes else "same", **cells, changes=changes, reason=None)
