"""What changes on a customer record, with the words it is found by and its history: pure values with their conditions."""

from datetime import datetime

from accounts.customer import Customer
from latchkey import keys
from latchkey.clock import rfc3339
from latchkey.conditions import Condition, absent, at_version, attribute, present
from latchkey.errors import ConflictError, ForbiddenError, LatchkeyError, NotFoundError
from latchkey.ids import new_id
from latchkey.writes import Check, Delete, Item, Put, Update, Write


def found_by(customer: Customer) -> list[Write]:
    """A row for each word of the record; each knows all of them, so that a search reads no record in vain."""
    found = customer.words
    row = {"schema": 1, "customer_id": customer.customer_id, "words": found}
    business_id, customer_id = customer.business_id, customer.customer_id
    return [Put("people", keys.customer_find_row(business_id, word, customer_id), row) for word in found]


def changed(before: Customer, after: Customer) -> list[Write]:
    """Address, name, phone and brokerage are those of `after`, and it is found by its new words alone.

    Raises ConflictError when the record is not the one that was read, or belongs to another account by now.
    """
    business_id, customer_id = before.business_id, before.customer_id
    gone = sorted(set(before.words) - set(after.words))
    return [
        Update(
            "people",
            keys.customer(business_id, customer_id),
            {
                "schema": 2,
                "business_customers": business_id,
                "email": after.email,
                "name": after.name,
                "phone": after.phone,
                "brokerage": after.brokerage,
            },
            add={"version": 1},
            condition=_unchanged(before),
            refused=_changed,
        ),
        *(Delete("people", keys.customer_find_row(business_id, word, customer_id)) for word in gone),
        *found_by(after),
    ]


def line(customer: Customer, event: str, by: str, now: datetime) -> Put:
    """What happened to the record, who did it, when."""
    return _line_at(customer, event, by, rfc3339(now), new_id("his", now)[-8:])


def noted(business_id: str, customer_id: str, note: Item) -> list[Write]:
    """A note of the staff about a customer. Raises NotFoundError when there is no such customer."""
    return [
        Check("people", keys.customer(business_id, customer_id), present(), lambda _: NotFoundError()),
        Put("people", keys.customer_note(business_id, customer_id, note["note_id"]), {"schema": 1, **note}, absent()),
    ]


def note_deleted(business_id: str, customer_id: str, note_id: str, account_id: str) -> Delete:
    """The author takes a note back. Raises NotFoundError, ForbiddenError for another one's."""

    def refused(found: Item | None) -> LatchkeyError:
        return ForbiddenError("Only its author deletes a note.") if found else NotFoundError()

    mine = attribute("account_id").eq(account_id)
    return Delete("people", keys.customer_note(business_id, customer_id, note_id), mine, refused)


def unlinked(record: Customer, fresh: Customer, by: str, now: datetime) -> list[Write]:
    """The account of `record` goes on with the empty record `fresh`; whatever hangs on `record` stays there.

    Later bookings of the address find `fresh`, so nobody can claim `record` again. Raises ConflictError.
    """
    business_id = record.business_id
    assert record.account_id
    assert record.claimed_at
    theirs = attribute("customer_id").eq(record.customer_id)
    return [
        Update(
            "people",
            keys.account(business_id, record.account_id),
            {"customer_id": fresh.customer_id},
            condition=theirs,
            refused=_changed,
        ),
        Update(
            "people",
            keys.customer(business_id, record.customer_id),
            {"linked_orders": 0, "linked_listings": 0},
            add={"version": 1},
            remove=("account_id", "claimed_at", "portrait", "recipients"),
            condition=_unchanged(record),
            refused=_changed,
        ),
        Update(
            "people",
            keys.customer_address(business_id, record.email),
            {"customer_id": fresh.customer_id},
            condition=theirs,
            refused=_changed,
        ),
        Put("people", keys.customer(business_id, fresh.customer_id), fresh.item(), absent()),
        *found_by(fresh),
        _line_at(record, "linked", "", record.claimed_at, "linked"),
        line(record, "unlinked", by, now),
        line(fresh, "separated", by, now),
    ]


def _line_at(customer: Customer, event: str, by: str, at: str, mark: str) -> Put:
    key = keys.customer_line(customer.business_id, customer.customer_id, at, mark)
    return Put("people", key, {"schema": 1, "at": at, "event": event, "by": by or None})


def _unchanged(record: Customer) -> Condition:
    owner = attribute("account_id")
    same = owner.eq(record.account_id) if record.account_id else owner.not_exists()
    return at_version(record.version) & same


def _changed(_: Item | None) -> LatchkeyError:
    return ConflictError("This customer changed at the same moment. Please look again.")
