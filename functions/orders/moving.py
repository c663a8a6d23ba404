"""Moving an order's status: accept, decline, cancel, reopen; each is one commit across services."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from latchkey.http import Caller
from latchkey.ids import fingerprint, new_id
from latchkey.observability import count
from latchkey.tables import commit
from latchkey.writes import Write
from media.writes import create_listing, lock_canceled, lock_due, lock_reopened
from orders import store, telling, writes
from orders.answers import MoveIn, OrderOut
from orders.order import Action, Order, decide
from orders.pricing import Line
from orders.reading import after, shown, visible
from payments import writes as payments_writes


def accept_order(caller: Caller, order_id: str, body: MoveIn) -> OrderOut:
    """Pending -> Accepted: the listing is created and the charges are posted in the same step (product 3.1, 3.7)."""
    folder = visible(caller, order_id)
    caller.viewer.must_be_staff()
    if _is_repeat(caller, folder):
        return shown(caller, folder)
    order = folder.order
    decide(caller.viewer, order, "accept", version=body.version, reason=body.reason)
    listing_id = new_id("lst", caller.now)
    posted, charges = payments_writes.post_charges(
        caller.business_id, order_id, order.ledger, order.total, at=caller.now, reason="accepted"
    )
    moved, moves = writes.moved(
        order,
        "accept",
        caller.viewer,
        reason=body.reason,
        request=_mark(caller),
        now=caller.now,
        listing_id=listing_id,
    )
    listing = create_listing(
        caller.business_id,
        listing_id,
        order_id=order_id,
        order_number=order.number,
        customer_id=order.customer_id,
        customer_name=order.customer_name,
        customer_email=order.customer_email,
        by_guest=order.by_guest,
        address=asdict(order.address),
        address_line=order.address.one_line,
        currency=order.currency,
        due=posted["due"],
        payment_state=posted["payment_state"],
        ordered=[_ordered(line) for line in order.lines],
        now=caller.now,
    )
    told = telling.moved(moved, "accept", caller.viewer, None, caller.business["email"], caller.now)
    commit([*moves, *charges, *listing, *told])
    count("OrdersAccepted")
    return after(caller, folder, moved, posted, moves)


def move_order(caller: Caller, order_id: str, action: Action, body: MoveIn) -> OrderOut:
    """Decline, cancel or reopen: the status, what it takes off the ledger, and what it locks, in one step."""
    folder = visible(caller, order_id)
    if _is_repeat(caller, folder):
        return shown(caller, folder)
    order = folder.order
    decide(caller.viewer, order, action, version=body.version, reason=body.reason)
    moved, moves = writes.moved(order, action, caller.viewer, reason=body.reason, request=_mark(caller), now=caller.now)
    posted, others = _consequences(order, moved, caller.now)
    told = telling.moved(moved, action, caller.viewer, body.reason, caller.business["email"], caller.now)
    commit([*moves, *others, *told])
    count("OrdersCanceled" if moved.status == "Canceled" else "OrdersReopened")
    return after(caller, folder, moved, posted, moves)


# ---------------------------------------------------------------------------------------------------------------------
def _consequences(before: Order, after: Order, now: datetime) -> tuple[dict[str, Any], list[Write]]:
    """A canceled order owes nothing any more, and nothing of it is shown; a reopened one is work again."""
    if after.status != "Canceled":
        reopened = after.status == "Accepted" and before.listing_id
        return before.ledger, [lock_reopened(*_place(before))] if reopened else []
    posted, others = payments_writes.write_off(
        before.business_id, before.order_id, before.ledger, before.currency, at=now, reason="canceled"
    )
    if before.listing_id:
        others += lock_canceled(*_place(before))
        others.append(lock_due(*_place(before), due=posted["due"], payment_state=posted["payment_state"]))
    return posted, others


def _ordered(line: Line) -> dict[str, Any]:
    """A line as the listing keeps it: what is compared before a delivery with what is there."""
    includes = {part.kind: part.count for part in line.includes}
    return {"name": line.name, "quantity": line.quantity, **({"includes": includes} if includes else {})}


def _place(order: Order) -> tuple[str, str, str]:
    return order.business_id, order.listing_id or "", order.order_id


def _is_repeat(caller: Caller, folder: store.Folder) -> bool:
    """The same press of the same button, sent again because its answer was lost."""
    return folder.order.last_request is not None and folder.order.last_request == _mark(caller)


def _mark(caller: Caller) -> str | None:
    return fingerprint(caller.idempotency_key) if caller.idempotency_key else None
