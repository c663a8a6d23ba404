"""What becomes of an attempt to pay: one `fulfill` for webhook, return page, sweeper and delivery machine alike.

It asks Stripe, never an event's content (guarantees 21), and books in one transaction: payment, ledger entries and
projection, the lock of the listing, the event that brought us here, mail and wake-up call, history.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from latchkey import private_links
from latchkey.clock import epoch
from latchkey.errors import LatchkeyError, UnavailableError
from latchkey.money import Money
from latchkey.observability import count, note
from latchkey.outbox import outgoing, settled
from latchkey.tables import commit
from latchkey.writes import Write
from mail.message import payload_of
from mail.order_mails import PaymentReceived
from media.writes import lock_due
from orders.history import history
from orders.order import Order
from payments import store, stripe_client, writes
from payments.ledger import Draft, Entry, Ledger, surplus_in
from payments.payment import (
    KeySpentError,
    NoSuchSessionError,
    NotOpenError,
    Outcome,
    Payment,
    SessionFacts,
    UnusableError,
    is_late,
    must_fit,
    outcome_of,
)
from payments.store import Bill

State = Literal["paid", "processing", "unpaid"]
_TRIES = 8
_RACES = (writes.LedgerMovedError, writes.PageTakenError, writes.AlreadyInStateError)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why `fulfill` runs: an event of Stripe to mark applied, with the session and account that it names."""

    inbox: str
    event_id: str
    session_id: str
    account: str | None


def fulfill(business_id: str, order_id: str, payment_id: str, now: datetime, reason: Reason | None = None) -> Bill:
    """Asks Stripe how the attempt stands and books what is new; any number of times, from anywhere, in any order.

    Raises UnusableError when record, event and session do not fit each other; UnavailableError when Stripe is silent.
    """
    known = store.bill_and_payment(business_id, order_id, payment_id)
    if known is None:
        raise UnusableError("No payment of this name is recorded.")
    bill, payment = known
    if reason is not None and (reason.session_id, reason.account) != (payment.session_id, payment.account):
        raise UnusableError("The event comes from another session or account than the recorded one.")
    try:
        facts = stripe_client.retrieve_session(payment.account, payment.session_id)
    except NoSuchSessionError as error:
        raise UnusableError("The recorded account has no such session.") from error
    return settle(bill, payment, facts, now, reason)


def settle(bill: Bill, payment: Payment, facts: SessionFacts, now: datetime, reason: Reason | None = None) -> Bill:
    """Books what `facts` say about `payment`, once, whoever else does so at the same time. Returns the bill after it."""
    if is_late(facts, payment, epoch(now)):
        count("PaidNotUnlocked")
    must_fit(facts, payment)
    outcome = outcome_of(facts)
    for _ in range(_TRIES):
        booking = _booking(bill, payment, outcome, facts, now)
        applied = [_applied(reason, outcome, now)] if reason else []
        try:
            if booking.writes or applied:
                commit([*booking.writes, *applied])
        except _RACES:
            bill, payment = _again(payment)
            continue
        _report(payment, outcome, booking)
        return _without_stale_page(booking.bill, payment, now)
    raise UnavailableError("Many things happen to this order at once. Please try again.", retry_after_seconds=1)


def confirm(bill: Bill, now: datetime) -> Bill:
    """What the return page and the delivery machine ask: Stripe is asked about the page that is open or processing."""
    if bill.page is None:
        return bill
    return fulfill(bill.order.business_id, bill.order.order_id, bill.page.payment_id, now)


def state_of(ledger: Ledger) -> State:
    """For the person who returns: paid, processing when the bank has yet to say, else unpaid (product 6.4)."""
    if ledger.due <= 0:
        return "paid"
    return "processing" if ledger.processing else "unpaid"


def close_page(bill: Bill, now: datetime) -> Bill:
    """Expires the order's open page and reads the answer: what turns out complete is booked instead (product 6.3).

    Raises UnknownOutcomeError or UnavailableError when nobody can tell whether the page is still payable.
    """
    if bill.page is None:
        return bill
    known = store.bill_and_payment(bill.order.business_id, bill.order.order_id, bill.page.payment_id)
    if known is None:
        raise UnavailableError("The payment page cannot be found just now. Please try again.")
    bill, payment = known
    key = f"{payment.payment_id}-expire-{bill.generation}"
    try:
        facts = stripe_client.expire_session(payment.account, payment.session_id, key)
    except NotOpenError:
        facts = stripe_client.retrieve_session(payment.account, payment.session_id)
    except KeySpentError:
        spent = writes.generation_spent(payment.business_id, payment.order_id, bill.page, bill.generation)
        commit([spent])
        raise
    return settle(bill, payment, facts, now)


# ---------------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Booking:
    """The bill after the writes; `surplus` is what arrived that nobody owed."""

    bill: Bill
    writes: list[Write]
    surplus: int = 0


def _booking(bill: Bill, payment: Payment, outcome: Outcome, facts: SessionFacts, now: datetime) -> _Booking:
    """What is new in `outcome` against our record; nothing for what is known, and nothing after `paid`."""
    if outcome in ("open", payment.state) or payment.state == "paid":
        return _Booking(bill, [])
    if outcome == "paid":
        return _paid(bill, payment, facts, now)
    drafts = _processing_drafts(payment, outcome)
    moved: list[Write] = [writes.payment_moved(payment, outcome, now, intent_id=facts.intent_id or "")]
    after, _, appended = _append(bill, drafts, now)
    after_bill, pointer = _page_after(bill, payment, outcome)
    event = "payment_processing" if outcome == "processing" else f"payment_{outcome}"
    lines = [_history(payment, event, now)] if outcome in ("processing", "failed") else []
    shown = _lock(bill.order, after) if drafts else []
    return _Booking(replace(after_bill, ledger=after), [*appended, *pointer, *moved, *lines, *shown])


def _paid(bill: Bill, payment: Payment, facts: SessionFacts, now: datetime) -> _Booking:
    drafts = [*_processing_drafts(payment, "paid"), Draft("payment", payment.amount.amount, payment.payment_id)]
    after, entries, appended = _append(bill, drafts, now)
    surplus = surplus_in(entries)
    after_bill, pointer = _page_after(bill, payment, "paid")
    after_bill = replace(after_bill, ledger=after)
    parts: list[Write] = [*appended, *pointer]
    parts.append(writes.payment_moved(payment, "paid", now, intent_id=facts.intent_id or ""))
    parts.append(_history(payment, "payment_received", now))
    if surplus:
        parts.append(writes.surplus_task(payment, surplus, now))
    if bill.has_invoice:
        parts.append(writes.invoice_state(payment.business_id, payment.order_id, after))
    else:
        parts.append(writes.no_invoice_yet(payment))
    parts += _told(after_bill, payment, now)
    return _Booking(after_bill, parts, surplus)


def _append(bill: Bill, drafts: list[Draft], now: datetime) -> tuple[Ledger, list[Entry], list[Write]]:
    order = bill.order
    if not drafts:
        return bill.ledger, [], []
    return writes.append(order.business_id, order.order_id, bill.ledger, drafts, order.currency, now)


def _processing_drafts(payment: Payment, outcome: Outcome) -> list[Draft]:
    """The entry that a bank debit makes when it begins, and the one that takes it back when it ends."""
    amount = payment.amount.amount
    if outcome == "processing":
        return [Draft("processing", amount, payment.payment_id)]
    return [Draft("processing", -amount, payment.payment_id)] if payment.state == "processing" else []


def _page_after(bill: Bill, payment: Payment, outcome: Outcome) -> tuple[Bill, list[Write]]:
    """The order's pointer follows its own page only; an older page's end leaves it alone."""
    if bill.page is None or bill.page.payment_id != payment.payment_id:
        return bill, []
    if outcome == "processing":
        return replace(bill, page=replace(bill.page, processing=True)), [writes.page_processing(payment)]
    closed = replace(bill, page=None, generation=bill.generation + 1)
    return closed, [writes.page_closed(payment, bill.generation)]


def _told(bill: Bill, payment: Payment, now: datetime) -> list[Write]:
    """The listing's lock, the machine's wake-up call, and the payer's mail; each once for a payment."""
    order, ledger = bill.order, bill.ledger
    parts: list[Write] = _lock(order, ledger)
    woken = {
        "order_id": order.order_id,
        "listing_id": order.listing_id,
        "payment_id": payment.payment_id,
        "due": ledger.due,
        "payment_state": ledger.payment_state,
    }
    parts.append(outgoing(order.business_id, "payment_applied", woken, now, event_id=f"applied_{payment.payment_id}"))
    if order.customer_email:
        letter = PaymentReceived(
            business_id=order.business_id,
            to=order.customer_email,
            order_id=order.order_id,
            order_number=str(order.number),
            address_line=order.address.one_line,
            amount=payment.amount,
            due=Money(ledger.due, order.currency),
            customer_id=order.customer_id,
            override=order.override,
            customer_name=order.customer_name,
            link_path=_link_path(bill),
        )
        parts.append(
            outgoing(order.business_id, "mail", payload_of(letter), now, event_id=f"mail_{payment.payment_id}")
        )
    return parts


def _lock(order: Order, ledger: Ledger) -> list[Write]:
    """What the listing shows and decides by: a debit that a bank has yet to confirm opens nothing, and turns Pay off."""
    if not order.listing_id:
        return []
    place = order.business_id, order.listing_id, order.order_id
    return [lock_due(*place, due=ledger.due, payment_state=ledger.payment_state)]


def _link_path(bill: Bill) -> str:
    order = bill.order
    if order.by_guest:
        return private_links.path_of(order.business_id, order.order_id)
    return f"/listings/{order.listing_id}" if order.is_published else f"/orders/{order.order_id}"


def _history(payment: Payment, event: str, now: datetime) -> Write:
    return history(payment.business_id, payment.order_id, event, "system", None, payment.amount.shown(), now)


def _again(payment: Payment) -> tuple[Bill, Payment]:
    known = store.bill_and_payment(payment.business_id, payment.order_id, payment.payment_id)
    if known is None:
        raise UnavailableError("The order cannot be read just now. Please try again.")
    return known


def _without_stale_page(bill: Bill, payment: Payment, now: datetime) -> Bill:
    """After one page was paid, another open one asks for the wrong amount. The sweeper tries again if this fails."""
    if not is_stale(bill) or (bill.page and bill.page.payment_id == payment.payment_id):
        return bill
    try:
        return close_page(bill, now)
    except LatchkeyError as error:
        note(stale_page=type(error).__name__)
        return bill


def is_stale(bill: Bill) -> bool:
    """The order's page asks for something else than what is due now, or a bank is already paying it."""
    page = bill.page
    if page is None or page.processing:
        return False
    return page.amount != bill.ledger.due or bill.ledger.processing > 0


def _applied(reason: Reason, outcome: Outcome, now: datetime) -> Write:
    return settled(reason.inbox, reason.event_id, now, forgotten=writes.AS_IT_CAME, outcome=outcome)


def _report(payment: Payment, outcome: Outcome, booking: _Booking) -> None:
    note(order_id=payment.order_id, payment_id=payment.payment_id, outcome=outcome)
    if not booking.writes:
        return
    if outcome == "paid":
        count("PaymentsCaptured")
    if booking.surplus:
        count("SurplusPayments")
