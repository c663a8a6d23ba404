"""Told to the owner after the fact: the password of the account is another one now (product 2.3)."""

from typing import Any

from accounts.business import Business
from mail.account_mails import PasswordChanged


def context(message: PasswordChanged, _: Business) -> dict[str, Any]:
    """What the templates show."""
    return {"to": message.to, "path": "/reset"}
