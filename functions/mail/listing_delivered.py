"""The photos are ready: how many, what is due, and the way straight to the listing (product 11)."""

from typing import Any

from mail.messages import ListingDelivered
from mail.wording import in_one_line


def context(message: ListingDelivered) -> dict[str, Any]:
    """What the templates show."""
    return {
        "place": in_one_line(message.address_line),
        "photos": "1 photo" if message.photo_count == 1 else f"{message.photo_count} photos",
        "due": message.due.shown() if message.due.amount > 0 else "",
        "waits_for_payment": message.locked and message.due.amount > 0,
        "path": message.link_path,
    }
