"""Cursors of lists: signed, and bound to business, person and query, so that none can be forged or carried over."""

import base64
import hashlib
import hmac
import json

from latchkey.errors import MalformedError
from latchkey.secrets import secret
from latchkey.settings import settings


def sealed(position: dict[str, str] | None, scope: str) -> str | None:
    """An opaque text for the next page, or None at the end. `scope` names business, person and query (guarantees 2)."""
    if position is None:
        return None
    body = json.dumps(position, separators=(",", ":"), sort_keys=True).encode()
    return base64.urlsafe_b64encode(_mac(body, scope) + body).decode().rstrip("=")


def opened(text: str | None, scope: str) -> dict[str, str] | None:
    """The position in a cursor of exactly this scope. Raises MalformedError (400) for any other text."""
    if not text:
        return None
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        mac, body = raw[:16], raw[16:]
        if hmac.compare_digest(mac, _mac(body, scope)):
            position: dict[str, str] = json.loads(body)
            return position
    except ValueError:
        pass
    raise MalformedError("This page link is not valid any more. Please start at the first page.")


def _mac(body: bytes, scope: str) -> bytes:
    key = secret(settings().cursor_secret_id).encode()
    return hmac.digest(key, scope.encode() + b"\0" + body, hashlib.sha256)[:16]
