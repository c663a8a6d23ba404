"""Told to a customer who asked to be deleted: the business refuses, for this reason (product 13, ADR 0070)."""

from typing import Any

from accounts.business import Business
from mail.account_mails import ErasureRefused
from mail.wording import in_one_line


def context(message: ErasureRefused, _: Business) -> dict[str, Any]:
    """What the templates show."""
    return {"to": message.to, "reason": in_one_line(message.reason), "path": "/account"}
