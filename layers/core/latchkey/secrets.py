"""Secrets by name from Secrets Manager, kept in memory for at most five minutes so that a rotation reaches everyone."""

import json
import time
from typing import Any

from latchkey.clients import client

_KEPT_SECONDS = 300
_known: dict[str, tuple[float, str]] = {}


def secret(secret_id: str) -> str:
    """The current text of a secret. Raises botocore's ClientError when there is none."""
    kept = _known.get(secret_id)
    if kept and time.monotonic() - kept[0] < _KEPT_SECONDS:
        return kept[1]
    text = str(client("secretsmanager").get_secret_value(SecretId=secret_id)["SecretString"])
    _known[secret_id] = (time.monotonic(), text)
    return text


def secret_json(secret_id: str) -> Any:
    """A secret that holds a JSON document."""
    return json.loads(secret(secret_id))


def forget() -> None:
    """Ask again at the next use: after a rotation that was noticed, and between tests."""
    _known.clear()
