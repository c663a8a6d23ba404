"""Lambda entries that lead to `fulfill`: the stream of stored events, and the delivery machine's ConfirmPayment."""

from typing import Any

from latchkey import observability
from latchkey.clock import utc_now
from latchkey.errors import NotFoundError
from latchkey.tables import from_stream
from payments import store, usecases
from payments.inbox import apply_event
from payments.payment import UnusableError


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Applies the events of a stream batch; what fails is reported alone and comes again."""
    failed: list[dict[str, str]] = []
    for record in event["Records"]:
        with observability.invocation("fulfill", getattr(context, "aws_request_id", "")) as facts:
            item = from_stream(record["dynamodb"]["NewImage"])
            if item.get("kind") != "stripe_event" or item.get("pending") != "stripe_event":
                continue
            try:
                apply_event(item, utc_now())
            except Exception as error:
                # One event of one business never stops the others; the sweeper drives it again.
                facts["failed"] = type(error).__name__
                facts["where"] = observability.where(error)
                failed.append({"itemIdentifier": record["dynamodb"]["SequenceNumber"]})
    return {"batchItemFailures": failed}


def confirm_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """For the delivery machine: {business_id, order_id} in, what is owed now out. Asks Stripe where a page is open."""
    with observability.invocation("confirm_payment", getattr(context, "aws_request_id", "")) as facts:
        bill = store.bill(event["business_id"], event["order_id"])
        if bill is None:
            raise NotFoundError
        try:
            bill = usecases.confirm(bill, utc_now())
        except UnusableError as error:
            facts["unusable"] = error.detail
        ledger = bill.ledger
        return {"paid": ledger.due <= 0, "due": ledger.due, "payment_state": ledger.payment_state}
