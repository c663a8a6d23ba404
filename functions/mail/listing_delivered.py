"""What was delivered is ready: how much, what is due, and the way straight to the listing (product 11)."""

from typing import Any

from accounts.business import Business
from mail.order_mails import ListingDelivered
from mail.recipient_mails import ListingCopy
from mail.wording import in_one_line


def context(message: ListingDelivered, _: Business) -> dict[str, Any]:
    """What the templates show."""
    # Mails of before `held` was told still wait to be sent: what is locked with nothing due waits for staff alone.
    held = message.locked and (message.held or message.due.amount <= 0)
    waits_for_payment = message.locked and not held
    return {
        "place": in_one_line(message.address_line),
        "news": "",
        "photos": files_told(message.photo_count, message.other_count),
        "noun": noun_of(message),
        "has_files": message.photo_count + message.other_count > 0,
        "due": message.due.shown() if message.due.amount > 0 else "",
        "held": held,
        "waits_for_payment": waits_for_payment,
        "links_wait": message.locked and message.links_wait,
        "path": message.link_path,
    }


def noun_of(message: ListingDelivered | ListingCopy) -> str:
    """An order may bring neither photo nor file, but a tour or a website."""
    if message.photo_count:
        return "photos"
    return "files" if message.other_count else "tours and links"


def files_told(photos: int, others: int) -> str:
    if not photos and not others:
        return "Tours and links"
    if others and not photos:
        return _counted(others, "file")
    return _counted(photos, "photo") + (f" and {_counted(others, 'other file')}" if others else "")


def _counted(number: int, what: str) -> str:
    return f"1 {what}" if number == 1 else f"{number} {what}s"
