"""Told to the owners once the proof of their own domain is gone: what to set again, and until when (ADR 0071)."""

from typing import Any
from zoneinfo import ZoneInfo

from accounts.business import Business
from accounts.domain_name import proof_name
from latchkey.clock import instant
from mail.account_mails import DomainFailing


def context(message: DomainFailing, business: Business) -> dict[str, Any]:
    """What the templates show; the time is the business's own."""
    until = instant(message.withdraws_at).astimezone(ZoneInfo(business.time_zone))
    return {
        "domain": message.domain,
        "record": proof_name(message.domain),
        "until": f"{until:%A, %B} {until.day}, {until:%I:%M %p %Z}".replace(", 0", ", "),
        "path": "/studio/settings/address",
    }
