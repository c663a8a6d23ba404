"""Delivering: one commit, one mail, one invoice; the machine with every Catch and time-out taken; the studio's button."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
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
from media.delivery import BundleIncompleteError, FileRefusedError, StillUploadingError
from media.paths import raw_key
from tests.building import a_business, all_items, stream_records
from tests.integration.media.engine import Broken, Engine, engine
from tests.integration.media.life import (
    Life,
    an_accepted_order,
    deliver,
    media_keys,
    ok,
    pay,
    photos,
    request_delivery,
    run_workflow,
    step_of,
    upload,
)


@pytest.fixture
def life(business: Business) -> Life:
    return an_accepted_order(business)


def delivery(life: Life) -> dict[str, Any]:
    found: dict[str, Any] = life.workspace()["deliveries"][0]
    return found


def mails() -> list[dict[str, Any]]:
    return [item["payload"] for item in all_items("events") if item["kind"] == "mail"]


def order_of(life: Life) -> dict[str, Any]:
    return ok(life.customer.using(orders.api.handler).get(f"/api/orders/{life.order_id}"))


# The steps -----------------------------------------------------------------------------------------------------------
def test_delivering_completes_the_order_issues_the_invoice_and_tells_the_customer_at_once(life: Life) -> None:
    upload(life, photos(2))
    deliver(life)
    order = order_of(life)
    assert (order["status"], order["listing"]["state"], order["invoice"]["state"]) == ("Completed", "delivered", "open")
    assert order["history"][-1]["event"] == "delivered"
    (mail,) = [one for one in mails() if one["mail"] == "listing_delivered"]
    assert (mail["due"]["amount"], mail["locked"], mail["photo_count"]) == (26270, True, 2)
    assert mail["link_path"] == f"/listings/{life.listing_id}"
    assert delivery(life)["state"] == "waiting_for_payment"


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
    assert delivery(life)["state"] == "completed"
    steps.record_attention_handler({**step, "failure": {"Error": "Broken"}}, None)
    assert delivery(life)["state"] == "completed"


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

    assert refused() == "There is no photo to deliver yet."
    started = ok(
        life.staff.post(f"{life.path}/uploads", {"order_id": life.order_id, "files": [{"name": "a", "bytes": 9}]})
    )
    assert refused().startswith("1 file is not uploaded completely.")
    life.staff.delete(f"{life.path}/uploads/{started['uploads'][0]['upload_id']}")
    upload(life, {"bad.jpg": b"not a photo"})
    assert refused() == "There is no photo to deliver yet."
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
    with pytest.raises(FileRefusedError, match=r"bad\.jpg: This is a PDF document"):
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


def test_photos_added_later_join_the_delivered_ones(life: Life) -> None:
    upload(life, photos(1))
    deliver(life)
    upload(life, {"02.jpg": photos(2)["02-front-angle.jpg"]})
    assert len(life.listing()["assets"]) == 1
    deliver(life)
    listing = life.listing()
    assert len(listing["assets"]) == 2
    assert order_of(life)["status"] == "Completed"
    pay(life)
    assert life.listing()["bundle"]["bytes"] > 0
    assert len([one for one in mails() if one["mail"] == "listing_delivered"]) == 2


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
            pay(life)
        return send(**arguments)

    monkeypatch.setattr(client("dynamodb"), "transact_write_items", paying_first)
    assert steps.deliver_handler(step, None) == {"payment_needed": False}
    (mail,) = [one for one in mails() if one["mail"] == "listing_delivered"]
    assert mail["locked"] is False
    assert order_of(life)["invoice"]["state"] == "paid"


def test_starting_twenty_times_is_one_execution() -> None:
    with engine() as running:
        life = an_accepted_order(a_business())
        upload(life, photos(1))
        delivery_id = request_delivery(life, collection=False)["delivery_id"]
        records = stream_records("delivery_requested")
        for _ in range(20):
            assert workflow.handler(records, None) == {"batchItemFailures": []}
        assert running.ended(delivery_id) == "SUCCEEDED"
        assert running.called.count("DeliverFunction") == 1
        assert not stream_records("delivery_requested")["Records"]


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


# The machine ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def running() -> Iterator[Engine]:
    with engine() as one:
        yield one


def a_delivery(**switches: Any) -> tuple[Life, str]:
    life = an_accepted_order(a_business())
    upload(life, photos(2))
    delivery_id = request_delivery(life, **switches)["delivery_id"]
    assert run_workflow() == {"batchItemFailures": []}
    return life, delivery_id


def test_the_machine_delivers_waits_wakes_and_completes(running: Engine) -> None:
    life, delivery_id = a_delivery()
    assert running.reached("WaitFunction")
    assert delivery(life)["state"] == "waiting_for_payment"
    assert life.listing()["orders"][0]["locked"] is True
    pay(life)
    assert life.listing()["orders"][0]["locked"] is False
    assert run_workflow() == {"batchItemFailures": []}
    assert running.ended(delivery_id) == "SUCCEEDED"
    assert delivery(life)["state"] == "completed"
    arn = f"{settings().delivery_machine_arn.replace(':stateMachine:', ':execution:')}:{delivery_id}-1"
    events = client("stepfunctions").get_execution_history(executionArn=arn)["events"]
    assert sum(event["type"].endswith("StateEntered") for event in events) <= 24


def test_a_payment_before_the_wait_began_is_not_missed(running: Engine) -> None:
    life = an_accepted_order(a_business())
    upload(life, photos(1))
    delivery_id = request_delivery(life)["delivery_id"]
    running.before["WaitFunction"] = lambda: pay(life)
    run_workflow()
    assert running.ended(delivery_id) == "SUCCEEDED"
    assert delivery(life)["state"] == "completed"


def test_without_collection_nothing_waits(running: Engine) -> None:
    life, delivery_id = a_delivery(collection=False, watermark=False)
    assert running.ended(delivery_id) == "SUCCEEDED"
    assert "WaitFunction" not in running.called
    assert delivery(life)["state"] == "completed"
    assert {key.split("/")[3] for key in media_keys()} == {"marked", "clean", "plain"}


def test_a_wait_that_runs_out_asks_and_hands_over_to_a_new_execution() -> None:
    with engine(wait_seconds=2) as running:
        life, delivery_id = a_delivery()
        assert running.ended(delivery_id, 1) == "SUCCEEDED"
        assert running.called.count("HandOverFunction") == 1
        assert delivery(life) | {"progress": {}} == {
            **delivery(life), "state": "waiting_for_payment", "round": 2, "progress": {},
        }  # fmt: skip
        pay(life)
        run_workflow()
        assert running.ended(delivery_id, 2) == "SUCCEEDED"
        assert delivery(life)["state"] == "completed"
        assert len([one for one in mails() if one["mail"] == "listing_delivered"]) == 1


@pytest.mark.parametrize(
    "function",
    ["CheckFunction", "RenderBatchFunction", "BundleFunction", "DeliverFunction", "WaitFunction", "ConfirmFunction",
     "RemoveWatermarksFunction", "CompleteFunction"],
)  # fmt: skip
def test_each_failure_ends_in_the_studio_with_a_button_that_goes_on(running: Engine, function: str) -> None:
    life = an_accepted_order(a_business())
    upload(life, photos(2), arrive=function != "RenderBatchFunction")
    delivery_id = request_delivery(life)["delivery_id"]
    running.failing[function] = Broken("boom")
    run_workflow()
    if function in ("ConfirmFunction", "RemoveWatermarksFunction", "CompleteFunction"):
        assert running.reached("WaitFunction")
        pay(life)
        run_workflow()
    assert running.ended(delivery_id) == "FAILED"
    shown = delivery(life)
    assert (shown["state"], shown["round"]) == ("needs_attention", 1)
    assert shown["reason"] == "Something went wrong on our side while delivering. Please press Retry."
    running.failing.clear()
    ok(life.staff.post(f"{life.path}/deliveries/{delivery_id}/retry"))
    assert life.staff.post(f"{life.path}/deliveries/{delivery_id}/retry").status == 409
    waits = running.called.count("WaitFunction")
    run_workflow()
    if function not in ("ConfirmFunction", "RemoveWatermarksFunction", "CompleteFunction"):
        assert running.reached("WaitFunction", waits + 1)
        pay(life)
        run_workflow()
    assert running.ended(delivery_id, 2) == "SUCCEEDED"
    assert delivery(life)["state"] == "completed"
    assert len([one for one in mails() if one["mail"] == "listing_delivered"]) == 1


def test_a_failed_hand_over_is_shown_too() -> None:
    with engine(wait_seconds=2) as running:
        running.failing["HandOverFunction"] = Broken("boom")
        life, delivery_id = a_delivery()
        assert running.ended(delivery_id) == "FAILED"
        assert delivery(life)["state"] == "needs_attention"
        running.failing.clear()
        pay(life)
        ok(life.staff.post(f"{life.path}/deliveries/{delivery_id}/retry"))
        run_workflow()
        assert running.ended(delivery_id, 2) == "SUCCEEDED"


def test_even_when_the_failure_cannot_be_recorded_the_execution_ends_red(running: Engine) -> None:
    running.failing |= {"CheckFunction": Broken("boom"), "AttentionFunction": Broken("boom")}
    _, delivery_id = a_delivery()
    assert running.ended(delivery_id) == "FAILED"


def test_our_own_sentence_is_what_the_studio_reads(running: Engine) -> None:
    life = an_accepted_order(a_business())
    upload(life, photos(1))
    delivery_id = request_delivery(life)["delivery_id"]
    running.failing["DeliverFunction"] = StillUploadingError("1 of 2 photos are ready.")
    run_workflow()
    assert running.ended(delivery_id) == "FAILED"
    assert delivery(life)["reason"] == "1 of 2 photos are ready."


def test_the_machine_carries_ids_only(running: Engine) -> None:
    life, delivery_id = a_delivery(collection=False)
    assert running.ended(delivery_id) == "SUCCEEDED"
    arn = f"{settings().delivery_machine_arn.replace(':stateMachine:', ':execution:')}:{delivery_id}-1"
    history = str(client("stepfunctions").get_execution_history(executionArn=arn)["events"])
    for secret in ("Jordan", "example.test", "Harbor View", raw_key("", "", "").split("/")[0] + "/"):
        assert secret not in history
    assert life.order_id in history
