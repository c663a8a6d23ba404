"""Reads of the People table, each in one call; unknown people cost the same calls as known ones (guarantees 10)."""

from collections.abc import Sequence
from typing import NamedTuple

from accounts.account import Account, account_of
from accounts.customer import Customer, Linked, customer_of
from accounts.email_change import EmailChange
from accounts.invitation import Invitation
from accounts.reset import PasswordReset
from accounts.sign_up import SignUp
from latchkey import keys
from latchkey.errors import UnauthenticatedError
from latchkey.ids import fingerprint
from latchkey.limits import Counter
from latchkey.session import teams_of
from latchkey.tables import count_in, query, query_all, read, read_many
from latchkey.writes import Item, Table

_LINES = 20


class Readdressed(NamedTuple):
    """An account with its customer record and teams, and what stands at the address that it wants to have."""

    account: Account
    record: Customer | None
    teams: tuple[str, ...]
    has_account: bool
    has_record: bool


def claim_and_counts(
    business_id: str, address: str, counters: Sequence[Counter]
) -> tuple[str | None, list[Item | None]]:
    """Which account has claimed the address, and how much has been tried."""
    wanted: list[tuple[Table, keys.Key]] = [("people", keys.account_address(business_id, address))]
    claim, *counts = read_many(wanted + [("people", counter.key) for counter in counters])
    return (claim["account_id"] if claim else None), counts


def account(business_id: str, account_id: str) -> Account | None:
    """The account, also one that was removed."""
    item = read("people", keys.account(business_id, account_id))
    return account_of(item) if item else None


def account_of_address(business_id: str, address: str) -> Account | None:
    """The account that has claimed an address, also one that was removed."""
    claim = read("people", keys.account_address(business_id, address))
    return account(business_id, claim["account_id"]) if claim else None


def roster(business_id: str) -> tuple[list[Item], list[Invitation]]:
    """The rows of the members, and the invitations by their birth, in one query."""
    partition = keys.staff_owners(business_id).pk
    items = query_all("people", partition, consistent=True)
    invitations = [Invitation.of(item) for item in items if item["sk"].startswith(keys.INVITATION)]
    return [item for item in items if item["sk"].startswith(keys.MEMBER)], invitations


def invitation(business_id: str, invitation_id: str) -> Invitation | None:
    """The invitation; the caller asks whether it is still open, and to whom."""
    item = read("people", keys.staff_invitation(business_id, invitation_id))
    return Invitation.of(item) if item else None


def account_and_counts(
    business_id: str, account_id: str, counters: Sequence[Counter]
) -> tuple[Account, list[Item | None]]:
    """The account behind a session, and how much has been tried."""
    wanted: list[tuple[Table, keys.Key]] = [("people", keys.account(business_id, account_id))]
    item, *counts = read_many(wanted + [("people", counter.key) for counter in counters])
    if item is None:
        raise UnauthenticatedError("Please sign in first.")
    return account_of(item), counts


def account_with_record(
    business_id: str, account_id: str, customer_id: str, beside: Sequence[keys.Key] = ()
) -> tuple[Account, Customer | None, list[Item | None]]:
    """The account behind a session, its customer record (staff have none), and what stands at `beside`, in one read."""
    wanted = [keys.account(business_id, account_id), *beside]
    if customer_id:
        wanted.append(keys.customer(business_id, customer_id))
    item, *others = read_many([("people", key) for key in wanted])
    if item is None:
        raise UnauthenticatedError("Please sign in first.")
    record = others.pop() if customer_id else None
    return account_of(item), customer_of(record) if record else None, others


def own_sessions(business_id: str, account_id: str) -> tuple[Item, list[Item]]:
    """The account with its sessions, ended ones included, in one query."""
    items = query_all("people", keys.account(business_id, account_id).pk, consistent=True)
    sessions = [item for item in items if item["sk"].startswith("session#")]
    return next((item for item in items if item["sk"] == "account"), {}), sessions


def sign_up(business_id: str, sign_up_id: str) -> SignUp | None:
    """The sign-up; the caller asks whether it is this browser's and still waits."""
    item = read("people", keys.sign_up(business_id, sign_up_id))
    return SignUp.of(item) if item else None


def password_reset(business_id: str, reset_id: str) -> PasswordReset | None:
    """The reset; the caller asks whether it is this browser's and still waits."""
    item = read("people", keys.password_reset(business_id, reset_id))
    return PasswordReset.of(item) if item else None


def email_change(business_id: str, account_id: str) -> EmailChange | None:
    """The change of address; the caller asks whether it is this session's and still waits."""
    item = read("people", keys.email_change(business_id, account_id))
    return EmailChange.of(item) if item else None


def to_change_email(business_id: str, account_id: str, customer_id: str, address: str) -> Readdressed:
    """What a move to `address` rests on, in one read: the account and its record, and whose the address is by now."""
    wanted: list[tuple[Table, keys.Key]] = [
        ("people", keys.account(business_id, account_id)),
        ("people", keys.account_address(business_id, address)),
        ("people", keys.customer_address(business_id, address)),
    ]
    if customer_id:
        wanted.append(("people", keys.customer(business_id, customer_id)))
    item, claim, link, *records = read_many(wanted)
    if item is None:
        raise UnauthenticatedError("Please sign in first.")
    record = customer_of(records[0]) if records and records[0] else None
    return Readdressed(account_of(item), record, tuple(teams_of(item)), has_account=bool(claim), has_record=bool(link))


def own_record(business_id: str, customer_id: str) -> Item | None:
    """A customer record as it is stored, with its recipients."""
    return read("people", keys.customer(business_id, customer_id))


def unsubscribed(business_id: str, secrets: Sequence[str]) -> list[bool]:
    """Of each of these addresses, which their secrets name, whether it wants no copies any more; in one read."""
    if not secrets:
        return []
    found = read_many([("people", keys.mail_copies(business_id, fingerprint(one))) for one in secrets])
    return [bool(item and item.get("unsubscribed_at")) for item in found]


def customer_of_address(business_id: str, address: str) -> Item | None:
    """The link from an address to its customer record, as guest orders may have made it."""
    return read("people", keys.customer_address(business_id, address))


def booked_before(business_id: str, customer_id: str) -> Linked:
    """What hangs on a customer record that guests made."""
    whose = keys.lists_of_customer(business_id, customer_id)
    return Linked(
        orders=count_in("orders", whose, index="customer_orders"),
        listings=count_in("listings", whose, index="customer_listings"),
    )


def customer_with_overrides(business_id: str, customer_id: str) -> list[Item] | None:
    """The last lines of a customer's overrides, newest first, in one query; None when there is no such customer."""
    partition = keys.customer(business_id, customer_id).pk
    items = query("people", partition, limit=_LINES, newest_first=True, consistent=True).items
    return [item for item in items if item["sk"].startswith(keys.OVERRIDE)] if items else None


def business_overrides(business_id: str) -> list[Item]:
    """The last lines of the business's overrides, newest first."""
    partition = keys.business_override_line(business_id, "", "").pk
    return query("people", partition, prefix=keys.OVERRIDE, limit=_LINES, newest_first=True, consistent=True).items
