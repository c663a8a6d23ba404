"""Revisions: a pin on a delivered photo, for who is shown it; open ones, withdrawn, resolved, counted."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

import orders.api
from latchkey import keys
from latchkey.clients import client
from latchkey.clock import utc_now
from latchkey.ids import new_id
from latchkey.tables import commit
from latchkey.writes import Update
from media.revision import MOST_OPEN
from media.revisions import REVISIONS
from tests import originals as odd
from tests.browsing import Answer, Browser
from tests.building import a_business, a_customer, anonymous, as_staff, signed_in
from tests.gateway import gateway
from tests.integration.media.life import Life, an_accepted_order, deliver, ok, photos, seen_order, unpublish, upload


def pin(life: Life, *, browser: Browser | None = None, key: str | None = None, **changes: Any) -> Answer:
    asset_id = changes.pop("asset_id", None) or life.listing()["assets"][0]["asset_id"]
    body = {"asset_id": asset_id, "x": 250, "y": 750, "reason": "remove", "text": "The bin, please", **changes}
    return (browser or life.customer).post(f"{life.path}/revisions", body, key=key or str(uuid.uuid4()))


def mine(life: Life, browser: Browser | None = None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ok((browser or life.customer).get(f"{life.path}/revisions"))["revisions"]
    return found


def inbox(life: Life) -> int:
    number: int = ok(orders_of(life))["orders"][0]["open_revisions"]
    return number


def test_a_pin_is_seen_by_who_set_it_and_by_the_business(locked: Life) -> None:
    made = ok(pin(locked))
    assert (made["x"], made["y"], made["reason"], made["text"]) == (250, 750, "remove", "The bin, please")
    assert mine(locked) == [made]
    (shown,) = locked.workspace()["revisions"]
    assert {name: shown[name] for name in made} == made
    assert (shown["by"], shown["replaced"], shown["order_id"]) == ("Ada Lane", False, locked.order_id)
    assert inbox(locked) == 1
    order = seen_order(locked)
    name = locked.listing()["assets"][0]["name"]
    assert order["history"][-1]["event"] == "revision_asked"
    assert order["history"][-1]["reason"] == f"{name}: Remove something. The bin, please"
    assert order["status"] == "Completed"  # product 3.1: only a person reopens it


def test_it_is_withdrawn_by_its_person_and_resolved_by_the_business_with_an_answer(locked: Life) -> None:
    first, second = ok(pin(locked)), ok(pin(locked, x=0, y=1000))
    assert locked.customer.delete(f"{locked.path}/revisions/{first['revision_id']}").status == 204
    where = f"{locked.path}/revisions/{second['revision_id']}/resolution"
    assert locked.customer.post(where, {"answer": "x"}).status == 404
    assert locked.staff.post(where, {"answer": "It is gone."}).status == 204
    assert locked.staff.post(where, {"answer": "It is gone."}).status == 404
    assert mine(locked) == locked.workspace()["revisions"] == []
    assert inbox(locked) == 0
    events = [(one["event"], one["reason"]) for one in seen_order(locked)["history"]][-2:]
    assert events == [("revision_withdrawn", None), ("revision_resolved", "It is gone.")]


def test_a_replaced_photo_is_pointed_out(locked: Life) -> None:
    asset = locked.listing()["assets"][0]
    ok(pin(locked, asset_id=asset["asset_id"]))
    assert locked.staff.delete(f"{locked.path}/assets/{asset['asset_id']}").status == 204
    assert locked.workspace()["revisions"][0]["replaced"] is False
    upload(locked, {asset["name"]: photos(4)[list(photos(4))[3]]})
    assert locked.workspace()["revisions"][0]["replaced"] is True


@pytest.mark.parametrize(
    "changes",
    [{"x": -1}, {"y": 1001}, {"x": 1.5}, {"reason": "ugly"}, {"text": "x" * 1001}, {"reason": "other", "text": " "}],
)
def test_a_pin_lies_on_the_photo_and_says_what_is_wrong(locked: Life, changes: dict[str, Any]) -> None:
    assert pin(locked, **changes).status == 422
    assert mine(locked) == []


def test_only_delivered_photos_that_one_is_shown_take_a_pin(locked: Life) -> None:
    upload(locked, {"later.jpg": photos(4)[list(photos(4))[3]]})
    later = next(one for one in locked.workspace()["assets"] if not one["delivered"])
    hidden = locked.listing()["assets"][1]["asset_id"]
    assert locked.staff.delete(f"{locked.path}/assets/{hidden}").status == 204
    for asset_id in (later["asset_id"], hidden, new_id("ast", utc_now())):
        assert pin(locked, asset_id=asset_id).status == 404
    shown = locked.listing()["assets"][0]["asset_id"]
    ok(pin(locked, asset_id=shown))
    ok(unpublish(locked))
    assert pin(locked, asset_id=shown).status == 404
    assert mine(locked) == []


def test_a_pin_lies_on_a_photo_of_its_own_listing(life: Life) -> None:
    neighbor, elsewhere = an_accepted_order(life.business), an_accepted_order(a_business())
    for one in (life, neighbor, elsewhere):
        upload(one, {**photos(1), "terms.pdf": odd.pdf("The terms of sale")})
        deliver(one, collection=False)
    foreign = [other.listing()["assets"][0]["asset_id"] for other in (neighbor, elsewhere)]
    for asset_id in (*foreign, life.listing()["documents"][0]["asset_id"]):
        assert pin(life, asset_id=asset_id).status == 404
    assert [mine(one) for one in (life, neighbor, elsewhere)] == [[], [], []]
    assert [one["open_revisions"] for one in ok(orders_of(life))["orders"]] == [0, 0]


def orders_of(life: Life) -> Answer:
    return life.staff.using(orders.api.handler).get("/api/orders")


def test_somebody_elses_pin_and_listing_do_not_exist(locked: Life) -> None:
    made = ok(pin(locked))
    elsewhere = a_business()
    strangers = [
        signed_in(gateway, locked.business, a_customer(locked.business)),
        as_staff(gateway, elsewhere),
        signed_in(gateway, elsewhere, a_customer(elsewhere)),
    ]
    asset_id, missing = made["asset_id"], f"/api/listings/lst_{26 * '0'}"
    body = {"asset_id": asset_id, "x": 1, "y": 1, "reason": "color", "text": ""}
    for stranger in strangers:
        for method, end, sent in (
            ("GET", "revisions", None),
            ("POST", "revisions", body),
            ("DELETE", f"revisions/{made['revision_id']}", None),
            ("POST", f"revisions/{made['revision_id']}/resolution", {}),
        ):
            key = str(uuid.uuid4())
            foreign = stranger.send(method, f"{locked.path}/{end}", sent, headers={"idempotency-key": key})
            unknown = stranger.send(method, f"{missing}/{end}", sent, headers={"idempotency-key": key})
            assert (foreign.status, foreign.text, foreign.headers) == (404, unknown.text, unknown.headers)
    assert anonymous(gateway, locked.business).get(f"{locked.path}/revisions").status == 401
    # The same customer's other account, and staff, withdraw nothing of this person.
    assert locked.staff.delete(f"{locked.path}/revisions/{made['revision_id']}").status == 404
    assert pin(locked, browser=locked.staff).status == 403
    assert len(mine(locked)) == 1


def test_a_pin_of_another_person_of_the_same_customer_is_theirs(locked: Life) -> None:
    made = ok(pin(locked))
    place = keys.revisions(locked.business.business_id, locked.listing_id)
    commit([Update("listings", place, {f"open.{made['revision_id']}.account_id": new_id("acc", utc_now())})])
    assert mine(locked) == []
    assert locked.customer.delete(f"{locked.path}/revisions/{made['revision_id']}").status == 404
    assert len(locked.workspace()["revisions"]) == 1


def test_the_same_form_twice_is_one_pin_and_too_many_are_refused(locked: Life) -> None:
    key = str(uuid.uuid4())
    first = ok(pin(locked, key=key))
    assert ok(pin(locked, key=key)) == first
    assert inbox(locked) == 1
    place = keys.revisions(locked.business.business_id, locked.listing_id)
    entry = {name: value for name, value in first.items() if name != "revision_id"}
    entry |= {"order_id": locked.order_id, "account_id": "acc_1", "by": "Ada", "request": "x"}
    many = {new_id("rev", utc_now()): entry for _ in range(MOST_OPEN)}
    commit([Update("listings", place, {"open": many})])
    assert pin(locked).status == 409


@pytest.mark.usefixtures("one_instant")
def test_pins_are_limited_by_the_hour(locked: Life) -> None:
    from latchkey.limits import counters

    account_id = locked.workspace()["listing_id"] and seen_account(locked)
    for one in counters(REVISIONS, locked.business.business_id, account_id, "203.0.113.9", utc_now())[:1]:
        commit([Update("people", one.key, {"count": REVISIONS.per_person})])
    assert pin(locked).status == 429


def seen_account(life: Life) -> str:
    import accounts.api

    found: str = ok(life.customer.using(accounts.api.handler).get("/api/session"))["viewer"]["account_id"]
    return found


def test_what_it_costs(locked: Life) -> None:
    calls: list[str] = []
    asset_id = locked.listing()["assets"][0]["asset_id"]
    events = client("dynamodb").meta.events
    events.register("provide-client-params.dynamodb", lambda model, **_: calls.append(model.name), unique_id="counted")
    mine(locked)
    assert calls == ["BatchGetItem", "BatchGetItem"]
    calls.clear()
    ok(pin(locked, asset_id=asset_id))
    events.unregister("provide-client-params.dynamodb", unique_id="counted")
    # The rate is counted in the commit itself: one more than a plain POST (house 7).
    assert calls == ["BatchGetItem", "Query", "GetItem", "TransactWriteItems"]


def test_a_guest_asks_for_nothing(business: Any) -> None:
    life = an_accepted_order(business, guest=True)
    assert life.customer.get(f"{life.path}/revisions").status == 401
