"""A file of customers as people export it from elsewhere: which column holds what, and what is wrong with which row."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from accounts.address import canonical
from accounts.customer import Customer
from accounts.profile import Profile
from latchkey.errors import InvalidError

MOST_BYTES = 256 * 1024
MOST_ROWS = 2000
MOST_COLUMNS = 100
FIELDS = ("email", "name", "first_name", "last_name", "phone", "brokerage")
Kept = Literal["name", "phone", "brokerage"]
KEPT: tuple[Kept, ...] = ("name", "phone", "brokerage")
_LONGEST = {"name": 120, "phone": 40, "brokerage": 80}
_SHOWN = 120
_HEADERS = {
    "email": {"email", "emailaddress", "mail", "email1address", "primaryemail", "contactemail"},
    "name": {"name", "fullname", "displayname", "customer", "customername", "client", "agent", "agentname", "contact"},
    "first_name": {"firstname", "givenname", "first"},
    "last_name": {"lastname", "surname", "familyname", "last"},
    "phone": {"phone", "phonenumber", "mobile", "mobilephone", "cell", "cellphone", "telephone", "tel", "phone1value"},
    "brokerage": {"brokerage", "company", "companyname", "office", "agency", "organization", "organisation", "broker"},
}
Mapped = dict[str, int | None]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The header's names, and each row with the line on which it begins."""

    columns: list[str]
    rows: list[tuple[int, list[str]]]


@dataclass(frozen=True, slots=True)
class Row:
    """One customer of the file. `reason` is why it cannot be imported, in one sentence."""

    line: int
    email: str
    name: str = ""
    phone: str = ""
    brokerage: str = ""
    reason: str | None = None


def read_sheet(text: str) -> Sheet:
    """Comma, semicolon or tab, with or without a byte order mark. Raises InvalidError for what is no such file."""
    text = text.removeprefix("\ufeff")
    if len(text.encode(errors="replace")) > MOST_BYTES:
        raise InvalidError(
            f"At most {MOST_BYTES // 1024} kB, please. Split the file and import its parts.", field="text"
        )
    delimiter = max(",;\t", key=lambda one: len(next(_records(text, one), (0, []))[1]))
    records = [(line, cells) for line, cells in _records(text, delimiter) if any(cell.strip() for cell in cells)]
    if len(records) < 2:
        raise InvalidError("The first line names the columns, and each line below it is a customer.", field="text")
    (_, header), rows = records[0], records[1:]
    if len(rows) > MOST_ROWS or len(header) > MOST_COLUMNS:
        most = f"{MOST_ROWS:,} customers" if len(rows) > MOST_ROWS else f"{MOST_COLUMNS} columns"
        raise InvalidError(f"At most {most}, please. Split the file and import its parts.", field="text")
    return Sheet([shown(name.strip()) or f"Column {n}" for n, name in enumerate(header, 1)], rows)


def guessed(columns: list[str]) -> Mapped:
    """Which column holds what, by the names of the columns; the first that fits."""
    plain = ["".join(letter for letter in name.casefold() if letter.isalnum()) for name in columns]
    return {
        field: next((place for place, name in enumerate(plain) if name in _HEADERS[field]), None) for field in FIELDS
    }


def rows_of(sheet: Sheet, mapping: Mapped) -> list[Row]:
    """Every row as it would be imported; of one address only the first."""
    first: dict[str, int] = {}
    found = []
    for line, cells in sheet.rows:
        row = checked(_row(line, {field: _cell(cells, place) for field, place in mapping.items()}))
        if row.reason is None and first.setdefault(row.email, line) != line:
            row = replace(row, reason=f"Line {first[row.email]} has the same address.")
        found.append(row)
    return found


def checked(row: Row) -> Row:
    """The row with its address in canonical form, or with what is wrong with it."""
    if not row.email:
        return replace(row, reason="There is no e-mail address.")
    try:
        email = canonical(row.email)
        Profile(row.name, row.phone, row.brokerage)
    except InvalidError as error:
        field = error.facts["errors"][0]["field"]
        return replace(row, reason="This is no e-mail address." if field == "email" else f"{_WORDS[field]}: one line.")
    for field, longest in _LONGEST.items():
        if len(getattr(row, field)) > longest:
            return replace(row, reason=f"{_WORDS[field]}: at most {longest} characters.")
    return replace(row, email=email)


def merged(known: Customer, row: Row) -> Customer:
    """What the record becomes. An empty cell erases nothing, and what somebody with an account said of themselves stays."""
    said: dict[str, Any] = {}
    for field in KEPT:
        before, after = getattr(known, field), getattr(row, field)
        said[field] = before if before and known.account_id else after or before
    return replace(known, **said)


def shown(text: str) -> str:
    """A cell in short; some are a whole book."""
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


# ---------------------------------------------------------------------------------------------------------------------
_WORDS = {"name": "Name", "phone": "Phone", "brokerage": "Brokerage"}


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for cells in reader:
            yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        raise InvalidError(
            f"Line {begins}: a quotation mark is not closed, or too much stands in one.", field="text"
        ) from error


def _row(line: int, cells: Mapping[str, str]) -> Row:
    name = cells["name"] or f"{cells['first_name']} {cells['last_name']}".strip()
    return Row(line, cells["email"], name, cells["phone"], cells["brokerage"])


def _cell(cells: list[str], place: int | None) -> str:
    return cells[place].strip() if place is not None and place < len(cells) else ""
