"""The machine on moto: waiting, waking, handing over, and every failure ending at a button (guarantees 48 to 52)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from latchkey.clients import client
from latchkey.settings import settings
from media import workflow
from media.delivery import StillUploadingError
from media.paths import raw_key
from tests.building import a_business, stream_records
from tests.integration.media.engine import Broken, Engine, engine
from tests.integration.media.life import (
    Life,
    an_accepted_order,
    mails,
    media_keys,
    newest_delivery,
    ok,
    pay,
    photos,
    request_delivery,
    run_workflow,
    upload,
)


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
    assert newest_delivery(life)["state"] == "waiting_for_payment"
    assert life.listing()["orders"][0]["locked"] is True
    pay(life)
    assert life.listing()["orders"][0]["locked"] is False
    assert run_workflow() == {"batchItemFailures": []}
    assert running.ended(delivery_id) == "SUCCEEDED"
    assert newest_delivery(life)["state"] == "completed"
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
    assert newest_delivery(life)["state"] == "completed"


def test_without_collection_nothing_waits(running: Engine) -> None:
    life, delivery_id = a_delivery(collection=False, watermark=False)
    assert running.ended(delivery_id) == "SUCCEEDED"
    assert "WaitFunction" not in running.called
    assert newest_delivery(life)["state"] == "completed"
    assert {key.split("/")[3] for key in media_keys()} == {"marked", "clean", "plain"}


def test_a_wait_that_runs_out_asks_and_hands_over_to_a_new_execution() -> None:
    with engine(wait_seconds=2) as running:
        life, delivery_id = a_delivery()
        assert running.ended(delivery_id, 1) == "SUCCEEDED"
        assert running.called.count("HandOverFunction") == 1
        assert newest_delivery(life) | {"progress": {}} == {
            **newest_delivery(life), "state": "waiting_for_payment", "round": 2, "progress": {},
        }  # fmt: skip
        pay(life)
        run_workflow()
        assert running.ended(delivery_id, 2) == "SUCCEEDED"
        assert newest_delivery(life)["state"] == "completed"
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
    shown = newest_delivery(life)
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
    assert newest_delivery(life)["state"] == "completed"
    assert len([one for one in mails() if one["mail"] == "listing_delivered"]) == 1


def test_a_failed_hand_over_is_shown_too() -> None:
    with engine(wait_seconds=2) as running:
        running.failing["HandOverFunction"] = Broken("boom")
        life, delivery_id = a_delivery()
        assert running.ended(delivery_id) == "FAILED"
        assert newest_delivery(life)["state"] == "needs_attention"
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
    assert newest_delivery(life)["reason"] == "1 of 2 photos are ready."


def test_the_machine_carries_ids_only(running: Engine) -> None:
    life, delivery_id = a_delivery(collection=False)
    assert running.ended(delivery_id) == "SUCCEEDED"
    arn = f"{settings().delivery_machine_arn.replace(':stateMachine:', ':execution:')}:{delivery_id}-1"
    history = str(client("stepfunctions").get_execution_history(executionArn=arn)["events"])
    for secret in ("Jordan", "example.test", "Harbor View", raw_key("", "", "").split("/")[0] + "/"):
        assert secret not in history
    assert life.order_id in history


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
