"""What people do with accounts: sign up, type the code, sign in, sign out; each change is one commit."""

from accounts import password, proving, store, writes
from accounts.account import Account
from accounts.address import canonical
from accounts.code import new_code
from accounts.customer import NOTHING_LINKED
from accounts.device import device_of
from accounts.opening import Opened, must_be_let_in, opened
from accounts.sign_up import SignUp, begin
from accounts.tries import CODES, SIGN_IN
from latchkey import limits
from latchkey.clock import rfc3339
from latchkey.errors import ConflictError, UnauthenticatedError
from latchkey.http import Caller
from latchkey.ids import fingerprint, is_id, new_id, new_secret
from latchkey.outbox import outgoing
from latchkey.tables import commit
from latchkey.writes import Write
from mail import messages


def sign_up(caller: Caller, email: str, typed: str) -> str:
    """Begins a sign-up and mails a code, or tells the owner of a known address; both look the same (product 2.2).

    Returns the cookie of the pending sign-up. Raises InvalidError, LimitedError.
    """
    address = canonical(email)
    password.must_be_acceptable(typed, address)
    counted = limits.counters(CODES, caller.business_id, address, caller.source_ip, caller.now)
    owner, counts = store.claim_and_counts(caller.business_id, address, counted)
    limits.must_have_room(counted, counts)
    sign_up_id, secret, code = new_id("sgn", caller.now), new_secret(), new_code()
    proof = fingerprint(secret)
    begun = begin(
        caller.business_id,
        sign_up_id,
        proof,
        address,
        password.hashed(typed),
        known=owner is not None,
        now=caller.now,
    ).with_code(code, proof, caller.now)
    commit([*(one.spent() for one in counted), writes.waiting(begun), _mail_of(caller, begun, code)])
    return f"{sign_up_id}.{secret}"


def send_code(caller: Caller) -> None:
    """Another code for this browser's sign-up; the one before is worthless. Raises UnauthenticatedError, LimitedError."""
    waiting = _waiting(caller)
    counted = limits.counters(CODES, caller.business_id, waiting.email, caller.source_ip, caller.now)
    code = new_code()
    renewed = waiting.with_code(code, caller.pending_hash, caller.now)
    commit(
        [
            *(one.spent() for one in counted),
            writes.renewed_code(renewed, waiting.code_hash),
            _mail_of(caller, renewed, code),
        ]
    )


def verify_code(caller: Caller, typed: str) -> Opened:
    """The typed code proves the address: account, customer record and session come to be in one step (product 2.2, 2.6).

    Raises UnauthenticatedError when no sign-up waits in this browser, InvalidError for a wrong or worn-out code.
    """
    waiting = _waiting(caller)
    proving.must_fit(waiting, typed, caller.pending_hash, caller.now)
    try:
        return _proven(caller, waiting)
    except ConflictError:
        # A guest's first order may have made the customer record between our look and our commit: look once more.
        return _proven(caller, waiting)


def _proven(caller: Caller, sign_up: SignUp) -> Opened:
    link = store.customer_of_address(caller.business_id, sign_up.email)
    account = Account(
        business_id=caller.business_id,
        account_id=new_id("acc", caller.now),
        email=sign_up.email,
        password_hash=sign_up.password_hash,
        created_at=rfc3339(caller.now),
        customer_id=link["customer_id"] if link else new_id("cus", caller.now),
    )
    linked = store.booked_before(caller.business_id, link["customer_id"]) if link else NOTHING_LINKED
    secret = new_secret()
    commit(
        [
            writes.used_code(sign_up),
            *writes.new_account(account),
            *writes.customer_of_account(account, link, linked, caller.now),
            writes.new_session(account, fingerprint(secret), caller.now, device_of(caller.user_agent)),
            outgoing(caller.business_id, "mail", messages.welcome(caller.business_id, to=account.email), caller.now),
        ]
    )
    return opened(account, secret, linked)


def sign_in(caller: Caller, email: str, typed: str) -> Opened:
    """Opens a session for the right password. Raises UnauthenticatedError alike for all else, LimitedError.

    ForbiddenError for the right password of somebody whom a business that is being closed does not let in.

    The password costs one Argon2 and the tables the same calls whether or not the address has an account; a wrong
    password is counted in the step that tells, so parallel guesses learn no more than the limit.
    """
    address = canonical(email)
    counted = limits.counters(SIGN_IN, caller.business_id, address, caller.source_ip, caller.now)
    owner, counts = store.claim_and_counts(caller.business_id, address, counted)
    limits.must_have_room(counted, counts)
    account = store.account(caller.business_id, owner or new_id("acc", caller.now))
    kept = account.password_hash if account and not account.removed_at and account.email == address else None
    if not password.fits(typed, kept) or account is None:
        commit([one.spent() for one in counted])
        raise writes.no_match()
    must_be_let_in(account, caller.business)
    secret = new_secret()
    commit(
        [
            *(one.room() for one in counted),
            writes.same_password(account),
            writes.new_session(account, fingerprint(secret), caller.now, device_of(caller.user_agent)),
        ]
    )
    return opened(account, secret)


def sign_out(caller: Caller) -> None:
    """Ends this browser's session, at once and for good; without one there is nothing to do."""
    if caller.session_hash:
        ended = writes.ended_session(caller.business_id, caller.viewer.account_id, caller.session_hash)
        commit([ended])


def sign_up_waits(caller: Caller) -> bool:
    """Whether this browser still has a code to type; a cookie alone proves nothing."""
    try:
        return bool(caller.pending_id) and _waiting(caller) is not None
    except UnauthenticatedError:
        return False


def _waiting(caller: Caller) -> SignUp:
    found = store.sign_up(caller.business_id, caller.pending_id) if is_id("sgn", caller.pending_id) else None
    if found is None or not found.is_held_by(caller.pending_hash, caller.now):
        raise UnauthenticatedError("This sign-up is over. Please start again.")
    return found


def _mail_of(caller: Caller, sign_up: SignUp, code: str) -> Write:
    if sign_up.known:
        payload = messages.account_exists(caller.business_id, to=sign_up.email)
    else:
        payload = messages.verification_code(
            caller.business_id, to=sign_up.email, code=code, expires_at=sign_up.code_expires_at
        )
    return outgoing(caller.business_id, "mail", payload, caller.now)
