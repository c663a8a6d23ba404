"""What people do with orders: one function per thing a person does; each change is one commit across services."""

import hashlib
import json
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, Literal

from accounts import writes as accounts_writes
from accounts.address import canonical
from accounts.customer import Customer
from latchkey import private_links
from latchkey.clock import rfc3339
from latchkey.cursor import opened, sealed
from latchkey.errors import ConflictError, InvalidError, NotFoundError, UnavailableError
from latchkey.http import Caller
from latchkey.ids import fingerprint, is_id, new_id
from latchkey.observability import count, note
from latchkey.settings import settings
from latchkey.tables import commit
from latchkey.viewer import Viewer
from latchkey.writes import Item, Put, Write
from media.writes import create_listing, lock_canceled, lock_due, lock_reopened
from orders import store, writes
from orders.answers import (
    MoveIn,
    OrderIn,
    OrderOut,
    OrdersOut,
    ProductsOut,
    QuoteIn,
    QuoteOut,
    order_out,
    product_out,
    quote_out,
    row_out,
)
from orders.order import Action, Address, Contact, Order, Status, decide, sees
from orders.pricing import Quote, Wish, quoted
from orders.product import Product
from payments import writes as payments_writes
from payments.ledger import EMPTY
from payments.payment import can_charge

_TRIES = 5


def list_products(caller: Caller) -> ProductsOut:
    """What the business offers now."""
    business = caller.business
    return ProductsOut(
        products=[product_out(product) for product in store.products(caller.business_id)],
        tax_rate_basis_points=business["tax_rate_basis_points"],
        currency=business["currency"],
    )


def quote(caller: Caller, body: QuoteIn) -> QuoteOut:
    """The price of a wish by the one calculator, without placing anything."""
    ids = [line.product_id for line in body.lines]
    products, _, _ = store.to_place(caller.business_id, ids, None)
    return quote_out(_priced(caller.business, body, products))


def place_order(caller: Caller, body: OrderIn) -> OrderOut:
    """A new pending order of the signed-in customer, or of a guest with an e-mail address (product 3.1, 2.5).

    Idempotent by the form's key: the same form again answers with the same order, another content is a ConflictError.
    """
    viewer = caller.viewer
    if viewer.is_staff:
        raise InvalidError("Please sign in as a customer, or book as a guest, to place an order.")
    address = viewer.email if viewer.is_customer else _guest_address(body)
    key, body_hash = caller.key_of_form(), _hash(body)
    for _ in range(_TRIES):
        products, last_number, known = store.to_place(caller.business_id, [w.product_id for w in body.lines], address)
        price = _priced(caller.business, body, products)
        order = _new_order(caller, body, price, address, known, last_number)
        placing = _placing(caller, order, known, last_number, key, body_hash)
        try:
            commit(placing)
        except writes.NumberTaken:
            continue
        except writes.AlreadyPlaced as again:
            return _placed_before(caller, again.found, body_hash)
        count("OrdersPlaced")
        note(order_id=order.order_id)
        return _answer_to_placing(caller, store.Folder(order, history=_history_in(placing)))
    raise UnavailableError("Many orders are coming in just now. Please press the button again.", retry_after_seconds=1)


def list_orders(
    caller: Caller, *, status: Status | None, search: str, sort: Literal["newest", "oldest"], cursor: str
) -> OrdersOut:
    """One page of one's own orders; staff see the business's. The search runs over the whole history."""
    caller.viewer.must_be_signed_in()
    customer_id = None if caller.viewer.is_staff else caller.viewer.customer_id
    scope = "|".join(
        ("orders", caller.business_id, caller.viewer.account_id, str(customer_id), f"{status}", search, sort)
    )
    start, newest_first = opened(cursor, scope), sort == "newest"
    if search.strip():
        page = store.search_orders(caller.business_id, customer_id, search, status, start, newest_first=newest_first)
    else:
        page = store.page_of_orders(caller.business_id, customer_id, status, start, newest_first=newest_first)
    return OrdersOut(orders=[row_out(item) for item in page.items], next_cursor=sealed(page.next_key, scope))


def get_order(caller: Caller, order_id: str) -> OrderOut:
    """An order in full, for those to whom it exists."""
    return _shown(caller, visible(caller, order_id))


def accept_order(caller: Caller, order_id: str, body: MoveIn) -> OrderOut:
    """Pending -> Accepted: the listing is created and the charges are posted in the same step (product 3.1, 3.7)."""
    folder = visible(caller, order_id)
    caller.viewer.must_be_staff()
    if _is_repeat(caller, folder):
        return _shown(caller, folder)
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
        now=caller.now,
    )
    commit([*moves, *charges, *listing])
    count("OrdersAccepted")
    return after(caller, folder, moved, posted, moves)


def move_order(caller: Caller, order_id: str, action: Action, body: MoveIn) -> OrderOut:
    """Decline, cancel or reopen: the status, what it takes off the ledger, and what it locks, in one step."""
    folder = visible(caller, order_id)
    if _is_repeat(caller, folder):
        return _shown(caller, folder)
    order = folder.order
    decide(caller.viewer, order, action, version=body.version, reason=body.reason)
    moved, moves = writes.moved(order, action, caller.viewer, reason=body.reason, request=_mark(caller), now=caller.now)
    posted, others = _consequences(order, moved, caller.now)
    commit([*moves, *others])
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


def _place(order: Order) -> tuple[str, str, str]:
    return order.business_id, order.listing_id or "", order.order_id


def _placing(
    caller: Caller, order: Order, known: Item | None, last_number: int | None, key: str, body_hash: str
) -> list[Write]:
    actor = caller.viewer.account_id or "guest"
    made = writes.request_made(caller.business_id, actor, key, body_hash, order.order_id, caller.now)
    number = writes.next_number(caller.business_id, last_number)
    parts: list[Write] = [made, number, *writes.placed(order, caller.viewer, caller.now)]
    if order.by_guest:
        parts.append(writes.guest_link(order, private_links.secret_of(caller.business_id, order.order_id), caller.now))
        if known is None:
            parts += accounts_writes.customer_record(_customer(order))
    return parts


def _guest_address(body: OrderIn) -> str:
    try:
        return canonical(body.contact.email or "")
    except InvalidError as error:
        raise InvalidError(error.detail, field="contact.email") from error


def _customer(order: Order) -> Customer:
    return Customer(
        order.business_id,
        order.customer_id,
        order.customer_email,
        order.created_at,
        order.customer_name,
        order.contact.phone,
    )


def _new_order(
    caller: Caller, body: OrderIn, price: Quote, address: str, known: Item | None, last_number: int | None
) -> Order:
    viewer = caller.viewer
    customer_id = viewer.customer_id or (known or {}).get("customer_id") or new_id("cus", caller.now)
    return Order(
        business_id=caller.business_id,
        order_id=new_id("ord", caller.now),
        number=writes.numbered(last_number),
        version=1,
        status="Pending",
        customer_id=customer_id,
        customer_name=viewer.name or body.contact.name,
        customer_email=address,
        placed_by="customer" if viewer.is_customer else "guest",
        address=Address(**body.address.model_dump()),
        square_feet=body.square_feet,
        contact=Contact(**body.contact.model_dump()),
        access_notes=body.access_notes or None,
        lines=price.lines,
        subtotal=price.subtotal,
        tax=price.tax,
        total=price.total,
        created_at=rfc3339(caller.now),
        ledger=EMPTY.as_item(),
    )


def _priced(business: Item, body: QuoteIn, products: dict[str, Product]) -> Quote:
    return quoted(
        [Wish(line.product_id, line.quantity) for line in body.lines],
        products,
        square_feet=body.square_feet,
        tax_rate_basis_points=business["tax_rate_basis_points"],
        currency=business["currency"],
    )


def _placed_before(caller: Caller, request: Item, body_hash: str) -> OrderOut:
    if request.get("body_hash") != body_hash:
        raise ConflictError("This form was already sent with other content. Please open a new one.")
    folder = store.folder(caller.business_id, request["order_id"])
    if folder is None:
        raise NotFoundError
    return _answer_to_placing(caller, folder)


def _answer_to_placing(caller: Caller, folder: store.Folder) -> OrderOut:
    """A guest gets the private link once more; it can be made again from the order alone."""
    order = folder.order
    if not order.by_guest:
        return _shown(caller, folder)
    guest = Viewer("guest", order.business_id, order_id=order.order_id, customer_id=order.customer_id)
    link = caller.origin + private_links.path_of(order.business_id, order.order_id)
    return order_out(folder, guest, caller.business, business_can_charge=_can_charge(caller), private_url=link)


def visible(caller: Caller, order_id: str) -> store.Folder:
    """The order, for those to whom it exists."""
    caller.viewer.must_be_signed_in()
    folder = store.folder(caller.business_id, order_id) if is_id("ord", order_id) else None
    if folder is None or not sees(caller.viewer, folder.order):
        raise NotFoundError
    note(order_id=order_id)
    return folder


def _is_repeat(caller: Caller, folder: store.Folder) -> bool:
    """The same press of the same button, sent again because its answer was lost."""
    return folder.order.last_request is not None and folder.order.last_request == _mark(caller)


def _mark(caller: Caller) -> str | None:
    return fingerprint(caller.idempotency_key) if caller.idempotency_key else None


def after(caller: Caller, folder: store.Folder, order: Order, posted: dict[str, Any], moves: list[Write]) -> OrderOut:
    """The answer to a move, from what was read and what was written; no second read."""
    folder.order = replace(order, ledger=posted)
    folder.history += _history_in(moves)
    return _shown(caller, folder)


def _shown(caller: Caller, folder: store.Folder) -> OrderOut:
    return order_out(folder, caller.viewer, caller.business, business_can_charge=_can_charge(caller))


def _can_charge(caller: Caller) -> bool:
    return can_charge(caller.business, settings().stripe_mode)


def _history_in(parts: list[Write]) -> list[Item]:
    return [dict(write.item) for write in parts if isinstance(write, Put) and write.key.sk.startswith("history#")]


def _hash(body: OrderIn) -> str:
    return hashlib.sha256(json.dumps(body.model_dump(), sort_keys=True).encode()).hexdigest()
