"""The account: one person's way into one business, and the session that a browser holds after proving it (product 2.4)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from accounts.profile import Profile
from latchkey.clock import epoch, rfc3339
from latchkey.viewer import StaffRole

SESSION_LASTS = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Account:
    """A customer's account has a `customer_id`, a staff member's a `role`; the address in it has been proven.

    `portrait` is a key of the portal bucket.
    """

    business_id: str
    account_id: str
    email: str
    password_hash: str
    created_at: str
    customer_id: str | None = None
    role: StaffRole | None = None
    name: str | None = None
    removed_at: str | None = None
    sessions_valid_from: str | None = None
    phone: str | None = None
    brokerage: str | None = None
    links: tuple[str, ...] = ()
    portrait: str | None = None
    version: int = 1

    @property
    def profile(self) -> Profile:
        """What the person said about themselves."""
        return Profile(self.name, self.phone, self.brokerage, tuple(self.links))

    def item(self) -> dict[str, Any]:
        """As the table keeps it; what is None is not stored."""
        return {"schema": 1, **asdict(self)}


def account_of(item: Mapping[str, Any]) -> Account:
    """The account in a stored item; attributes that a later release adds are passed over."""
    return Account(**{name: item[name] for name in Account.__slots__ if name in item})


def session_item(account: Account, now: datetime, device: str = "") -> dict[str, Any]:
    """A session that starts now. It carries no right: role and membership are read with it, each time.

    `created_at` moves when every other session is ended, `begun_at` does not; `device` and `seen_on` are for its owner.
    """
    ends = now + SESSION_LASTS
    return {
        "schema": 1,
        "business_id": account.business_id,
        "account_id": account.account_id,
        "created_at": rfc3339(now),
        "begun_at": rfc3339(now),
        "seen_on": rfc3339(now)[:10],
        "device": device,
        "expires_at": rfc3339(ends),
        "expires_at_epoch": epoch(ends),
    }
