"""A recipient: somebody who gets copies of a customer's mails about orders and listings, and no right by it (ADR 0069)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

Role = Literal["assistant", "seller"]
MOST_RECIPIENTS = 5


@dataclass(frozen=True, slots=True)
class Recipient:
    """An entry of the customer record's `recipients`; `added_by` is how the customer was called then."""

    recipient_id: str
    email: str
    role: Role
    added_by: str
    added_at: str

    def item(self) -> dict[str, Any]:
        return asdict(self)


def recipients_of(record: Mapping[str, Any] | None) -> tuple[Recipient, ...]:
    """Those of a stored customer record, in the order in which they were added."""
    return tuple(
        Recipient(**{name: one[name] for name in Recipient.__slots__}) for one in (record or {}).get("recipients", ())
    )
