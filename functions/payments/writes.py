"""What the payments service writes, as plain values; other services compose these into their own commits.

An append always is: the entries, and the projection `ledger` on the order item under the condition that nobody appended
in between. `version` of the order counts its moves and is left alone.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from latchkey import keys
from latchkey.clock import rfc3339
from latchkey.conditions import absent, attribute, present
from latchkey.errors import ConflictError, LatchkeyError
from latchkey.money import Money
from latchkey.outbox import outgoing
from latchkey.writes import Item, Put, Update, Write
from payments.ledger import Draft, Entry, Kind, Ledger, appended, ledger_of
from payments.payment import Page, Payment, PaymentStatus

SHARDS = 4
# Of an event that needs no person any more: Stripe wrote the payer's name and address into it (ADR 0070).
AS_IT_CAME = ("payload.raw",)
_FIRST_INVOICE = 1


class LedgerMovedError(ConflictError):
    """Somebody appended in between; reading again and deciding again is safe."""

    def __init__(self, _: Item | None = None) -> None:
        super().__init__("The amount due changed at the same moment. Please look again.")


class PageTakenError(LatchkeyError):
    """Another request recorded the order's payable page, or the order changed, in between."""

    def __init__(self, _: Item | None = None) -> None:
        super().__init__("A payment page was opened at the same moment.")


class AlreadyInStateError(LatchkeyError):
    """The payment has got there before: by the webhook, the return page, the sweeper, or this very call."""

    def __init__(self, _: Item | None = None) -> None:
        super().__init__("This was recorded before.")


class InvoiceNumberTakenError(LatchkeyError):
    """Another invoice took the number in between; the next one is free."""

    def __init__(self, _: Item | None = None) -> None:
        super().__init__("Another invoice was issued at the same moment.")


def append(
    business_id: str,
    order_id: str,
    ledger: Ledger,
    drafts: Sequence[Draft],
    currency: str,
    at: datetime,
) -> tuple[Ledger, list[Entry], list[Write]]:
    """The ledger after `drafts`, its new entries, and their writes.

    The commit raises LedgerMovedError when the ledger on the order is not the one given here.
    """
    after, entries = appended(ledger, drafts)
    lines: list[Write] = [_entry(business_id, order_id, entry, currency, rfc3339(at)) for entry in entries]
    unmoved = attribute("ledger.count").eq(ledger.count)
    projection = {"ledger": after.as_item()}
    head = Update("orders", keys.order(business_id, order_id), projection, condition=unmoved, refused=LedgerMovedError)
    return after, entries, [head, *lines]


def post_charges(
    business_id: str, order_id: str, ledger: Mapping[str, Any], total: Money, *, at: datetime, reason: str
) -> tuple[dict[str, Any], list[Write]]:
    """At acceptance the price is owed; a total of 0 posts nothing. Returns the order's new `ledger` and the writes."""
    return _posted(business_id, order_id, ledger, "charge", total, at, reason)


def post_adjustment(
    business_id: str, order_id: str, ledger: Mapping[str, Any], change: Money, *, at: datetime, reason: str
) -> tuple[dict[str, Any], list[Write]]:
    """An edit changes the price, up or down; what was paid too much becomes a credit. Returns as `post_charges`."""
    return _posted(business_id, order_id, ledger, "adjustment", change, at, reason)


def write_off(
    business_id: str, order_id: str, ledger: Mapping[str, Any], currency: str, *, at: datetime, reason: str
) -> tuple[dict[str, Any], list[Write]]:
    """What is still due will never be paid (product 3.7). Returns as `post_charges`."""
    due = Money(-ledger_of(ledger).due, currency)
    return _posted(business_id, order_id, ledger, "adjustment", due, at, reason)


def _posted(
    business_id: str, order_id: str, ledger: Mapping[str, Any], kind: Kind, amount: Money, at: datetime, reason: str
) -> tuple[dict[str, Any], list[Write]]:
    if amount.amount == 0:
        return dict(ledger), []
    draft = Draft(kind, amount.amount, reason)
    after, _, writes = append(business_id, order_id, ledger_of(ledger), [draft], amount.currency, at)
    return after.as_item(), writes


def collection_for(ledger: Mapping[str, Any], *, wanted: bool) -> bool:
    """The collection switch of a delivery: a total of 0 turns it off (product 6.2)."""
    return wanted and ledger_of(ledger).charged > 0


def issue_invoice(
    business_id: str,
    order_id: str,
    ledger: Mapping[str, Any],
    last_number: int | None,
    *,
    at: datetime,
    currency: str,
    bill_to: Mapping[str, Any],
    lines: Sequence[Mapping[str, Any]],
) -> list[Write]:
    """The order's invoice with the next number of the business, without gaps (product 6.10).

    `last_number` is the counter's `value` as read (None: there is none yet). The commit raises
    InvoiceNumberTakenError when somebody was faster; read the counter again. `bill_to` and `lines` are kept as printed.
    """
    number = (last_number or _FIRST_INVOICE - 1) + 1
    value = attribute("value")
    unchanged = value.not_exists() if last_number is None else value.eq(last_number)
    counter = keys.counter(business_id, "invoices")
    item = {
        "schema": 1,
        "order_id": order_id,
        "number": number,
        "state": ledger_of(ledger).invoice_state,
        "currency": currency,
        "total": ledger["charged"],
        "issued_at": rfc3339(at),
        "bill_to": dict(bill_to),
        "lines": [dict(line) for line in lines],
    }
    return [
        Update("orders", counter, {"value": number}, condition=unchanged, refused=InvoiceNumberTakenError),
        Put("orders", keys.invoice(business_id, order_id), item, absent()),
        Update("orders", keys.order(business_id, order_id), {"invoiced": True}, condition=present()),
    ]


def no_invoice_yet(payment: Payment) -> Update:
    """For a booking that found no invoice to update: raises LedgerMovedError when one was issued in between."""
    key = keys.order(payment.business_id, payment.order_id)
    return Update("orders", key, condition=attribute("invoiced").not_exists(), refused=LedgerMovedError)


def invoice_state(business_id: str, order_id: str, ledger: Ledger) -> Update:
    """The invoice shows what the ledger says."""
    return Update("orders", keys.invoice(business_id, order_id), {"state": ledger.invoice_state}, condition=present())


def page_recorded(payment: Payment, page: Page, ledger: Ledger, generation: int, now: datetime) -> list[Write]:
    """The payable page is ours from here on: the payment, and the pointer to it on the order (guarantees, rule 5)."""
    item = {**payment_item(payment), "open_pages": _shard(payment), "opened_at": payment.opened_at, "url": page.url}
    unmoved = attribute("ledger.count").eq(ledger.count)
    pointer = attribute("checkout.generation")
    same = pointer.eq(generation) & attribute("checkout.payment_id").not_exists()
    free = pointer.not_exists() if generation == 0 else same
    order_key = keys.order(payment.business_id, payment.order_id)
    checkout = page_map(generation, page)
    return [
        Update("orders", order_key, {"checkout": checkout}, condition=unmoved & free, refused=PageTakenError),
        Put("orders", payment_key(payment), item, absent(), PageTakenError),
    ]


def generation_spent(business_id: str, order_id: str, page: Page | None, generation: int) -> Update:
    """A definite failure is saved under this generation's keys; the next call uses new ones. An open page stays."""
    pointer = attribute("checkout.generation")
    unchanged = pointer.not_exists() if generation == 0 and page is None else pointer.eq(generation)
    change = {"checkout.generation": generation + 1} if page else {"checkout": no_page(generation + 1)}
    condition = unchanged if page else unchanged & attribute("checkout.payment_id").not_exists()
    return Update("orders", keys.order(business_id, order_id), change, condition=condition, refused=PageTakenError)


def payment_moved(payment: Payment, state: PaymentStatus, now: datetime, **facts: Any) -> Update:
    """The attempt's new state, once: raises AlreadyInStateError when it is there. `paid` is final.

    It is on the sweeper's index, also when it has ended: each move is looked at once more (`swept`).
    """
    field = attribute("state")
    fresh = field.ne(state) if state == "paid" else field.ne(state) & field.ne("paid")
    changes = {"state": state, "changed_at": rfc3339(now), "open_pages": _shard(payment), **facts}
    return Update("orders", payment_key(payment), changes, condition=fresh, refused=AlreadyInStateError)


def swept(payment: Payment) -> Update:
    """The sweeper is done with an attempt that has ended. Raises AlreadyInStateError when it has moved on meanwhile."""
    unmoved = attribute("state").eq(payment.state)
    key = payment_key(payment)
    return Update("orders", key, remove=("open_pages",), condition=unmoved, refused=AlreadyInStateError)


def page_closed(payment: Payment, generation: int) -> Update:
    """This payment's page is not payable any more. Raises PageTakenError when the order's page is another one by now."""
    return _page_changed(payment, {"checkout": no_page(generation + 1)})


def page_processing(payment: Payment) -> Update:
    """The page was paid by a bank debit that is not confirmed yet. Raises as `page_closed`."""
    return _page_changed(payment, {"checkout.processing": True})


def _page_changed(payment: Payment, change: dict[str, Any]) -> Update:
    condition = attribute("checkout.payment_id").eq(payment.payment_id)
    key = keys.order(payment.business_id, payment.order_id)
    return Update("orders", key, change, condition=condition, refused=PageTakenError)


def surplus_task(payment: Payment, amount: int, now: datetime) -> Put:
    """A person decides whether to refund or keep what nobody owed (product 6.6)."""
    item = {
        "schema": 1,
        "kind": "surplus",
        "order_id": payment.order_id,
        "payment_id": payment.payment_id,
        "amount": amount,
        "currency": payment.amount.currency,
        "created_at": rfc3339(now),
    }
    return Put("orders", keys.task(payment.business_id, payment.order_id, f"surplus#{payment.payment_id}"), item)


def event_received(inbox: str, event_id: str, payload: Mapping[str, Any], now: datetime) -> Put:
    """An event of Stripe as it came, waiting to be applied. Raises ConflictError when it came before.

    `inbox` is the Stripe account that it is about: its partition, so that no account's events stand in another's.
    """
    return outgoing(inbox, "stripe_event", payload, now, event_id=event_id)


def event_unusable(inbox: str, event_id: str, reason: str, now: datetime) -> Update:
    """The event stays, off the queue, with its reason, for people to see; it never expires (product 6.5)."""
    changes = {"pending": "unusable", "reason": reason, "judged_at": rfc3339(now)}
    kept = ("expires_at_epoch",)
    return Update("events", keys.event(inbox, event_id), changes, remove=kept, condition=present())


def redriven(item: Item, now: datetime) -> Update:
    """Touches an event that is still pending, so that the stream hands it out again."""
    changes = {"redriven_at": rfc3339(now)}
    key = keys.event(item["business_id"], item["event_id"])
    return Update("events", key, changes, add={"redrives": 1}, condition=attribute("pending").eq(item["kind"]))


def page_map(generation: int, page: Page) -> dict[str, Any]:
    """The order's `checkout` map while a page is payable or its bank debit is processing."""
    return {
        "generation": generation,
        "payment_id": page.payment_id,
        "session_id": page.session_id,
        "url": page.url,
        "amount": page.amount,
        "expires_at": page.expires_at,
        "processing": page.processing,
    }


def no_page(generation: int) -> dict[str, Any]:
    """The order's `checkout` map without a page; `generation` goes into the next keys."""
    return {"generation": generation}


def payment_item(payment: Payment) -> Item:
    """The attempt as stored."""
    return {
        "schema": 1,
        "business_id": payment.business_id,
        "order_id": payment.order_id,
        "payment_id": payment.payment_id,
        "generation": payment.generation,
        "state": payment.state,
        "amount": payment.amount.amount,
        "currency": payment.amount.currency,
        "ledger_count": payment.ledger_count,
        "session_id": payment.session_id,
        "stripe_account": payment.account,
        "created_at": payment.opened_at,
    }


def payment_key(payment: Payment) -> keys.Key:
    return keys.payment(payment.business_id, payment.order_id, payment.payment_id)


def _shard(payment: Payment) -> str:
    return str(sum(payment.order_id.encode()) % SHARDS)


def _entry(business_id: str, order_id: str, entry: Entry, currency: str, at: str) -> Put:
    item = {
        "schema": 1,
        "number": entry.number,
        "kind": entry.kind,
        "amount": entry.amount,
        "currency": currency,
        "reference": entry.reference,
        "at": at,
    }
    return Put("orders", keys.ledger_entry(business_id, order_id, entry.number), item, absent(), LedgerMovedError)
