"""The input wrapper: what is refused before any route runs, because of where it comes from or because it cannot be read.

Each check exists because the resolver behind it would answer 5xx, or would trust what it must not (guarantees, traps).
"""

import base64
import binascii
import hmac
import json
from typing import Any, Never

from latchkey.errors import ForbiddenError, MalformedError, NotFoundError
from latchkey.ids import is_id
from latchkey.keys import PLATFORM
from latchkey.secrets import secret
from latchkey.settings import settings

MAX_BODY_BYTES = 256 * 1024
_MAX_DIGITS = 18
_MAX_DEPTH = 32
_SAFE = {"GET", "HEAD", "OPTIONS"}


def from_edge(event: dict[str, Any]) -> None:
    """Refuses (403) what did not come through our own edge (guarantees 6, 69)."""
    given = header(event, "x-latchkey-edge")
    if not given or not hmac.compare_digest(given.encode(), secret(settings().edge_secret_id).encode()):
        raise ForbiddenError("This address does not take requests.")


def business_of(event: dict[str, Any]) -> tuple[str, str]:
    """Business id and host as the edge resolved them; raises ForbiddenError when the edge named none."""
    business_id, host = header(event, "x-latchkey-business"), header(event, "x-latchkey-host")
    if not is_id("biz", business_id) or not host:
        raise ForbiddenError("This address does not belong to a business.")
    return business_id, host


def platform_of(event: dict[str, Any]) -> tuple[str, str]:
    """The same for the platform's own host, which is no business; everywhere else there is nothing (NotFoundError)."""
    business_id, host = header(event, "x-latchkey-business"), header(event, "x-latchkey-host")
    if business_id != PLATFORM or not host:
        raise NotFoundError
    return business_id, host


def method(event: dict[str, Any]) -> str:
    return str(event["requestContext"]["http"]["method"])


def route(event: dict[str, Any]) -> str:
    """Method and path as sent, like `POST /api/auth/sessions`."""
    return f"{method(event)} {event.get('rawPath', '')}"


def header(event: dict[str, Any], name: str) -> str:
    """A header of the request; HTTP APIs hand all names over in lower case."""
    return str((event.get("headers") or {}).get(name, ""))


def address_of(event: dict[str, Any]) -> str:
    """The visitor's address as our edge saw it; API Gateway itself only sees the edge's."""
    return header(event, "x-latchkey-address") or str(event["requestContext"]["http"].get("sourceIp", ""))


def cookies_of(event: dict[str, Any]) -> list[str]:
    return list(event.get("cookies") or [])


def same_site_only(event: dict[str, Any], host: str) -> None:
    """A write must come from a page of exactly this host, sent by our own script (guarantees 7)."""
    if method(event) in _SAFE:
        return
    if header(event, "origin") != settings().origin(host) or header(event, "x-latchkey") != "1":
        raise ForbiddenError("This request did not come from the business's own page.")


def readable(event: dict[str, Any], most_bytes: int = MAX_BODY_BYTES) -> dict[str, Any]:
    """The event with a body that the resolver can parse: strict UTF-8 JSON, shallow, of sane numbers. Else MalformedError."""
    body = event.get("body")
    if method(event) in _SAFE:
        return {**event, "body": None, "isBase64Encoded": False}
    if body is None or body == "":
        return {**event, "body": None, "isBase64Encoded": False, "headers": _as_json(event)}
    content_type = header(event, "content-type").partition(";")[0].strip().lower()
    if content_type != "application/json":
        raise MalformedError("Please send JSON.")
    text = _text(body, bool(event.get("isBase64Encoded")), most_bytes)
    _parse(text)
    return {**event, "body": text, "isBase64Encoded": False, "headers": _as_json(event)}


def _as_json(event: dict[str, Any]) -> dict[str, str]:
    return {**(event.get("headers") or {}), "content-type": "application/json"}


def _text(body: str, encoded: bool, most_bytes: int) -> str:
    try:
        raw = base64.b64decode(body, validate=True) if encoded else body.encode()
        if len(raw) > most_bytes:
            raise MalformedError("That is more than we can take in one request.")
        return raw.decode()
    except (binascii.Error, UnicodeError) as error:
        raise MalformedError("The text is not valid UTF-8.") from error


def _parse(text: str) -> None:
    try:
        document = json.loads(text, parse_int=_sane_int, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise MalformedError("The JSON cannot be read.") from error
    if _depth(document, _MAX_DEPTH) > _MAX_DEPTH:
        raise MalformedError("The JSON is nested too deeply.")


def _sane_int(digits: str) -> int:
    if len(digits) > _MAX_DIGITS:
        raise ValueError("a number of that size means nothing here")
    return int(digits)


def _refuse(constant: str) -> Never:
    raise ValueError(f"{constant} is not JSON")


def _depth(value: Any, left: int) -> int:
    """How deeply `value` is nested; stops counting one below `left`."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if left < 0:
        return 1
    return 1 + max((_depth(part, left - 1) for part in inner), default=0)
