"""Opening the one payable page of an order: the same page for everybody who asks, for the amount of the ledger alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from latchkey.clock import epoch, rfc3339
from latchkey.errors import (
    ConflictError,
    ForbiddenError,
    LatchkeyError,
    LimitedError,
    NotFoundError,
    UnavailableError,
)
from latchkey.limits import Counter, Rule, counters, must_have_room
from latchkey.observability import count, note
from latchkey.settings import settings
from latchkey.tables import commit
from latchkey.viewer import Viewer
from latchkey.writes import Item
from orders.order import NO_RIGHT_TO_PAY, may, sees
from payments import store, stripe_client, usecases, writes
from payments.charging import can_charge, pay_refusal
from payments.payment import KeySpentError, Page, Payment, SessionFacts, named, payment_id_of
from payments.store import Bill

_TRIES = 6
_LEAST_SECONDS_LEFT = 300
# What is counted: pages made at Stripe. Asking for the one that is open costs no count, however often somebody clicks.
CHECKOUT = Rule("checkout", timedelta(hours=1), per_person=40, per_visitor=120, per_shard=500)


@dataclass(frozen=True, slots=True)
class Door:
    """Through which of our pages somebody came, and from which address; Stripe sends them back to `url`, on our host."""

    name: Literal["customer", "guest"]
    url: str
    visitor: str


def open_page(business: Item, order_id: str, viewer: Viewer, door: Door, now: datetime) -> tuple[Bill, Page]:
    """The order's payable page for exactly what is due; asking again, at once or later, gives the same one.

    Raises NotFoundError (also for an order that is not this viewer's), ForbiddenError for who sees it through a team
    without the right to pay, ConflictError with the reason when Pay is off,
    LimitedError when too many new pages were asked for, UnknownOutcomeError or UnavailableError.
    """
    business_id = business["business_id"]
    # A guest is known by the one order of their link.
    counted = counters(CHECKOUT, business_id, viewer.account_id or order_id, door.visitor, now)
    for _ in range(_TRIES):
        bill, counts = store.bill_and_counts(business_id, order_id, counted)
        if bill is None or not sees(viewer, bill.order):
            raise NotFoundError
        if not may(viewer, bill.order, "pay"):
            raise ForbiddenError(NO_RIGHT_TO_PAY)
        _must_be_payable(bill, business)
        if bill.page is None:
            must_have_room(counted, counts)
            page = _opened(bill, business, door, counted, now)
        elif usecases.is_stale(bill) or bill.page.expires_at < epoch(now) + _LEAST_SECONDS_LEFT:
            page = None
            _closed(bill, now)
        else:
            page = bill.page
        if page is not None:
            return bill, page
    raise UnavailableError("Many people are opening this payment at once. Please try again.", retry_after_seconds=1)


def _must_be_payable(bill: Bill, business: Item) -> None:
    mode = settings().stripe_mode
    why = pay_refusal(bill.ledger, bill.order.currency, business_can_charge=can_charge(business, mode))
    if why is not None:
        state = {"due": bill.ledger.due, "payment_state": bill.ledger.payment_state}
        raise ConflictError(why, current={"status": bill.order.status, "version": bill.order.version, **state})


def _opened(bill: Bill, business: Item, door: Door, counted: Sequence[Counter], now: datetime) -> Page | None:
    """A new page, recorded and counted before it is given; None when another was faster or the keys were spent."""
    payment_id = payment_id_of(bill.order.order_id, bill.ledger.count, bill.generation, door.name)
    account = business.get("stripe_account") if settings().stripe_mode == "connect" else None
    try:
        facts = _session(bill, business, door, account, payment_id)
        if facts.url is None or facts.expires_at < epoch(now) + _LEAST_SECONDS_LEFT:
            raise KeySpentError("The page under this key is used up.")
    except KeySpentError:
        _spend(bill)
        return None
    page = Page(payment_id, facts.session_id, facts.url, facts.amount, facts.expires_at)
    payment = Payment(
        business_id=bill.order.business_id,
        order_id=bill.order.order_id,
        payment_id=payment_id,
        generation=bill.generation,
        state="open",
        amount=bill.due,
        ledger_count=bill.ledger.count,
        session_id=facts.session_id,
        account=account,
        opened_at=rfc3339(now),
    )
    spent = [counter.spent() for counter in counted]
    try:
        commit([*writes.page_recorded(payment, page, bill.ledger, bill.generation, now), *spent])
    except writes.PageTakenError:
        _discard_unless_recorded(payment)
        return None
    except LimitedError:
        _discard_unless_recorded(payment)
        raise
    count("CheckoutsOpened")
    note(order_id=payment.order_id, payment_id=payment_id)
    return page


def _session(bill: Bill, business: Item, door: Door, account: str | None, payment_id: str) -> SessionFacts:
    order = bill.order
    return stripe_client.create_session(
        account,
        f"{payment_id}-checkout-{bill.generation}",
        amount=bill.due,
        title=f"Order {order.number}",
        description=order.address.one_line,
        return_url=f"{door.url}/paid",
        cancel_url=door.url,
        payer_email=order.customer_email,
        named=named(payment_id, order.business_id, order.order_id, bill.ledger.count),
        shown_name=business["name"],
        accent=business["accent"],
    )


def _closed(bill: Bill, now: datetime) -> None:
    """The old page is gone, or turned out paid, before another can be made."""
    try:
        usecases.close_page(bill, now)
    except KeySpentError:
        note(expire="key spent")  # the generation moved on; the next round has a fresh key
    except writes.PageTakenError:
        note(expire="somebody was faster")


def _spend(bill: Bill) -> None:
    order = bill.order
    try:
        commit([writes.generation_spent(order.business_id, order.order_id, bill.page, bill.generation)])
    except writes.PageTakenError:
        note(generation="somebody was faster")


def _discard_unless_recorded(payment: Payment) -> None:
    """We made a page that nobody will be given, unless the winner made the very same one: close it for tidiness."""
    bill = store.bill(payment.business_id, payment.order_id)
    if bill and bill.page and bill.page.session_id == payment.session_id:
        return
    try:
        stripe_client.expire_session(payment.account, payment.session_id, f"{payment.payment_id}-discard")
    except LatchkeyError as error:
        note(discard=type(error).__name__)
