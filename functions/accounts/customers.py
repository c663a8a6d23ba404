"""The customers of a business, as its staff see them and look after them (product 12)."""

from dataclasses import replace

from accounts import customer_store, customer_writes, team_store, writes
from accounts.address import canonical
from accounts.customer import Customer
from accounts.customer_answers import (
    CustomerChangeIn,
    CustomerIn,
    CustomerLineOut,
    CustomerOut,
    CustomerRow,
    CustomersOut,
    NoteOut,
)
from accounts.customer_store import Folder
from accounts.profile import Profile
from latchkey.clock import rfc3339
from latchkey.cursor import opened, sealed
from latchkey.errors import ConflictError, InvalidError, NotFoundError
from latchkey.http import Caller
from latchkey.ids import is_id, new_id
from latchkey.observability import count
from latchkey.tables import commit
from latchkey.writes import Item

_LINES = 100


def list_customers(caller: Caller, *, search: str, cursor: str) -> CustomersOut:
    """A page of the business's customers, newest first; a search runs over all of them. Owner or manager."""
    caller.viewer.must_be_owner_or_manager()
    scope = "|".join(("customers", caller.business_id, caller.viewer.account_id, search))
    start = opened(cursor, scope)
    if search.strip():
        page = customer_store.search_customers(caller.business_id, search, start)
    else:
        page = customer_store.page_of_customers(caller.business_id, start)
    return CustomersOut(customers=[_row(item) for item in page.items], next_cursor=sealed(page.next_key, scope))


def read_customer(caller: Caller, customer_id: str) -> CustomerOut:
    """One customer with notes and history. Raises NotFoundError also for customers, to whom this page does not exist.

    A photographer comes here from an order, for the notes; who imported or looked at whom is not theirs to read.
    """
    caller.viewer.must_be_staff()
    found = customer_store.folder(caller.business_id, customer_id) if is_id("cus", customer_id) else None
    if found is None:
        raise NotFoundError
    return _shown(caller, found)


def add_customer(caller: Caller, body: CustomerIn) -> CustomerRow:
    """A customer known by staff's word alone: no account, no right, nothing linked. Owner or manager.

    Raises InvalidError at a field, ConflictError (with its id) when the address has a record.
    """
    caller.viewer.must_be_owner_or_manager()
    said = _said(body.name, body.phone, body.brokerage)
    customer = Customer(
        caller.business_id,
        new_id("cus", caller.now),
        canonical(body.email),
        rfc3339(caller.now),
        said.name,
        said.phone,
        brokerage=said.brokerage,
    )
    commit([*writes.customer_record(customer), customer_writes.line(customer, "added", by(caller), caller.now)])
    count("CustomersAdded")
    return _row(customer.item())


def change_customer(caller: Caller, customer_id: str, body: CustomerChangeIn) -> CustomerRow:
    """Name, phone and brokerage as the business keeps them; the person's own account stays as it is. Owner or manager."""
    caller.viewer.must_be_owner_or_manager()
    before = _record(caller, customer_id)
    if before.version != body.version:
        raise ConflictError("Somebody else changed this customer meanwhile. Please look again.")
    said = _said(body.name, body.phone, body.brokerage)
    after = replace(before, name=said.name, phone=said.phone, brokerage=said.brokerage)
    if after != before:
        line = customer_writes.line(before, "edited", by(caller), caller.now)
        commit([*customer_writes.changed(before, after), line])
    return _row(after.item())


def add_note(caller: Caller, customer_id: str, text: str) -> NoteOut:
    """A note that staff alone ever read. Any member of the staff."""
    caller.viewer.must_be_staff()
    if not is_id("cus", customer_id):
        raise NotFoundError
    if any((ord(letter) < 32 and letter not in "\n\t") or ord(letter) == 127 for letter in text):
        raise InvalidError("Please write it without special characters.", field="text")
    note = {
        "note_id": new_id("not", caller.now),
        "at": rfc3339(caller.now),
        "by": by(caller),
        "account_id": caller.viewer.account_id,
        "text": text,
    }
    commit(customer_writes.noted(caller.business_id, customer_id, note))
    return _note(caller, note)


def delete_note(caller: Caller, customer_id: str, note_id: str) -> None:
    """Takes one's own note back. Raises NotFoundError, ForbiddenError."""
    caller.viewer.must_be_staff()
    if not (is_id("cus", customer_id) and is_id("not", note_id)):
        raise NotFoundError
    commit([customer_writes.note_deleted(caller.business_id, customer_id, note_id, caller.viewer.account_id)])


def unlink(caller: Caller, customer_id: str) -> None:
    """Takes a wrongly linked record away from its account, which goes on with an empty one (product 2.6).

    Holds at the account's next request. Raises ConflictError when the record has no account. Owner or manager.
    """
    caller.viewer.must_be_owner_or_manager()
    record = _record(caller, customer_id)
    if record.account_id is None:
        raise ConflictError("No account is linked to this customer.")
    if team_store.is_in_a_team(caller.business_id, record.account_id):
        # The rosters name the record: whoever is not behind it any more must not bring it to a team.
        raise ConflictError("This customer is in a customer team. Take them out of it first.")
    at = rfc3339(caller.now)
    fresh = Customer(
        caller.business_id,
        new_id("cus", caller.now),
        record.email,
        at,
        account_id=record.account_id,
        claimed_at=at,
        portrait=record.portrait,
    )
    commit(customer_writes.unlinked(record, fresh, by(caller), caller.now))
    count("CustomersUnlinked")


def by(caller: Caller) -> str:
    """Who did it, for people to read."""
    return caller.viewer.name or caller.viewer.email


# ---------------------------------------------------------------------------------------------------------------------
def _said(name: str, phone: str, brokerage: str) -> Profile:
    return Profile(name or None, phone or None, brokerage or None)


def _record(caller: Caller, customer_id: str) -> Customer:
    found = customer_store.record(caller.business_id, customer_id) if is_id("cus", customer_id) else None
    if found is None:
        raise NotFoundError
    return found


def _row(item: Item) -> CustomerRow:
    return CustomerRow(
        customer_id=item["customer_id"],
        email=item["email"],
        name=item.get("name"),
        phone=item.get("phone"),
        brokerage=item.get("brokerage"),
        account_since=item.get("claimed_at"),
        created_at=item["created_at"],
    )


def _shown(caller: Caller, folder: Folder) -> CustomerOut:
    record = folder.record
    may_change = caller.viewer.role != "photographer"
    return CustomerOut(
        customer_id=record.customer_id,
        name=record.name,
        email=record.email,
        phone=record.phone,
        brokerage=record.brokerage,
        portrait_url=f"/{record.portrait}" if record.portrait else None,
        created_at=record.created_at,
        account_since=record.claimed_at,
        linked_orders=record.linked_orders,
        linked_listings=record.linked_listings,
        version=record.version,
        may_change=may_change,
        notes=[_note(caller, note) for note in reversed(folder.notes)],
        history=_history(folder) if may_change else [],
    )


def _note(caller: Caller, note: Item) -> NoteOut:
    mine = note["account_id"] == caller.viewer.account_id
    return NoteOut(note_id=note["note_id"], at=note["at"], by=note["by"], text=note["text"], may_delete=mine)


def _history(folder: Folder) -> list[CustomerLineOut]:
    """What is kept as lines, and what the record itself tells: when it began, and when an account proved its address."""
    record = folder.record
    lines = [
        CustomerLineOut(at=one["at"], event=one["event"], by=one.get("by"), override=None) for one in folder.history
    ]
    lines += [
        CustomerLineOut(at=one["at"], event="override", by=one.get("by"), override=one.get("override"))
        for one in folder.overrides
    ]
    begun = {one.at for one in lines if one.event in ("added", "imported", "separated")} | {record.claimed_at}
    if record.created_at not in begun:
        lines.append(CustomerLineOut(at=record.created_at, event="created", by=None, override=None))
    if record.claimed_at:
        lines.append(CustomerLineOut(at=record.claimed_at, event="linked", by=None, override=None))
    return sorted(lines, key=lambda one: one.at, reverse=True)[:_LINES]
