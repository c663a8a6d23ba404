"""A session that was just opened: the cookie to hand out, and who is behind it from now on."""

from dataclasses import dataclass

from accounts.account import Account
from accounts.customer import NOTHING_LINKED, Linked
from latchkey.errors import ForbiddenError
from latchkey.session import may_enter
from latchkey.viewer import Viewer
from latchkey.writes import Item


@dataclass(frozen=True, slots=True)
class Opened:
    """`cookie` holds the secret, of which the table keeps only a hash; `linked` is what its code just brought in."""

    cookie: str
    viewer: Viewer
    linked: Linked


def must_be_let_in(account: Account, business: Item) -> None:
    """Raises ForbiddenError for whoever is no owner of a business that is being closed (ADR 0073)."""
    if not may_enter(business, _viewer(account)):
        raise ForbiddenError("This portal is closed. Only an owner of the business can still sign in.")


def opened(account: Account, secret: str, linked: Linked = NOTHING_LINKED) -> Opened:
    """For the session of this account that was stored with the fingerprint of `secret`."""
    return Opened(f"{account.account_id}.{secret}", _viewer(account), linked)


def _viewer(account: Account) -> Viewer:
    return Viewer(
        "staff" if account.role else "customer",
        account.business_id,
        account_id=account.account_id,
        customer_id=account.customer_id or "",
        email=account.email,
        name=account.name or "",
        phone=account.phone or "",
        role=account.role,
    )
