"""A business's own words in its mails, and which mails it wants to leave at all (product 11).

Words are plain text with placeholders of a fixed list. They are never evaluated: a placeholder is looked up once, and what
it stands for is not looked at again.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from latchkey.errors import InvalidError
from latchkey.money import Money
from mail.message import Message
from mail.wording import in_one_line

MOST_SUBJECT = 150
MOST_TEXT = 1000
# Which fact of a message each placeholder stands for; a mail offers those whose fact it has.
_FACTS: Mapping[str, str] = {
    "customer": "customer_name",
    "address": "address_line",
    "order": "order_number",
    "total": "total",
    "amount": "amount",
    "amount_due": "due",
}
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
# Beside line ends: unseen letters, and those that turn the order of what follows (guarantees 61).
_UNSEEN = {"Cc", "Cs", "Co", "Zl", "Zp"}
_TURNING = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Words:
    """`subject` takes the place of the standard one; `opening` and `closing` stand around what the mail says. Empty: none."""

    subject: str = ""
    opening: str = ""
    closing: str = ""


STANDARD = Words()


@dataclass(frozen=True, slots=True)
class Setting:
    """What a business set for one mail; `version` counts the changes."""

    is_on: bool = True
    words: Words = STANDARD
    version: int = 0

    def item(self) -> dict[str, Any]:
        return {"is_on": self.is_on, **asdict(self.words), "version": self.version}


def setting_of(stored: Mapping[str, Any] | None, mail: str) -> Setting:
    """The setting of one mail in the business's stored ones; whatever was never set is on and standard."""
    found = (stored or {}).get("mails", {}).get(mail)
    if found is None:
        return Setting()
    return Setting(found["is_on"], Words(**{one.name: found[one.name] for one in fields(Words)}), found["version"])


def placeholders_of(kind: type[Message]) -> tuple[str, ...]:
    """What the words of this mail may name, in the order in which people are shown it."""
    known = {one.name for one in fields(kind)}
    return ("business", *(name for name, fact in _FACTS.items() if fact in known))


def acceptable(words: Words, offered: tuple[str, ...]) -> Words:
    """`words` as they are kept. Raises InvalidError at the field for an unknown placeholder or an unseen character."""
    for field, text in asdict(words).items():
        _must_be_seen(text, field)
        _must_be_offered(text, offered, field)
    return words


def filled(text: str, message: Message, business_name: str) -> str:
    """`text` with its placeholders replaced by the message's facts, each on one line; unknown ones stay as typed."""
    facts = {"business": business_name}
    facts |= {name: _shown(getattr(message, fact)) for name, fact in _FACTS.items() if hasattr(message, fact)}
    # Accounts without a name, and mails that waited since before they named the customer.
    if facts.get("customer") == "":
        facts["customer"] = message.to
    return _PLACEHOLDER.sub(lambda found: facts.get(found[1], found[0]), text)


def paragraphs(text: str) -> list[list[str]]:
    """The lines of each paragraph; an empty line ends one."""
    return [part.splitlines() for part in re.split(r"\n\s*\n", text.strip()) if part.strip()]


# ---------------------------------------------------------------------------------------------------------------------
def _shown(fact: str | Money) -> str:
    if isinstance(fact, Money):
        return Money(max(0, fact.amount), fact.currency).shown()
    return in_one_line(fact)


def _must_be_seen(text: str, field: str) -> None:
    allowed = set() if field == "subject" else {"\n"}
    if any((unicodedata.category(one) in _UNSEEN or one in _TURNING) and one not in allowed for one in text):
        sentence = "A subject is one line." if field == "subject" else "There is an invisible character in this text."
        raise InvalidError(sentence, field=field)


def _must_be_offered(text: str, offered: tuple[str, ...], field: str) -> None:
    for name in _PLACEHOLDER.findall(text):
        if name not in offered:
            listed = ", ".join(f"{{{one}}}" for one in offered)
            raise InvalidError(f"{{{name}}} means nothing in this mail. There is {listed}.", field=field)
    if set(_PLACEHOLDER.sub("", text)) & set("{}"):
        raise InvalidError("A brace belongs to a placeholder such as {business}.", field=field)
