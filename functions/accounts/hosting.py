"""What people do with the name of a business: look whether one is free, move to another one (product 10.1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from accounts import host_store, host_writes
from accounts.business import Business, business_of
from accounts.host_answers import HostIn, HostOut, NameIn, NameOut
from accounts.host_name import host_of, is_reserved, label_of
from accounts.tries import MOVES, NAMES
from latchkey import limits
from latchkey.errors import ForbiddenError, InvalidError
from latchkey.http import Caller
from latchkey.observability import count
from latchkey.settings import settings
from latchkey.tables import commit

_RESERVED: Final = "This name is kept for the platform. Please choose another one."
_TAKEN: Final = "This name is taken. Please choose another one."
_MOST_NAMES: Final = 50


def read_host(caller: Caller) -> HostOut:
    """Where the business lives, and its former names; all staff may look."""
    caller.viewer.must_be_staff()
    return _out(caller, [claim["host"] for claim in host_store.hosts_of(caller.business_id)])


def check_own(caller: Caller, body: NameIn) -> NameOut:
    """Whether the business could move to a name. Owner."""
    _must_be_owner(caller)
    return check(caller, body)


def check(caller: Caller, body: NameIn) -> NameOut:
    """Whether a name is free, in one sentence if not. Counted, so that nobody reads out all names. Raises LimitedError."""
    try:
        host = wanted_host(body.label)
    except InvalidError as error:
        return NameOut(is_free=False, sentence=error.detail)
    counted = limits.counters(NAMES, caller.business_id, caller.source_ip, caller.source_ip, caller.now)
    owner, counts = host_store.owner_and_counts(host, counted)
    limits.must_have_room(counted, counts)
    commit([one.spent() for one in counted])
    if owner == caller.business_id:
        now = host == caller.business.get("host")
        return NameOut(is_free=not now, sentence="This is your name now." if now else "This was your name before.")
    return NameOut(is_free=owner is None, sentence="" if owner is None else _TAKEN)


def move(caller: Caller, body: HostIn) -> HostOut:
    """The business lives at another name from now on; the edge hears of it by the stream. Owner.

    The same again changes nothing. Raises InvalidError, LimitedError; ConflictError when the name is taken, or the
    business has moved since the person looked.
    """
    _must_be_owner(caller)
    host = wanted_host(body.label)
    names = [claim["host"] for claim in host_store.hosts_of(caller.business_id)]
    if host == caller.business["host"]:
        return _out(caller, names)
    if host not in names and len(names) >= _MOST_NAMES:
        raise InvalidError(f"A business can have {_MOST_NAMES} names in its life.", field="label")
    if body.host != caller.business["host"]:
        raise host_writes.moved_already()
    counted = limits.counters(MOVES, caller.business_id, caller.business_id, caller.source_ip, caller.now)
    commit([*(one.spent() for one in counted), *host_writes.moved(caller.business, host, caller.now)])
    count("HostsMoved")
    return _out(caller, [*names, host], host)


def wanted_host(label: str) -> str:
    """The host of a name that could be had. Raises InvalidError (field `label`) for a malformed or reserved one."""
    label = label_of(label)
    if is_reserved(label, settings().domain_name, settings().platform_host):
        raise InvalidError(_RESERVED, field="label")
    return host_of(label, settings().domain_name)


def ensure_claimed(business: Business, now: datetime) -> None:
    """A business from before there were claims has one of its host. ConflictError when somebody else was faster."""
    if host_store.owner_of(business.host) != business.business_id:
        commit(host_writes.claimed(business.business_id, business.host, now))


# ---------------------------------------------------------------------------------------------------------------------
def _must_be_owner(caller: Caller) -> None:
    caller.viewer.must_be_staff()
    if caller.viewer.role != "owner":
        raise ForbiddenError("Only an owner can change the address.")


def _out(caller: Caller, names: list[str], host: str = "") -> HostOut:
    host = host or caller.business["host"]
    domain = settings().domain_name
    return HostOut(
        host=host,
        label=host.removesuffix(f".{domain}"),
        domain=domain,
        url=settings().origin(host),
        links_url=settings().origin(replace(business_of(caller.business), host=host).link_host),
        former=sorted({name for name in names if name != host}),
        is_live=caller.business.get("edge_host") == host,
        may_change=caller.viewer.role == "owner",
    )
