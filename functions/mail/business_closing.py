"""Told to the owners: their business is being closed, or it is open again (ADR 0073)."""

from typing import Any

from accounts.business import Business
from mail.account_mails import BusinessClosing, BusinessKept
from mail.wording import in_one_line, moment

_PATH = "/studio/settings/data"


def closing(message: BusinessClosing, business: Business) -> dict[str, Any]:
    """What the templates show; the time is the business's own."""
    return {
        "by": in_one_line(message.asked_by),
        "until": moment(message.closes_at, business.time_zone),
        "path": _PATH,
    }


def kept(message: BusinessKept, _: Business) -> dict[str, Any]:
    """What the templates show; one of `by` and `reason` is empty."""
    return {"by": in_one_line(message.by), "reason": in_one_line(message.reason), "path": _PATH}
