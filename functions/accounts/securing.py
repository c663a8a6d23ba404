"""What only the holder of the present password may do: choose another one (product 2.3)."""

from collections.abc import Sequence

from accounts import password, store, writes
from accounts.account import Account
from accounts.tries import SIGN_IN
from latchkey import limits
from latchkey.errors import InvalidError
from latchkey.http import Caller
from latchkey.limits import Counter
from latchkey.outbox import outgoing
from latchkey.tables import commit
from latchkey.writes import Write
from mail import messages


def change_password(caller: Caller, present: str, chosen: str) -> None:
    """Another password: every other session is over, the owner is told.

    Raises InvalidError at its field for a wrong or a bad password, LimitedError; a wrong one counts as at the sign-in.
    """
    viewer = caller.viewer
    viewer.must_be_themselves()
    password.must_be_acceptable(chosen, viewer.email, field="new_password")
    account, room = must_know_password(caller, present)
    told = messages.password_changed(caller.business_id, to=account.email)
    commit(
        [
            *room,
            writes.new_password(account, password.hashed(chosen), caller.now),
            writes.renewed_session(caller.business_id, account.account_id, caller.session_hash, caller.now),
            outgoing(caller.business_id, "mail", told, caller.now),
        ]
    )


def must_know_password(caller: Caller, typed: str) -> tuple[Account, Sequence[Write]]:
    """The caller's account when `typed` is its password, and what to commit with whatever follows from it."""
    counted = _counters(caller)
    account, counts = store.account_and_counts(caller.business_id, caller.viewer.account_id, counted)
    limits.must_have_room(counted, counts)
    if not password.fits(typed, account.password_hash):
        commit([one.spent() for one in counted])
        raise InvalidError("That is not your present password.", field="password")
    return account, [one.room() for one in counted]


def _counters(caller: Caller) -> list[Counter]:
    return limits.counters(SIGN_IN, caller.business_id, caller.viewer.email, caller.source_ip, caller.now)
