"""What every part of the stand-in shares: rows by account, a clock that can be moved, ids, and emitted events."""

import copy
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from .journal import Journal
from .problems import missing
from .webhooks import Outbox, WebhookSecrets

API_VERSION = "2026-10-28.endive"
PLATFORM = "acct_platform"
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789"
_NOUNS = {
    "session": "checkout.session", "intent": "payment_intent", "charge": "charge", "refund": "refund",
    "dispute": "dispute", "event": "event", "account": "account", "method": "payment_method",
}  # fmt: skip

Object = dict[str, Any]


class World:
    """State, clock and ids. `seed` makes ids repeatable for the simulator."""

    def __init__(
        self,
        folder: Path | None = None,
        now: Callable[[], float] = time.time,
        seed: int | None = None,
        webhook_secrets: WebhookSecrets | None = None,
        public_url: str = "http://127.0.0.1:12111",
    ):
        self.public_url = public_url
        self.journal = Journal(folder)
        self.outbox = Outbox(self.journal, webhook_secrets or WebhookSecrets())
        self.real_now = now
        self._random = None if seed is None else Random(seed)

    def now(self) -> float:
        skew = self.journal.get("setting", "clock")
        return self.real_now() + (skew["seconds"] if skew else 0)

    def advance(self, seconds: float) -> None:
        skew = self.journal.get("setting", "clock") or {"seconds": 0}
        self.journal.put("setting", "clock", {"seconds": skew["seconds"] + seconds})

    def new_id(self, prefix: str, length: int = 24) -> str:
        pick = self._random.choice if self._random else secrets.choice
        return prefix + "_" + "".join(pick(_LETTERS) for _ in range(length))

    def add(self, kind: str, account: str, thing: Object, **private: Any) -> Object:
        self.journal.put(kind, thing["id"], {"account": account, "object": thing, **private})
        return thing

    def change(self, kind: str, thing_id: str, **changes: Any) -> Object:
        row = self.journal.get(kind, thing_id)
        if row is None:
            raise missing(_NOUNS[kind], thing_id)
        thing = {**row["object"], **changes}
        self.journal.put(kind, thing_id, {**row, "object": thing})
        return thing

    def find(self, kind: str, account: str, thing_id: str) -> Object:
        """The object when this account owns it; another account's object is as missing as none."""
        thing: Object = self.row(kind, account, thing_id)["object"]
        return thing

    def row(self, kind: str, account: str, thing_id: str) -> dict[str, Any]:
        row = self.journal.get(kind, thing_id)
        if row is None or row["account"] != account:
            raise missing(_NOUNS[kind], thing_id)
        return row

    def owned(self, kind: str, account: str) -> list[Object]:
        """Newest first, as Stripe lists."""
        return [row["object"] for _, row in self.journal.rows(kind) if row["account"] == account][::-1]

    def emit(self, account: str, kind: str, thing: Object, key: str | None = None) -> Object:
        """Records the event with a snapshot of `thing` and queues its webhook."""
        event: Object = {
            "id": self.new_id("evt"),
            "object": "event",
            "api_version": API_VERSION,
            "created": int(self.now()),
            "data": {"object": copy.deepcopy(thing)},
            "livemode": False,
            "pending_webhooks": 1,
            "request": {"id": None, "idempotency_key": key},
            "type": kind,
        }
        if account != PLATFORM:
            event["account"] = account
        self.add("event", account, event)
        self.outbox.queue(event, self.now())
        return event
