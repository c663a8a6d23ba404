"""What people do on the platform's own host: found a business, prove the address by a code, see it go live (product 2.1)."""

from __future__ import annotations

import hmac
from datetime import datetime

from accounts import create_business, founding, host_store, host_writes, hosting, password, proving, writes
from accounts.address import canonical
from accounts.business import business_of
from accounts.code import new_code
from accounts.display_name import display_name
from accounts.founding import Founding, new_business
from accounts.host_name import host_of
from accounts.platform_answers import BusinessIn, FoundingOut, PlatformOut, ProofIn, SignUps, State
from accounts.tries import FOUNDING
from latchkey import keys, limits
from latchkey.errors import ForbiddenError, InvalidError, UnauthenticatedError
from latchkey.http import Caller
from latchkey.ids import fingerprint, new_id, new_secret
from latchkey.observability import count
from latchkey.outbox import outgoing
from latchkey.secrets import secret
from latchkey.settings import settings
from latchkey.tables import commit, read_many
from latchkey.writes import Item, Write
from mail import messages


def look(caller: Caller) -> PlatformOut:
    """Who may found a business here, and how far this browser's own has come."""
    return PlatformOut(
        sign_ups=_sign_ups(),
        domain=settings().domain_name,
        currencies=list(founding.CURRENCIES),
        founding=_progress(caller),
    )


def found(caller: Caller, body: BusinessIn) -> str:
    """Begins a business and mails the code that proves its owner's address; returns the cookie of this browser.

    Nothing is claimed yet. Raises ForbiddenError where nobody may, InvalidError at a field, ConflictError for a taken
    name, LimitedError.
    """
    _must_be_open()
    address = canonical(body.email)
    password.must_be_acceptable(body.password, address)
    host = hosting.wanted_host(body.label)
    create_business.must_be_a_zone(body.time_zone)
    if body.currency not in founding.CURRENCIES:
        raise InvalidError("Please choose a currency of the list.", field="currency")
    business_id = new_id("biz", caller.now)
    business = new_business(business_id, display_name(body.name), host, body.time_zone, body.currency)
    counted = limits.counters(FOUNDING, caller.business_id, address, caller.source_ip, caller.now)
    owner, counts = host_store.owner_and_counts(host, counted)
    limits.must_have_room(counted, counts)
    spent = [one.spent() for one in counted]
    if not _is_invited(body.invitation_code):
        commit(spent)
        raise InvalidError("This invitation code is not known here.", field="invitation_code")
    if owner:
        commit(spent)
        raise host_writes.taken()
    token, code = new_secret(), new_code()
    proof = fingerprint(token)
    hashed = password.hashed(body.password)
    begun = founding.begin(business, body.label, address, hashed, proof, caller.now).with_code(code, proof, caller.now)
    commit([*spent, writes.waiting(begun), _mail_of(begun, code, caller.now)])
    return f"{business_id}.{token}"


def send_code(caller: Caller) -> None:
    """Another code for this browser's business; the one before is worthless. Raises UnauthenticatedError, LimitedError."""
    begun = _begun(caller)
    counted = limits.counters(FOUNDING, caller.business_id, begun.email, caller.source_ip, caller.now)
    code = new_code()
    renewed = begun.with_code(code, caller.pending_hash, caller.now)
    spent = [one.spent() for one in counted]
    commit([*spent, writes.renewed_code(renewed, begun.code_hash), _mail_of(renewed, code, caller.now)])


def prove(caller: Caller, body: ProofIn) -> FoundingOut:
    """The typed code: business, first owner and claim of the name come to be in one commit; the stream brings it live.

    Raises UnauthenticatedError when nothing waits in this browser, InvalidError for the code or the name, ConflictError
    when somebody took the name meanwhile: the code stays good for another one.
    """
    _must_be_open()
    begun = _begun(caller)
    label = body.label or begun.label
    host = hosting.wanted_host(label)
    proving.must_fit(begun, body.code, caller.pending_hash, caller.now)
    business = new_business(begun.business_id, begun.name, host, begun.time_zone, begun.currency)
    owner = create_business.owner_account(begun.business_id, begun.email, begun.password_hash, None, caller.now)
    commit([writes.founded(begun, label), *create_business.writes_of(business, owner, caller.now)])
    count("BusinessesFounded")
    return _out(begun, label, host, "preparing")


# ---------------------------------------------------------------------------------------------------------------------
def _sign_ups() -> SignUps:
    match settings().platform_sign_ups:
        case "open":
            return "open"
        case "invited":
            return "invited"
    return "closed"


def _must_be_open() -> None:
    if _sign_ups() == "closed":
        raise ForbiddenError("New businesses cannot be set up here.")


def _is_invited(typed: str) -> bool:
    if _sign_ups() == "open":
        return True
    return hmac.compare_digest(typed.encode(), secret(settings().invitation_secret_id).encode())


def _begun(caller: Caller) -> Founding:
    """What waits for its code in this browser; a business that was founded waits no more."""
    item = _items(caller)[0] if caller.pending_id else None
    begun = Founding.of(item) if item else None
    if begun is None or begun.founded or not begun.is_held_by(caller.pending_hash, caller.now):
        raise UnauthenticatedError("This is over. Please start again.")
    return begun


def _items(caller: Caller) -> list[Item | None]:
    places = (keys.founding(caller.pending_id), keys.business(caller.pending_id))
    return read_many([("people", key) for key in places])


def _progress(caller: Caller) -> FoundingOut | None:
    item, stored = _items(caller) if caller.pending_id else (None, None)
    begun = Founding.of(item) if item else None
    if begun is None or not begun.is_held_by(caller.pending_hash, caller.now):
        return None
    if not begun.founded or stored is None:
        return _out(begun, begun.label, host_of(begun.label, settings().domain_name), "code")
    host = business_of(stored).host
    return _out(begun, begun.label, host, "live" if stored.get("edge_host") == host else "preparing")


def _out(begun: Founding, label: str, host: str, state: State) -> FoundingOut:
    return FoundingOut(
        state=state, name=begun.name, label=label, email=begun.email, host=host, url=settings().origin(host)
    )


def _mail_of(begun: Founding, code: str, now: datetime) -> Write:
    ends = begun.code_expires_at
    payload = messages.founding_code(begun.business_id, to=begun.email, code=code, expires_at=ends)
    return outgoing(begun.business_id, "mail", payload, now)
