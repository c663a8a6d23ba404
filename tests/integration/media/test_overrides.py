"""Staff's word against the lock rule at three levels: the nearest wins, at every door, from the very next request on."""

from __future__ import annotations

import pytest

import accounts.api
import orders.api
from accounts import writes
from accounts.overrides import MOST_CUSTOMERS
from latchkey import keys
from latchkey.clients import client
from latchkey.clock import utc_now
from latchkey.errors import ConflictError
from latchkey.ids import new_id
from latchkey.tables import commit, read
from latchkey.writes import Update
from tests.browsing import Answer, Browser
from tests.building import a_business, a_customer, anonymous, as_staff, signed_in
from tests.gateway import gateway
from tests.integration.media.life import Life, an_accepted_order, deliver, mails, ok, pay, photos, seen_order, upload
from tests.integration.media.test_shares import opened, share

LEVELS = ("order", "customer", "business")
# Each level wins over the other word of all below it; tests/unit/media/test_access.py has the whole table.
WORDS = [
    ("unlocked", "locked", "locked"),
    ("locked", "unlocked", "unlocked"),
    (None, "unlocked", "locked"),
    (None, "locked", "unlocked"),
    (None, None, "unlocked"),
    (None, None, None),
]


def where(life: Life, level: str) -> str:
    customer = f"/api/customers/{life.workspace()['view_as']['customer_id']}/override"
    return {"order": f"/api/orders/{life.order_id}/override", "customer": customer}.get(level, "/api/business/override")


def at_level(life: Life, level: str, staff: Browser | None = None) -> Browser:
    return (staff or life.staff).using(orders.api.handler if level == "order" else accounts.api.handler)


def say(life: Life, level: str, override: str | None, staff: Browser | None = None) -> Answer:
    return at_level(life, level, staff).put(where(life, level), {"override": override})


def is_locked(life: Life) -> bool:
    """What the page says; card, download, share link must agree."""
    shown = life.listing()
    locked: bool = shown["orders"][0]["locked"]
    body = {"asset_id": shown["assets"][0]["asset_id"], "size": "web"}
    assert life.customer.post(f"{life.path}/downloads", body).status == (403 if locked else 200)
    assert ok(life.customer.get("/api/listings"))["listings"][0]["locked"] is locked
    assert all(("/marked/" in one["preview"]["large"]["url"]) is locked for one in shown["assets"])
    return locked


def test_the_nearest_level_wins_at_the_very_next_request(locked: Life) -> None:
    held = share(locked)
    for said in WORDS:
        for level, override in zip(LEVELS, said, strict=True):
            ok(say(locked, level, override))
        word = next((one for one in said if one), None)
        assert is_locked(locked) is (word != "unlocked"), said  # something is due, so the rule locks
        assert locked.listing()["orders"][0]["held"] is (word == "locked")
        shared = ok(opened(locked.business, held["token"]))["photos"][0]["preview"]["large"]["url"]
        assert ("/clean/" in shared) is (word == "unlocked"), said
        expected = {**dict(zip(LEVELS, said, strict=True)), "team": None}
        assert locked.workspace()["orders"][0]["overrides"] == expected
        order = ok(at_level(locked, "order").get(f"/api/orders/{locked.order_id}"))
        assert order["overrides"] == expected


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("collection", [True, False])
def test_the_mail_of_a_delivery_that_staff_hold_says_so(life: Life, level: str, collection: bool) -> None:
    upload(life, photos(1))
    ok(say(life, level, "locked"))
    deliver(life, collection=collection)
    (mail,) = [mail for mail in mails() if mail["mail"] == "listing_delivered"]
    assert (mail["locked"], mail["held"]) == (True, True)


@pytest.mark.parametrize("level", LEVELS)
def test_each_level_locks_what_is_paid_and_none_gives_it_back_to_the_rule(locked: Life, level: str) -> None:
    pay(locked)
    assert not is_locked(locked)
    ok(say(locked, level, "locked"))
    assert is_locked(locked)
    ok(say(locked, level, None))
    assert not is_locked(locked)


def test_a_customers_override_is_nobody_elses(locked: Life) -> None:
    other = an_accepted_order(locked.business)
    upload(other, photos(1))
    deliver(other)
    ok(say(locked, "customer", "unlocked"))
    assert not is_locked(locked)
    assert is_locked(other)


def test_a_gallery_is_still_one_call_beside_the_session(locked: Life) -> None:
    ok(say(locked, "customer", "unlocked"))
    ok(say(locked, "business", "locked"))
    calls: list[str] = []
    events = client("dynamodb").meta.events
    events.register("provide-client-params.dynamodb", lambda model, **_: calls.append(model.name), unique_id="counted")
    locked.listing()
    events.unregister("provide-client-params.dynamodb", unique_id="counted")
    assert calls == ["BatchGetItem", "Query"]


def test_who_said_it_and_when_is_kept_at_each_level(locked: Life) -> None:
    for override in ("locked", "unlocked", "unlocked", None):
        for level in LEVELS:
            ok(say(locked, level, override))
    told = [one for one in seen_order(locked)["history"] if one["event"].startswith("override_")]
    assert [one["event"] for one in told] == ["override_locked", "override_unlocked", "override_removed"]
    assert {(one["actor"], one["actor_name"]) for one in told} == {("business", "Ada Lane")}
    for level in ("customer", "business"):
        known = ok(at_level(locked, level).get(where(locked, level)))
        assert known["override"] is None
        assert [one["override"] for one in known["history"]] == [None, "unlocked", "locked"]
        assert {one["by"] for one in known["history"]} == {"Ada Lane"}
        assert all(one["at"] for one in known["history"])


def test_the_customer_is_not_told_of_levels(locked: Life) -> None:
    ok(say(locked, "business", "unlocked"))
    assert seen_order(locked)["overrides"] is None


@pytest.mark.parametrize("level", LEVELS)
def test_only_the_businesss_own_staff_says_it(locked: Life, level: str) -> None:
    path = where(locked, level)
    elsewhere = a_business()
    for stranger in (locked.customer, signed_in(gateway, locked.business, a_customer(locked.business))):
        assert at_level(locked, level, stranger).put(path, {"override": "unlocked"}).status == 404
        if level != "order":
            assert at_level(locked, level, stranger).get(path).status == 404
    assert at_level(locked, level, anonymous(gateway, locked.business)).put(path, {"override": None}).status == 401
    foreign = at_level(locked, level, as_staff(gateway, elsewhere))
    if level != "business":  # there it speaks of its own
        missing = path.replace(path.split("/")[3], f"{path.split('/')[3][:4]}{26 * '0'}")
        told, unknown = (foreign.put(one, {"override": "unlocked"}) for one in (path, missing))
        assert (told.status, told.text) == (404, unknown.text)
    foreign.put(path, {"override": "unlocked"})
    assert is_locked(locked)
    assert at_level(locked, level).put(path, {"override": "open"}).status == 422
    assert at_level(locked, level).put(path, {}).status == 422


def test_a_photographer_speaks_of_single_orders_only(locked: Life) -> None:
    photographer = as_staff(gateway, locked.business, "photographer")
    assert [say(locked, level, "unlocked", photographer).status for level in LEVELS] == [200, 403, 403]


def test_an_order_without_a_listing_has_nothing_to_unlock(life: Life) -> None:
    browser = at_level(life, "order")
    ok(browser.post(f"/api/orders/{life.order_id}/cancellation", {"version": 2, "reason": "No"}))
    assert say(life, "order", "unlocked").status == 409


def test_two_settings_at_once_lose_neither(locked: Life) -> None:
    """The map is written whole, so a change is refused when the business moved after it was read."""
    business = read("people", keys.business(locked.business.business_id))
    assert business is not None
    ok(say(locked, "customer", "unlocked"))
    for stale in (writes.customer_overrides(business, {}), writes.business_override(business, "locked")):
        with pytest.raises(ConflictError):
            commit([stale])
    assert not is_locked(locked)


def test_the_exceptions_are_bounded_and_taking_back_always_works(locked: Life) -> None:
    many = {new_id("cus", utc_now()): "locked" for _ in range(MOST_CUSTOMERS)}
    business_id = locked.business.business_id
    commit([Update("people", keys.business(business_id), {"customer_overrides": many})])
    assert say(locked, "customer", "unlocked").status == 409
    ok(say(locked, "customer", None))
    item = read("people", keys.business(business_id))
    assert item is not None
    assert len(str(item["customer_overrides"])) < MOST_CUSTOMERS * 60


def test_the_delivery_mail_says_what_holds(life: Life) -> None:
    ok(say(life, "customer", "unlocked"))
    upload(life, photos(1))
    deliver(life)
    (mail,) = [one for one in mails() if one["mail"] == "listing_delivered"]
    assert mail["locked"] is False
    assert not is_locked(life)
