"""Copies of a customer's mails for the recipients whom the customer named (product 11, ADR 0069).

The sender settles a mail and puts its copies into the outbox in one commit: each is an event of its own, sent as often as
any other mail, and one that fails holds up nobody.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from accounts.recipient import Recipient, recipients_of
from latchkey import keys, private_links
from latchkey.ids import fingerprint
from latchkey.outbox import outgoing
from latchkey.tables import read_many
from latchkey.writes import Item, Write
from mail.message import Message, payload_of
from mail.order_mails import ListingDelivered, ListingUpdated, OrderAccepted, OrderCanceled
from mail.recipient_mails import ListingCopy, OrderCopy, RecipientMail


def copies_of(message: Message, record: Item | None, event_id: str, now: datetime) -> Iterable[Write]:
    """The outbox events of a mail's copies; none where nobody gets any, or it is none that is copied."""
    for one in recipients_of(record):
        copy = _copy(message, one) if one.email != message.to else None
        if copy:
            name = f"{event_id}_{one.recipient_id}"
            yield outgoing(message.business_id, "mail", payload_of(copy), now, event_id=name)


def is_wanted(message: RecipientMail) -> bool:
    """Whether the customer still has this recipient, and the recipient has not unsubscribed: asked when it leaves."""
    secret = message.unsubscribe_path.rpartition("/")[2]
    record, copies = read_many(
        [
            ("people", keys.customer(message.business_id, message.customer_id)),
            ("people", keys.mail_copies(message.business_id, fingerprint(secret))),
        ]
    )
    named = any((one.recipient_id, one.email) == (message.recipient_id, message.to) for one in recipients_of(record))
    return named and copies is not None and not copies.get("unsubscribed_at")


# ---------------------------------------------------------------------------------------------------------------------
def _copy(message: Message, to: Recipient) -> RecipientMail | None:
    if isinstance(message, OrderAccepted | OrderCanceled):
        return OrderCopy(
            **_to(message, to),
            order_id=message.order_id,
            address_line=message.address_line,
            ordered=message.ordered,
            news="accepted" if isinstance(message, OrderAccepted) else "canceled",
        )
    if isinstance(message, ListingDelivered):
        again = message if isinstance(message, ListingUpdated) else None
        return ListingCopy(
            **_to(message, to),
            listing_id=message.listing_id,
            address_line=message.address_line,
            photo_count=message.photo_count,
            other_count=message.other_count,
            is_update=again is not None,
            added=again.added if again else 0,
            replaced=again.replaced if again else 0,
        )
    return None


def _to(message: OrderAccepted | OrderCanceled | ListingDelivered, to: Recipient) -> dict[str, Any]:
    return {
        "business_id": message.business_id,
        "to": to.email,
        "customer_id": message.customer_id,
        "recipient_id": to.recipient_id,
        "role": to.role,
        "added_by": to.added_by,
        "unsubscribe_path": private_links.copies_path_of(message.business_id, to.email),
    }
