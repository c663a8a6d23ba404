"""A letter: subject, HTML and its plain-text twin, in the brand of the business and the words of its language (product 11)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from accounts.business import Business
from mail import account_exists, listing_delivered, payment_received, verification_code
from mail.messages import Message, name_of, one_line

_TEMPLATES = Path(__file__).with_name("templates")
_LANGUAGES = ("en",)
# Each module turns the facts of its message into what its two templates show; `path` is where the button leads.
_CONTEXTS: Mapping[str, Callable[[Any], dict[str, Any]]] = {
    "verification_code": verification_code.context,
    "account_exists": account_exists.context,
    "listing_delivered": listing_delivered.context,
    "payment_received": payment_received.context,
}


@dataclass(frozen=True, slots=True)
class Letter:
    """Ready to send. A subject with a line break or control character is refused (InvalidError, guarantees 61)."""

    subject: str
    html: str
    text: str

    def __post_init__(self) -> None:
        one_line(self.subject)


def letter_of(message: Message, business: Business, origin: str) -> Letter:
    """The letter for a message. `origin` is that of the business's stored host: no link leads anywhere else."""
    name = name_of(message)
    language = business.locale if business.locale in _LANGUAGES else _LANGUAGES[0]
    context = {"business": business, "language": language, "origin": origin, **_CONTEXTS[name](message)}
    twin = _environment(language).get_template(f"{name}.txt").make_module(context)
    # The text twin sets the subject, in words of its language; the HTML repeats it as its title.
    subject = str(vars(twin)["subject"]).strip()
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
