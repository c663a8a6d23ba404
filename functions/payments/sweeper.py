"""The sweeper: asks Stripe about every page that may still be paid, so that no unlock depends on a webhook (guarantees 22).

It also drives again what stayed pending: stored events of Stripe here, outgoing events by touching them for the stream.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from latchkey import observability
from latchkey.clock import rfc3339, utc_now
from latchkey.tables import commit
from payments import store, usecases, writes
from payments.inbox import apply_event
from payments.payment import Payment

_YOUNG = timedelta(minutes=2)
_LEAST_MILLISECONDS = 30_000
_OUTGOING = ("payment_applied", "delivery_requested", "mail")


def handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    """One sweep. One business that fails never stops the others; each failure is a line and a metric."""
    with observability.invocation("sweeper", getattr(context, "aws_request_id", "")) as facts:
        now = utc_now()
        old = rfc3339(now - _YOUNG)
        enough = _clock_of(context)
        facts["events"] = _each(store.pending_events("stripe_event", old), lambda item: apply_event(item, now), enough)
        facts["pages"] = _each(store.open_pages(old), sweep_page, enough)
        facts["redriven"] = 0
        for kind in _OUTGOING:
            pending = store.pending_events(kind, old)
            facts["redriven"] += _each(pending, lambda item: commit([writes.redriven(item, now)]), enough)
        return {name: facts[name] for name in ("events", "pages", "redriven")}


def sweep_page(payment: Payment) -> None:
    """Books what Stripe says of one attempt, and closes its page when it asks for an amount that is not due any more."""
    now = utc_now()
    bill = usecases.fulfill(payment.business_id, payment.order_id, payment.payment_id, now)
    if usecases.is_stale(bill):
        usecases.close_page(bill, now)


def _each[T](things: Iterable[T], work: Callable[[T], object], enough: Callable[[], bool]) -> int:
    """How many of `things` were done; a failure is noted and passed over, and time is kept for the next sweep."""
    done = 0
    for thing in things:
        if not enough():
            break
        try:
            work(thing)
            done += 1
        except Exception as error:
            with observability.invocation("sweeper.failure") as failure:
                failure.update(failed=type(error).__name__, where=observability.where(error))
            observability.count("SweepFailures")
    return done


def _clock_of(context: Any) -> Callable[[], bool]:
    remaining = getattr(context, "get_remaining_time_in_millis", None)
    return (lambda: remaining() > _LEAST_MILLISECONDS) if remaining else (lambda: True)
