"""A person's account moves to another address, which a code typed in the same session proves (product 2.4, ADR 0066)."""

from dataclasses import replace

from accounts import email_writes, profiles, proving, securing, store, writes
from accounts.address import canonical
from accounts.code import new_code
from accounts.email_change import EmailChange
from accounts.pending import begun_by
from accounts.people_answers import OwnAccountOut
from accounts.tries import CODES, EMAIL_CHANGES
from latchkey import limits
from latchkey.errors import ConflictError, InvalidError, UnauthenticatedError
from latchkey.http import Caller
from latchkey.outbox import outgoing
from latchkey.tables import commit
from latchkey.writes import Write
from mail import messages


def begin(caller: Caller, email: str, present: str) -> None:
    """Mails a code to the new address, whoever has it: nothing is looked up before the code was typed.

    Raises InvalidError at its field for an address or a wrong present password, LimitedError.
    """
    viewer = caller.viewer
    viewer.must_be_themselves()
    address = canonical(email)
    if address == viewer.email:
        raise InvalidError("This is your e-mail already.", field="email")
    account, room = securing.must_know_password(caller, present)
    code, place = new_code(), (caller.business_id, caller.source_ip, caller.now)
    change = EmailChange(
        account_id=account.account_id,
        **begun_by(caller.business_id, address, caller.pending_hash, caller.now),
    ).with_code(code, caller.pending_hash, caller.now)
    counted = limits.counters(CODES, place[0], address, *place[1:])
    counted += limits.counters(EMAIL_CHANGES, place[0], account.account_id, *place[1:])
    told = messages.email_change_code(caller.business_id, to=address, code=code, expires_at=change.code_expires_at)
    sent = outgoing(caller.business_id, "mail", told, caller.now)
    commit([*room, *(one.spent() for one in counted), writes.waiting(change), sent])


def finish(caller: Caller, typed: str) -> OwnAccountOut:
    """The code moves the account, its customer record and its places on rosters, in one step; every other session ends.

    Raises InvalidError for a code, ConflictError when the address, now proven, has an account or a record of its own.
    """
    caller.viewer.must_be_themselves()
    change = store.email_change(caller.business_id, caller.viewer.account_id)
    if change is None or not change.is_held_by(caller.pending_hash, caller.now):
        raise InvalidError("This change is over. Please start again.", field="code")
    proving.must_fit(change, typed, caller.pending_hash, caller.now)
    try:
        return _moved(caller, change)
    except ConflictError:
        # A booking, a team or another window may have changed something between our look and our commit: look once more.
        return _moved(caller, change)


# ---------------------------------------------------------------------------------------------------------------------
def _moved(caller: Caller, change: EmailChange) -> OwnAccountOut:
    viewer = caller.viewer
    found = store.to_change_email(caller.business_id, viewer.account_id, viewer.customer_id, change.email)
    if found.has_account:
        raise email_writes.taken()
    if found.has_record and found.record:
        raise email_writes.has_record()
    if found.account.email != viewer.email or found.account.removed_at:
        raise UnauthenticatedError("Please sign in first.")
    told = messages.email_changed(caller.business_id, to=viewer.email)
    commit([*_writes(caller, change, found), outgoing(caller.business_id, "mail", told, caller.now)])
    account = found.account
    return profiles.shown(replace(account, email=change.email, version=account.version + 1))


def _writes(caller: Caller, change: EmailChange, found: store.Readdressed) -> list[Write]:
    moved = email_writes.moved(
        found.account, found.record, found.teams, change.email, session_hash=caller.session_hash, now=caller.now
    )
    return [writes.used_code(change), *moved]
