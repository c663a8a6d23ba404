"""Somebody at a browser, without the browser: keeps cookies by their path, sends what the portal's own script sends."""

import json
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

import httpx


class UnexpectedAnswer(Exception):
    """The server answered something else than the step needs."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers (lower-case names) and body of one response."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(slots=True)
class Person:
    """Visits one host of the edge on 127.0.0.1; `requests` counts what went to the API."""

    host: str
    port: int
    cookies: dict[tuple[str, str], str] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    view_as: str = ""
    client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=60, trust_env=False))

    @property
    def origin(self) -> str:
        return f"http://{self.host}:{self.port}"

    def get(self, path: str, *, expect: int | None = 200, headers: dict[str, str] | None = None) -> Answer:
        return self.send("GET", path, expect=expect, headers=headers)

    def post(self, path: str, body: Any = None, *, key: str | None = None, expect: int | None = 200) -> Answer:
        """`key` is the Idempotency-Key of the form; each form that a person opens has one of its own."""
        return self.send("POST", path, {} if body is None else body, key=key or str(uuid.uuid4()), expect=expect)

    def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        key: str = "",
        expect: int | None = 200,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """One request. With `expect`, another status raises UnexpectedAnswer."""
        sent = {"host": f"{self.host}:{self.port}", **(headers or {})}
        cookie = "; ".join(self._cookies_for(path))
        if cookie:
            sent["cookie"] = cookie
        if method != "GET":
            sent |= {"origin": self.origin, "x-latchkey": "1", "content-type": "application/json"}
        if key:
            sent["idempotency-key"] = key
        if self.view_as:
            sent["x-latchkey-view-as"] = self.view_as
        content = None if body is None else json.dumps(body).encode()
        response = self.client.request(method, f"http://127.0.0.1:{self.port}{path}", content=content, headers=sent)
        self._keep(response.headers.get_list("set-cookie"))
        if path.startswith(("/api/", "/g/")):
            self.requests.append(f"{method} {path.partition('?')[0]}")
        answer = Answer(response.status_code, {k.lower(): v for k, v in response.headers.items()}, response.content)
        if expect is not None and answer.status != expect:
            raise UnexpectedAnswer(f"{method} {path}: {answer.status} instead of {expect}: {answer.body[:500]!r}")
        return answer

    def sign_in(self, email: str, password: str) -> None:
        self.post("/api/auth/sessions", {"email": email, "password": password})

    def _keep(self, lines: list[str]) -> None:
        for line in lines:
            for name, morsel in SimpleCookie(line).items():
                place = (name, morsel["path"] or "/")
                if morsel["max-age"] == "0":
                    self.cookies.pop(place, None)
                else:
                    self.cookies[place] = morsel.value

    def _cookies_for(self, path: str) -> Iterator[str]:
        place = path.partition("?")[0]
        for (name, prefix), value in self.cookies.items():
            if place == prefix or place.startswith(prefix.rstrip("/") + "/"):
                yield f"{name}={value}"


def until[T](look: Callable[[], T | None], *, seconds: float, what: str) -> T:
    """Looks until there is something, with growing gaps. Raises UnexpectedAnswer after `seconds`."""
    deadline, gap = time.monotonic() + seconds, 0.1
    while True:
        found = look()
        if found is not None and found is not False:
            return found
        if time.monotonic() > deadline:
            raise UnexpectedAnswer(f"{what} did not happen within {seconds:.0f} s")
        time.sleep(gap)
        gap = min(gap * 1.4, 2)
