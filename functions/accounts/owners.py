"""Whom a business belongs to, and how all of them hear what concerns it as a whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from latchkey import keys
from latchkey.outbox import outgoing
from latchkey.tables import query_all
from latchkey.writes import Item, Write

# A transaction takes 100 writes; a roster that is longer must not keep the fact itself from being written.
_MOST_TOLD: Final = 50


def owners_of(business_id: str) -> list[Item]:
    """The roster's rows of the owners."""
    rows = query_all("people", keys.staff_owners(business_id).pk, prefix=keys.MEMBER)
    return [row for row in rows if row["role"] == "owner"]


def told(business_id: str, now: datetime, mail_to: Callable[[str], dict[str, Any]]) -> list[Write]:
    """A mail to each owner, to commit with the fact; `mail_to` makes the payload for an address."""
    mails = [mail_to(owner["email"]) for owner in owners_of(business_id)[:_MOST_TOLD]]
    return [outgoing(business_id, "mail", mail, now) for mail in mails]
