"""A browser in this process: calls a handler as API Gateway would behind our edge, and keeps its cookies."""

import base64
import gzip
import json
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

from accounts.business import Business
from latchkey.settings import settings

EDGE_SECRET = "edge-secret-of-the-tests"
Handler = Callable[[dict[str, Any], Any], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `set_cookies` as sent, header names in lower case."""

    status: int
    headers: dict[str, str]
    set_cookies: list[str]
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)


@dataclass(slots=True)
class Browser:
    """Calls a handler in process as API Gateway would behind our edge, and keeps its cookies."""

    handler: Handler
    business: Business
    cookies: dict[str, str] = field(default_factory=dict)
    source_ip: str = "203.0.113.7"
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **more: Any) -> Answer:
        return self.send("GET", path, **more)

    def post(self, path: str, body: Any = None, *, key: str | None = None, **more: Any) -> Answer:
        """`key` is the form's Idempotency-Key."""
        headers = {**({"idempotency-key": key} if key else {}), **more.pop("headers", {})}
        return self.send("POST", path, body, headers=headers, **more)

    def put(self, path: str, body: Any = None, **more: Any) -> Answer:
        return self.send("PUT", path, body, **more)

    def patch(self, path: str, body: Any = None, **more: Any) -> Answer:
        return self.send("PATCH", path, body, **more)

    def delete(self, path: str, **more: Any) -> Answer:
        return self.send("DELETE", path, **more)

    def using(self, handler: Handler) -> "Browser":
        """The same browser (and cookie jar) on a path of another function."""
        other = copy(self)
        other.handler = handler
        return other

    def send(self, method: str, path: str, body: Any = None, *, headers: Mapping[str, str] | None = None) -> Answer:
        """One request; a header given as an empty text is left out. A `str` body goes as it is, else as JSON."""
        answer = self.handler(self.event(method, path, body, headers), None)
        self._keep(answer.get("cookies") or [])
        sent = {name.lower(): str(value) for name, value in (answer.get("headers") or {}).items()}
        return Answer(answer["statusCode"], sent, list(answer.get("cookies") or []), _text(answer, sent))

    def event(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """The API Gateway event (payload 2.0) of such a request."""
        split = urlsplit(path)
        query = parse_qs(split.query, keep_blank_values=True)
        sent = {
            "host": "abc123.execute-api.us-east-1.amazonaws.com",
            "x-latchkey-edge": EDGE_SECRET,
            "x-latchkey-business": self.business.business_id,
            "x-latchkey-host": self.business.host,
            "x-latchkey-address": self.source_ip,
            "accept-encoding": "gzip, deflate, br",
        }
        if method not in ("GET", "HEAD"):
            sent |= {"origin": settings().origin(self.business.host), "x-latchkey": "1"}
        if body is not None:
            sent["content-type"] = "application/json"
        sent |= self.headers | {name.lower(): value for name, value in (headers or {}).items()}
        http = {"method": method, "path": split.path, "protocol": "HTTP/1.1", "sourceIp": self.source_ip}
        return {
            "version": "2.0",
            "routeKey": "$default",
            "rawPath": split.path,
            "rawQueryString": split.query,
            "queryStringParameters": {name: ",".join(all_of) for name, all_of in query.items()},
            "headers": {name: value for name, value in sent.items() if value},
            "cookies": [f"{name}={value}" for name, value in self.cookies.items()],
            "requestContext": {"http": http, "stage": "$default", "requestId": "r", "domainName": sent["host"]},
            "body": body if body is None or isinstance(body, str) else json.dumps(body),
            "isBase64Encoded": False,
        }

    def _keep(self, set_cookies: list[str]) -> None:
        for text in set_cookies:
            for name, morsel in SimpleCookie(text).items():
                if morsel["max-age"] == "0" or morsel.value == "":
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value


def _text(answer: Mapping[str, Any], headers: Mapping[str, str]) -> str:
    """The body as a browser unpacks it."""
    body = str(answer.get("body") or "")
    if not answer.get("isBase64Encoded"):
        return body
    data = base64.b64decode(body, validate=True)
    return (gzip.decompress(data) if headers.get("content-encoding") == "gzip" else data).decode()
