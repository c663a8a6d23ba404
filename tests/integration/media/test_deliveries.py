"""Delivering: one commit, one mail, one invoice; every step may run again (product 3.1, 6.2, guarantees 36, 52)."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

import orders.api
from accounts.business import Business
from latchkey.clients import client
from latchkey.clock import utc_now
from latchkey.outbox import outgoing
from latchkey.settings import settings
from latchkey.tables import commit
from media import bundle, render_batch, steps, workflow
from media.delivery import BundleIncompleteError, FileRefusedError
from tests import rights
from tests.building import stream_records
from tests.integration.media.life import (
    Life,
    an_accepted_order,
    deliver,
    mails,
    media_keys,
    newest_delivery,
    ok,
    pay,
    photos,
    request_delivery,
    seen_order,
    step_of,
    upload,
)


def test_delivering_completes_the_order_issues_the_invoice_and_tells_the_customer_at_once(life: Life) -> None:
    upload(life, photos(2))
    deliver(life)
    order = seen_order(life)
    assert (order["status"], order["listing"]["state"], order["invoice"]["state"]) == ("Completed", "delivered", "open")
    assert order["history"][-1]["event"] == "delivered"
    (mail,) = [one for one in mails() if one["mail"] == "listing_delivered"]
    assert (mail["due"]["amount"], mail["locked"], mail["photo_count"]) == (26270, True, 2)
    assert mail["link_path"] == f"/listings/{life.listing_id}"
    assert newest_delivery(life)["state"] == "waiting_for_payment"


def test_every_step_may_run_again(life: Life) -> None:
    upload(life, photos(2))
    delivery_id = deliver(life)
    step = step_of(life, delivery_id)
    before = (len(mails()), media_keys(), life.listing()["assets"])
    for _ in range(2):
        assert steps.check_handler(step, None)["delivered"] is True
        bundle.handler(step, None)
        assert steps.deliver_handler(step, None) == {"payment_needed": True}
    assert (len(mails()), media_keys(), life.listing()["assets"]) == before
    pay(life)
    for _ in range(2):
        steps.remove_watermarks_handler(step, None)
        steps.complete_handler(step, None)
    assert newest_delivery(life)["state"] == "completed"
    steps.record_attention_handler({**step, "failure": {"Error": "Broken"}}, None)
    assert newest_delivery(life)["state"] == "completed"


def test_the_same_press_is_one_delivery(life: Life) -> None:
    upload(life, photos(1))
    form = {"order_id": life.order_id, "collection": True, "watermark": True, "version": life.workspace()["version"]}
    key = str(uuid.uuid4())
    first, again = (ok(life.staff.post(f"{life.path}/deliveries", form, key=key)) for _ in range(2))
    assert first == again
    other = life.staff.post(f"{life.path}/deliveries", form, key=str(uuid.uuid4()))
    assert other.status == 409
    assert len(life.workspace()["deliveries"]) == 1


def test_nothing_is_delivered_before_everything_listed_is_here(life: Life) -> None:
    form = {"order_id": life.order_id, "collection": True, "watermark": True, "version": 1}

    def refused() -> str:
        answer = life.staff.post(f"{life.path}/deliveries", form, key=str(uuid.uuid4()))
        assert answer.status == 409
        return str(answer.json["detail"])

    assert refused() == "There is nothing to deliver yet."
    started = ok(
        life.staff.post(f"{life.path}/uploads", {"order_id": life.order_id, "files": [{"name": "a", "bytes": 9}]})
    )
    assert refused().startswith("1 file is not uploaded completely.")
    life.staff.delete(f"{life.path}/uploads/{started['uploads'][0]['upload_id']}")
    upload(life, {"bad.jpg": b"not a photo"})
    assert refused() == "There is nothing to deliver yet."
    form["version"] = 99
    upload(life, photos(1))
    assert "changed" in refused()


def test_a_lost_event_is_made_up_for_when_delivering(life: Life) -> None:
    upload(life, photos(3), arrive=False)
    delivery_id = request_delivery(life)["delivery_id"]
    checked = steps.check_handler(step_of(life, delivery_id), None)
    assert [len(batch) for batch in checked["batches"]] == [3]
    answer = render_batch.handler(
        step_of(life, delivery_id, asset_ids=checked["batches"][0], watermark=checked["watermark"]), None
    )
    assert answer == {"ready": 3, "refused": 0}
    again = render_batch.handler(step_of(life, delivery_id, asset_ids=checked["batches"][0], watermark=True), None)
    assert again == {"ready": 0, "refused": 0}


def test_a_file_that_turns_out_bad_stops_the_delivery_with_its_name_until_retry(life: Life) -> None:
    upload(life, photos(1))
    upload(life, {"bad.jpg": b"%PDF-1.7 no photo"}, arrive=False)
    delivery_id = request_delivery(life)["delivery_id"]
    step = step_of(life, delivery_id)
    batch = steps.check_handler(step, None)["batches"][0]
    assert render_batch.handler({**step, "asset_ids": batch, "watermark": True}, None) == {"ready": 0, "refused": 1}
    with pytest.raises(FileRefusedError, match=r"bad\.jpg: This is a PDF document, not a picture; rename it"):
        steps.deliver_handler(step, None)


def test_a_missing_file_makes_the_bundle_fail_and_leaves_no_half_of_it(life: Life) -> None:
    upload(life, photos(2))
    step = step_of(life, request_delivery(life)["delivery_id"])
    before = media_keys()
    for key in before:
        client("s3").put_object(Bucket=settings().media_bucket, Key=key, Body=b"something else")
    with pytest.raises(BundleIncompleteError, match="missing"):
        bundle.handler(step, None)
    assert media_keys() == before


def test_a_large_bundle_goes_up_in_parts(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("media.sink._PART_BYTES", 5 * 1024 * 1024)
    upload(life, {f"{number}-{name}": data + bytes(number) for number in range(2) for name, data in photos(14).items()})
    step = step_of(life, request_delivery(life)["delivery_id"])
    made = bundle.handler(step, None)
    assert made["files"] == 28
    assert made["bytes"] > 5 * 1024 * 1024
    assert not client("s3").list_multipart_uploads(Bucket=settings().media_bucket).get("Uploads")


def test_a_bundle_of_other_photos_than_those_delivered_is_not_given(life: Life) -> None:
    upload(life, photos(3))
    first, _, last = (one["asset_id"] for one in life.workspace()["assets"])
    deliver(life)
    pay(life)
    assert life.listing()["bundle"]
    ok(life.staff.patch(f"{life.path}/assets/{last}", {"hidden": True}))
    step = step_of(life, request_delivery(life)["delivery_id"])
    steps.check_handler(step, None)
    bundle.handler(step, None)
    ok(life.staff.patch(f"{life.path}/assets/{last}", {"hidden": False}))
    ok(life.staff.patch(f"{life.path}/assets/{first}", {"hidden": True}))
    steps.deliver_handler(step, None)
    assert life.listing()["bundle"] is None
    given = ok(life.customer.post(f"{life.path}/bundles", {"size": "mls"}))
    assert (given["kind"], len(given["files"])) == ("files", 2)


def test_photos_added_later_join_the_delivered_ones(life: Life) -> None:
    upload(life, photos(1))
    deliver(life)
    upload(life, {"02.jpg": photos(2)["02-front-angle.jpg"]})
    assert len(life.listing()["assets"]) == 1
    deliver(life)
    listing = life.listing()
    assert len(listing["assets"]) == 2
    assert seen_order(life)["status"] == "Completed"
    pay(life)
    assert life.listing()["bundle"]["bytes"] > 0
    first, again = (one for one in mails() if one["mail"] in ("listing_delivered", "listing_updated"))
    assert (first["mail"], again["mail"]) == ("listing_delivered", "listing_updated")
    assert (again["added"], again["replaced"], again["photo_count"]) == (1, 0, 2)


def test_a_payment_between_look_and_commit_does_not_fool_the_delivery(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload(life, photos(1))
    delivery_id = request_delivery(life)["delivery_id"]
    step = step_of(life, delivery_id)
    steps.check_handler(step, None)
    bundle.handler(step, None)
    send = client("dynamodb").transact_write_items
    paid = []

    def paying_first(**arguments: Any) -> Any:
        if not paid:
            paid.append(True)
            with rights.of_nobody():
                pay(life)
        return send(**arguments)

    monkeypatch.setattr(client("dynamodb"), "transact_write_items", paying_first)
    assert steps.deliver_handler(step, None) == {"payment_needed": False}
    (mail,) = [one for one in mails() if one["mail"] == "listing_delivered"]
    assert mail["locked"] is False
    assert seen_order(life)["invoice"]["state"] == "paid"


def test_odd_late_and_repeated_tokens_are_no_error(life: Life) -> None:
    upload(life, photos(1))
    step = step_of(life, deliver(life))
    steps.wait_handler({**step, "token": "garbage"}, None)
    pay(life)
    for _ in range(2):
        assert workflow.handler(stream_records("payment_applied"), None) == {"batchItemFailures": []}
    payload = {"order_id": "ord_0", "listing_id": "lst_0", "due": 0}
    commit([outgoing(life.business.business_id, "payment_applied", payload, utc_now())])
    commit([outgoing(life.business.business_id, "payment_applied", {**payload, "listing_id": None}, utc_now())])
    assert workflow.handler(stream_records("payment_applied"), None) == {"batchItemFailures": []}


def test_the_workspace_shows_a_reopened_order_as_accepted_until_it_is_delivered_again(business: Business) -> None:
    life = an_accepted_order(business)

    def shown() -> str:
        (order,) = life.workspace()["orders"]
        assert order["status"] == seen_order(life)["status"]
        return str(order["status"])

    assert shown() == "Accepted"
    upload(life, photos(1))
    steps.complete_handler(step_of(life, deliver(life, collection=False)), None)
    assert shown() == "Completed"
    body = {"version": seen_order(life)["version"], "reason": "One room is missing."}
    path = f"/api/orders/{life.order_id}/reopening"
    ok(life.staff.using(orders.api.handler).post(path, body, key=str(uuid.uuid4())))
    assert shown() == "Accepted"
    assert [one["locked"] for one in life.listing()["assets"]] == [False]  # access stays (product 3.1)
    upload(life, {"more.jpg": photos(2).popitem()[1]})
    deliver(life, collection=False)
    assert shown() == "Completed"
