"""Lambda entries of the delivery machine's own steps; each hands the machine's ids to the step and its facts back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from latchkey import observability
from latchkey.clock import utc_now
from media import delivering
from media.delivering import Step
from media.delivery import PaidAlreadyError, reason_of


def check_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Which renditions are missing, and whether the delivery was done before."""
    with _step("check", event, context) as step:
        return delivering.check(step)


def deliver_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Delivers; whether a payment is awaited."""
    with _step("deliver", event, context) as step:
        answer = delivering.deliver(step, utc_now())
        observability.count("ListingsDelivered")
        return answer


def wait_handler(event: dict[str, Any], context: Any) -> None:
    """Keeps the task token. Raises PaidAlreadyError, which the machine takes for a payment."""
    with _step("wait", event, context) as step:
        if not delivering.wait(step, event["token"]):
            raise PaidAlreadyError


def remove_watermarks_handler(event: dict[str, Any], context: Any) -> None:
    """Verifies that clean pictures are served."""
    with _step("remove_watermarks", event, context) as step:
        delivering.remove_watermarks(step)


def complete_handler(event: dict[str, Any], context: Any) -> None:
    """Ends the delivery."""
    with _step("complete", event, context) as step:
        delivering.complete(step, utc_now())


def record_attention_handler(event: dict[str, Any], context: Any) -> None:
    """Shows the failure in the studio."""
    with _step("record_attention", event, context) as step:
        failure = event.get("failure") or {}
        observability.note(failure=failure.get("Error"))
        if delivering.record_attention(step, reason_of(failure), utc_now()):
            observability.count("DeliveriesNeedAttention")


def hand_over_handler(event: dict[str, Any], context: Any) -> None:
    """Lets a new execution wait on."""
    with _step("hand_over", event, context) as step:
        delivering.hand_over(step, utc_now())


@contextmanager
def _step(name: str, event: dict[str, Any], context: Any) -> Iterator[Step]:
    step = Step(event["business_id"], event["listing_id"], event["order_id"], event["delivery_id"], int(event["round"]))
    with observability.invocation(f"delivery.{name}", getattr(context, "aws_request_id", "")):
        observability.note(listing_id=step.listing_id, delivery_id=step.delivery_id, round=step.round)
        yield step
