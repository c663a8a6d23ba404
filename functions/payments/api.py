"""The routes of paying: open the order's Checkout page, and ask on return whether the money has arrived."""

from typing import Annotated, Literal

from pydantic import Field

from latchkey.errors import ForbiddenError, NotFoundError
from latchkey.http import Caller, Input, MoneyOut, NothingIn, Output, api, caller, entry
from latchkey.ids import fingerprint, is_id
from latchkey.viewer import Viewer
from orders.order import NO_RIGHT_TO_PAY, may, sees
from payments import checkout, store, usecases
from payments.checkout import Door

app = api()


class TokenIn(Input):
    """A guest's private link."""

    token: Annotated[str, Field(min_length=20, max_length=100)]


class CheckoutOut(Output):
    """Where to pay `amount`."""

    checkout_url: str
    payment_id: str
    amount: MoneyOut


class ConfirmationOut(Output):
    """`processing`: a bank has yet to confirm, and Pay is not offered meanwhile."""

    state: Literal["paid", "processing", "unpaid"]
    due: MoneyOut
    payment_state: str


@app.post("/api/orders/<order_id>/checkout")
def open_checkout(order_id: str, body: NothingIn) -> CheckoutOut:
    """The order's payable page; asking again gives the same one (product 6.3)."""
    known = caller(app)
    known.viewer.must_be_signed_in()
    if known.viewer.is_staff:
        raise ForbiddenError("Only the customer can pay here.")
    return _opened(
        known, order_id, known.viewer, Door("customer", f"{known.origin}/orders/{order_id}", known.source_ip)
    )


@app.post("/api/orders/<order_id>/payment-confirmation")
def confirm_payment(order_id: str, body: NothingIn) -> ConfirmationOut:
    """Asks Stripe and books what it says, so that the page need not wait for a webhook (product 6.4)."""
    known = caller(app)
    known.viewer.must_be_signed_in()
    return _confirmed(known, order_id, known.viewer)


@app.post("/api/guest/checkout")
def open_guest_checkout(body: TokenIn) -> CheckoutOut:
    """The same for the holder of an order's private link (product 2.5)."""
    known = caller(app)
    guest = _guest(known, body.token)
    return _opened(known, guest.order_id, guest, Door("guest", f"{known.origin}/g/{body.token}", known.source_ip))


@app.post("/api/guest/payment-confirmation")
def confirm_guest_payment(body: TokenIn) -> ConfirmationOut:
    """The same for the holder of an order's private link."""
    known = caller(app)
    guest = _guest(known, body.token)
    return _confirmed(known, guest.order_id, guest)


def _opened(known: Caller, order_id: str, viewer: Viewer, door: Door) -> CheckoutOut:
    if not is_id("ord", order_id):
        raise NotFoundError
    bill, page = checkout.open_page(known.business, order_id, viewer, door, known.now)
    amount = MoneyOut(amount=page.amount, currency=bill.order.currency)
    return CheckoutOut(checkout_url=page.url, payment_id=page.payment_id, amount=amount)


def _confirmed(known: Caller, order_id: str, viewer: Viewer) -> ConfirmationOut:
    if not is_id("ord", order_id):
        raise NotFoundError
    bill = store.bill(known.business_id, order_id)
    if bill is None or not sees(viewer, bill.order):
        raise NotFoundError
    if not may(viewer, bill.order, "pay"):
        raise ForbiddenError(NO_RIGHT_TO_PAY)
    bill = usecases.confirm(bill, known.now)
    return ConfirmationOut(
        state=usecases.state_of(bill.ledger),
        due=MoneyOut(amount=bill.ledger.due, currency=bill.order.currency),
        payment_state=bill.ledger.payment_state,
    )


def _guest(known: Caller, token: str) -> Viewer:
    order_id = store.order_of_link(known.business_id, fingerprint(token))
    if order_id is None:
        raise NotFoundError
    return Viewer("guest", known.business_id, order_id=order_id)


handler = entry("payments", app)
