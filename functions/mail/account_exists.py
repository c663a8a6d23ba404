"""Told to the owner alone: somebody signed up with an address that has an account already (product 2.2)."""

from typing import Any

from accounts.business import Business
from mail.account_mails import AccountExists


def context(message: AccountExists, _: Business) -> dict[str, Any]:
    """What the templates show."""
    return {"to": message.to, "path": "/sign-in"}
