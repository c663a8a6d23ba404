"""The code that finishes a sign-up. It has no link: what is opened in a mail never verifies anything (product 2.6)."""

from typing import Any

from accounts.business import Business
from accounts.code import LASTS
from mail.account_mails import VerificationCode


def context(message: VerificationCode, _: Business) -> dict[str, Any]:
    """What the templates show."""
    return {"code": message.code, "minutes": int(LASTS.total_seconds() // 60), "path": ""}
