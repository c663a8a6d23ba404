"""A business's own words in a mail: placeholders of a fixed list, looked up once, and nothing evaluated (product 11)."""

from dataclasses import replace
from typing import Any

import pytest

from latchkey.errors import InvalidError
from latchkey.money import Money
from mail.catalog import CATALOG, can_be_off
from mail.letter import Letter, letter_of
from mail.message import payload_of
from mail.messages import KINDS, message_of
from mail.order_mails import ListingDelivered
from mail.samples import sample
from mail.words import Setting, Words, acceptable, filled, paragraphs, placeholders_of, setting_of
from tests.building import business_value
from tests.unit.mail.letters import HOSTILE, ORIGIN, Seen, delivered

BUSINESS = business_value(name="Harbor Light Media")
HOSTILE_WORDS = [*HOSTILE[:4], "</p></td></table><h1>x", "<!-- {business}", "{{ business.name }}", "{% include 'x' %}"]


def letter(words: Words, **changes: Any) -> Letter:
    return letter_of(delivered(customer_name="Alex Morgan", **changes), BUSINESS, ORIGIN, words)


def test_every_mail_is_in_the_list_and_has_a_sample() -> None:
    assert set(CATALOG) == set(KINDS)
    for mail in KINDS:
        made = letter_of(sample(mail, BUSINESS), BUSINESS, ORIGIN)
        assert made.subject
        assert made.text
        assert message_of(payload_of(sample(mail, BUSINESS))) == sample(mail, BUSINESS)


def test_codes_answers_and_what_keeps_accounts_safe_cannot_be_switched_off() -> None:
    needed = {"verification_code", "account_exists", "password_reset", "password_changed", "staff_invitation"}
    assert needed <= {mail for mail in CATALOG if not can_be_off(mail)}
    assert {"order_placed", "listing_delivered", "payment_received", "welcome"} <= set(filter(can_be_off, CATALOG))
    assert not can_be_off("a mail of tomorrow")


def test_own_words_stand_around_what_the_mail_says() -> None:
    words = Words("{address} is yours, {customer}", "Hello {customer},\n\nwe loved it.\nReally.", "See you! {business}")
    made = letter(words)
    assert made.subject == "12 Ocean Avenue, Portland is yours, Alex Morgan"
    assert made.text.startswith("Your photos are ready\n\nHello Alex Morgan,\n\nwe loved it.\nReally.\n\nHave a look")
    assert "\n\nSee you! Harbor Light Media\n\n-- \n" in made.text
    assert "<title>12 Ocean Avenue, Portland is yours, Alex Morgan</title>" in made.html
    opening, says, button, closing = (
        made.html.index(text) for text in ("we loved it.<br>Really.", "Have a look", "See photos and pay", "See you!")
    )
    assert opening < says < button < closing
    for part in (made.text, made.html):
        assert "$619.00" in part, "what is due is said by the mail itself"


def test_without_own_words_nothing_is_changed() -> None:
    for mail in KINDS:
        made = letter_of(sample(mail, BUSINESS), BUSINESS, ORIGIN, Words())
        assert made == letter_of(sample(mail, BUSINESS), BUSINESS, ORIGIN)
        assert "\n\n\n" not in made.text, mail


@pytest.mark.parametrize("text", HOSTILE_WORDS)
def test_own_words_are_text_whatever_they_look_like(text: str) -> None:
    plain = Seen(letter(Words("s", "o", "c")).html)
    made = letter(Words(text, text, text))
    seen = Seen(made.html)
    assert (seen.tags, seen.attributes) == (plain.tags, plain.attributes)
    shown = text.replace("{business}", "Harbor Light Media")
    assert made.subject == shown
    assert made.text.count(shown) == 2, "as typed, and never evaluated"


@pytest.mark.parametrize("fact", ["{business}", "{{ 7*7 }}", "{amount_due}", "a\r\nBcc: eve@evil.test"])
def test_what_a_placeholder_stands_for_is_not_looked_at_again(fact: str) -> None:
    made = letter(Words("{customer}", "{customer}"), address_line="x")
    odd = letter_of(delivered(customer_name=fact), BUSINESS, ORIGIN, Words("{customer}", "{customer}"))
    assert odd.subject == " ".join(fact.split())
    assert Seen(odd.html).tags == Seen(made.html).tags


@pytest.mark.parametrize(
    ("field", "text", "says"),
    [
        ("subject", "{address} and {nobody}", "{nobody} means nothing in this mail. There is {business}, "),
        ("opening", "{order}", "{order} means nothing in this mail."),
        ("opening", "{}", "{} means nothing"),
        ("closing", "{{ 7*7 }}", "{ 7*7 } means nothing"),
        ("closing", "{business", "A brace belongs to a placeholder"),
        ("opening", "}", "A brace belongs to a placeholder"),
        ("subject", "two\nlines", "A subject is one line."),
        ("opening", "nul\x00", "There is an invisible character in this text."),
        ("closing", "\u202eevil.exe", "There is an invisible character in this text."),
    ],
)
def test_what_nobody_can_mean_is_refused_at_its_field(field: str, text: str, says: str) -> None:
    offered = placeholders_of(ListingDelivered)
    with pytest.raises(InvalidError) as refused:
        acceptable(Words(**{field: text}), offered)
    (error,) = refused.value.facts["errors"]
    assert error["field"] == field
    assert error["message"].startswith(says)


def test_a_mail_offers_what_it_knows_and_fills_all_of_it() -> None:
    assert placeholders_of(ListingDelivered) == ("business", "customer", "address", "amount_due")
    for mail, kind in KINDS.items():
        words = " ".join(f"{{{name}}}" for name in placeholders_of(kind))
        acceptable(Words(words, words, words), placeholders_of(kind))
        assert "{" not in filled(words, sample(mail, BUSINESS), BUSINESS.name)


def test_a_customer_without_a_name_is_called_by_the_address_and_nothing_due_is_zero() -> None:
    message = delivered(due=Money(-500, "USD"))
    assert filled("{customer} {amount_due}", message, "x") == "joe@example.com $0.00"


def test_paragraphs_end_at_empty_lines() -> None:
    assert paragraphs(" a\nb\n\n \n\nc ") == [["a", "b"], ["c"]]
    assert paragraphs(" \n ") == []


def test_a_setting_comes_back_as_it_was_kept_and_is_on_where_none_was() -> None:
    kept = Setting(False, Words("s", "o", "c"), 3)
    assert setting_of({"mails": {"welcome": kept.item()}}, "welcome") == kept
    assert setting_of({"mails": {}}, "welcome") == setting_of(None, "welcome") == Setting()
    assert replace(Setting(), is_on=False) != Setting()
