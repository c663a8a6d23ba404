"""What a mail looks like: branded, with a plain twin, one link to one host, and nothing anybody typed as markup."""

import re
from email.message import EmailMessage
from email.policy import SMTP
from html import unescape
from typing import Any

import pytest

from accounts.palette import contrast
from accounts.pictures import Picture
from latchkey.errors import InvalidError
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
from mail.recipient_mails import RecipientMail
from mail.samples import sample
from tests.building import business_value
from tests.unit.mail.letters import HOSTILE, ORIGIN, Seen, code_mail, delivered, letter, paid, updated

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
