"""Copies for recipients: what happened, without money, and without any way in that the reader does not have (ADR 0069)."""

from typing import Any

from accounts.business import Business
from mail.listing_delivered import files_told, noun_of
from mail.listing_updated import news_of
from mail.recipient_mails import ListingCopy, OrderCopy, RecipientMail
from mail.wording import in_one_line


def context(message: RecipientMail, _: Business) -> dict[str, Any]:
    """What the templates of all of them show: who added the reader as what, and where it ends."""
    return {
        "by": in_one_line(message.added_by),
        "role": message.role,
        "unsubscribe_path": message.unsubscribe_path,
        "path": "",
    }


def of_order(message: OrderCopy, business: Business) -> dict[str, Any]:
    """An assistant is led to the order, where it opens for an account that may see it; a seller has none."""
    return {
        **context(message, business),
        "place": in_one_line(message.address_line),
        "ordered": in_one_line(message.ordered),
        "is_accepted": message.news == "accepted",
        "path": f"/orders/{message.order_id}" if message.role == "assistant" else "",
    }


def of_listing(message: ListingCopy, business: Business) -> dict[str, Any]:
    """Likewise, with what was delivered."""
    return {
        **context(message, business),
        "place": in_one_line(message.address_line),
        "noun": noun_of(message),
        "files": files_told(message.photo_count, message.other_count),
        "is_update": message.is_update,
        "news": news_of(message),
        "path": f"/listings/{message.listing_id}" if message.role == "assistant" else "",
    }
