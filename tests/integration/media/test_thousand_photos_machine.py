"""The machine of a listing of 1,000 photos: its history stays far below the engine's limit (guarantees 49)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from latchkey.clients import client
from latchkey.settings import settings
from tests.integration.media.engine import engine
from tests.integration.media.life import FUNCTIONS
from tests.unit.media.test_machine import MACHINE, worst_events

THOUSAND = 1000
# Step Functions' own limit is 25,000.
MOST_EVENTS = 5000


@pytest.mark.parametrize("photos", [0, 60, THOUSAND])
def test_an_execution_has_as_many_events_as_the_machine_says_at_most(photos: int) -> None:
    """Counted in an engine that runs it, every step by the ordinary way; the worst way is computed beside it."""
    ids = [f"ast_{number:026}" for number in range(photos)]
    batches = [ids[start : start + 10] for start in range(0, photos, 10)]
    answers: dict[str, dict[str, Any]] = {
        "CheckFunction": {
            "delivered": False,
            "watermark": True,
            "mark": 0,
            "batches": batches,
            "payment_needed": False,
        },
        "DeliverFunction": {"payment_needed": False},
    }
    with engine() as running:
        running.instead = {name: lambda event, name=name: answers.get(name, {}) for name in FUNCTIONS}
        place = dict.fromkeys(("business_id", "listing_id", "order_id", "delivery_id"), "x")
        machine = client("stepfunctions")
        machine.start_execution(
            stateMachineArn=settings().delivery_machine_arn, name="dlv_1-1", input=json.dumps({**place, "round": 1})
        )
        assert running.ended("dlv_1") == "SUCCEEDED"
        assert running.called.count("RenderBatchFunction") == len(batches)
        arn = settings().delivery_machine_arn.replace(":stateMachine:", ":execution:") + ":dlv_1-1"
        events = machine.get_execution_history(executionArn=arn, maxResults=1000)["events"]
    assert len(events) <= worst_events(MACHINE, photos) <= MOST_EVENTS
