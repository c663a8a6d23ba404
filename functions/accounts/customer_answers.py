"""The shapes that the routes of customers take and give (guarantees 13)."""

from typing import Annotated, Literal

from pydantic import Field

from accounts.answers import Email
from accounts.customer_file import MOST_BYTES, Kept
from latchkey.http import Input, Output

Event = Literal[
    "created", "added", "imported", "edited", "email_changed", "linked", "unlinked", "separated", "viewed", "override"
]
Name = Annotated[str, Field(max_length=120)]
Phone = Annotated[str, Field(max_length=40)]
Brokerage = Annotated[str, Field(max_length=80)]
MOST_ROWS_A_PART = 25


class CustomerIn(Input):
    """A customer whom staff know already; nothing is linked or granted by it."""

    email: Email
    name: Name = ""
    phone: Phone = ""
    brokerage: Brokerage = ""


class CustomerChangeIn(Input):
    """What the business keeps of a customer, as it was read at `version`."""

    name: Name
    phone: Phone
    brokerage: Brokerage
    version: int


class NoteIn(Input):
    text: Annotated[str, Field(min_length=1, max_length=2000)]


class CustomerRow(Output):
    """`account_since` is when an account proved the address."""

    customer_id: str
    email: str
    name: str | None
    phone: str | None
    brokerage: str | None
    account_since: str | None
    created_at: str


class CustomersOut(Output):
    customers: list[CustomerRow]
    next_cursor: str | None


class NoteOut(Output):
    note_id: str
    at: str
    by: str
    text: str
    may_delete: bool


class CustomerLineOut(Output):
    """One line of the history; `override` says what was set by an override."""

    at: str
    event: Event
    by: str | None
    override: Literal["locked", "unlocked"] | None


class CustomerOut(Output):
    """`linked_orders` is what guests had booked with the address before it was proven; lists are newest first."""

    customer_id: str
    name: str | None
    email: str
    phone: str | None
    brokerage: str | None
    portrait_url: str | None
    created_at: str
    account_since: str | None
    linked_orders: int
    linked_listings: int
    version: int
    may_change: bool
    notes: list[NoteOut]
    history: list[CustomerLineOut]


Column = Annotated[int, Field(ge=0, lt=100)] | None


class MappingIn(Input):
    """Which column of the file holds what, counted from 0; null: none does."""

    email: Column = None
    name: Column = None
    first_name: Column = None
    last_name: Column = None
    phone: Column = None
    brokerage: Column = None


class ImportPreviewIn(Input):
    """The file's text, and the columns where the person knows better than their headers."""

    text: Annotated[str, Field(min_length=1, max_length=MOST_BYTES)]
    mapping: MappingIn | None = None


class MappingOut(Output):
    email: int | None
    name: int | None
    first_name: int | None
    last_name: int | None
    phone: int | None
    brokerage: int | None


class ChangeOut(Output):
    field: Kept
    before: str
    after: str


class ImportRowOut(Output):
    """What importing the row would do. `line` is where it begins in the file; `reason` tells what is bad about it."""

    line: int
    outcome: Literal["new", "changed", "same", "bad"]
    email: str
    name: str
    phone: str
    brokerage: str
    changes: list[ChangeOut]
    reason: str | None


class ImportPreviewOut(Output):
    columns: list[str]
    mapping: MappingOut
    rows: list[ImportRowOut]


class ImportRowIn(Input):
    """As the dry run answered it; everything is checked again."""

    line: int
    email: Annotated[str, Field(max_length=300)]
    name: Name
    phone: Phone
    brokerage: Brokerage


class ImportIn(Input):
    rows: Annotated[list[ImportRowIn], Field(min_length=1, max_length=MOST_ROWS_A_PART)]


class ImportedOut(Output):
    line: int
    outcome: Literal["new", "changed", "same", "bad"]
    reason: str | None


class ImportOut(Output):
    rows: list[ImportedOut]
