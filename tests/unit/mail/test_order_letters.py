"""What mails about an order say: what was delivered or is new, what is due, what waits for it, and who holds what back."""

from html import unescape

import pytest

from accounts.business import Override
from latchkey.money import Money
from mail.message import payload_of
from mail.messages import message_of
from tests.unit.mail.letters import MONEY, NOTHING, ORIGIN, delivered, letter, paid, updated


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
