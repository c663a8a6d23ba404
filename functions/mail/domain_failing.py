"""Told to the owners once the proof of their own domain is gone: what to set again, and until when (ADR 0071)."""

from typing import Any

from accounts.business import Business
from accounts.domain_name import proof_name
from mail.account_mails import DomainFailing
from mail.wording import moment


def context(message: DomainFailing, business: Business) -> dict[str, Any]:
    """What the templates show; the time is the business's own."""
    return {
        "domain": message.domain,
        "record": proof_name(message.domain),
        "until": moment(message.withdraws_at, business.time_zone),
        "path": "/studio/settings/address",
    }
