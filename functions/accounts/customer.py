"""The customer record: to whom the orders of one address in one business belong, with or without an account (house 3)."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

MAX_WORDS = 12
_LONGEST_WORD = 40  # letters: a sort key takes 1,024 bytes
_WORD = re.compile(r"[^\W_]+")


class Linked(NamedTuple):
    """What guests had booked with an address before an account proved it."""

    orders: int
    listings: int


NOTHING_LINKED = Linked(0, 0)


@dataclass(frozen=True, slots=True)
class Customer:
    """`account_id` is the account that proved the address and so claimed the record; None while only guests booked.

    `portrait` is the account's own. `linked_orders` and `linked_listings` are how many of them it took over then (product 2.6).
    """

    business_id: str
    customer_id: str
    email: str
    created_at: str
    name: str | None = None
    phone: str | None = None
    account_id: str | None = None
    claimed_at: str | None = None
    linked_orders: int = 0
    linked_listings: int = 0
    brokerage: str | None = None
    portrait: str | None = None
    version: int = 1

    @property
    def words(self) -> list[str]:
        """What it is found by."""
        return words(self.name or "", self.email, self.brokerage or "")

    def item(self) -> dict[str, Any]:
        """As the table keeps it, with its place in the index of the business's customers; None is not stored."""
        return {"schema": 2, "business_customers": self.business_id, **asdict(self)}


def customer_of(item: Mapping[str, Any]) -> Customer:
    """The customer in a stored item; attributes that a later release adds are passed over."""
    return Customer(**{name: item[name] for name in Customer.__slots__ if name in item})


def words(*texts: str) -> list[str]:
    """The words of texts as they are found: of any script, without accents or case, each once, at most twelve."""
    decomposed = unicodedata.normalize("NFKD", " ".join(texts).casefold())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return list(dict.fromkeys(word[:_LONGEST_WORD] for word in _WORD.findall(plain)))[:MAX_WORDS]
