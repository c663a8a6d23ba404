"""What privacy writes about its own two rows, with their conditions."""

from datetime import datetime

from latchkey.clock import instant, rfc3339
from latchkey.conditions import Condition, absent, attribute, present
from latchkey.errors import ConflictError, LatchkeyError, NotFoundError
from latchkey.ids import new_id
from latchkey.outbox import outgoing
from latchkey.writes import Delete, Item, Put, Update, Write
from privacy.business_copy import BusinessCopy
from privacy.subject import Erasure, Export, Step

_STATE = attribute("state")


def erasure_asked(erasure: Erasure) -> Put:
    """The customer asks; the same again is fine, and a refused one may ask again."""
    return Put("people", erasure.key, erasure.item(), _undecided(), _begun_already)


def erasure_taken_back(erasure: Erasure) -> Delete:
    """The customer stays. Raises ConflictError once it has begun, NotFoundError when nothing was asked."""
    return Delete("people", erasure.key, _STATE.eq("waiting"), _not_waiting)


def erasure_refused(erasure: Erasure) -> Put:
    """The business says no, with its reason. Raises as `erasure_taken_back`."""
    return Put("people", erasure.key, erasure.item(), _STATE.eq("waiting"), _not_waiting)


def erasure_begun(erasure: Erasure) -> Put:
    """The point of no return; of two owners at once one wins."""
    return Put("people", erasure.key, erasure.item(), _undecided(), _begun_already)


def erasure_at(erasure: Erasure, step: Step) -> Update:
    """How far the worker has come: where it goes on when it dies, and what people see."""
    return Update("people", erasure.key, {"step": step}, condition=_STATE.eq("working"))


def mates_left(erasure: Erasure, mates: tuple[str, ...]) -> Update:
    """Whose orders are still to be looked through."""
    return Update("people", erasure.key, {"subject.mates": list(mates)}, condition=_STATE.eq("working"))


def erasure_done(erasure: Erasure, now: datetime) -> Update:
    """What is left: that a customer of this id was deleted, when, and who decided it."""
    done = {"state": "done", "done_at": rfc3339(now)}
    return Update("people", erasure.key, done, remove=("subject", "reason"), condition=present())


def export_asked(export: Export) -> Put:
    """A new copy is to be made."""
    return Put("people", export.key, export.item())


def export_ready(export: Export) -> Put:
    """The copy is there, unless another one was asked for meanwhile, or the customer is gone (ConflictError)."""
    return Put("people", export.key, export.item(), attribute("request_id").eq(export.request_id))


def copy_asked(copy: BusinessCopy) -> list[Write]:
    """A new copy of the whole business is to be made."""
    at, event_id = instant(copy.asked_at), f"copy_{copy.request_id}"
    event = outgoing(copy.business_id, "privacy_requested", {"kind": "business_copy"}, at, event_id=event_id)
    return [Put("people", copy.key, copy.item()), event]


def copy_moved_on(copy: BusinessCopy) -> Put:
    """As far as it has come; ConflictError when another one was asked for, or another worker was faster."""
    as_read = attribute("request_id").eq(copy.request_id) & attribute("moves").eq(copy.moves - 1)
    return Put("people", copy.key, copy.item(), as_read)


def to_do(business_id: str, kind: str, customer_id: str, request_id: str, now: datetime) -> Put:
    """Hands the work to the worker; the event carries ids alone."""
    payload = {"kind": kind, "customer_id": customer_id, "request_id": request_id}
    return outgoing(business_id, "privacy_requested", payload, now, event_id=f"{kind}_{request_id}")


def new_request_id(now: datetime) -> str:
    return new_id("prq", now)


def _undecided() -> Condition:
    return absent() | _STATE.eq("waiting") | _STATE.eq("refused")


def _begun_already(_: Item | None) -> LatchkeyError:
    return ConflictError("This customer is being deleted already.")


def _not_waiting(found: Item | None) -> LatchkeyError:
    return ConflictError("This was decided meanwhile. Please look again.") if found else NotFoundError()
