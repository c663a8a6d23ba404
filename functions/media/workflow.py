"""Lambda entry of the Events stream: starts a machine for a delivery or a new watermark, wakes it when a payment was applied.

A token only wakes; whether the files are open was decided by the payment's own transaction (guarantees 48).
"""

from __future__ import annotations

import json
from typing import Any, Final

from botocore.exceptions import ClientError

from latchkey import observability
from latchkey.clients import client
from latchkey.clock import utc_now
from latchkey.outbox import settled
from latchkey.settings import settings
from latchkey.tables import commit, from_stream
from latchkey.writes import Item
from media import delivery_writes, store
from media.delivery import UnpublishedError

_LATE: Final = frozenset(("InvalidToken", "TaskTimedOut", "TaskDoesNotExist"))


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Carries out a stream batch; what fails is reported alone and comes again."""
    failed: list[dict[str, str]] = []
    for record in event["Records"]:
        with observability.invocation("delivery_workflow", getattr(context, "aws_request_id", "")) as facts:
            item = from_stream(record["dynamodb"]["NewImage"])
            carry_out = _KINDS.get(item.get("pending", ""))
            if carry_out is None:
                continue
            try:
                carry_out(item)
                commit([settled(item["business_id"], item["event_id"], utc_now())])
            except Exception as error:
                # One listing never stops the others; the sweeper drives this event again.
                facts["failed"], facts["where"] = type(error).__name__, observability.where(error)
                failed.append({"itemIdentifier": record["dynamodb"]["SequenceNumber"]})
    return {"batchItemFailures": failed}


def start(item: Item) -> None:
    """Starts the execution of this delivery and round; that it runs or ran already is success (guarantees 50)."""
    step = item["payload"]
    _start(settings().delivery_machine_arn, f"{step['delivery_id']}-{step['round']}", step)


def start_remarking(item: Item) -> None:
    """Starts the execution of this version of the mark and round; twice is once."""
    turn = item["payload"]
    name = f"{turn['business_id']}-{turn['version']}-{turn['round']}"
    _start(settings().remarking_machine_arn, name, turn)


def _start(machine_arn: str, name: str, document: Item) -> None:
    try:
        client("stepfunctions").start_execution(stateMachineArn=machine_arn, name=name, input=json.dumps(document))
    except ClientError as error:
        if _code(error) != "ExecutionAlreadyExists":
            raise
        observability.note(already_started=True)


def wake(item: Item) -> None:
    """Wakes every delivery that waits for this order's money; one that began to wait just now looks for itself."""
    paid = item["payload"]
    if not paid.get("listing_id") or paid["due"] > 0:
        return
    lock = store.lock(item["business_id"], paid["listing_id"])
    waiting = lock["orders"].get(paid["order_id"], {}).get("waiting", {}) if lock else {}
    for delivery_id in sorted(waiting):
        delivery = store.delivery(item["business_id"], paid["listing_id"], delivery_id)
        if delivery and delivery.token:
            _send(delivery.token)


def release(item: Item) -> None:
    """Ends the waits of deliveries that were taken back; one that begins to wait just now sees for itself."""
    taken = item["payload"]
    place = item["business_id"], taken["listing_id"]
    for delivery_id in taken["delivery_ids"]:
        delivery = store.delivery(*place, delivery_id)
        if delivery and delivery.token and delivery.state == "unpublished":
            _fail(delivery.token)
            commit([delivery_writes.token_spent(*place, delivery_id)])


def _fail(token: str) -> None:
    try:
        client("stepfunctions").send_task_failure(taskToken=token, error=UnpublishedError.__name__)
    except ClientError as error:
        if _code(error) not in _LATE:
            raise
        observability.note(late_token=_code(error))


def _send(token: str) -> None:
    try:
        client("stepfunctions").send_task_success(taskToken=token, output="{}")
    except ClientError as error:
        if _code(error) not in _LATE:
            raise
        observability.note(late_token=_code(error))


def _code(error: ClientError) -> str:
    return str(error.response["Error"]["Code"])


_KINDS: Final = {
    "delivery_requested": start,
    "delivery_unpublished": release,
    "payment_applied": wake,
    "remarking_requested": start_remarking,
}
