"""The sweeper: asks Stripe about every page that may still be paid, so that no unlock depends on a webhook (guarantees 22).

It also folds the ledgers of those orders again, and drives again what stayed pending: stored events of Stripe here,
outgoing events by touching them for the stream.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from latchkey import observability
from latchkey.clock import rfc3339, utc_now
from latchkey.tables import commit
from payments import audit, store, usecases, writes
from payments.inbox import apply_event
from payments.payment import Payment

_YOUNG = timedelta(minutes=2)
_LEAST_MILLISECONDS = 30_000
_OUTGOING = (
    "payment_applied",
    "delivery_requested",
    "delivery_unpublished",
    "remarking_requested",
    "mail",
    "brand_saved",
    "host_claimed",
    "privacy_requested",
)


def handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    """The schedule's entry: one sweep, within the time that the function has."""
    return sweep(utc_now(), _clock_of(context), getattr(context, "aws_request_id", ""))


def sweep(now: datetime, enough: Callable[[], bool] = lambda: True, request_id: str = "") -> dict[str, int]:
    """How much was done: stored events applied, pages asked about, outgoing events driven again, and failures.

    One business that fails never stops the others: each failure is a line and a metric, and is tried again next time.
    """
    old = rfc3339(now - _YOUNG)
    work: list[tuple[str, Iterable[Any], Callable[[Any], object]]] = [
        ("events", store.pending_events("stripe_event", old), lambda item: apply_event(item, now)),
        ("pages", store.open_pages(old), lambda payment: sweep_page(payment, now)),
    ]
    for kind in _OUTGOING:
        work.append(("redriven", store.pending_events(kind, old), lambda item: commit([writes.redriven(item, now)])))
    counts = {"events": 0, "pages": 0, "redriven": 0, "failed": 0}
    with observability.invocation("sweeper", request_id) as facts:
        for name, things, task in work:
            done, failed = _each(things, task, enough)
            counts[name] += done
            counts["failed"] += failed
        facts.update(counts)
    return counts


def sweep_page(payment: Payment, now: datetime) -> None:
    """Books what Stripe says of one attempt, closes a page with a wrong amount, and folds the order's ledger again.

    An attempt that has ended and whose books agree is done with; a difference keeps it here, seen at every sweep.
    """
    if not payment.has_ended:
        bill = usecases.fulfill(payment.business_id, payment.order_id, payment.payment_id, now)
        if usecases.is_stale(bill):
            usecases.close_page(bill, now)
    if books_agree(payment.business_id, payment.order_id) and payment.has_ended:
        commit([writes.swept(payment)])


def books_agree(business_id: str, order_id: str) -> bool:
    """Whether order and lock say what the ledger's entries say. A difference is told and never mended: people decide."""
    finding = _audited(business_id, order_id)
    if finding == audit.Finding() or _audited(business_id, order_id) != finding:
        return True  # or a commit came between the reads, and the next sweep looks again
    with observability.invocation("sweeper.difference") as facts:
        facts.update(business_id=business_id, order_id=order_id, differing=list(finding.differing))
    observability.count("LedgerDifferences")
    if finding.paid_not_unlocked:
        observability.count("PaidNotUnlocked")
    if finding.unlocked_underpaid:
        observability.count("UnlockedUnderpaid")
    return False


def _audited(business_id: str, order_id: str) -> audit.Finding:
    books = store.books(business_id, order_id)
    return audit.judged(books.order, books.entries, books.lock)


def _each[T](things: Iterable[T], work: Callable[[T], object], enough: Callable[[], bool]) -> tuple[int, int]:
    """How many of `things` were done and how many failed; stops when the time is up."""
    done = failed = 0
    for thing in things:
        if not enough():
            break
        try:
            work(thing)
            done += 1
        except Exception as error:
            # The border of one business: whatever went wrong there is noted, and the next one has its turn.
            with observability.invocation("sweeper.failure") as failure:
                failure.update(failed=type(error).__name__, where=observability.where(error))
            observability.count("SweepFailures")
            failed += 1
    return done, failed


def _clock_of(context: Any) -> Callable[[], bool]:
    remaining = getattr(context, "get_remaining_time_in_millis", None)
    return (lambda: remaining() > _LEAST_MILLISECONDS) if remaining else (lambda: True)
