"""What was delivered again: what changed, and all that a delivery says (product 4.3, 11)."""

from typing import Any

from accounts.business import Business
from mail import listing_delivered
from mail.order_mails import ListingUpdated
from mail.recipient_mails import ListingCopy


def context(message: ListingUpdated, business: Business) -> dict[str, Any]:
    """What the templates show; `news` in the words of the listing's card, empty where no file came."""
    return {**listing_delivered.context(message, business), "news": news_of(message)}


def news_of(message: ListingUpdated | ListingCopy) -> str:
    """What changed in a few words, such as `12 new, 3 replaced`."""
    counts = ((message.added, "new"), (message.replaced, "replaced"))
    return ", ".join(f"{number} {what}" for number, what in counts if number > 0)
