"""Unpublishing: what was delivered goes from every door within minutes, the money stays, delivering again publishes it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from latchkey import keys
from latchkey.clients import client
from latchkey.clock import utc_now
from latchkey.ids import new_id
from latchkey.settings import settings
from latchkey.tables import commit
from latchkey.writes import Update
from media import delivering, steps, store, workflow
from media.delivery import UnpublishedError
from orders.store import folder as order_folder
from tests.browsing import Browser
from tests.building import a_business, a_customer, all_items, anonymous, as_staff, signed_in, stream_records
from tests.gateway import gateway
from tests.integration.media.edge_eyes import MINUTES, Edge, paths_in
from tests.integration.media.engine import Engine, engine
from tests.integration.media.life import (
    Life,
    an_accepted_order,
    deliver,
    newest_delivery,
    ok,
    pay,
    photos,
    request_delivery,
    run_workflow,
    seen_order,
    step_of,
    unpublish,
    upload,
)
from tests.integration.media.test_shares import must_open_nothing, opened, share, urls


def card(browser: Browser) -> dict[str, Any]:
    found: dict[str, Any] = ok(browser.get("/api/listings"))["listings"][0]
    return found


def token_of(business_id: str, listing_id: str, delivery_id: str) -> str | None:
    """What wakes the delivery's execution, while it waits."""
    delivery = store.delivery(business_id, listing_id, delivery_id)
    assert delivery is not None
    return delivery.token


def test_the_customer_sees_work_in_progress_and_owes_what_he_owed(locked: Life) -> None:
    before, was = seen_order(locked), card(locked.customer)
    assert was["photo_count"] == 3
    done = ok(unpublish(locked))
    assert done == {"order_ids": [locked.order_id]}
    shown, row, order = locked.listing(), card(locked.customer), seen_order(locked)
    assert (shown["state"], shown["assets"], shown["delivered_at"], shown["bundle"]) == ("in_progress", [], None, None)
    assert (row["state"], row["photo_count"], row["cover"], row["is_new"]) == ("in_progress", 0, None, False)
    assert row["due"] == was["due"]
    assert order["money"] == before["money"]
    assert (order["status"], order["version"]) == (before["status"], before["version"])
    assert order["listing"] == {"listing_id": locked.listing_id, "state": "in_progress", "delivered_at": None}
    assert order["invoice"] == before["invoice"]


def test_the_reason_stays_in_the_history_with_who_and_when(locked: Life) -> None:
    ok(unpublish(locked, "These are of number 14."))
    line = seen_order(locked)["history"][-1]
    assert (line["event"], line["actor"], line["actor_name"]) == ("unpublished", "business", "Ada Lane")
    assert line["reason"] == "These are of number 14."
    for reason in ("", "   ", "x" * 501):
        assert unpublish(locked, reason).status == 422


def test_no_door_that_was_open_stays_open(locked: Life) -> None:
    pay(locked)
    edge = Edge(locked)
    page = locked.customer.get(locked.path)
    asset_id = page.json["assets"][0]["asset_id"]
    link = ok(locked.customer.post(f"{locked.path}/downloads", {"asset_id": asset_id, "size": "web"}))["url"]
    held = share(locked)
    shared = urls(opened(locked.business, held["token"]))
    paths = [path for path in paths_in(page.json) if path.startswith("/media/")]
    assert paths
    assert all(edge.lets(page, path) for path in paths)
    assert edge.lets_link(link)
    ok(unpublish(locked))
    again = locked.customer.get(locked.path)
    renewed = locked.customer.post(f"{locked.path}/media-access", {})
    assert again.set_cookies == renewed.set_cookies == []
    for path in paths:
        assert not edge.lets(page, path, after=10 * MINUTES + 1)
    assert not any(edge.lets_link(url, after=5 * MINUTES + 1) for url in [link, *shared])
    must_open_nothing(locked.business, held["token"])
    assert locked.customer.post(f"{locked.path}/downloads", {"asset_id": asset_id, "size": "web"}).status == 404
    assert locked.customer.post(f"{locked.path}/bundles", {"size": "mls"}).status == 404
    assert locked.customer.put(f"{locked.path}/favorites/{asset_id}", {}).status == 404
    assert locked.customer.post(f"{locked.path}/shares", {"days": 7}).status == 409


def test_a_guests_page_shows_no_picture_any_more(business: Any) -> None:
    life = an_accepted_order(business, guest=True)
    upload(life, photos(1))
    deliver(life, collection=False)
    token = life.private_url.rpartition("/g/")[2]
    asset_id = life.workspace()["assets"][0]["asset_id"]
    guest = anonymous(gateway, business)
    assert guest.get(f"/g/{token}/photos/{asset_id}").status == 302
    ok(unpublish(life))
    assert guest.get(f"/g/{token}/photos/{asset_id}").status == 404


def test_delivering_again_publishes_what_was_there_and_nothing_of_it_is_news(locked: Life) -> None:
    ok(locked.customer.post(f"{locked.path}/visits", {}))
    held = share(locked)
    first = locked.listing()["assets"]
    ok(unpublish(locked))
    deliver(locked)
    shown = locked.listing()
    assert (shown["state"], shown["assets"]) == ("delivered", first)
    assert shown["delivered_at"] is not None
    assert card(locked.customer)["photo_count"] == 3
    assert seen_order(locked)["listing"]["state"] == "delivered"
    assert [one["event"] for one in seen_order(locked)["history"]][-3:] == ["delivered", "unpublished", "delivered"]
    assert len(ok(opened(locked.business, held["token"]))["photos"]) == 3
    workspace = locked.workspace()["orders"][0]
    assert (workspace["delivered"], workspace["unpublished_at"], workspace["status"]) == (True, None, "Completed")


def test_the_workspace_says_that_it_is_unpublished_and_that_the_order_is_completed(locked: Life) -> None:
    ok(unpublish(locked))
    order = locked.workspace()["orders"][0]
    assert (order["delivered"], order["status"]) == (False, "Completed")
    assert order["unpublished_at"]
    assert newest_delivery(locked)["state"] == "unpublished"
    # What was delivered once is hidden, never thrown away, also now.
    asset_id = locked.workspace()["assets"][0]["asset_id"]
    assert locked.staff.delete(f"{locked.path}/assets/{asset_id}").status == 204
    assert locked.workspace()["assets"][0]["hidden"] is True
    assert locked.listing()["state"] == "in_progress"
    assert card(locked.customer)["photo_count"] == 0


def test_a_payment_meanwhile_is_booked_and_opens_what_is_delivered_later(locked: Life) -> None:
    ok(unpublish(locked))
    pay(locked)
    assert locked.listing()["assets"] == []
    deliver(locked)
    assert {one["locked"] for one in locked.listing()["assets"]} == {False}


def test_one_orders_delivery_goes_and_its_neighbors_stays(locked: Life) -> None:
    other = new_id("ord", utc_now())
    lock = store.lock(locked.business.business_id, locked.listing_id)
    assert lock is not None
    entry = {**lock["orders"][locked.order_id], "number": 9999}
    commit([Update("listings", keys.lock(locked.business.business_id, locked.listing_id), {f"orders.{other}": entry})])
    ok(unpublish(locked, order_id=locked.order_id))
    shown = locked.listing()
    assert (shown["state"], shown["assets"]) == ("delivered", [])
    assert shown["delivered_at"] is not None
    assert unpublish(locked, order_id=locked.order_id).status == 409
    assert unpublish(locked, order_id=new_id("ord", utc_now())).status == 422


def test_it_is_asked_for_by_staff_on_the_version_they_saw_once(locked: Life) -> None:
    version = locked.workspace()["version"]
    key = str(uuid.uuid4())
    body = {"reason": "Wrong house", "version": version}
    where = f"{locked.path}/unpublishing"
    assert locked.staff.post(where, {**body, "version": version - 1}, key=key).status == 409
    assert locked.staff.post(where, body).status == 422  # the form's key
    first = locked.staff.post(where, body, key=key)
    assert locked.staff.post(where, body, key=key).text == first.text
    assert locked.staff.post(where, body, key=str(uuid.uuid4())).status == 409
    assert [one["event"] for one in seen_order(locked)["history"]].count("unpublished") == 1
    elsewhere = as_staff(gateway, a_business())
    missing = elsewhere.post(f"/api/listings/lst_{26 * '0'}/unpublishing", body, key=key)
    foreign = elsewhere.post(where, body, key=key)
    assert (foreign.status, foreign.text) == (404, missing.text)
    assert locked.customer.post(where, body, key=key).status == 404
    assert signed_in(gateway, locked.business, a_customer(locked.business)).post(where, body, key=key).status == 404


def test_nothing_is_taken_back_while_a_delivery_is_prepared(locked: Life) -> None:
    request_delivery(locked)
    assert "under way" in unpublish(locked).text


def test_a_delivery_that_needed_attention_is_over(locked: Life) -> None:
    delivery_id = newest_delivery(locked)["delivery_id"]
    step = step_of(locked, delivery_id)
    steps.record_attention_handler({**step, "failure": {"Error": "Boom"}}, None)
    ok(unpublish(locked))
    assert newest_delivery(locked)["state"] == "unpublished"
    assert not [item for item in all_items("listings") if "attention" in item]
    assert locked.staff.post(f"{locked.path}/deliveries/{delivery_id}/retry").status == 409


@pytest.mark.parametrize(
    "handler", [steps.check_handler, steps.deliver_handler, steps.hand_over_handler, steps.complete_handler]
)
def test_a_step_that_comes_later_ends_the_execution_and_changes_nothing(locked: Life, handler: Any) -> None:
    step = step_of(locked, newest_delivery(locked)["delivery_id"])
    ok(unpublish(locked))
    with pytest.raises(UnpublishedError):
        handler(step, None)
    steps.record_attention_handler({**step, "failure": {"Error": "Boom"}}, None)
    assert newest_delivery(locked)["state"] == "unpublished"


# The machine ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def running() -> Iterator[Engine]:
    with engine() as one:
        yield one


def last_state(delivery_id: str) -> str:
    arn = f"{settings().delivery_machine_arn.replace(':stateMachine:', ':execution:')}:{delivery_id}-1"
    events = client("stepfunctions").get_execution_history(executionArn=arn)["events"]
    return [one["stateEnteredEventDetails"]["name"] for one in events if one["type"].endswith("StateEntered")][-1]


def test_the_waiting_execution_ends_in_its_own_state_and_no_token_is_left(running: Engine) -> None:
    life = an_accepted_order(a_business())
    upload(life, photos(2))
    delivery_id = request_delivery(life)["delivery_id"]
    run_workflow()
    assert running.reached("WaitFunction")
    place = life.business.business_id, life.listing_id
    assert token_of(*place, delivery_id)
    ok(unpublish(life))
    assert run_workflow() == {"batchItemFailures": []}
    assert running.ended(delivery_id) == "SUCCEEDED"
    assert last_state(delivery_id) == "Unpublished"
    assert token_of(*place, delivery_id) is None
    pay(life)
    assert run_workflow() == {"batchItemFailures": []}
    again = request_delivery(life)["delivery_id"]
    run_workflow()
    assert running.ended(again) == "SUCCEEDED"
    assert newest_delivery(life)["state"] == "completed"
    assert {one["locked"] for one in life.listing()["assets"]} == {False}


def test_a_wait_that_begins_after_it_ends_at_once(running: Engine) -> None:
    life = an_accepted_order(a_business())
    upload(life, photos(1))
    delivery_id = request_delivery(life)["delivery_id"]
    running.before["WaitFunction"] = lambda: ok(unpublish(life)) and None
    run_workflow()
    assert running.ended(delivery_id) == "SUCCEEDED"
    assert last_state(delivery_id) == "Unpublished"
    assert run_workflow() == {"batchItemFailures": []}
    assert not stream_records("delivery_unpublished")["Records"]


def test_a_token_that_came_while_it_was_taken_back_is_ended_too(locked: Life) -> None:
    """The wait keeps its token, then the delivery is taken back: the stream's event finds it."""
    step = delivering.Step(
        locked.business.business_id, locked.listing_id, locked.order_id, newest_delivery(locked)["delivery_id"], 1
    )
    assert delivering.wait(step, "a token of an engine that forgot it")
    ok(unpublish(locked))
    assert workflow.handler(stream_records("delivery_unpublished"), None) == {"batchItemFailures": []}
    assert token_of(*step.place, step.delivery_id) is None
    stored = order_folder(step.business_id, step.order_id)
    assert stored is not None
    assert stored.order.unpublished_at
