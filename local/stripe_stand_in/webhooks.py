"""Signed webhooks: a queue that delivers once, twice, late, shuffled or never, and tries again like Stripe."""

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from .journal import Journal

MODES = ("normal", "twice", "held", "never")
RETRY_AFTER_SECONDS = (2, 5, 30, 300, 3600, 6 * 3600, 24 * 3600)


@dataclass(frozen=True)
class WebhookSecrets:
    """The signing secrets of the platform's and the Connect endpoint; the first of each is the current one."""

    platform: Sequence[str] = field(default=("whsec_stand_in_platform",))
    connect: Sequence[str] = field(default=("whsec_stand_in_connect",))


@dataclass(frozen=True)
class SignedWebhook:
    """One request to one of the two endpoints, ready to be posted."""

    delivery_id: str
    endpoint: str  # "platform" or "connect"
    event_id: str
    headers: dict[str, str]
    body: bytes


def sign(body: bytes, secrets: Sequence[str], at: int) -> str:
    """The Stripe-Signature header: `t=`, then one `v1=` for each secret that is valid now."""
    marks = [hmac.new(s.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest() for s in secrets]
    return ",".join([f"t={at}", *(f"v1={mark}" for mark in marks)])


class Outbox:
    """Deliveries waiting in the journal: {event_id, endpoint, at, attempt, held}."""

    def __init__(self, journal: Journal, secrets: WebhookSecrets):
        self._journal = journal
        self._secrets = secrets
        self._count = max((int(row_id) for row_id, _ in journal.rows("delivery")), default=0)

    def set_mode(self, mode: str, delay_seconds: float = 0.0) -> None:
        if mode not in MODES:
            raise ValueError(f"webhooks are one of {', '.join(MODES)}")
        self._journal.put("setting", "webhooks", {"mode": mode, "delay_seconds": delay_seconds})

    def queue(self, event: dict[str, Any], now: float) -> None:
        setting = self._journal.get("setting", "webhooks") or {"mode": "normal", "delay_seconds": 0.0}
        if setting["mode"] == "never":
            return
        for _ in range(2 if setting["mode"] == "twice" else 1):
            self._add(event, now + setting["delay_seconds"], held=setting["mode"] == "held")

    def resend(self, event: dict[str, Any], now: float) -> None:
        self._add(event, now, held=False)

    def release(self, now: float, order: str = "kept", seed: int = 0) -> int:
        """Lets held deliveries go: `kept`, `reversed` or `shuffled`. Answers how many."""
        held = [(row_id, row) for row_id, row in self._journal.rows("delivery") if row["held"]]
        turns = list(range(len(held)))
        if order == "reversed":
            turns.reverse()
        elif order == "shuffled":
            Random(seed).shuffle(turns)
        for (row_id, row), turn in zip(held, turns, strict=True):
            self._journal.put("delivery", row_id, {**row, "held": False, "at": now + turn * 1e-6})
        return len(held)

    def due(self, now: float, signed_at: int) -> list[SignedWebhook]:
        """What to post now, in order of its time; each try is signed anew, at `signed_at`."""
        waiting = sorted(
            ((row["at"], int(row_id), row) for row_id, row in self._journal.rows("delivery") if not row["held"]),
            key=lambda item: item[:2],
        )
        return [self._signed(str(number), row, signed_at) for at, number, row in waiting if at <= now]

    def answered(self, delivery_id: str, status: int | None, now: float) -> None:
        """2xx ends the delivery; anything else tries again later, and gives up after the last try."""
        row = self._journal.get("delivery", delivery_id)
        if row is None:
            return
        if (status is not None and 200 <= status < 300) or row["attempt"] >= len(RETRY_AFTER_SECONDS):
            self._journal.drop("delivery", delivery_id)
            return
        wait = RETRY_AFTER_SECONDS[row["attempt"]]
        self._journal.put("delivery", delivery_id, {**row, "attempt": row["attempt"] + 1, "at": now + wait})

    def _add(self, event: dict[str, Any], at: float, *, held: bool) -> None:
        self._count += 1
        endpoint = "connect" if "account" in event else "platform"
        row = {"event": event, "endpoint": endpoint, "at": at, "attempt": 0, "held": held}
        self._journal.put("delivery", str(self._count), row)

    def _signed(self, delivery_id: str, row: dict[str, Any], at: int) -> SignedWebhook:
        body = json.dumps(row["event"], indent=2).encode()
        secrets = self._secrets.connect if row["endpoint"] == "connect" else self._secrets.platform
        headers = {"content-type": "application/json; charset=utf-8", "stripe-signature": sign(body, secrets, at)}
        return SignedWebhook(delivery_id, row["endpoint"], row["event"]["id"], headers, body)
