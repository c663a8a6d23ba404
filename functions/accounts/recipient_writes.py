"""What changes when a customer adds and removes recipients, and when one of them unsubscribes: pure values."""

from collections.abc import Sequence
from datetime import datetime

from accounts.recipient import Recipient
from latchkey import keys
from latchkey.clock import rfc3339
from latchkey.conditions import absent, at_version, attribute, present
from latchkey.errors import ConflictError, InvalidError, NotFoundError
from latchkey.ids import fingerprint
from latchkey.writes import Item, Update


def listed(record: Item, recipients: Sequence[Recipient]) -> Update:
    """The customer's recipients, on the record that was read. Raises ConflictError when it changed since."""
    return Update(
        "people",
        keys.customer(record["business_id"], record["customer_id"]),
        {"recipients": [one.item() for one in recipients]},
        add={"version": 1},
        condition=at_version(record["version"]) & attribute("account_id").eq(record["account_id"]),
        refused=lambda _: ConflictError("Your account changed in another window. Please look again."),
    )


def wanted(business_id: str, secret: str, now: datetime) -> Update:
    """The address behind this secret may get copies. Raises InvalidError (field `email`) once it unsubscribed, for good."""
    return Update(
        "people",
        keys.mail_copies(business_id, fingerprint(secret)),
        {"schema": 1, "business_id": business_id, "added_at": rfc3339(now)},
        condition=absent() | attribute("unsubscribed_at").not_exists(),
        refused=lambda _: unsubscribed(),
    )


def unsubscribed() -> InvalidError:
    """Said to a customer who adds somebody that wants no copies."""
    return InvalidError("This person has unsubscribed from such mails and cannot be added again.", field="email")


def ended(business_id: str, secret: str, now: datetime) -> Update:
    """No copy of any customer's mails goes to that address any more. Safe to repeat; NotFoundError for no such secret."""
    return Update(
        "people",
        keys.mail_copies(business_id, fingerprint(secret)),
        {"unsubscribed_at": rfc3339(now)},
        condition=present(),
        refused=lambda _: NotFoundError(),
    )
