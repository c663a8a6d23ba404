"""The mails that an order causes, as events to commit beside the fact: one to the other side, one as a receipt (product 3.1)."""

from collections.abc import Mapping
from datetime import datetime

from latchkey import private_links
from latchkey.outbox import outgoing
from latchkey.viewer import Viewer
from latchkey.writes import Put
from mail.message import payload_of
from mail.order_mails import (
    CancellationReceived,
    OrderAccepted,
    OrderCanceled,
    OrderDeclined,
    OrderPlaced,
    OrderReceived,
    OrderTold,
)
from orders.order import Action, Order

_TO_CUSTOMER: Mapping[Action, type[OrderTold]] = {
    "accept": OrderAccepted,
    "decline": OrderDeclined,
    "cancel": OrderCanceled,
}


def placed(order: Order, business_email: str, now: datetime) -> list[Put]:
    """A receipt to the customer, and the news to the business where it has an address."""
    told = [_event(OrderPlaced, order, order.customer_email, _path(order), now)]
    if business_email:
        told.append(_event(OrderReceived, order, business_email, _studio_path(order), now))
    return told


def moved(
    order: Order, action: Action, viewer: Viewer, reason: str | None, business_email: str, now: datetime
) -> list[Put]:
    """The customer hears of each move that concerns them; the business of a cancellation that it did not make itself."""
    kind = _TO_CUSTOMER.get(action)
    if kind is None:
        return []
    told = [_event(kind, order, order.customer_email, _path(order), now, reason)]
    if kind is OrderCanceled and business_email and not viewer.is_staff:
        told.append(_event(CancellationReceived, order, business_email, _studio_path(order), now, reason))
    return told


# ---------------------------------------------------------------------------------------------------------------------
def _event(kind: type[OrderTold], order: Order, to: str, path: str, now: datetime, reason: str | None = None) -> Put:
    message = kind(
        business_id=order.business_id,
        to=to,
        order_id=order.order_id,
        order_number=str(order.number),
        address_line=order.address.one_line,
        customer_name=order.customer_name,
        ordered=", ".join(_line(line.name, line.quantity) for line in order.lines),
        total=order.total,
        link_path=path,
        reason=reason or "",
        customer_id=order.customer_id,
    )
    return outgoing(order.business_id, "mail", payload_of(message), now)


def _line(name: str, quantity: int) -> str:
    return name if quantity == 1 else f"{name} ({quantity})"


def _path(order: Order) -> str:
    if order.by_guest:
        return private_links.path_of(order.business_id, order.order_id)
    return f"/orders/{order.order_id}"


def _studio_path(order: Order) -> str:
    return f"/studio/orders/{order.order_id}"
