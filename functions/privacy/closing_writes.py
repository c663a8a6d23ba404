"""What changes while a business is closed, as pure values: the closing, the business that everybody reads, the event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from latchkey import keys
from latchkey.clock import instant, rfc3339
from latchkey.conditions import Condition, absent, attribute, present
from latchkey.errors import ConflictError, LatchkeyError
from latchkey.outbox import outgoing, settled
from latchkey.writes import Delete, Item, Put, Table, Update, Write
from privacy.closing import Closing, Step

# What stands on the claim of a name whose business was deleted: nobody gets it again, so old links lead to no stranger.
NOBODY = "nobody"


def asked(closing: Closing) -> list[Write]:
    """The portal is closed from now on. ConflictError for the slower of two.

    The event waits in the index of pending ones until the closing is due: the worker leaves it when the stream brings it
    now, and the sweeper brings it again then.
    """
    due = instant(closing.closes_at)
    work = {"kind": "closing", "closing_id": closing.closing_id}
    return [
        Put("people", closing.key, closing.item(), absent(), _closing_already),
        _of_business(closing, {"closes_at": closing.closes_at}),
        outgoing(closing.business_id, "privacy_requested", work, due, event_id=closing.event_id),
    ]


def taken_back(closing: Closing, now: datetime) -> list[Write]:
    """Everything is open again. ConflictError when it is too late, or somebody else was faster."""
    return [
        Delete("people", closing.key, _waits(closing), _too_late),
        _of_business(closing, {}, remove=("closes_at",)),
        settled(closing.business_id, closing.event_id, now, outcome="taken back"),
    ]


def begun(closing: Closing) -> list[Write]:
    """The point of no return: nobody is let in any more. ConflictError when it was taken back at the same moment."""
    return [
        Put("people", closing.key, closing.item(), _waits(closing), _too_late),
        _of_business(closing, {"closed_at": closing.begun_at or ""}),
    ]


def at_step(closing: Closing, step: Step, start: Mapping[str, str] | None = None) -> Update:
    """How far the worker has come: where it goes on when it dies."""
    place = {"step": step, **({"start": dict(start)} if start else {})}
    removes = attribute("state").eq("removing")
    return Update("people", closing.key, place, remove=() if start else ("start",), condition=removes)


def off_the_edge(closing: Closing, now: datetime) -> Put:
    """Whoever looks after the edge's table of hosts takes the business's out of it."""
    payload = {"business_id": closing.business_id}
    return outgoing(closing.business_id, "host_claimed", payload, now, event_id=closing.edge_event_id)


def name_kept(business_id: str, host: str, now: datetime) -> Put:
    """The claim of a name stays and says no more whose it was: old links lead to nobody, for ever (ADR 0057)."""
    theirs = attribute("business_id").eq(business_id)
    tombstone = {"schema": 1, "host": host, "business_id": NOBODY, "closed_at": rfc3339(now)}
    return Put("people", keys.host_claim(host), tombstone, theirs)


def items_gone(table: Table, items: Iterable[Item]) -> list[Write]:
    """These items, whatever they have become since they were read."""
    return [Delete(table, keys.Key(item["pk"], item["sk"])) for item in items]


def all_gone(closing: Closing) -> list[Write]:
    """The last three things: the business, how far its deletion was, and the event that carried it out."""
    return [
        Delete("people", keys.business(closing.business_id)),
        Delete("people", closing.key),
        Delete("events", keys.event(closing.business_id, closing.event_id)),
    ]


# ---------------------------------------------------------------------------------------------------------------------
def _of_business(closing: Closing, facts: Mapping[str, str], remove: tuple[str, ...] = ()) -> Update:
    return Update("people", keys.business(closing.business_id), facts, {"version": 1}, remove, present())


def _waits(closing: Closing) -> Condition:
    return attribute("closing_id").eq(closing.closing_id) & attribute("state").eq("waiting")


def _closing_already(_: Item | None) -> LatchkeyError:
    return ConflictError("The business is being closed already.")


def _too_late(_: Item | None) -> LatchkeyError:
    return ConflictError("This was decided meanwhile. Please look again.")
