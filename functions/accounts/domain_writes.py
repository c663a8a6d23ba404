"""What changes with a business's own domain, as pure values: the record of it, the claim, the business, what the edge is told.

The claim is the one that names of the platform have (ADR 0057), but it is given back: a domain belongs to whoever holds
its zone, and the platform's names belong to the platform.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from accounts.domain import Domain
from latchkey import keys
from latchkey.clock import rfc3339
from latchkey.conditions import absent, at_version, attribute, present
from latchkey.errors import ConflictError, LatchkeyError
from latchkey.keys import Key
from latchkey.outbox import outgoing
from latchkey.writes import Delete, Item, Put, Update, Write

DUE = "due"


def added(domain: Domain, now: datetime) -> Write:
    """The business wants this domain. In the place of one that was never proven or is withdrawn; else ConflictError."""
    free = absent() | attribute("stage").eq("waiting") | attribute("stage").eq("withdrawn")
    item = {**domain.item(), "domain_checks": DUE, "check_at": domain.next_check(now, can_be_served=False)}
    return Put("people", keys.own_domain(domain.business_id), item, free, lambda _: has_one())


def looked_at(before: Domain, after: Domain, check_at: str, now: datetime) -> list[Write]:
    """What one look, or CloudFront, changed. ConflictError when somebody else looked, removed or proved it meanwhile."""
    writes: list[Write] = [_kept(before, after, check_at)]
    if after.stage == "withdrawn" != before.stage:
        return [*writes, *_given_back(before, now)]
    if before.stage == "waiting" and after.stage == "proven":
        writes.append(_claimed(after, now))
    if before.stage == "proven" and after.stage == "live":
        served = _of_business(after, {"domain": after.domain, "domain_in_doubt": after.is_in_doubt})
        writes += [served, _told(after.business_id, "", now)]
    elif after.stage == "live" and after.is_in_doubt != before.is_in_doubt:
        writes.append(_of_business(after, {"domain_in_doubt": after.is_in_doubt}))
    return writes


def looking(item: Item, check_at: str) -> Update:
    """Nobody else looks for a while, and one that ends the function in the middle holds up no other."""
    key = Key(item["pk"], item["sk"])
    return Update("people", key, {"check_at": check_at}, condition=attribute("check_at").eq(item["check_at"]))


def removed(domain: Domain, now: datetime) -> list[Write]:
    """The business does not want it any more: whoever proves it next has it. ConflictError for the slower of two."""
    key = keys.own_domain(domain.business_id)
    writes: list[Write] = [Delete("people", key, at_version(domain.version))]
    return writes + (_given_back(domain, now) if domain.stage in ("proven", "live") else [])


def torn_down(business_id: str, domain: str) -> Write:
    """CloudFront has nothing left of a domain that was given back."""
    return Delete("people", keys.domain_left(business_id, domain))


def has_one() -> LatchkeyError:
    """The answer to a second domain beside one that holds."""
    return ConflictError("You have a domain already. Please remove it first.")


def taken() -> LatchkeyError:
    """Who is first to prove a domain has it until the proof is gone."""
    return ConflictError("Another business on this platform has proven this domain and still holds it.")


# ---------------------------------------------------------------------------------------------------------------------
def _kept(before: Domain, after: Domain, check_at: str) -> Update:
    facts = {name: value for name, value in after.item().items() if name != "version"}
    index = {"domain_checks": DUE, "check_at": check_at} if check_at else {}
    gone = () if check_at else ("domain_checks", "check_at")
    same = at_version(before.version) & attribute("token").eq(before.token)
    return Update("people", keys.own_domain(before.business_id), {**facts, **index}, {"version": 1}, gone, same)


def _claimed(domain: Domain, now: datetime) -> Put:
    fact = {"schema": 1, "host": domain.domain, "business_id": domain.business_id, "claimed_at": rfc3339(now)}
    mine = absent() | attribute("business_id").eq(domain.business_id)
    return Put("people", keys.host_claim(domain.domain), fact, mine, lambda _: taken())


def _given_back(domain: Domain, now: datetime) -> list[Write]:
    """The claim is free, no link leads there, the edge hears of it; the platform's own name of the business stays."""
    business_id = domain.business_id
    mine = attribute("business_id").eq(business_id)
    left = {"schema": 1, "business_id": business_id, "left": domain.domain}
    index = {"domain_checks": DUE, "check_at": rfc3339(now)}
    return [
        Delete("people", keys.host_claim(domain.domain), mine),
        _of_business(domain, {"domain": "", "domain_in_doubt": False}),
        _told(business_id, domain.domain, now),
        # CloudFront may be just being asked to serve it; what comes of that goes too.
        Put("people", keys.domain_left(business_id, domain.domain), {**left, **index}),
    ]


def _of_business(domain: Domain, facts: Mapping[str, str | bool]) -> Update:
    return Update("people", keys.business(domain.business_id), facts, {"version": 1}, condition=present())


def _told(business_id: str, left: str, now: datetime) -> Put:
    payload = {"business_id": business_id, **({"left": left} if left else {})}
    return outgoing(business_id, "host_claimed", payload, now)
