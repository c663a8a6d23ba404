"""What a mail looks like: branded, with a plain twin, one link to one host, and nothing anybody typed as markup."""

import re
from dataclasses import asdict
from email.message import EmailMessage
from email.policy import SMTP
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest

from accounts.business import Override
from accounts.palette import contrast
from accounts.pictures import Picture
from latchkey.errors import InvalidError
from latchkey.money import Money
from mail.account_mails import (
    AccountExists,
    EmailChangeCode,
    EmailChanged,
    PasswordChanged,
    PasswordReset,
    StaffInvitation,
    TeamInvitation,
    VerificationCode,
)
from mail.letter import Letter, letter_of
from mail.message import Message, payload_of
from mail.messages import KINDS, message_of
from mail.order_mails import ListingDelivered, ListingUpdated, PaymentReceived
from mail.recipient_mails import RecipientMail
from mail.samples import sample
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


EACH: list[Message] = [
    code_mail(),
    PasswordReset("biz_1", "joe@example.com", "204918", "x"),
    EmailChangeCode("biz_1", "joe@example.com", "204918", "x"),
    EmailChanged("biz_1", "joe@example.com"),
    PasswordChanged("biz_1", "joe@example.com"),
    AccountExists("biz_1", "joe@example.com"),
    StaffInvitation("biz_1", "joe@example.com", "manager", "Ada Lane", "x", "/join/inv_1.secret"),
    TeamInvitation("biz_1", "joe@example.com", "Coast Realty", "assistant", "Ada Lane", "x", "/teams/join/tem_1.s"),
    delivered(),
    updated(),
    paid(),
    *(sample(mail, business_value(business_id="biz_1")) for mail in sorted(KINDS)),
]


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


@pytest.mark.parametrize("message", EACH, ids=lambda message: type(message).__name__)
def test_a_payload_comes_back_as_the_message_it_was(message: Message) -> None:
    assert message_of(payload_of(message)) == message


@pytest.mark.parametrize("message", EACH, ids=lambda message: type(message).__name__)
def test_a_mail_has_the_business_on_it_and_nobody_elses_name(message: Message) -> None:
    made = letter(message, name="Harbor Light Media")
    for part in (made.html, made.text):
        assert "Harbor Light Media" in part
        assert "latchkey" not in part.lower()
    assert 'bgcolor="#0f766e"' in made.html


@pytest.mark.parametrize("message", EACH, ids=lambda message: type(message).__name__)
def test_a_mail_loads_nothing_and_leads_to_one_place_only(message: Message) -> None:
    made = letter(message)
    seen = Seen(made.html)
    assert not {"img", "script", "link", "iframe", "object", "form"} & set(seen.tags)
    outside = [link for link in seen.links if not link.startswith("mailto:")]
    assert len([link for link in outside if "/g/copies/" not in link]) <= 1
    assert len([link for link in outside if "/g/copies/" in link]) == isinstance(message, RecipientMail)
    assert all(link.startswith(f"{ORIGIN}/") for link in outside)
    assert "url(" not in made.html
    assert set(re.findall(r"https?://[^\s\"<]+", made.html + made.text)) == set(outside)


@pytest.mark.parametrize("message", EACH, ids=lambda message: type(message).__name__)
def test_the_twin_says_what_the_page_says(message: Message) -> None:
    made = letter(message)
    words = unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", made.html, flags=re.DOTALL))
    for fact in ("204918", "$619.00", "12 Ocean Avenue, Portland", "38 photos", "1042"):
        assert (fact in words) == (fact in made.text), fact
    for link in Seen(made.html).links:
        assert link.removeprefix("mailto:") in made.text


@pytest.mark.parametrize("message", EACH, ids=lambda message: type(message).__name__)
def test_a_mail_is_readable_in_the_dark(message: Message) -> None:
    made = letter(message)
    assert "prefers-color-scheme: dark" in made.html
    assert '<meta name="color-scheme" content="light dark">' in made.html
    pairs = [("#18181b", "#ffffff"), ("#62626b", "#ffffff"), ("#62626b", "#f8f8f7")]
    pairs += [("#f4f4f5", "#1a1a1d"), ("#a8a8b0", "#1a1a1d"), ("#a8a8b0", "#121214")]
    assert all(contrast(ink, paper) >= 4.5 for ink, paper in pairs)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_typed_becomes_markup_or_a_header(text: str) -> None:
    plain = Seen(letter(delivered()).html)
    made = letter(delivered(address_line=text))
    seen = Seen(made.html)
    assert seen.tags == plain.tags
    assert seen.attributes == plain.attributes
    assert made.subject.isprintable()
    wire = EmailMessage(policy=SMTP)
    wire["Subject"] = made.subject
    wire["To"] = "joe@example.com"
    assert [line.partition(":")[0] for line in wire.as_string().splitlines() if line] == ["Subject", "To"]


@pytest.mark.parametrize("text", HOSTILE[:4])
def test_the_name_of_a_business_is_text_too(text: str) -> None:
    for message in EACH:
        assert Seen(letter(message, name=text).html).tags == Seen(letter(message).html).tags


@pytest.mark.parametrize("to", ["", "joe", "a@b.c, eve@evil.test", "a@b.c\r\nBcc: eve@evil.test", "a@b@c", "a b@c.de"])
def test_a_mail_goes_to_exactly_one_address(to: str) -> None:
    for message in (code_mail, delivered, paid):
        with pytest.raises(InvalidError):
            payload_of(message(to=to))
        with pytest.raises(InvalidError):
            message_of({**payload_of(message()), "to": to})


@pytest.mark.parametrize(
    "path",
    ["", "listings", "//evil.test/x", "/x//evil", "https://evil.test", "/a/../b", "/a?b=c", "/a b", "/a\n", "/\\e"],
)
def test_a_link_is_a_path_of_the_own_host(path: str) -> None:
    for message in (delivered, paid):
        with pytest.raises(InvalidError):
            payload_of(message(link_path=path))


@pytest.mark.parametrize(
    "payload", [{}, {"mail": "unknown"}, {"mail": "account_exists"}, {"mail": "account_exists", "x": 1}]
)
def test_a_payload_of_no_known_shape_is_refused(payload: dict[str, Any]) -> None:
    with pytest.raises(InvalidError):
        message_of(payload)


@pytest.mark.parametrize("subject", ["a\r\nBcc: x", "a\nb", "a\x00", "a\x85b", "a\u2028b"])
def test_a_letter_with_a_second_line_in_its_subject_cannot_be_made(subject: str) -> None:
    with pytest.raises(InvalidError):
        Letter(subject, "", "")


def test_a_delivery_says_what_is_due_and_whether_the_photos_wait_for_it() -> None:
    waiting = letter(delivered())
    assert "Amount due: $619.00" in waiting.text
    assert "See photos and pay $619.00: https://harbor.example.test/listings/lst_1" in waiting.text
    open_but_due = letter(delivered(locked=False))
    assert "Amount due: $619.00" in open_but_due.text
    assert "watermark" not in open_but_due.text
    free = letter(delivered(due=NOTHING, locked=False, photo_count=1))
    assert "due" not in free.text
    assert "Delivered: 1 photo\n" in free.text


@pytest.mark.parametrize("due", [NOTHING, MONEY])
def test_what_staff_hold_locked_invites_to_look_and_to_nothing_else(due: Money) -> None:
    held = letter(delivered(held=True, due=due), name="Harbor Light Media")
    for text in (held.text, held.html):
        assert "Downloads are locked for now. Ask Harbor Light Media about them." in text
        for untrue in ("is paid", "before you download", "ready to download", "download one", "watermark", "and pay"):
            assert untrue not in text, untrue
    assert "\n\n\n" not in held.text
    assert ("Amount due: $619.00" in held.text) is (due == MONEY)
    assert f"See your photos: {ORIGIN}/listings/lst_1" in held.text
    for waits, says in ((True, "They are locked for now."), (False, "They open from the page of your listing.")):
        links = letter(delivered(held=True, due=due, photo_count=0, links_wait=waits))
        assert says in links.text
        assert says in links.html
        assert ("They open" in links.text) is not waits


def test_a_mail_that_waited_since_before_it_told_who_holds_says_what_is_true() -> None:
    assert "Downloads are locked for now." in letter(delivered(due=NOTHING)).text


def test_a_delivery_names_what_is_no_photo_too() -> None:
    assert "Delivered: 38 photos and 2 other files\n" in letter(delivered(other_count=2)).text
    plans_alone = letter(delivered(photo_count=0, other_count=1)).text
    assert "Delivered: 1 file\n" in plans_alone
    assert "photo" not in plans_alone


@pytest.mark.parametrize(
    ("added", "replaced", "words"),
    [(12, 3, "12 new, 3 replaced"), (1, 0, "1 new"), (0, 3, "3 replaced"), (0, 0, "")],
)
def test_an_update_says_what_is_new_as_the_card_does(added: int, replaced: int, words: str) -> None:
    made = letter(updated(added=added, replaced=replaced))
    assert made.subject == "Your photos of 12 Ocean Avenue, Portland were updated"
    for text in (made.text, unescape(made.html)):
        assert words in text
        assert ("Changed" in text) is bool(words)
        assert "are ready" not in text
        assert "$619.00" in text, "and what is still due"
    assert ("In all: 38 photos\n" in made.text) is bool(words)
    assert "\n\n\n" not in made.text


def test_a_delivery_of_links_alone_speaks_of_no_photo_and_of_no_download() -> None:
    free = letter(delivered(photo_count=0, due=NOTHING, locked=False))
    assert free.subject == "Your tours and links of 12 Ocean Avenue, Portland are ready"
    assert "Delivered: Tours and links\n" in free.text
    assert "They open from the page of your listing." in free.text
    assert f"See your tours and links: {ORIGIN}/listings/lst_1" in free.text
    due = letter(delivered(photo_count=0))
    assert "They open from the page of your listing." in due.text, "links are open from delivery"
    assert "See tours and links and pay $619.00" in due.text
    for made in (free, due):
        for word in ("photo", "watermark", "download"):
            assert word not in made.text
            assert word not in made.html


def test_links_that_wait_for_the_money_are_not_said_to_be_open() -> None:
    waiting = letter(delivered(photo_count=0, links_wait=True))
    for text in (waiting.text, waiting.html):
        assert "Once $619.00 is paid, they open from the page of your listing." in text
    assert "They open from" in letter(delivered(photo_count=0, links_wait=True, locked=False)).text


def test_a_receipt_says_what_arrived_and_what_is_left() -> None:
    assert "paid in full. Everything is unlocked" in letter(paid()).text
    part = letter(paid(due=Money(100, "USD"), link_path="/orders/ord_1"))
    assert "Still due: $1.00" in part.text
    assert "Open your order: https://harbor.example.test/orders/ord_1" in part.text
    assert "unlocked" not in letter(paid(link_path="/g/abc")).text


@pytest.mark.parametrize(
    ("order", "customer", "business", "is_held"),
    [
        ("locked", None, None, True),
        (None, "locked", None, True),
        (None, None, "locked", True),
        ("locked", "unlocked", "unlocked", True),
        (None, "locked", "unlocked", True),
        ("unlocked", "locked", "locked", False),
        (None, "unlocked", "locked", False),
        (None, None, "unlocked", False),
        (None, None, None, False),
    ],
)
def test_a_receipt_of_what_staff_hold_locked_says_so(
    order: Override | None, customer: Override | None, business: Override | None, is_held: bool
) -> None:
    overrides = {"cus_1": customer} if customer else {}
    above = {"name": "Harbor Light Media", "override": business, "customer_overrides": {"cus_2": "locked"} | overrides}
    made = letter(paid(customer_id="cus_1", override=order), **above)
    for text in (made.text, made.html):
        assert "This order is paid in full." in text
        assert ("Downloads are locked for now. Ask Harbor Light Media about them." in text) is is_held
        assert ("Everything is unlocked" in text) is not is_held
    part = letter(paid(customer_id="cus_1", override=order, due=Money(100, "USD")), **above)
    assert "$1.00 of this order is still due." in part.text
    assert "locked" not in part.text, "what is still due comes first"


def test_a_receipt_that_waited_since_before_it_told_of_overrides_is_still_sent() -> None:
    old = {name: fact for name, fact in payload_of(paid()).items() if name not in ("customer_id", "override")}
    assert "Everything is unlocked" in letter(message_of(old)).text
    assert "Everything is unlocked" not in letter(message_of(old), override="locked").text


@pytest.mark.parametrize("kind", [VerificationCode, PasswordReset, EmailChangeCode])
def test_a_code_is_in_the_mail_but_not_in_its_subject_and_has_no_link(kind: type[VerificationCode]) -> None:
    made = letter(kind("biz_1", "joe@example.com", "204918", "x"))
    assert "204918" in made.html
    assert "204918" not in made.subject
    assert "http" not in made.html


def test_a_logo_takes_the_initials_place_from_the_stored_host_and_says_the_name_where_pictures_are_blocked() -> None:
    logo = Picture(
        name="l",
        width=120,
        height=40,
        files={"page": "assets/brand/l.svg", "mail": "assets/brand/l.png"},
        plate="light",
    )
    business = business_value(name='Harbor "&" Pine', logo=logo)
    html = letter_of(code_mail(), business, ORIGIN).html
    (image,) = re.findall(r"<img [^>]*>", html)
    assert f'src="{ORIGIN}/assets/brand/l.png" width="120" height="40"' in image
    assert unescape(re.findall(r'alt="([^"]*)"', image)[0]) == business.name
    assert 'class="logo on-light"' in image
    assert "l.svg" not in html, "no mail program shows an SVG"


def test_a_logo_that_only_pages_can_show_leaves_the_initial_in_mails() -> None:
    logo = Picture(name="l", width=120, height=40, files={"page": "assets/brand/l.svg"}, plate=None)
    html = letter_of(code_mail(), business_value(logo=logo), ORIGIN).html
    assert "<img" not in html
    assert ">H</td>" in html
