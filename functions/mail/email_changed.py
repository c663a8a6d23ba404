"""Told to the former address after the fact: the account has another one now, which is not named (ADR 0066)."""

from typing import Any

from accounts.business import Business
from mail.account_mails import EmailChanged


def context(message: EmailChanged, _: Business) -> dict[str, Any]:
    """What the templates show. No link: nothing of this account opens with this address any more."""
    return {"to": message.to, "path": ""}
