"""A business comes into being with its first owner and its host: by a deployment, the demo, or on the platform's host."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from accounts import host_writes, password, writes
from accounts.account import Account
from accounts.address import canonical
from accounts.business import Business
from latchkey.clock import rfc3339
from latchkey.errors import InvalidError
from latchkey.ids import new_id
from latchkey.tables import commit
from latchkey.writes import Write


@dataclass(frozen=True, slots=True)
class Owner:
    """The first member of the staff; whoever creates the business vouches for the address."""

    email: str
    password: str
    name: str


def create_business(business: Business, owner: Owner, now: datetime) -> Account:
    """Stores the business, its owner's account and the claim of its host in one commit; the stream brings the host live.

    Raises InvalidError, ConflictError when the business exists already or the host is somebody else's.
    """
    must_be_a_zone(business.time_zone)
    account = staff_account(business.business_id, owner, now)
    commit(writes_of(business, account, now))
    return account


def writes_of(business: Business, owner: Account, now: datetime) -> list[Write]:
    """The business, its first owner and its host, and the event that brings the host live."""
    return [
        writes.new_business(business),
        *writes.new_account(owner),
        *host_writes.claimed(business.business_id, business.host, now),
    ]


def must_be_a_zone(name: str) -> None:
    """Raises InvalidError (field `time_zone`) for what is no time zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise InvalidError("A time zone is named like America/New_York.", field="time_zone") from error


def staff_account(business_id: str, owner: Owner, now: datetime) -> Account:
    """The account of an owner with a password that is fit for one. Raises InvalidError."""
    address = canonical(owner.email)
    password.must_be_acceptable(owner.password, address)
    return owner_account(business_id, address, password.hashed(owner.password), owner.name, now)


def owner_account(business_id: str, address: str, password_hash: str, name: str | None, now: datetime) -> Account:
    """The account of an owner whose address and password were checked."""
    return Account(
        business_id=business_id,
        account_id=new_id("acc", now),
        email=address,
        password_hash=password_hash,
        created_at=rfc3339(now),
        role="owner",
        name=name,
    )
