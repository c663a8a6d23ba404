"""The code for a new password. It has no link: opening a mail changes nothing (product 2.3)."""

from typing import Any

from accounts.business import Business
from accounts.code import LASTS
from mail.account_mails import PasswordReset


def context(message: PasswordReset, _: Business) -> dict[str, Any]:
    """What the templates show."""
    return {"code": message.code, "minutes": int(LASTS.total_seconds() // 60), "path": ""}
