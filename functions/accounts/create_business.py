"""A business comes into being with its first owner: what a deployment and the demo do, each in one commit (product 2.1)."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from accounts import password, writes
from accounts.account import Account
from accounts.address import canonical
from accounts.business import Business
from latchkey.clock import rfc3339
from latchkey.errors import InvalidError
from latchkey.ids import new_id
from latchkey.tables import commit


@dataclass(frozen=True, slots=True)
class Owner:
    """The first member of the staff; whoever creates the business vouches for the address."""

    email: str
    password: str
    name: str


def create_business(business: Business, owner: Owner, now: datetime) -> Account:
    """Stores the business and its owner's account. Raises InvalidError, ConflictError when either exists already."""
    try:
        ZoneInfo(business.time_zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise InvalidError("A time zone is named like America/New_York.", field="time_zone") from error
    account = staff_account(business.business_id, owner, now)
    commit([writes.new_business(business), *writes.new_account(account)])
    return account


def staff_account(business_id: str, owner: Owner, now: datetime) -> Account:
    """The account of an owner with a password that is fit for one. Raises InvalidError."""
    address = canonical(owner.email)
    password.must_be_acceptable(owner.password, address)
    return Account(
        business_id=business_id,
        account_id=new_id("acc", now),
        email=address,
        password_hash=password.hashed(owner.password),
        created_at=rfc3339(now),
        role="owner",
        name=owner.name,
    )
