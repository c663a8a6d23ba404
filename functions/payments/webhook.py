"""Stripe's webhook: verify, store the raw event, answer. What it means is worked out afterwards, from what Stripe says.

Platform and Connect have an endpoint and secrets of their own; two secrets are valid during a rotation.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from latchkey import observability, request
from latchkey.clock import epoch, utc_now
from latchkey.errors import ConflictError, LatchkeyError, MalformedError
from latchkey.secrets import secret_json
from latchkey.settings import settings
from latchkey.tables import commit
from payments.signature import ReceivedEvent, verified
from payments.writes import event_received

_SECRETS = {"/webhooks/stripe": "webhook_secrets", "/webhooks/stripe-connect": "connect_webhook_secrets"}
_MOST_BYTES = 300_000  # of a DynamoDB item; events of Checkout have about 5 kB
PLATFORM = "platform"


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answers 200 once the event is stored, however often it comes; 400 for what Stripe did not sign just now."""
    with observability.invocation("webhook", getattr(context, "aws_request_id", "")) as facts:
        facts["status"] = _status(event, utc_now())
        body = json.dumps({"received": facts["status"] == 200})
        headers = {"content-type": "application/json", "cache-control": "no-store"}
        return {"statusCode": facts["status"], "headers": headers, "body": body}


def _status(event: Mapping[str, Any], now: datetime) -> int:
    try:
        request.from_edge(dict(event))
        raw = _raw_body(event)
        secrets = secret_json(settings().stripe_secret_id).get(_secret_name(event)) or []
        received = verified(raw, request.header(dict(event), "stripe-signature"), secrets, epoch(now))
    except LatchkeyError as error:
        observability.count("WebhooksRefused")
        return error.status
    try:
        commit([event_received(received.account or PLATFORM, received.event_id, _payload(received, raw), now)])
    except ConflictError:
        observability.note(duplicate=True)
    except LatchkeyError as error:
        return error.status  # not stored: Stripe has to send it again
    observability.note(event_id=received.event_id, kind=received.kind)
    return 200


def _secret_name(event: Mapping[str, Any]) -> str:
    try:
        return _SECRETS[str(event.get("rawPath", ""))]
    except KeyError as error:
        raise MalformedError("There is no such endpoint.") from error


def _raw_body(event: Mapping[str, Any]) -> bytes:
    body = event.get("body") or ""
    try:
        return base64.b64decode(body, validate=True) if event.get("isBase64Encoded") else str(body).encode()
    except (binascii.Error, ValueError) as error:
        raise MalformedError("The body cannot be read.") from error


def _payload(received: ReceivedEvent, raw: bytes) -> dict[str, Any]:
    """The event as received, and the names in it by which our record is found; nothing of it is believed."""
    thing = received.thing
    metadata = thing.get("metadata")
    names = metadata if isinstance(metadata, dict) else {}
    return {
        "type": received.kind,
        "account": received.account,
        "object_id": str(thing.get("id", ""))[:200],
        "business_id": str(names.get("business_id", ""))[:60],
        "order_id": str(names.get("order_id", ""))[:60],
        "payment_id": str(names.get("payment_id", ""))[:60],
        "raw": raw[:_MOST_BYTES].decode("utf-8", "replace"),
        "raw_bytes": len(raw),
    }
