"""Placing an order: one commit across services, the same form again is the same order."""

import hashlib
import json

from accounts import writes as accounts_writes
from accounts.address import canonical
from accounts.customer import Customer
from latchkey import keys, private_links
from latchkey.clock import rfc3339
from latchkey.errors import ConflictError, InvalidError, NotFoundError, UnavailableError
from latchkey.http import Caller
from latchkey.ids import new_id
from latchkey.observability import count, note
from latchkey.tables import commit
from latchkey.viewer import Viewer
from latchkey.writes import Item, Write
from orders import store, telling, writes
from orders.answers import OrderOut, order_out
from orders.history import history_in
from orders.offering import priced
from orders.order import Address, Contact, Order
from orders.placing_answers import OrderIn
from orders.pricing import Quote
from orders.reading import business_can_charge, shown
from payments.ledger import EMPTY

_TRIES = 5


def place_order(caller: Caller, body: OrderIn) -> OrderOut:
    """A new pending order of the signed-in customer, or of a guest with an e-mail address (product 3.1, 2.5).

    Idempotent by the form's key: the same form again answers with the same order, another content is a ConflictError.
    """
    viewer = caller.viewer
    if viewer.is_staff:
        raise InvalidError("Please sign in as a customer, or book as a guest, to place an order.")
    who = _customer_of(caller, body)
    key, body_hash = caller.key_of_form(), _hash(body)
    for _ in range(_TRIES):
        products, last_number, known = store.to_place(caller.business_id, [w.product_id for w in body.lines], who)
        price = priced(caller.business, body, products)
        order = _new_order(caller, body, price, known, last_number)
        placing = _placing(caller, order, known, last_number, key, body_hash)
        try:
            commit(placing)
        except writes.NumberTaken:
            continue
        except writes.AlreadyPlaced as again:
            return _placed_before(caller, again.found, body_hash)
        count("OrdersPlaced")
        note(order_id=order.order_id)
        return _answer_to_placing(caller, store.Folder(order, history=history_in(placing)))
    raise UnavailableError("Many orders are coming in just now. Please press the button again.", retry_after_seconds=1)


# ---------------------------------------------------------------------------------------------------------------------
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
    return parts + telling.placed(order, caller.business["email"], caller.now)


def _customer_of(caller: Caller, body: OrderIn) -> keys.Key:
    """Where it stands to whom the order will belong. Raises NotFoundError for an agent one may not order for."""
    viewer, place = caller.viewer, caller.business_id
    if body.order_for and body.order_for != viewer.customer_id:
        if "book" not in (viewer.rights_over(body.order_for) or ()):
            raise NotFoundError
        return keys.customer(place, body.order_for)
    return keys.customer_address(place, viewer.email if viewer.is_customer else _guest_address(body))


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


def _new_order(caller: Caller, body: OrderIn, price: Quote, known: Item | None, last_number: int | None) -> Order:
    viewer = caller.viewer
    customer_id, name, email = _belongs_to(caller, body, known or {})
    return Order(
        business_id=caller.business_id,
        order_id=new_id("ord", caller.now),
        number=writes.numbered(last_number),
        version=1,
        status="Pending",
        customer_id=customer_id,
        customer_name=name,
        customer_email=email,
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


def _belongs_to(caller: Caller, body: OrderIn, known: Item) -> tuple[str, str, str]:
    """Record, name and address of the customer: an agent of the team, whoever is signed in, or the guest."""
    viewer = caller.viewer
    if body.order_for and body.order_for != viewer.customer_id:
        if not known:
            raise NotFoundError
        return known["customer_id"], known.get("name") or known["email"], known["email"]
    if viewer.is_customer:
        return viewer.customer_id, viewer.name or body.contact.name, viewer.email
    customer_id = known.get("customer_id") or new_id("cus", caller.now)
    return customer_id, body.contact.name, _guest_address(body)


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
        return shown(caller, folder)
    guest = Viewer("guest", order.business_id, order_id=order.order_id, customer_id=order.customer_id)
    link = caller.origin + private_links.path_of(order.business_id, order.order_id)
    return order_out(folder, guest, caller.business, business_can_charge=business_can_charge(caller), private_url=link)


def _hash(body: OrderIn) -> str:
    return hashlib.sha256(json.dumps(body.model_dump(), sort_keys=True).encode()).hexdigest()
