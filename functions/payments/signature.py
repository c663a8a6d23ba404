"""Stripe's webhook signature, checked on the raw bytes: whatever is odd about it is a refusal, never an exception of ours.

Own code, because the package raises TypeError and UnicodeDecodeError on hostile input and takes timestamps from the
future (guarantees, traps); and because the webhook then starts without loading the package.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from latchkey.errors import MalformedError

TOLERANCE_SECONDS = 300
_HEX = re.compile(r"[0-9a-f]{64}")
_EVENT_ID = re.compile(r"evt_[A-Za-z0-9_]{1,200}")


@dataclass(frozen=True, slots=True)
class ReceivedEvent:
    """A verified event: `account` is empty on the platform's own endpoint; `thing` is a snapshot, good for finding only."""

    event_id: str
    kind: str
    account: str
    thing: Mapping[str, Any]


def verified(raw: bytes, header: str, secrets: Sequence[str], now: int) -> ReceivedEvent:
    """The event in a body that one of `secrets` signed within five minutes of `now`. Raises MalformedError (400)."""
    at, marks = _parts(header)
    if abs(now - at) > TOLERANCE_SECONDS:
        raise _refusal()
    signed = str(at).encode() + b"." + raw
    expected = [hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest() for secret in secrets if secret]
    if not any(hmac.compare_digest(mark, good) for mark in marks for good in expected):
        raise _refusal()
    return _event(raw)


def _parts(header: str) -> tuple[int, list[str]]:
    pairs = [part.strip().partition("=") for part in header.split(",")]
    times = [value for name, _, value in pairs if name == "t"]
    marks = [value for name, _, value in pairs if name == "v1" and _HEX.fullmatch(value)]
    if len(times) != 1 or not re.fullmatch(r"[0-9]{1,12}", times[0]) or not marks:
        raise _refusal()
    return int(times[0]), marks


def _event(raw: bytes) -> ReceivedEvent:
    try:
        document = json.loads(raw.decode())
    except (ValueError, RecursionError) as error:
        raise _refusal() from error
    match document:
        case {"object": "event", "id": str(event_id), "type": str(kind), "data": {"object": dict(thing)}}:
            account = document.get("account") or ""
            if (
                _EVENT_ID.fullmatch(event_id)
                and isinstance(account, str)
                and re.fullmatch(r"(acct_[A-Za-z0-9_]{1,100})?", account)
            ):
                return ReceivedEvent(event_id, kind, account, thing)
    raise _refusal()


def _refusal() -> MalformedError:
    return MalformedError("This is not an event of Stripe.")
