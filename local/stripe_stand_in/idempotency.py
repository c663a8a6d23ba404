"""Idempotency keys as Stripe keeps them: the first answer, saved 500s too, is replayed for 24 hours."""

import hashlib
import json
from typing import Any

from .journal import Journal
from .problems import StripeRefusal

KEPT_SECONDS = 24 * 3600


def saved_answer(journal: Journal, account: str, key: str, asked: str, now: float) -> tuple[int, dict[str, Any]] | None:
    """The saved (status, body), or None. Raises Stripe's idempotency error when the key was used for another call."""
    row = journal.get("key", f"{account}:{key}")
    if row is None or row["at"] + KEPT_SECONDS <= now:
        return None
    if row["asked"] != asked:
        raise StripeRefusal(
            400,
            "idempotency_error",
            "Keys for idempotent requests can only be used with the same parameters they were first used with. "
            f"Try using a key other than '{key}' if you meant to execute a different request.",
        )
    return row["status"], row["body"]


def save_answer(
    journal: Journal, account: str, key: str, asked: str, now: float, answer: tuple[int, dict[str, Any]]
) -> None:
    row = {"asked": asked, "at": now, "status": answer[0], "body": answer[1]}
    journal.put("key", f"{account}:{key}", row)


def fingerprint(method: str, path: str, params: dict[str, Any]) -> str:
    text = json.dumps([method, path, params], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
