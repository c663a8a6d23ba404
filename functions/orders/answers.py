"""What the orders API takes and gives: bodies with their limits, answers built from the domain."""

from typing import Annotated, Literal

from pydantic import Field

from latchkey.http import Input, MoneyOut, Output
from latchkey.ids import is_id
from latchkey.money import Money
from latchkey.viewer import Viewer
from latchkey.writes import Item
from orders.order import NO_RIGHT_TO_PAY, Address, Contact, Order, Status, may, refusal
from orders.override_answers import OverridesOut, overrides_out
from orders.pricing import Line
from orders.store import Folder
from payments.charging import pay_refusal
from payments.ledger import PaymentState, ledger_of

Offered = Literal["accept", "decline", "cancel", "reopen"]
Short = Annotated[str, Field(min_length=1, max_length=120)]


class AddressIn(Input):
    """A postal address; `country` is ISO 3166 alpha-2."""

    line1: Short
    line2: Annotated[str, Field(max_length=120)] | None = None
    city: Short
    region: Annotated[str, Field(min_length=1, max_length=60)]
    postal_code: Annotated[str, Field(min_length=1, max_length=16)]
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] = "US"


class ContactIn(Input):
    """Whom to meet; a guest's `email` is where the private page is mailed to."""

    name: Short
    phone: Annotated[str, Field(min_length=5, max_length=40)]
    email: Annotated[str, Field(max_length=254)] | None = None


class MoveIn(Input):
    """A move of an order's status, on the version that was seen."""

    version: Annotated[int, Field(ge=1)]
    reason: Annotated[str, Field(max_length=1000)] | None = None


class LineOut(Output):
    product_id: str
    name: str
    quantity: int
    unit_price: MoneyOut
    amount: MoneyOut
    tax: MoneyOut


class OrderLineOut(Output):
    """A line of an order; without its prices for an assistant who may not see them (product 2.8)."""

    product_id: str
    name: str
    quantity: int
    unit_price: MoneyOut | None
    amount: MoneyOut | None
    tax: MoneyOut | None


class OrderRow(Output):
    """`total` and `due` are missing for who may not see prices."""

    order_id: str
    number: int
    address_line: str
    status: Status
    total: MoneyOut | None
    due: MoneyOut | None
    payment_state: PaymentState
    created_at: str
    customer_id: str
    customer_name: str
    open_revisions: int


class OrdersOut(Output):
    """`in_team`: others' orders may stand among one's own, so a filter by agent is of use."""

    orders: list[OrderRow]
    next_cursor: str | None
    in_team: bool


class OrderMoney(Output):
    subtotal: MoneyOut
    tax: MoneyOut
    total: MoneyOut
    charged: MoneyOut
    paid: MoneyOut
    due: MoneyOut
    payment_state: PaymentState


class HistoryOut(Output):
    at: str
    event: str
    actor: Literal["customer", "guest", "business", "system"]
    actor_name: str | None
    reason: str | None


class ListingRef(Output):
    listing_id: str
    state: Literal["in_progress", "delivered"]
    delivered_at: str | None


class PaymentOut(Output):
    payment_id: str
    state: str
    amount: MoneyOut
    created_at: str


class InvoiceRef(Output):
    number: int
    state: str


class CustomerRef(Output):
    customer_id: str
    name: str
    email: str


class ActionOut(Output):
    action: Literal["accept", "decline", "cancel", "reopen", "pay"]
    allowed: bool
    reason: str | None


class OrderOut(Output):
    """`agent`: to whom the order belongs, when somebody of the agent's team looks; `money` only for who may see prices."""

    order_id: str
    number: int
    version: int
    status: Status
    address: AddressIn
    address_line: str
    square_feet: int
    contact: ContactIn
    access_notes: str | None
    lines: list[OrderLineOut]
    money: OrderMoney | None
    history: list[HistoryOut]
    listing: ListingRef | None
    payments: list[PaymentOut]
    invoice: InvoiceRef | None
    customer: CustomerRef | None
    agent: str | None
    overrides: OverridesOut | None
    actions: list[ActionOut]
    created_at: str
    private_url: str | None = None


def money_out(money: Money) -> MoneyOut:
    return MoneyOut(amount=money.amount, currency=money.currency)


def line_out(line: Line) -> LineOut:
    return LineOut(
        product_id=line.product_id,
        name=line.name,
        quantity=line.quantity,
        unit_price=money_out(line.unit_price),
        amount=money_out(line.amount),
        tax=money_out(line.tax),
    )


def row_out(item: Item, viewer: Viewer) -> OrderRow:
    """A list row from the order's index item, as this viewer may know it."""
    currency = item["currency"]
    rights = viewer.rights_over(item["customer_id"], item.get("shared_with", ())) or ()
    priced = viewer.is_staff or "see_prices" in rights
    return OrderRow(
        order_id=item["order_id"],
        number=item["number"],
        address_line=item["address_line"],
        status=item["status"],
        total=MoneyOut(amount=item["total"], currency=currency) if priced else None,
        due=MoneyOut(amount=item["ledger"]["due"], currency=currency) if priced else None,
        payment_state=item["ledger"]["payment_state"],
        created_at=item["created_at"],
        customer_id=item["customer_id"],
        customer_name=item["customer_name"],
        open_revisions=item.get("open_revisions", 0),
    )


def order_out(
    folder: Folder, viewer: Viewer, business: Item, *, business_can_charge: bool, private_url: str | None = None
) -> OrderOut:
    """The whole order as this viewer may know it (product 3.4)."""
    order = folder.order
    priced = may(viewer, order, "see_prices")
    return OrderOut(
        order_id=order.order_id,
        number=order.number,
        version=order.version,
        status=order.status,
        address=_address_out(order.address),
        address_line=order.address.one_line,
        square_feet=order.square_feet,
        contact=_contact_out(order.contact),
        access_notes=order.access_notes,
        lines=[_line(line, priced=priced) for line in order.lines],
        money=_money(order) if priced else None,
        history=[_history_out(item, priced=priced) for item in folder.history],
        listing=_listing(order),
        payments=[_payment_out(item, order.currency) for item in folder.payments] if priced else [],
        invoice=_invoice(folder) if priced else None,
        customer=_customer(order) if viewer.is_staff else None,
        agent=order.customer_name if viewer.is_customer and viewer.customer_id != order.customer_id else None,
        overrides=overrides_out(business, order.customer_id, order.override) if viewer.is_staff else None,
        actions=_actions(order, viewer, business_can_charge),
        created_at=order.created_at,
        private_url=private_url,
    )


def _line(line: Line, *, priced: bool) -> OrderLineOut:
    shown = line_out(line)
    prices = {"unit_price": shown.unit_price, "amount": shown.amount, "tax": shown.tax} if priced else {}
    named = {"unit_price": None, "amount": None, "tax": None, **prices}
    return OrderLineOut(product_id=line.product_id, name=line.name, quantity=line.quantity, **named)


def _invoice(folder: Folder) -> InvoiceRef | None:
    return InvoiceRef(number=folder.invoice["number"], state=folder.invoice["state"]) if folder.invoice else None


def _money(order: Order) -> OrderMoney:
    def amount(name: str) -> MoneyOut:
        return MoneyOut(amount=order.ledger[name], currency=order.currency)

    return OrderMoney(
        subtotal=money_out(order.subtotal),
        tax=money_out(order.tax),
        total=money_out(order.total),
        charged=amount("charged"),
        paid=amount("paid"),
        due=amount("due"),
        payment_state=order.ledger["payment_state"],
    )


def _actions(order: Order, viewer: Viewer, business_can_charge: bool) -> list[ActionOut]:
    offered: tuple[Offered, ...] = ("accept", "decline", "cancel", "reopen") if viewer.is_staff else ("cancel",)
    actions = []
    for action in offered:
        why = refusal(viewer, order, action)
        actions.append(ActionOut(action=action, allowed=why is None and not viewer.read_only, reason=why))
    if not viewer.is_staff:
        why = _payment_refusal(order, viewer, business_can_charge)
        actions.append(ActionOut(action="pay", allowed=why is None and not viewer.read_only, reason=why))
    return actions


def _payment_refusal(order: Order, viewer: Viewer, business_can_charge: bool) -> str | None:
    if not may(viewer, order, "pay"):
        return NO_RIGHT_TO_PAY
    if order.status == "Pending":
        return "There is nothing to pay until the business has accepted."
    return pay_refusal(ledger_of(order.ledger), order.currency, business_can_charge=business_can_charge)


def _listing(order: Order) -> ListingRef | None:
    if order.listing_id is None or not is_id("lst", order.listing_id):
        return None
    state: Literal["in_progress", "delivered"] = "delivered" if order.is_published else "in_progress"
    delivered_at = order.delivered_at if order.is_published else None
    return ListingRef(listing_id=order.listing_id, state=state, delivered_at=delivered_at)


def _address_out(address: Address) -> AddressIn:
    return AddressIn.model_construct(**{name: getattr(address, name) for name in Address.__slots__})


def _contact_out(contact: Contact) -> ContactIn:
    return ContactIn.model_construct(name=contact.name, phone=contact.phone, email=contact.email)


def _history_out(item: Item, *, priced: bool) -> HistoryOut:
    """What happened; the reason of a payment's line is its amount."""
    hidden = not priced and item["event"].startswith("payment")
    return HistoryOut(
        at=item["at"],
        event=item["event"],
        actor=item["actor"],
        actor_name=item.get("actor_name"),
        reason=None if hidden else item.get("reason"),
    )


def _payment_out(item: Item, currency: str) -> PaymentOut:
    return PaymentOut(
        payment_id=item["payment_id"],
        state=item["state"],
        amount=MoneyOut(amount=item["amount"], currency=currency),
        created_at=item["created_at"],
    )


def _customer(order: Order) -> CustomerRef:
    return CustomerRef(customer_id=order.customer_id, name=order.customer_name, email=order.customer_email)
