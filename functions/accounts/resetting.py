"""The reset of a forgotten password: a mailed code, a new password, and every other session is over (product 2.3)."""

from dataclasses import replace

from accounts import password, proving, store, writes
from accounts.account import Account
from accounts.address import canonical
from accounts.code import new_code
from accounts.device import device_of
from accounts.opening import Opened, must_be_let_in, opened
from accounts.pending import begun_by
from accounts.reset import PasswordReset
from accounts.tries import CODES
from latchkey import limits
from latchkey.clock import rfc3339
from latchkey.errors import UnauthenticatedError
from latchkey.http import Caller
from latchkey.ids import fingerprint, is_id, new_id, new_secret
from latchkey.outbox import outgoing
from latchkey.tables import commit
from latchkey.writes import Write
from mail import messages


def begin(caller: Caller, email: str) -> str:
    """Mails a code to the owner of an account. An address without one costs the same calls, answers alike, gets nothing.

    Returns the cookie of the pending reset. Raises InvalidError, LimitedError.
    """
    address = canonical(email)
    counted = limits.counters(CODES, caller.business_id, address, caller.source_ip, caller.now)
    owner, counts = store.claim_and_counts(caller.business_id, address, counted)
    limits.must_have_room(counted, counts)
    account = store.account(caller.business_id, owner or new_id("acc", caller.now))
    reset_id, secret, code = new_id("rst", caller.now), new_secret(), new_code()
    proof = fingerprint(secret)
    reset = PasswordReset(
        reset_id=reset_id,
        account_id=account.account_id if account and not account.removed_at else "",
        **begun_by(caller.business_id, address, proof, caller.now),
    ).with_code(code, proof, caller.now)
    commit([*(one.spent() for one in counted), writes.waiting(reset), _mail_of(caller, reset, code)])
    return f"{reset_id}.{secret}"


def finish(caller: Caller, typed: str, new_password: str) -> Opened:
    """The code and a new password: this browser is signed in, every other one is signed out, the owner is told.

    Raises UnauthenticatedError when no reset waits in this browser, InvalidError for a code or a password,
    ForbiddenError as `sign_in`.
    """
    reset = _waiting(caller)
    password.must_be_acceptable(new_password, reset.email)
    proving.must_fit(reset, typed, caller.pending_hash, caller.now)
    account = store.account(caller.business_id, reset.account_id) if reset.account_id else None
    if account is None or not _is_still_theirs(account, reset):
        raise _over()
    must_be_let_in(account, caller.business)
    secret = new_secret()
    told = messages.password_changed(caller.business_id, to=account.email)
    commit(
        [
            writes.used_code(reset),
            writes.new_password(account, password.hashed(new_password), caller.now),
            writes.new_session(account, fingerprint(secret), caller.now, device_of(caller.user_agent)),
            outgoing(caller.business_id, "mail", told, caller.now),
        ]
    )
    return opened(account, secret)


def _waiting(caller: Caller) -> PasswordReset:
    reset_id = caller.pending_id
    found = store.password_reset(caller.business_id, reset_id) if is_id("rst", reset_id) else None
    if found is None or not found.is_held_by(caller.pending_hash, caller.now):
        raise _over()
    return found


def _is_still_theirs(account: Account, reset: PasswordReset) -> bool:
    """A code proves the address it was sent to, and no account that has moved to another one since."""
    return account.email == reset.email and not account.removed_at


def _over() -> UnauthenticatedError:
    return UnauthenticatedError("This reset is over. Please start again.")


def _mail_of(caller: Caller, reset: PasswordReset, code: str) -> Write:
    """Without an account an event of the same kind that nobody sends: the step takes as long, and nobody is written to."""
    ends = reset.code_expires_at
    payload = messages.password_reset(caller.business_id, to=reset.email, code=code, expires_at=ends)
    event = outgoing(caller.business_id, "mail", payload, caller.now)
    if reset.has_a_code:
        return event
    done = {**event.item, "payload": {"mail": payload["mail"]}, "done_at": rfc3339(caller.now)}
    del done["pending"]
    return replace(event, item=done)
