"""The first mail after a sign-up: the way in, and the way to a first order (product 2.2, 11)."""

from typing import Any

from accounts.business import Business
from mail.account_mails import Welcome


def context(message: Welcome, _: Business) -> dict[str, Any]:
    """What the templates show."""
    return {"to": message.to, "path": "/order"}
