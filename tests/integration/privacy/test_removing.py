"""A business that was closed is gone from every store, and nobody else lost a byte (guarantees 65, ADR 0073)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest

from accounts import brand_api, people_api
from accounts.business import Business
from accounts.hosting import ensure_claimed
from latchkey import tables
from latchkey.clients import client
from latchkey.clock import utc_now
from latchkey.ids import fingerprint
from latchkey.keys import Key
from latchkey.outbox import outgoing, settled
from latchkey.settings import settings
from latchkey.tables import commit
from latchkey.writes import Put, Table
from payments import sweeper
from payments.webhook import PLATFORM
from privacy import carry_out
from tests.browsing import Browser
from tests.building import a_staff_member, all_items, anonymous, as_customer, as_staff, signed_in
from tests.gateway import gateway
from tests.integration.accounts.branding import body, deploy_page, picture, upload
from tests.integration.accounts.branding import publish as publish_brands
from tests.integration.accounts.domains import NAME, add, check, owner_at, set_records, the_internet
from tests.integration.isolation.scene import a_house
from tests.integration.media.life import ok
from tests.integration.payments.paying import Crash, a_stripe
from tests.integration.privacy.canary import WORDS, Canary, _as, _paid, a_canary, run_mails, run_worker, traces
from tests.integration.privacy.closing import (
    PLACE,
    after_wait,
    an_owner,
    closed,
    everything,
    is_there,
    removed,
    turns,
    worked,
)
from tests.key_values import KeyValues, key_values

LOGO = picture()
BESIDE = "of a neighbor whose id begins alike"


@dataclass
class Ending:
    """A business full of words that stand nowhere else, an owner who may close it, and a neighbor."""

    canary: Canary
    owner: Browser
    neighbor: Business
    edge: KeyValues

    @property
    def business(self) -> Business:
        return self.canary.business

    @property
    def names(self) -> list[str]:
        """What only this business's things are called, in keys and in what they hold."""
        lives = [self.canary.life, self.canary.guest, self.canary.for_mate]
        people = [self.canary.person, self.canary.mate, self.canary.owner]
        return [
            self.business.business_id, fingerprint(self.business.business_id)[:32], self.business.host,
            self.business.stripe_account or "no account", self.canary.team_id,
            *(one for person in people for one in (person.account_id, fingerprint(person.account_id)[:32])),
            *(person.customer_id for person in people if person.customer_id),
            *(one for life in lives for one in (life.order_id, life.listing_id)),
        ]  # fmt: skip

    def others(self) -> dict[str, str]:
        """All that lies anywhere and is not this business's."""
        return {
            place: text
            for place, text in everything().items()
            if BESIDE in text or not any(name in place + text for name in self.names)
        }


@pytest.fixture
def ending(business: Business) -> Iterator[Ending]:
    deploy_page()
    with key_values() as edge, a_stripe() as stripe:
        house = a_house("muckender")
        canary = a_canary(business, stripe)
        _paid(_as(canary.for_mate, signed_in(gateway, business, canary.mate)), business, stripe)
        _branded(business, "Brackenmoor Gone")
        _branded(house.business, "Morgan Muckender")
        _named_alike(canary)
        _told_by_stripe(business, house.business)
        run_worker()
        run_mails()
        turns(utc_now() + timedelta(minutes=3))
        _settled()
        yield Ending(canary, an_owner(business), house.business, edge)


def _branded(business: Business, former: str) -> None:
    """Both show the same logo and the same colors, on hosts that the edge knows; a former member of the staff has left."""
    ensure_claimed(business, utc_now())
    owner = as_staff(brand_api.handler, business)
    ok(upload(owner, "favicon", picture(size=(300, 300))))  # and never saved
    shown = ok(upload(owner, "logo", LOGO))["picture"]
    ok(owner.put("/api/brand", body(name=business.name, logo=shown)))
    publish_brands()
    left = a_staff_member(business, "photographer", name=former)
    assert owner.using(people_api.handler).delete(f"/api/staff/{left.account_id}").status == 204


def _named_alike(canary: Canary) -> None:
    """Keys of which this business's, its listing's or its host's is the beginning."""
    business_id = canary.business.business_id
    tables_of_all: tuple[Table, ...] = ("people", "orders", "listings", "events")
    for table in tables_of_all:
        for pk in (f"{business_id}0", f"{business_id}0#order#x", f"x#{business_id}#"):
            commit([Put(table, Key(pk, "x"), {"said": BESIDE})])
    for bucket, key in (
        (settings().raw_bucket, f"originals/{business_id}0/lst/ast"),
        (settings().media_bucket, f"media/{canary.life.listing_id}0/x.jpg"),
        (settings().exports_bucket, f"exports/{business_id}0/business.zip"),
        (settings().portal_bucket, f"hosts/{canary.business.host}.au/index.html"),
    ):
        client("s3").put_object(Bucket=bucket, Key=key, Body=BESIDE.encode())


def _told_by_stripe(business: Business, neighbor: Business) -> None:
    """Events that nobody could use: of the account alone, and of another business with the same account."""
    account = business.stripe_account or PLATFORM
    facts = {"type": "charge.refunded", "account": account, "object_id": "", "order_id": "", "payment_id": ""}
    own = {**facts, "business_id": "", "raw": "refunded to Zephyrine"}
    theirs = {**facts, "business_id": neighbor.business_id, "raw": BESIDE}
    commit([outgoing(account, "stripe_event", own, utc_now(), event_id="evt_own")])
    commit([outgoing(account, "stripe_event", theirs, utc_now(), event_id="evt_theirs")])


def _settled() -> None:
    """What other workers than those of these tests would have done long ago."""
    for event in all_items("events"):
        if event.get("pending") in ("delivery_requested", "payment_applied"):
            commit([settled(event["business_id"], event["event_id"], utc_now())])


@pytest.mark.parametrize("dies", [False, True], ids=["in one go", "dying after each write"])
def test_a_business_is_gone_from_every_store_and_its_neighbor_as_it_was(
    ending: Ending, log: StringIO, figure: Callable[[str], None], *, dies: bool
) -> None:
    others, traced = ending.others(), len(set(traces()))
    assert traced > 40, "the canary sang in few places"
    assert set(ending.edge.values.values()) == {ending.business.business_id, ending.neighbor.business_id}
    closes_at = closed(ending.owner)
    run_mails()
    deaths = 0
    if dies:
        deaths = removed_dying(ending.business, closes_at)
    else:
        removed(ending.business, closes_at)
    after = everything()
    claim = f"people host#{ending.business.host} claim"
    assert "'business_id': 'nobody'" in after.pop(claim)
    assert after == others
    assert list(traces()) == []
    assert set(ending.edge.values.values()) == {ending.neighbor.business_id}
    assert [word for word in WORDS if word in log.getvalue().lower()] == []
    assert deaths > 25 or not dies
    kinds = f"{traced} kinds of traces, none left; {len(others)} things of others as they were"
    figure(f"removing a business: {kinds}" + (f"; {deaths} deaths of the workers" if dies else ""))


def removed_dying(business: Business, closes_at: str) -> int:
    """Turns until the business is gone, of which each is killed after the first write that changed something."""
    deaths, budget, moment = 0, 1, after_wait(closes_at)
    while is_there(business):
        before = everything(read=False)
        moment += timedelta(minutes=15)
        sweeper.sweep(moment)
        try:
            with killed_after(budget):
                worked(moment)
        except Crash:
            deaths += 1
        # A step that finds nothing to do writes the same again, and the next death comes one write later.
        budget = 1 if everything(read=False) != before else budget + 1
    turns(moment)
    return deaths


@contextmanager
def killed_after(number: int) -> Iterator[None]:
    """The process dies after so many writes to a table or deletions from a bucket."""
    send, emptying, done = tables._send, "after-call.s3.DeleteObjects", [0]

    def one_more(**_: Any) -> None:
        done[0] += 1
        if done[0] >= number:
            raise Crash

    def dying(requests: list[dict[str, Any]], mark: str) -> None:
        send(requests, mark)
        one_more()

    s3 = client("s3").meta.events
    s3.register(emptying, one_more)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "_send", dying)
        try:
            yield
        finally:
            s3.unregister(emptying, one_more)


def test_its_name_leads_to_nobody_for_ever(ending: Ending) -> None:
    label = ending.business.host.partition(".")[0]
    removed(ending.business, closed(ending.owner))
    assert anonymous(gateway, ending.business).get("/api/session").status == 404
    wants_it = as_staff(people_api.handler, ending.neighbor)
    assert ok(wants_it.post("/api/business/host/availability", {"label": label}))["is_free"] is False
    taken = wants_it.put("/api/business/host", {"label": label, "host": ending.neighbor.host})
    assert (taken.status, taken.json["detail"]) == (409, "This name is taken. Please choose another one.")


def test_once_it_has_begun_nobody_is_let_in_or_takes_it_back(ending: Ending) -> None:
    customer = as_customer(gateway, ending.business)
    due = after_wait(closed(ending.owner))
    with pytest.raises(Crash), killed_after(1):
        worked(due)
    for browser in (ending.owner, customer):
        assert ok(browser.using(gateway).get("/api/session"))["viewer"] is None
        assert browser.using(gateway).get("/api/orders").status == 410
    assert ending.owner.delete(PLACE).status == 401
    assert is_there(ending.business)


def test_its_own_domain_is_given_back_and_cloudfront_forgets_it(business: Business) -> None:
    deploy_page()
    ensure_claimed(business, utc_now())
    with key_values() as edge, the_internet() as (names, tenants):
        at_domains = owner_at(business)
        set_records(names, add(at_domains))
        check(at_domains)
        now = utc_now()
        for minutes in (0, 15, 30, 45):
            turns(now + timedelta(minutes=minutes))
            tenants.settle()
        assert edge.values == {business.host: business.business_id, NAME: business.business_id}
        assert tenants.by_domain
        removed(business, closed(an_owner(business)), tenants.settle)
        assert edge.values == {}
        assert not tenants.by_domain
        assert [item["pk"] for item in all_items("people")] == [f"host#{business.host}"]
        assert not [place for place in everything() if f"hosts/{NAME}/" in place]


def test_a_large_business_is_deleted_by_several_invocations(ending: Ending, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each has time for one look at the clock, and says so by touching its own event."""
    closes_at = closed(ending.owner)
    handed_over = 0
    moment = after_wait(closes_at)
    while is_there(ending.business):
        looks = iter([True, True])
        monkeypatch.setattr(carry_out, "_clock_of", lambda _, looks=looks: lambda: next(looks, False))
        before = redrives()
        moment += timedelta(minutes=15)
        turns(moment)
        handed_over += redrives() > before + 1
        assert handed_over < 200
    assert handed_over > 5


def redrives() -> int:
    return sum(int(item.get("redrives", 0)) for item in all_items("events") if "#event#closing_" in item["pk"])
