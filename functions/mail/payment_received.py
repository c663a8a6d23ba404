"""A receipt in words: what arrived, what is still due, and the way to the listing or order (product 11)."""

from typing import Any

from mail.messages import PaymentReceived
from mail.wording import in_one_line


def context(message: PaymentReceived) -> dict[str, Any]:
    """What the templates show."""
    return {
        "place": in_one_line(message.address_line),
        "number": in_one_line(message.order_number),
        "amount": message.amount.shown(),
        "due": message.due.shown() if message.due.amount > 0 else "",
        "to_photos": message.link_path.startswith("/listings/"),
        "path": message.link_path,
    }
