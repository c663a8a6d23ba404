"""The mails to recipients, as plain facts: no money, no secret of the customer's, and the way to end them (ADR 0069)."""

from dataclasses import dataclass
from typing import Literal

from accounts.recipient import Role
from mail.message import Message


@dataclass(frozen=True, slots=True)
class RecipientMail(Message):
    """To somebody whom the customer `added_by` lets have copies. `unsubscribe_path` carries the secret that ends them."""

    customer_id: str
    recipient_id: str
    role: Role
    added_by: str
    unsubscribe_path: str


class RecipientAdded(RecipientMail):
    """The first one: who added them, and what will come."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class OrderCopy(RecipientMail):
    """The business does the order, or it does not take place after all."""

    order_id: str
    address_line: str
    ordered: str
    news: Literal["accepted", "canceled"]


@dataclass(frozen=True, slots=True)
class ListingCopy(RecipientMail):
    """Files of a listing are there, or there again with what changed."""

    listing_id: str
    address_line: str
    photo_count: int
    other_count: int = 0
    is_update: bool = False
    added: int = 0
    replaced: int = 0
