"""What owners do with a domain of their own: add one, see its records, have them looked at now, remove it (ADR 0071)."""

from __future__ import annotations

from accounts import domain_checking, domain_writes, tenants
from accounts.domain import Domain, domain_from
from accounts.domain_answers import DomainIn, DomainOut, RecordOut, State
from accounts.domain_name import domain_of, proof_name
from accounts.tries import DOMAIN_LOOKS
from latchkey import keys, limits
from latchkey.clock import rfc3339
from latchkey.errors import NotFoundError
from latchkey.http import Caller
from latchkey.ids import new_secret
from latchkey.observability import count
from latchkey.settings import settings
from latchkey.tables import commit, read, read_many
from latchkey.writes import Table

_SENTENCES: dict[State, str] = {
    "none": "",
    "waiting": "Set these records where you manage your domain, then check. We also look by ourselves for a week.",
    "live": "Your portal is at this address, and every link in mails leads there.",
    "failing": "The TXT record is gone. Links lead to your platform address until it is back.",
    "withdrawn": "The TXT record was gone for a day, so the portal is not at this address any more. You can add it again.",
}


def read_own(caller: Caller) -> DomainOut:
    """The domain and how far it has come; all staff may look."""
    caller.viewer.must_be_staff()
    item = read("people", keys.own_domain(caller.business_id))
    return _out(caller, domain_from(item) if item else None)


def add(caller: Caller, body: DomainIn) -> DomainOut:
    """The business wants a domain: nobody is held up by that, and nothing is claimed before its proof. Owner.

    Raises InvalidError, LimitedError, ConflictError beside one that holds.
    """
    caller.viewer.must_be_owner()
    name = domain_of(body.domain, settings().domain_name)
    domain = Domain(caller.business_id, name, new_secret(), "waiting", rfc3339(caller.now))
    counted = _counted(caller)
    commit([*(one.spent() for one in counted), domain_writes.added(domain, caller.now)])
    return _out(caller, domain)


def check_now(caller: Caller) -> DomainOut:
    """Asks DNS now. Owner. Raises NotFoundError, LimitedError, ConflictError when another business holds the domain."""
    caller.viewer.must_be_owner()
    counted = _counted(caller)
    wanted: list[tuple[Table, keys.Key]] = [("people", keys.own_domain(caller.business_id))]
    item, *counts = read_many([*wanted, *(("people", one.key) for one in counted)])
    if item is None:
        raise NotFoundError
    limits.must_have_room(counted, counts)
    commit([one.spent() for one in counted])
    return _out(caller, domain_checking.looked(domain_from(item), caller.now))


def remove(caller: Caller) -> None:
    """The business does not want it any more; from this moment whoever proves it has it. Owner. NotFoundError, ConflictError."""
    caller.viewer.must_be_owner()
    item = read("people", keys.own_domain(caller.business_id))
    if item is None:
        raise NotFoundError
    commit(domain_writes.removed(domain_from(item), caller.now))
    count("DomainsRemoved")


# ---------------------------------------------------------------------------------------------------------------------
def _counted(caller: Caller) -> list[limits.Counter]:
    return limits.counters(DOMAIN_LOOKS, caller.business_id, caller.business_id, caller.source_ip, caller.now)


def _out(caller: Caller, domain: Domain | None) -> DomainOut:
    may_change = caller.viewer.role == "owner"
    if domain is None:
        return DomainOut(
            domain="", state="none", sentence="", records=[], checked_at="", since="", withdraws_at="", url="",
            may_change=may_change,
        )  # fmt: skip
    state: State = "failing" if domain.is_failing else domain.stage
    return DomainOut(
        domain=domain.domain,
        state=state,
        sentence=_sentence(domain, state),
        records=_records(domain),
        checked_at=domain.checked_at,
        since=domain.missing_since if domain.is_failing else "",
        withdraws_at=domain.withdraws_at,
        url=settings().origin(domain.domain),
        may_change=may_change,
    )


def _records(domain: Domain) -> list[RecordOut]:
    """The proof; and the way to the edge, where this deployment has one for domains."""
    endpoint = settings().tenant_endpoint
    proof = RecordOut(
        kind="TXT",
        name=proof_name(domain.domain),
        value=domain.token,
        sight=domain.proof.sight,
        sentence=domain.proof.sentence,
    )
    if not endpoint:
        return [proof]
    route = domain.route
    return [
        proof,
        RecordOut(kind="CNAME", name=domain.domain, value=endpoint, sight=route.sight, sentence=route.sentence),
    ]


def _sentence(domain: Domain, state: State) -> str:
    if state == "live" and domain.is_in_doubt:
        return "The CNAME record does not lead here, so links lead to your platform address until it does."
    if state != "proven":
        return _SENTENCES[state]
    if not tenants.are_set_up():
        return "The domain is yours. It waits for the platform to switch domains of customers on."
    if domain.edge == "refused":
        return (
            "The domain is yours, but another website uses it at the same delivery network. Please take it off there."
        )
    if domain.route.sight != "found":
        return "The domain is yours. It goes live once the CNAME record leads here."
    return "The domain is yours. Its certificate is being made, which takes some minutes."
