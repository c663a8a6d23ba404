"""One look at a domain: DNS is asked, and what that changes is written. Pressed by an owner, and by the clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from accounts import domain_writes, owners, tenants
from accounts.domain import Domain
from latchkey.clock import rfc3339
from latchkey.errors import ConflictError
from latchkey.observability import count
from latchkey.settings import settings
from latchkey.tables import commit
from latchkey.writes import Write


def looked(domain: Domain, now: datetime) -> Domain:
    """Asks DNS and keeps what it said; a proof claims the domain, one that is gone for a day gives it back.

    Raises ConflictError when another business holds the domain, or somebody else changed it meanwhile.
    """
    if domain.stage == "withdrawn":
        raise ConflictError("This domain was given back. Please add it again.")
    # Not loaded to read a domain or to add one, which is what an owner waits for.
    from accounts import dns_answers

    finding = dns_answers.look(domain.domain, domain.token, settings().tenant_endpoint, settings().dns_stand_in)
    after = domain.after(finding, now)
    check_at = after.next_check(now, can_be_served=tenants.are_set_up())
    if _can_be_served(after) and not _can_be_served(domain):
        check_at = rfc3339(now)  # the clock's next turn asks CloudFront
    alarm = _owners_told(after, now) if after.is_failing and not domain.is_failing else []
    commit([*domain_writes.looked_at(domain, after, check_at, now), *alarm])
    if after.stage != domain.stage:
        count("DomainsProven" if after.stage == "proven" else "DomainsWithdrawn")
    return replace(after, version=domain.version + 1)


def served(domain: Domain, now: datetime) -> Domain:
    """A proven domain whose CNAME leads to CloudFront becomes live once that serves it. Raises UnavailableError."""
    if not _can_be_served(domain):
        return domain
    standing = tenants.stand_up(domain.domain)
    after = replace(domain, edge=standing)
    if standing == "stands":
        after = replace(after, stage="live")
    if after == domain:
        return domain
    check_at = after.next_check(now, can_be_served=True)
    commit(domain_writes.looked_at(domain, after, check_at, now))
    if after.stage == "live":
        count("DomainsLive")
    return replace(after, version=domain.version + 1)


def _owners_told(domain: Domain, now: datetime) -> list[Write]:
    """A mail to each owner; in the commit that makes it failing, so once each time that it does."""
    # Nothing else here knows of mails.
    from mail import messages

    facts = {"domain": domain.domain, "withdraws_at": domain.withdraws_at}
    return owners.told(domain.business_id, now, lambda to: messages.domain_failing(domain.business_id, to=to, **facts))


def _can_be_served(domain: Domain) -> bool:
    """Claimed, not failing, on its way to CloudFront; and this deployment has something there to serve it."""
    is_ready = domain.stage == "proven" and domain.proof.sight == "found" and domain.route.sight == "found"
    return is_ready and tenants.are_set_up()
