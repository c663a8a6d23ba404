"""What is stored and what Stripe knows, as plain values, read past every hook: the judge's own eyes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from boto3.dynamodb.types import TypeDeserializer

from local.stripe_stand_in.stand_in import StripeStandIn
from tests.building import raw_items, sent_mails

_read = TypeDeserializer().deserialize
_JUDGED = ("order", "entry#", "payment#", "invoice", "task#", "gallery#2lock", "delivery#")


@dataclass(slots=True)
class OrderState:
    """An order's head and everything of its partition that money depends on."""

    head: dict[str, Any]
    entries: list[dict[str, Any]] = field(default_factory=list)
    payments: list[dict[str, Any]] = field(default_factory=list)
    tasks: list[dict[str, Any]] = field(default_factory=list)
    invoice: dict[str, Any] | None = None

    @property
    def order_id(self) -> str:
        return str(self.head["order_id"])

    @property
    def price(self) -> int:
        """What the entries say is owed in all."""
        return sum(entry["amount"] for entry in self.entries if entry["kind"] in ("charge", "adjustment"))


@dataclass(slots=True)
class Stored:
    """One look at the tables."""

    orders: dict[str, OrderState] = field(default_factory=dict)
    locks: dict[str, dict[str, Any]] = field(default_factory=dict)
    deliveries: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StripePayment:
    """A line of Stripe's own list: money that arrived, or is on its way, for one session."""

    session_id: str
    account: str
    business_id: str
    order_id: str
    payment_id: str
    amount: int
    is_paid: bool
    is_open: bool
    url: str | None


def stored() -> Stored:
    """The orders and listings tables, as far as invariants speak of them."""
    found = Stored()
    orders: dict[str, OrderState] = {}
    rest: list[dict[str, Any]] = []
    for item in _items("orders"):
        if item["sk"] == "order":
            orders[item["pk"]] = OrderState(item)
        else:
            rest.append(item)
    for item in rest:
        if item["pk"] in orders:
            _file(orders[item["pk"]], item)
    found.orders = {one.order_id: one for one in orders.values()}
    for item in _items("listings"):
        if item["sk"] == "gallery#2lock":
            found.locks[item["listing_id"]] = item
        else:
            found.deliveries[item["delivery_id"]] = item
    return found


def stripe_payments(stand_in: StripeStandIn) -> list[StripePayment]:
    """Every Checkout Session with what came of it."""
    journal = stand_in.world.journal
    found = []
    for session_id, row in journal.rows("session"):
        session, named = row["object"], row["object"]["metadata"]
        intent = journal.get("intent", session["payment_intent"]) if session["payment_intent"] else None
        received = intent["object"]["amount_received"] if intent else 0
        found.append(
            StripePayment(
                session_id,
                row["account"],
                named.get("business_id", ""),
                named.get("order_id", ""),
                named.get("payment_id", ""),
                received or session["amount_total"],
                received > 0,
                session["status"] == "open",
                session["url"],
            )
        )
    return found


def events() -> list[dict[str, Any]]:
    """Every item of the Events table."""
    return [_plain_item(raw) for raw in raw_items("events")]


def mails() -> Iterator[tuple[str, str, str]]:
    """What left by SES, oldest first: address, subject, text."""
    for mail in sent_mails():
        to = mail.destinations["ToAddresses"][0]
        yield to, str(mail.subject), str(mail.body)


def _file(order: OrderState, item: dict[str, Any]) -> None:
    match item["sk"].partition("#")[0]:
        case "entry":
            order.entries.append(item)
        case "payment":
            order.payments.append(item)
        case "task":
            order.tasks.append(item)
        case "invoice":
            order.invoice = item


def _items(table: str) -> list[dict[str, Any]]:
    raws = (raw for raw in raw_items(table) if raw["sk"]["S"].startswith(_JUDGED))
    return sorted((_plain_item(raw) for raw in raws), key=lambda item: (item["pk"], item["sk"]))


def _plain_item(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(_read(value)) for name, value in raw.items()}


def _plain(value: Any) -> Any:
    match value:
        case Decimal():
            return int(value)
        case dict():
            return {name: _plain(inner) for name, inner in value.items()}
        case list():
            return [_plain(inner) for inner in value]
    return value
