"""What the tests of mails build with: messages, the letter that a business makes of one, and what a page holds."""

from dataclasses import asdict
from html.parser import HTMLParser
from typing import Any

from latchkey.money import Money
from mail.account_mails import VerificationCode
from mail.letter import Letter, letter_of
from mail.message import Message
from mail.order_mails import ListingDelivered, ListingUpdated, PaymentReceived
from tests.building import business_value

ORIGIN = "https://harbor.example.test"
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}{% raw %}",
    "javascript:alert(1)",
    "a\r\nBcc: eve@evil.test\r\n\r\nbody",
    "nul\x00 line\u2028separator\u2029 next\x85 escape\x1b[2J",
    "‮evil.exe",
]
MONEY = Money(61900, "USD")
NOTHING = Money(0, "USD")


def code_mail(**changes: Any) -> VerificationCode:
    return VerificationCode(
        **{"business_id": "biz_1", "to": "joe@example.com", "code": "204918", "expires_at": "x"} | changes
    )


def delivered(**changes: Any) -> ListingDelivered:
    plain = {
        "business_id": "biz_1",
        "to": "joe@example.com",
        "listing_id": "lst_1",
        "order_id": "ord_1",
        "address_line": "12 Ocean Avenue, Portland",
        "due": MONEY,
        "locked": True,
        "photo_count": 38,
        "link_path": "/listings/lst_1",
    }
    return ListingDelivered(**plain | changes)


def updated(**changes: Any) -> ListingUpdated:
    return ListingUpdated(**asdict(delivered()) | {"due": MONEY, "added": 12, "replaced": 3} | changes)


def paid(**changes: Any) -> PaymentReceived:
    plain = {
        "business_id": "biz_1",
        "to": "joe@example.com",
        "order_id": "ord_1",
        "order_number": "1042",
        "address_line": "12 Ocean Avenue, Portland",
        "amount": MONEY,
        "due": NOTHING,
        "link_path": "/listings/lst_1",
    }
    return PaymentReceived(**plain | changes)


def letter(message: Message, **business: Any) -> Letter:
    return letter_of(message, business_value(host="harbor.example.test", **business), ORIGIN)


class Seen(HTMLParser):
    """Tags, addresses and words of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.attributes: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "background", "action")]
