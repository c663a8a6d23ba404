"""Deletes a business from every store once its waiting time is over (ADR 0073), step by step; each may be repeated.

What belongs to it is not looked up but found: its id stands first in each key, so whole tables are read once, and what
begins with another business's id is never given to us.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from accounts import domain_writes, host_store, portal_files
from accounts.domain import domain_from
from latchkey import keys
from latchkey.clock import instant, rfc3339, utc_now
from latchkey.conditions import Condition, attribute
from latchkey.observability import count
from latchkey.settings import settings
from latchkey.tables import chunks, commit, query_all, read, scan
from latchkey.writes import Item, Table
from privacy import closing_business, closing_writes, obstacles, store
from privacy.buckets import emptied
from privacy.closing import STEPS, Closing, Step
from privacy.out_of_time import NotYetError, OutOfTimeError

# No function that was at work when the door closed is alive any longer.
_QUIET = timedelta(seconds=90)


@dataclass(frozen=True, slots=True)
class Work:
    """One invocation at one business; `enough` says whether there is time for one more step."""

    closing: Closing
    enough: Callable[[], bool]

    @property
    def business_id(self) -> str:
        return self.closing.business_id

    def must_have_time(self) -> None:
        if not self.enough():
            raise OutOfTimeError


def carry_on(business_id: str, closing_id: str, enough: Callable[[], bool]) -> None:
    """Goes on with the deletion of a business at the step that it has come to; one that was taken back is left alone.

    Raises NotYetError when it is not due or somebody else has a turn, OutOfTimeError when another invocation has to go on.
    """
    closing = store.closing(business_id)
    if closing is None or closing.closing_id != closing_id:
        return
    if closing.state == "waiting":
        if rfc3339(utc_now()) < closing.closes_at:
            raise NotYetError
        begun = _begun(closing)
        if begun is None:
            return
        closing = begun
    work = Work(closing, enough)
    for step in STEPS[STEPS.index(closing.step) :]:
        if step != closing.step:
            commit([closing_writes.at_step(closing, step)])
        _DOES[step](work)
    commit(closing_writes.all_gone(closing))
    count("BusinessesRemoved")


def _begun(closing: Closing) -> Closing | None:
    """The point of no return; None when something came in between that has to be settled first, so all is open again."""
    in_the_way = obstacles.sentences(store.unsettled_orders(closing.business_id))
    now = utc_now()
    if in_the_way:
        told = closing_business.told_open_again(closing.business_id, now, reason=" ".join(in_the_way))
        commit([*closing_writes.taken_back(closing, now), *told])
        return None
    domain = read("people", keys.own_domain(closing.business_id)) or {}
    begun = closing.begun(rfc3339(now), domain.get("domain", ""))
    commit(closing_writes.begun(begun))
    return begun


# The steps, in the order of STEPS ------------------------------------------------------------------------------------
def _quiet(work: Work) -> None:
    """Until whoever was let in a moment ago has ended: nothing is written again behind our back."""
    over = instant(work.closing.begun_at or "") + _QUIET
    time.sleep(max(0.0, (over - utc_now()).total_seconds()))


def _domain(work: Work) -> None:
    """Its own domain is given back, and CloudFront forgets it (ADR 0071)."""
    item = read("people", keys.own_domain(work.business_id))
    if item:
        commit(domain_writes.removed(domain_from(item), utc_now()))
    if query_all("people", keys.own_domain(work.business_id).pk, consistent=True):
        raise NotYetError


def _edge(work: Work) -> None:
    """No host leads to it any more: whoever follows an old link finds the page of unknown hosts."""
    event = store.event(work.business_id, work.closing.edge_event_id)
    if event is None:
        commit([closing_writes.off_the_edge(work.closing, utc_now())])
    if event is None or "pending" in event:
        raise NotYetError


def _portal(work: Work) -> None:
    """Shells of its hosts and pictures of its brand; colors are in a file that names nobody and others may share."""
    claims = host_store.hosts_of(work.business_id)
    for host in {claim["host"] for claim in claims} | {_domain_of_nobody(work.closing.domain)} - {""}:
        emptied(settings().portal_bucket, f"hosts/{host}/", work.enough)
    brand = portal_files.brand_folder_of(work.business_id)
    for folder in (brand, portal_files.waiting_key(brand)):
        emptied(settings().portal_bucket, folder, work.enough)


def _domain_of_nobody(domain: str | None) -> str:
    """A domain that was given back may be another business's by now, and what lies there theirs."""
    return domain if domain and host_store.owner_of(domain) is None else ""


def _originals(work: Work) -> None:
    emptied(settings().raw_bucket, f"originals/{work.business_id}/", work.enough)


def _listings(work: Work) -> None:
    """Pictures lie under their listing's id, so they go before the page of items that names it."""
    _emptied_table(work, "listings", _pictures)


def _pictures(work: Work, items: Iterable[Item]) -> None:
    for listing_id in {item["pk"].split("#")[2] for item in items if "#listing#" in item["pk"]}:
        emptied(settings().media_bucket, f"media/{listing_id}/", work.enough)


def _orders(work: Work) -> None:
    _emptied_table(work, "orders")


def _events(work: Work) -> None:
    """What was to happen, and what Stripe told about its account; the event that brought us here goes last."""
    own = keys.event(work.business_id, work.closing.event_id).pk
    business = store.business(work.business_id)
    _emptied_table(work, "events", also=_from_stripe(work.business_id, business.get("stripe_account")), spared=(own,))


def _from_stripe(business_id: str, account: str | None) -> Condition:
    """An account may be two businesses': what names the other one stays."""
    named = attribute("payload.business_id")
    names_it = named.eq(business_id) | named.eq("") if account else named.eq(business_id)
    return attribute("pk").begins_with(f"{account or keys.PLATFORM}#event#") & names_it


def _copies(work: Work) -> None:
    emptied(settings().exports_bucket, f"exports/{work.business_id}/", work.enough)


def _names(work: Work) -> None:
    """Nobody gets its names again: mails lead there for years."""
    for claim in host_store.hosts_of(work.business_id):
        if host_store.owner_of(claim["host"]) == work.business_id:
            commit([closing_writes.name_kept(work.business_id, claim["host"], utc_now())])


def _people(work: Work) -> None:
    """Everybody, and everything that was set; the business and its closing are left for the very last write."""
    _emptied_table(work, "people", _portraits, spared=(work.business_id, work.closing.key.pk))
    rest = query_all("people", work.closing.key.pk, consistent=True)
    _gone(work, "people", (item for item in rest if item["sk"] != work.closing.key.sk))
    own = query_all("people", work.business_id, consistent=True)
    _gone(work, "people", (item for item in own if item["sk"] != keys.business(work.business_id).sk))


def _portraits(work: Work, items: Iterable[Item]) -> None:
    for account in (item for item in items if item["sk"] == "account" and "account_id" in item):
        emptied(settings().portal_bucket, portal_files.folder_of(account["account_id"]), work.enough)


# ---------------------------------------------------------------------------------------------------------------------
def _emptied_table(
    work: Work,
    table: Table,
    before: Callable[[Work, Iterable[Item]], None] = lambda _, items: None,
    *,
    also: Condition | None = None,
    spared: tuple[str, ...] = (),
) -> None:
    """Every item of the business, and what is `also` its, but for the partitions that are `spared`.

    `before` sees a page before it goes. A death costs one page.
    """
    only = _of(work.business_id) | also if also else _of(work.business_id)
    closing = store.closing(work.business_id)
    start = dict(closing.start) if closing and closing.start else None
    while True:
        work.must_have_time()
        page = scan(table, only, start=start)
        items = [item for item in page.items if item["pk"] not in spared]
        before(work, items)
        _gone(work, table, items)
        start = page.next_key
        if start is None:
            return
        commit([closing_writes.at_step(work.closing, table, start)])


def _of(business_id: str) -> Condition:
    """Keys of this business and of none whose id begins alike (guarantees 65)."""
    return attribute("pk").eq(business_id) | attribute("pk").begins_with(f"{business_id}#")


def _gone(work: Work, table: Table, items: Iterable[Item]) -> None:
    for some in chunks(closing_writes.items_gone(table, items)):
        work.must_have_time()
        commit(some)


_DOES: dict[Step, Callable[[Work], None]] = {
    "quiet": _quiet,
    "domain": _domain,
    "edge": _edge,
    "portal": _portal,
    "originals": _originals,
    "listings": _listings,
    "orders": _orders,
    "events": _events,
    "copies": _copies,
    "names": _names,
    "people": _people,
}
