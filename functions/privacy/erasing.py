"""Deletes a customer from every store, step by step; each step may be repeated, and the next one begins where it ended.

The door was closed with the decision: no session, no sign-in. What requests that were under way then still wrote is
found by the second look.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import batched

from accounts import erased_writes, portal_files
from accounts.customer import customer_of
from latchkey import keys, private_links
from latchkey.clients import client
from latchkey.clock import instant, rfc3339, utc_now
from latchkey.errors import ConflictError
from latchkey.observability import count
from latchkey.outbox import settled
from latchkey.session import teams_of
from latchkey.settings import settings
from latchkey.tables import chunks, commit, query_all
from latchkey.writes import Item, Update, Write
from media import erased_writes as listings_erased
from orders import erased_writes as orders_erased
from payments.writes import AS_IT_CAME
from privacy import store, writes
from privacy.buckets import emptied
from privacy.business_copy import business_zip
from privacy.out_of_time import OutOfTimeError
from privacy.subject import STEPS, Erasure, Step, Subject, object_key

# A request lives no longer than its function's time-out, and an index follows its table within a second.
_LATE = timedelta(seconds=25)
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Work:
    """One invocation at one person; `enough` says whether there is time for one more step."""

    erasure: Erasure
    subject: Subject
    enough: Callable[[], bool]

    @property
    def business_id(self) -> str:
        return self.erasure.business_id

    @property
    def customer_id(self) -> str:
        return self.erasure.customer_id

    def done(self, parts: Iterable[Write]) -> None:
        """These writes, in transactions of their own: each may be the last one before a crash."""
        for some in chunks(parts):
            if not self.enough():
                raise OutOfTimeError
            commit(some)


def carry_on(business_id: str, customer_id: str, enough: Callable[[], bool]) -> None:
    """Goes on with an erasure at the step that it has come to; what is done stays done."""
    erasure, _ = store.requests_of(business_id, customer_id)
    if erasure is None or erasure.state != "working" or erasure.subject is None:
        return
    work = Work(erasure, erasure.subject, enough)
    for step in STEPS[STEPS.index(erasure.step) :]:
        commit([writes.erasure_at(erasure, step)])
        _DOES[step](work)
    commit([writes.erasure_done(erasure, utc_now())])
    count("CustomersErased")


# The steps, in the order of STEPS ------------------------------------------------------------------------------------
def _teams(work: Work) -> None:
    account = store.account_item(work.business_id, work.subject.account_id) if work.subject.account_id else None
    for team_id in teams_of(account or {}):
        _again_when_changed(partial(_leave, work, team_id))


def _leave(work: Work, team_id: str) -> None:
    team = store.team(work.business_id, team_id)
    if team is not None:
        commit(erased_writes.team_left(store.business(work.business_id), team, work.subject.account_id))


def _account(work: Work) -> None:
    if not work.subject.account_id:
        return
    place = work.business_id, work.subject.account_id
    with suppress(ConflictError):  # it is gone, or somebody else's by now
        commit([erased_writes.claim_gone(work.business_id, work.subject.email, work.subject.account_id)])
    _again_when_changed(partial(_account_itself, work))
    work.done(erased_writes.items_gone(query_all("people", keys.account(*place).pk, consistent=True)))


def _account_itself(work: Work) -> None:
    account = store.account_item(work.business_id, work.subject.account_id)
    if account and teams_of(account):
        _teams(work)  # an invitation was just being taken
        raise ConflictError("The account joined a team meanwhile.")
    if account:
        commit([erased_writes.gone_as_read(account)])


def _portraits(work: Work) -> None:
    if work.subject.account_id:
        emptied(settings().portal_bucket, portal_files.folder_of(work.subject.account_id))


def _marks(work: Work) -> None:
    if work.subject.account_id:
        work.done(listings_erased.marks_erased(store.marks(work.business_id, work.subject.account_id)))


def _orders(work: Work) -> None:
    for order_id in store.order_ids(work.business_id, work.customer_id):
        items = store.order_items(work.business_id, order_id)
        order = next(item for item in items if item["sk"] == "order")
        by_guest = order["placed_by"] == "guest"
        secret = private_links.secret_of(work.business_id, order_id) if by_guest else None
        work.done(orders_erased.order_erased(work.business_id, items, rfc3339(utc_now()), secret))


def _listings(work: Work) -> None:
    for lock in store.locks(work.business_id, work.customer_id):
        work.done(listings_erased.listing_erased(lock))


def _team_orders(work: Work) -> None:
    """What the person did with their mates' orders and listings, one mate after the other."""
    subject = work.subject
    for done, mate in enumerate(subject.mates):
        for order_id in store.order_ids(work.business_id, mate) if subject.name else ():
            work.done(orders_erased.name_erased(store.order_items(work.business_id, order_id), subject.name))
        for lock in store.locks(work.business_id, mate):
            found = store.shared_and_pinned(work.business_id, lock["listing_id"])
            place = work.business_id, lock["listing_id"]
            work.done(listings_erased.traces_erased(*place, *found, subject.account_id))
        commit([writes.mates_left(work.erasure, subject.mates[done + 1 :])])


def _search(work: Work) -> None:
    partition = keys.find_row(work.business_id, work.customer_id, "", "").pk
    for rows in batched(store.each("orders", partition), 100):
        work.done(orders_erased.find_rows_erased(rows))


def _invitations(work: Work) -> None:
    """To them or from them; a day old at most, but they hold the address."""
    named = work.subject.called
    staff = query_all("people", keys.staff_owners(work.business_id).pk, prefix=keys.INVITATION, consistent=True)
    work.done(erased_writes.items_gone([one for one in staff if one["email"] == work.subject.email]))
    for team_id in store.team_ids(work.business_id):
        items = query_all("people", keys.team(work.business_id, team_id).pk, prefix=keys.INVITATION, consistent=True)
        mine = [one for one in items if one["email"] == work.subject.email or one["invited_by"] in named]
        work.done(erased_writes.items_gone(mine))


def _events(work: Work) -> None:
    """Mails that did not leave yet, and what Stripe wrote of the payer where nobody could use it."""
    orders = set(store.order_ids(work.business_id, work.customer_id))
    now = utc_now()
    for event in store.pending_events("mail"):
        if event["business_id"] == work.business_id and _is_about(work, event["payload"], orders):
            kept = {"mail": event["payload"]["mail"]}
            commit([settled(work.business_id, event["event_id"], now, outcome="erased", payload=kept)])
    for kind in ("stripe_event", "unusable"):
        for event in store.pending_events(kind):
            payload = event["payload"]
            if payload.get("business_id") == work.business_id and payload.get("order_id") in orders:
                key = keys.event(event["business_id"], event["event_id"])
                commit([Update("events", key, remove=AS_IT_CAME)])


def _is_about(work: Work, mail: Item, orders: set[str]) -> bool:
    """To the person, at an address of before too, or to whomever they wanted copies sent to."""
    return (
        mail.get("to") == work.subject.email
        or mail.get("customer_id") == work.customer_id
        or mail.get("order_id") in orders
    )


def _exports(work: Work) -> None:
    """Their own copy, and the business's, which has them in it: an owner makes another one."""
    copy = store.business_copy(work.business_id)
    rows = [keys.data_export(work.business_id, work.customer_id), *([copy.key] if copy else ())]
    objects = {object_key(work.business_id, work.customer_id), business_zip(work.business_id)}
    objects.update(copy.object_keys() if copy else ())
    _objects_gone(objects)
    commit(erased_writes.items_gone([{"pk": key.pk, "sk": key.sk} for key in rows]))
    _objects_gone(objects)  # what a worker wrote in between; without its row it writes no more


def _objects_gone(object_keys: Iterable[str]) -> None:
    for key in object_keys:
        client("s3").delete_object(Bucket=settings().exports_bucket, Key=key)


def _record(work: Work) -> None:
    """The record goes last: it leads to its words, and it is what a person opens to see how far this is."""
    _again_when_changed(partial(_override_gone, work))
    with suppress(ConflictError):  # it is gone, or leads to another record by now
        commit([erased_writes.record_link_gone(work.business_id, work.subject.email, work.customer_id)])
    _again_when_changed(partial(_record_itself, work))


def _record_itself(work: Work) -> None:
    items = query_all("people", keys.customer(work.business_id, work.customer_id).pk, consistent=True)
    head = next((item for item in items if item["sk"] == "customer"), None)
    work.done(erased_writes.items_gone([item for item in items if item is not head]))
    if head:
        commit([*erased_writes.words_gone(customer_of(head)), erased_writes.gone_as_read(head)])


def _override_gone(work: Work) -> None:
    parts = erased_writes.override_gone(store.business(work.business_id), work.customer_id)
    if parts:
        commit(parts)


def _second_look(work: Work) -> None:
    """A request that was under way when the door closed may have written after we looked."""
    closed = instant(work.erasure.decided_at or rfc3339(utc_now()))
    time.sleep(max(0.0, (closed + _LATE - utc_now()).total_seconds()))
    for look in (_account, _portraits, _marks, _events, _orders, _listings, _search, _exports, _record):
        look(work)


def _again_when_changed(act: Callable[[], None]) -> None:
    """Somebody else wrote the same thing at the same moment: read it again."""
    for _ in range(_TRIES):
        try:
            return act()
        except ConflictError:
            continue
    return act()


_DOES: dict[Step, Callable[[Work], None]] = {
    "teams": _teams,
    "account": _account,
    "portraits": _portraits,
    "marks": _marks,
    "events": _events,
    "orders": _orders,
    "listings": _listings,
    "team_orders": _team_orders,
    "search": _search,
    "invitations": _invitations,
    "exports": _exports,
    "record": _record,
    "second_look": _second_look,
}
