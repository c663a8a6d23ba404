"""Reads of the People table, each in one call; unknown people cost the same calls as known ones (guarantees 10)."""

from collections.abc import Sequence

from accounts.account import Account, account_of
from accounts.sign_up import SignUp, sign_up_of
from latchkey import keys
from latchkey.limits import Counter
from latchkey.tables import query, read, read_many
from latchkey.writes import Item, Table

_LINES = 20


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


def sign_up(business_id: str, sign_up_id: str) -> SignUp | None:
    """The sign-up; the caller asks whether it is this browser's and still waits."""
    item = read("people", keys.sign_up(business_id, sign_up_id))
    return sign_up_of(item) if item else None


def customer_of_address(business_id: str, address: str) -> Item | None:
    """The link from an address to its customer record, as guest orders may have made it."""
    return read("people", keys.customer_address(business_id, address))


def customer_with_overrides(business_id: str, customer_id: str) -> list[Item] | None:
    """The last lines of a customer's overrides, newest first, in one query; None when there is no such customer."""
    partition = keys.customer(business_id, customer_id).pk
    items = query("people", partition, limit=_LINES, newest_first=True, consistent=True).items
    return [item for item in items if item["sk"].startswith(keys.OVERRIDE)] if items else None


def business_overrides(business_id: str) -> list[Item]:
    """The last lines of the business's overrides, newest first."""
    partition = keys.business_override_line(business_id, "", "").pk
    return query("people", partition, prefix=keys.OVERRIDE, limit=_LINES, newest_first=True, consistent=True).items
