"""Lambda entry of the Events stream: copies of people's and businesses' data, and their deletion (ADR 0070, 0072, 0073).

All may be killed anywhere and run again: a customer's copy is made anew, the others go on where they were.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from latchkey import observability
from latchkey.clock import utc_now
from latchkey.outbox import settled
from latchkey.tables import commit, from_stream
from latchkey.writes import Item
from payments.writes import redriven
from privacy import business_exporting, erasing, exporting, removing
from privacy.out_of_time import NotYetError, OutOfTimeError

_LEAST_MILLISECONDS = 60_000


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Carries out a stream batch; what fails is reported alone and comes again, then the sweeper drives it."""
    failed: list[dict[str, str]] = []
    for record in event["Records"]:
        with observability.invocation("carry_out", getattr(context, "aws_request_id", "")) as facts:
            item = from_stream(record["dynamodb"]["NewImage"])
            try:
                _carry_out(item, _clock_of(context))
            except NotYetError:
                facts["not_yet"] = True  # it stays pending, and the sweeper brings it again
            except OutOfTimeError:
                commit([redriven(item, utc_now())])  # handed out again at once, and goes on where it stopped
                facts["out_of_time"] = True
            except Exception as error:
                # One person's data never stop the others'; the sweeper drives this event again.
                facts["failed"], facts["where"] = type(error).__name__, observability.where(error)
                failed.append({"itemIdentifier": record["dynamodb"]["SequenceNumber"]})
    return {"batchItemFailures": failed}


def _carry_out(item: Item, enough: Callable[[], bool]) -> None:
    business_id, payload = item["business_id"], item["payload"]
    match payload["kind"]:
        case "closing":
            removing.carry_on(business_id, payload["closing_id"], enough)
            return  # its event is settled with whatever ends it: taken back, or gone with the business
        case "erasure":
            erasing.carry_on(business_id, payload["customer_id"], enough)
        case "export":
            exporting.make(business_id, payload["customer_id"], payload["request_id"])
        case "business_copy":
            business_exporting.make(business_id, enough)
    commit([settled(business_id, item["event_id"], utc_now())])


def _clock_of(context: Any) -> Callable[[], bool]:
    remaining = getattr(context, "get_remaining_time_in_millis", None)
    return (lambda: remaining() > _LEAST_MILLISECONDS) if remaining else (lambda: True)
