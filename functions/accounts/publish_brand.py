"""Lambda entry of the Events stream: a saved brand becomes the shell of its host, a claimed host goes live (product 2.1).

The tables are the truth. Whatever is written is compared with them again afterwards, so that of two at once, or of a
save during a deployment, the newest brand, the newest page and the newest host stay.
"""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from accounts import host_writes
from accounts.brand import files_of_host
from accounts.business import Business, business_of
from accounts.host_store import hosts_of, owner_of
from accounts.portal_files import page, stored
from latchkey import keys, observability
from latchkey.clock import utc_now
from latchkey.errors import ConflictError, UnavailableError
from latchkey.outbox import settled
from latchkey.tables import commit, from_stream, read

_ROUNDS: Final = 5


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Carries out a stream batch; what fails is reported alone and comes again."""
    failed: list[dict[str, str]] = []
    for record in event["Records"]:
        with observability.invocation("publish_brand", getattr(context, "aws_request_id", "")) as facts:
            item = from_stream(record["dynamodb"]["NewImage"])
            try:
                publish(item["business_id"])
                if item["kind"] == "host_claimed":
                    go_live(item["business_id"], item["payload"].get("left", ""))
                commit([settled(item["business_id"], item["event_id"], utc_now())])
            except Exception as error:
                # One business never stops the others; the sweeper drives this event again.
                facts["failed"], facts["where"] = type(error).__name__, observability.where(error)
                failed.append({"itemIdentifier": record["dynamodb"]["SequenceNumber"]})
    return {"batchItemFailures": failed}


def publish(business_id: str) -> None:
    """The files of the business's host as the brand is now. Safe to repeat; a business that is gone has none.

    Raises UnavailableError when the brand changed faster than it could be written.
    """
    now = _brand(business_id), page()
    for _ in range(_ROUNDS):
        brand, built = now
        if brand is None:
            return
        for file in files_of_host(built, brand):
            stored(file.key, file.text.encode(), file.content_type, file.cache_control)
        now = _brand(business_id), page()
        if now == (brand, built):
            return
        _mend(brand, now[0])
    raise UnavailableError("This brand is being changed all the time.")


def go_live(business_id: str, left: str = "") -> None:
    """The edge knows the hosts of a business whose shell lies there, and where its former names lead. Safe to repeat.

    `left` is a domain that it gave back: the edge forgets it, unless it is served for somebody else by now. Of a business
    that is gone, or whose deletion has begun (ADR 0073), the edge forgets all names. Raises UnavailableError when the
    edge's table cannot take it, or the business moved faster than it could be written.
    """
    for _ in range(_ROUNDS):
        # Not loaded to publish a brand, which is what happens a hundred times as often.
        from accounts import edge_hosts

        brand, claims = _brand(business_id), hosts_of(business_id)
        if brand is None:
            nowhere = {claim["host"]: "" for claim in claims}
            edge_hosts.point(nowhere, partial(_served, {left} - {""}))
            return
        leads = f"redirect:{brand.host}"
        former = {claim["host"]: leads for claim in claims if claim["host"] != brand.host}
        edge_hosts.point({brand.host: business_id, **former}, partial(_served, {brand.domain, left} - {""}))
        try:
            commit([host_writes.at_edge(business_id, brand.host, brand.domain)])
        except ConflictError:
            continue  # it moved while we wrote
        return
    raise UnavailableError("This business is being moved all the time.")


def _mend(before: Business, now: Business | None) -> None:
    """A domain that was given back while its shell was written may be somebody else's by now: theirs is written again."""
    for host in set(before.hosts) - set(now.hosts if now else ()):
        owner = owner_of(host)
        if owner not in (None, before.business_id):
            publish(str(owner))


def _served(domains: set[str]) -> dict[str, str]:
    """The business that each of these domains is served for now; nobody's is empty."""
    owners = {domain: owner_of(domain) for domain in domains}
    brands = {domain: _brand(owner) for domain, owner in owners.items() if owner}
    return {one: (owners[one] or "") if (brand := brands.get(one)) and brand.domain == one else "" for one in domains}


def _brand(business_id: str) -> Business | None:
    item = read("people", keys.business(business_id))
    return business_of(item) if item and "closed_at" not in item else None
