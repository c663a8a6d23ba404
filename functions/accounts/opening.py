"""A session that was just opened: the cookie to hand out, and who is behind it from now on."""

from dataclasses import dataclass

from accounts.account import Account
from accounts.customer import NOTHING_LINKED, Linked
from latchkey.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Opened:
    """`cookie` holds the secret, of which the table keeps only a hash; `linked` is what its code just brought in."""

    cookie: str
    viewer: Viewer
    linked: Linked


def opened(account: Account, secret: str, linked: Linked = NOTHING_LINKED) -> Opened:
    """For the session of this account that was stored with the fingerprint of `secret`."""
    viewer = Viewer(
        "staff" if account.role else "customer",
        account.business_id,
        account_id=account.account_id,
        customer_id=account.customer_id or "",
        email=account.email,
        name=account.name or "",
        phone=account.phone or "",
        role=account.role,
    )
    return Opened(f"{account.account_id}.{secret}", viewer, linked)
