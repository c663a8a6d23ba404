"""A letter: subject, HTML and its plain-text twin, in the brand of the business and the words of its language (product 11)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from accounts.business import Business
from mail import (
    account_exists,
    business_closing,
    copy_told,
    domain_failing,
    email_changed,
    erasure_refused,
    founding_code,
    listing_delivered,
    listing_updated,
    order_told,
    password_changed,
    password_reset,
    payment_received,
    staff_invitation,
    team_invitation,
    verification_code,
    welcome,
)
from mail.message import Message, name_of, one_line
from mail.words import STANDARD, Words, filled, paragraphs

_TEMPLATES = Path(__file__).with_name("templates")
_LANGUAGES = ("en",)
# Each module turns the facts of its message, and of the business as it is now, into what its two templates show; `path`
# is where the button leads.
_CONTEXTS: Mapping[str, Callable[[Any, Business], dict[str, Any]]] = {
    "verification_code": verification_code.context,
    "founding_code": founding_code.context,
    "password_reset": password_reset.context,
    "password_changed": password_changed.context,
    "email_change_code": verification_code.context,
    "email_changed": email_changed.context,
    "account_exists": account_exists.context,
    "welcome": welcome.context,
    "erasure_refused": erasure_refused.context,
    "domain_failing": domain_failing.context,
    "business_closing": business_closing.closing,
    "business_kept": business_closing.kept,
    "staff_invitation": staff_invitation.context,
    "order_placed": order_told.context,
    "order_received": order_told.context,
    "order_accepted": order_told.context,
    "order_declined": order_told.context,
    "order_canceled": order_told.context,
    "cancellation_received": order_told.context,
    "team_invitation": team_invitation.context,
    "listing_delivered": listing_delivered.context,
    "listing_updated": listing_updated.context,
    "payment_received": payment_received.context,
    "recipient_added": copy_told.context,
    "order_copy": copy_told.of_order,
    "listing_copy": copy_told.of_listing,
}


@dataclass(frozen=True, slots=True)
class Letter:
    """Ready to send. A subject with a line break or control character is refused (InvalidError, guarantees 61)."""

    subject: str
    html: str
    text: str

    def __post_init__(self) -> None:
        one_line(self.subject)


def letter_of(message: Message, business: Business, origin: str, words: Words = STANDARD) -> Letter:
    """The letter for a message, with the business's own words in it.

    `origin` is that of the business's stored host: no link of ours leads anywhere else.
    """
    name = name_of(type(message))
    language = business.locale if business.locale in _LANGUAGES else _LANGUAGES[0]
    context = {
        "business": business,
        "language": language,
        "origin": origin,
        "opening": paragraphs(filled(words.opening, message, business.name)),
        "closing": paragraphs(filled(words.closing, message, business.name)),
        **_CONTEXTS[name](message, business),
    }
    twin = _environment(language).get_template(f"{name}.txt").make_module(context)
    # The text twin sets the standard subject, in words of its language; the HTML repeats the subject as its title.
    subject = filled(words.subject, message, business.name) or str(vars(twin)["subject"]).strip()
    html = _environment(language).get_template(f"{name}.html").render(context, subject=subject)
    return Letter(subject, html, str(twin).strip() + "\n")


@cache
def _environment(language: str) -> Environment:
    return Environment(
        loader=FileSystemLoader([_TEMPLATES / language, _TEMPLATES]),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
