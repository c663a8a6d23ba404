"""What changes when an account moves to another address: pure values with their conditions (ADR 0066)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from accounts import customer_writes, writes
from accounts.account import Account
from accounts.customer import Customer
from latchkey import keys
from latchkey.clock import rfc3339
from latchkey.conditions import Condition, absent, attribute, present
from latchkey.errors import ConflictError, LatchkeyError
from latchkey.writes import Delete, Item, Put, Update, Write


def moved(
    account: Account,
    record: Customer | None,
    teams: Iterable[str],
    address: str,
    *,
    session_hash: str,
    now: datetime,
) -> list[Write]:
    """The account, its customer `record` and its place on the rosters have the new address; the old one is free.

    Every session but that of `session_hash` is over. Raises ConflictError when the account changed since it was read,
    UnauthenticatedError when the session is over, and what `taken` and `has_record` say when somebody was faster.
    """
    business_id, account_id = account.business_id, account.account_id
    claim = {"schema": 1, "account_id": account_id}
    mine = attribute("account_id").eq(account_id)
    parts: list[Write] = [
        _account_moved(account, address, now),
        Delete("people", keys.account_address(business_id, account.email), mine, _changed),
        Put("people", keys.account_address(business_id, address), claim, absent(), lambda _: taken()),
        writes.living_session(account, session_hash, now),
        *(
            Update(
                "people",
                keys.team_member(business_id, one, account_id),
                {"email": address},
                condition=present(),
                refused=_changed,
            )
            for one in teams
        ),
    ]
    if account.role:
        row = keys.staff_member(business_id, account_id)
        parts.append(Update("people", row, {"email": address}, condition=present(), refused=_changed))
    if record:
        parts += _record_moved(record, address, account.email, now)
    return parts


def taken() -> ConflictError:
    """Said to whoever has typed the code that was sent to the address, and to nobody before."""
    return ConflictError("This address has an account of its own. Sign in with it, or take another address.")


def has_record() -> ConflictError:
    """Likewise: linking is for sign-ups, where it is seen and said (product 2.6); a change never pulls anything in."""
    return ConflictError(
        "There are bookings or notes under this address already, and a change of e-mail brings none of them along. "
        "Sign up with it to see them, or take another address."
    )


def _account_moved(account: Account, address: str, now: datetime) -> Update:
    return Update(
        "people",
        keys.account(account.business_id, account.account_id),
        {"email": address, "sessions_valid_from": rfc3339(now)},
        add={"version": 1},
        condition=_unchanged(account),
        refused=_changed,
    )


def _record_moved(record: Customer, address: str, before: str, now: datetime) -> list[Write]:
    """The record and the words it is found by; orders hang on its id, so none of them is touched.

    Only what leads to this record goes: after an unlinking the address leads to another one (ADR 0064).
    """
    place = record.business_id, record.customer_id
    link = {"schema": 1, "customer_id": record.customer_id}
    theirs = attribute("customer_id").eq(record.customer_id)
    return [
        *customer_writes.changed(record, replace(record, email=address)),
        customer_writes.line(record, "email_changed", before, now),
        Delete("people", keys.customer_address(place[0], before), theirs, _changed),
        Put("people", keys.customer_address(place[0], address), link, absent(), lambda _: has_record()),
    ]


def _unchanged(account: Account) -> Condition:
    """Nobody changed address or password, removed the account or ended its sessions since it was read."""
    ended = attribute("sessions_valid_from")
    return (
        attribute("email").eq(account.email)
        & attribute("password_hash").eq(account.password_hash)
        & attribute("removed_at").not_exists()
        & (ended.eq(account.sessions_valid_from) if account.sessions_valid_from else ended.not_exists())
    )


def _changed(_: Item | None) -> LatchkeyError:
    return ConflictError("Your account changed at the same moment. Please try again.")
