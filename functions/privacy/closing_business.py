"""What owners do to close their business: see what stands in the way, close it, take that back (ADR 0073)."""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts import owners
from accounts.securing import must_know_password
from latchkey.clock import rfc3339
from latchkey.errors import ConflictError, InvalidError, NotFoundError
from latchkey.http import Caller
from latchkey.ids import new_id
from latchkey.observability import count
from latchkey.settings import settings
from latchkey.tables import commit
from latchkey.writes import Write
from mail import messages
from privacy import closing_writes, obstacles, store
from privacy.closing import Closing
from privacy.closing_answers import ClosingIn, ClosingOut


def read_closing(caller: Caller) -> ClosingOut:
    """Whether the business is being closed, and what stands in the way. Owner."""
    caller.viewer.must_be_owner()
    return _shown(caller, store.closing(caller.business_id), _in_the_way(caller.business_id))


def close(caller: Caller, body: ClosingIn) -> ClosingOut:
    """From this moment only owners are let in, and after the waiting time everything is deleted. Owner.

    Raises InvalidError for another name or a wrong password, ConflictError for what has to be settled first or when
    there is no copy to take home, LimitedError.
    """
    caller.viewer.must_be_owner()
    if _plain(body.name) != _plain(caller.business["name"]):
        raise InvalidError("This is not the name of the business.", field="name")
    _, room = must_know_password(caller, body.password)
    if why := obstacles.joined(_in_the_way(caller.business_id)):
        raise ConflictError(why)
    if not _has_copy(caller):
        raise ConflictError("Make a copy of your data first, and save it: nothing is left here afterwards.")
    closing = Closing(
        caller.business_id,
        new_id("cls", caller.now),
        asked_at=rfc3339(caller.now),
        asked_by=caller.viewer.name or caller.viewer.email,
        closes_at=rfc3339(caller.now + _wait()),
    )
    facts = {"asked_by": closing.asked_by, "closes_at": closing.closes_at}
    told = owners.told(
        caller.business_id, caller.now, lambda to: messages.business_closing(caller.business_id, to=to, **facts)
    )
    commit([*room, *closing_writes.asked(closing), *told])
    count("BusinessesClosing")
    return _shown(caller, closing, [])


def take_back(caller: Caller) -> None:
    """Everything is open again. Owner. Raises NotFoundError, ConflictError when the deletion has begun."""
    caller.viewer.must_be_owner()
    closing = store.closing(caller.business_id)
    if closing is None:
        raise NotFoundError
    by = caller.viewer.name or caller.viewer.email
    commit([*closing_writes.taken_back(closing, caller.now), *told_open_again(caller.business_id, caller.now, by=by)])
    count("BusinessesKept")


def told_open_again(business_id: str, now: datetime, *, by: str = "", reason: str = "") -> list[Write]:
    """A mail to each owner: somebody took it back, or something has to be settled first."""
    return owners.told(business_id, now, lambda to: messages.business_kept(business_id, to=to, by=by, reason=reason))


# ---------------------------------------------------------------------------------------------------------------------
def _in_the_way(business_id: str) -> list[str]:
    return obstacles.sentences(store.unsettled_orders(business_id))


def _has_copy(caller: Caller) -> bool:
    copy = store.business_copy(caller.business_id)
    return copy is not None and copy.is_there(caller.now)


def _shown(caller: Caller, closing: Closing | None, in_the_way: list[str]) -> ClosingOut:
    return ClosingOut(
        state="waiting" if closing else "open",
        asked_at=closing.asked_at if closing else None,
        asked_by=closing.asked_by if closing else None,
        closes_at=closing.closes_at if closing else None,
        wait_days=max(1, _wait().days),
        obstacles=in_the_way,
        has_copy=_has_copy(caller),
    )


def _wait() -> timedelta:
    return timedelta(seconds=int(settings().closing_seconds))


def _plain(name: str) -> str:
    """As people type it: white space and capitals are no difference."""
    return " ".join(name.split()).casefold()
