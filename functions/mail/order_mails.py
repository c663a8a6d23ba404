"""The mails about orders and listings, as plain facts.

Those to a customer name the record (`customer_id`): they go to the address that its account has when they leave, and
without an account to `to`, the address that the order was placed with (ADR 0066).
"""

from dataclasses import dataclass
from typing import Literal

from latchkey.money import Money
from mail.message import Message

Override = Literal["locked", "unlocked"]


@dataclass(frozen=True, slots=True)
class ListingDelivered(Message):
    """The files are there; `due` is what the ledger says is owed, `locked` whether downloads wait for it.

    `links_wait`: tours and links of a locked order wait too. `held`: staff keep it locked, also when all is paid.
    """

    listing_id: str
    order_id: str
    address_line: str
    due: Money
    locked: bool
    photo_count: int
    link_path: str
    other_count: int = 0
    links_wait: bool = False
    held: bool = False
    customer_name: str = ""
    customer_id: str = ""


@dataclass(frozen=True, slots=True)
class ListingUpdated(ListingDelivered):
    """The same listing again: so many files are new, so many stand for an earlier one (product 4.3)."""

    added: int = 0
    replaced: int = 0


@dataclass(frozen=True, slots=True)
class PaymentReceived(Message):
    """Money arrived: `amount` now, `due` what is still owed after it.

    `override` is staff's word on the order as the payment found it. What stands above the order is on the business, which
    is read when the mail is sent.
    """

    order_id: str
    order_number: str
    address_line: str
    amount: Money
    due: Money
    link_path: str
    customer_id: str = ""
    override: Override | None = None
    customer_name: str = ""


@dataclass(frozen=True, slots=True)
class OrderTold(Message):
    """Something happened to an order; `reason` is why, in the words of whoever did it. `ordered` names what is in it."""

    order_id: str
    order_number: str
    address_line: str
    customer_name: str
    ordered: str
    total: Money
    link_path: str
    reason: str = ""
    customer_id: str = ""


class OrderPlaced(OrderTold):
    """Told to the customer: the order has arrived."""

    __slots__ = ()


class OrderReceived(OrderTold):
    """Told to the business: there is a new order."""

    __slots__ = ()


class OrderAccepted(OrderTold):
    """Told to the customer: the business does it."""

    __slots__ = ()


class OrderDeclined(OrderTold):
    """Told to the customer: the business does not do it."""

    __slots__ = ()


class OrderCanceled(OrderTold):
    """Told to the customer: it does not take place, whoever canceled it."""

    __slots__ = ()


class CancellationReceived(OrderTold):
    """Told to the business: the customer canceled it."""

    __slots__ = ()
