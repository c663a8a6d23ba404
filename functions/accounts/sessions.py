"""A person's own sessions: where one is signed in, and how to end that (product 2.3)."""

from contextlib import suppress
from typing import Any

from accounts import store, writes
from accounts.people_answers import OwnSessionOut, OwnSessionsOut
from latchkey.clock import rfc3339
from latchkey.errors import NotFoundError, UnauthenticatedError
from latchkey.http import Caller
from latchkey.ids import fingerprint
from latchkey.tables import commit
from latchkey.writes import Item


def list_own(caller: Caller) -> OwnSessionsOut:
    """The sessions that still hold, the present one first, then the ones seen last."""
    caller.viewer.must_be_themselves()
    shown = [_shown(caller, session) for session in _living(caller)]
    shown.sort(key=lambda one: (one.is_this, one.seen_on, one.begun_at), reverse=True)
    return OwnSessionsOut(sessions=shown)


def end(caller: Caller, session_id: str) -> None:
    """Ends one session at its next request. Raises NotFoundError for what is no session of this person."""
    caller.viewer.must_be_themselves()
    for session in _living(caller):
        if _id_of(session) == session_id:
            commit([writes.ended_session(caller.business_id, caller.viewer.account_id, _hash_of(session))])
            return
    raise NotFoundError


def end_others(caller: Caller) -> None:
    """Ends every other session, also one that nobody listed; safe to repeat."""
    caller.viewer.must_be_themselves()
    commit(writes.only_session(caller.business_id, caller.viewer.account_id, caller.session_hash, caller.now))


def seen_today(caller: Caller) -> None:
    """Keeps the day on which a session was last seen: one write a day, from the request that every page begins with."""
    today = caller.now.date().isoformat()
    with suppress(UnauthenticatedError):  # signed out in this very moment
        commit([writes.seen_session(caller.business_id, caller.viewer.account_id, caller.session_hash, today)])


# ---------------------------------------------------------------------------------------------------------------------
def _living(caller: Caller) -> list[Item]:
    account, sessions = store.own_sessions(caller.business_id, caller.viewer.account_id)
    at, valid_from = rfc3339(caller.now), account.get("sessions_valid_from", "")
    return [one for one in sessions if one["expires_at"] > at and one["created_at"] >= valid_from]


def _shown(caller: Caller, session: Item) -> OwnSessionOut:
    begun: Any = session.get("begun_at") or session["created_at"]
    return OwnSessionOut(
        session_id=_id_of(session),
        device=session.get("device", ""),
        begun_at=begun,
        seen_on=session.get("seen_on") or begun[:10],
        is_this=_hash_of(session) == caller.session_hash,
    )


def _hash_of(session: Item) -> str:
    return str(session["sk"]).partition("#")[2]


def _id_of(session: Item) -> str:
    """Names a session without saying what the table knows it by."""
    return fingerprint(_hash_of(session))[:32]
