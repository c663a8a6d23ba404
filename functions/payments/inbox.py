"""What a stored event of Stripe leads to: `fulfill` for our own Checkout Sessions, nothing, or a look by people."""

from datetime import datetime

from latchkey.ids import is_id
from latchkey.observability import count, note
from latchkey.outbox import settled
from latchkey.tables import commit
from latchkey.writes import Item
from payments import usecases
from payments.payment import UnusableError
from payments.writes import AS_IT_CAME, event_unusable

_ASK_ABOUT = {
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "checkout.session.expired",
}
# Steps on the way of a session, which tells us the same itself.
_SAY_NOTHING = ("payment_intent.", "charge.succeeded", "charge.failed", "charge.pending", "charge.updated")


def apply_event(item: Item, now: datetime) -> None:
    """Applies a pending event; any number of times, in any order. It is marked in the transaction of its effect.

    Raises UnavailableError while Stripe cannot be asked: the event stays pending and is driven again.
    """
    payload, inbox, event_id = item["payload"], item["business_id"], item["event_id"]
    note(event_id=event_id, kind=payload["type"])
    if payload["type"] in _ASK_ABOUT and payload["payment_id"]:
        _fulfill(item, now)
    elif payload["type"] in _ASK_ABOUT or payload["type"].startswith(_SAY_NOTHING):
        commit([settled(inbox, event_id, now, forgotten=AS_IT_CAME, outcome="no effect")])
    else:
        _keep(item, "Nothing is booked for this kind of event. Please look at Stripe.", now)


def _fulfill(item: Item, now: datetime) -> None:
    payload = item["payload"]
    ids = payload["business_id"], payload["order_id"], payload["payment_id"]
    reason = usecases.Reason(item["business_id"], item["event_id"], payload["object_id"], payload["account"] or None)
    try:
        if not all(is_id(prefix, text) for prefix, text in zip(("biz", "ord", "pay"), ids, strict=True)):
            raise UnusableError("The event names no order of ours.")
        usecases.fulfill(*ids, now, reason)
    except UnusableError as error:
        _keep(item, error.detail, now)


def _keep(item: Item, reason: str, now: datetime) -> None:
    count("EventsKeptForPeople")
    commit([event_unusable(item["business_id"], item["event_id"], reason, now)])
