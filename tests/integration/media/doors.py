"""Every door of Latchkey as its own documents name them, and a visitor who tries them all and keeps what they give out."""

from __future__ import annotations

import html
import json
import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import product
from typing import Any
from urllib.parse import urlencode, urlsplit

from latchkey.settings import settings
from local.edge.verifier import may_read
from tests.browsing import Answer, Browser, Handler
from tests.building import ROOT, routes
from tests.gateway import handler_of
from tests.integration.media.edge_eyes import Edge

Facts = Mapping[str, list[Any]]
# What a filter of a list asks for opens no other door than the list without it.
FILTERS = {"cursor", "status", "search", "sort"}
# A sign-out, and a reset that begins, take the session out of the browser.
ENDS_THE_VISIT = {"/api/auth/sessions/current", "/api/auth/resets"}
_URL = re.compile(r"https?://[^\s\"'<>\\]+|/(?:media|g|s|api|assets)/[^\s\"'<>\\]+")


@dataclass(frozen=True, slots=True)
class Route:
    """`body` is a schema, `query` the names that its address takes."""

    method: str
    path: str
    handler: Handler
    query: tuple[str, ...] = ()
    body: Mapping[str, Any] | None = None

    def takes(self, path: str) -> bool:
        return self.method == "GET" and bool(re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", self.path), path))


@cache
def _documents() -> dict[str, Any]:
    read: dict[str, Any] = json.loads((ROOT / "docs/openapi.json").read_text())
    return read


def routes_to_pictures() -> list[Route]:
    """Those about listings, orders and what hangs on them: no other's answer changes with a lock."""
    known = {"listing_id", "order_id", "asset_id", "token"}
    return [one for one in all_routes() if one.method == "GET" or known & named_by(one)]


def named_by(route: Route) -> set[str]:
    """What a request can name in its path, address and body."""
    return {*re.findall(r"\{(\w+)\}", route.path), *route.query, *_fields(route.body or {})}


def _fields(schema: Mapping[str, Any]) -> Iterator[str]:
    if "$ref" in schema:
        schema = _documents()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    for name, one in schema.get("properties", {}).items():
        yield name.replace("_ids", "_id")
        yield from _fields(one)
    for one in (*schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else ())):
        yield from _fields(one)


@cache
def all_routes() -> tuple[Route, ...]:
    """The API's from docs/openapi.json, pages and webhooks from the template; what takes things away comes last."""
    described = _documents()["paths"]
    found = []
    for method, path, handler in _of_template():
        operation = described.get(path, {}).get(method.lower(), {})
        query = tuple(one["name"] for one in operation.get("parameters", ()) if one["in"] == "query")
        content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
        found.append(Route(method, path, handler, query, content.get("schema")))
    documented = {(method.upper(), path) for path, operations in described.items() for method in operations}
    assert documented <= {(route.method, route.path) for route in found}
    return tuple(sorted(found, key=lambda route: (route.method == "DELETE", route.method != "GET", route.path)))


def _of_template() -> Iterator[tuple[str, str, Handler]]:
    for route, function in routes().items():
        method, _, path = route.partition(" ")
        yield method, path, handler_of(function)


# What to ask ---------------------------------------------------------------------------------------------------------
def requests_of(route: Route, facts: Facts) -> Iterator[tuple[str, Any]]:
    """Paths and bodies: every known value in the path, and each value of the query and the body once."""
    names = re.findall(r"\{(\w+)\}", route.path)
    unknown = (set(names) - set(facts)) | (set(route.query) - set(facts) - FILTERS)
    assert not unknown, f"{route.method} {route.path}: teach the walk values of {unknown} (facts of the scene)"
    queries = [{}, *({name: value} for name in route.query for value in facts.get(name, ()))]
    for values in product(*(facts[name] for name in names)):
        path = route.path
        for name, value in zip(names, values, strict=True):
            path = path.replace(f"{{{name}}}", str(value))
        for query in queries:
            for body in samples(route.body, facts) if route.body else [None]:
                yield path + (f"?{urlencode(query)}" if query else ""), body


def samples(schema: Mapping[str, Any], facts: Facts, name: str = "") -> list[Any]:
    """Valid values: the first is the plainest, each other differs from it in one thing."""
    if "$ref" in schema:
        return samples(_documents()["components"]["schemas"][schema["$ref"].rpartition("/")[2]], facts, name)
    if "anyOf" in schema:  # a list of ids or nothing at all may be two doors; no caption is none
        kinds = [one for one in schema["anyOf"] if one.get("type") != "null" or name.endswith("ids")]
        return [value for one in kinds for value in samples(one, facts, name)]
    if "enum" in schema or "const" in schema:
        return list(schema.get("enum") or [schema["const"]])
    if name in facts:
        return facts[name]
    match schema.get("type"):
        case "object":
            return _objects(schema, facts)
        case "array":
            each = samples(schema["items"], facts, name.removesuffix("s"))
            return [each[: schema.get("maxItems")], *([one] for one in each)]
        case "boolean":
            usual = bool(schema.get("default", True))
            return [usual, not usual]
        case "integer" | "number":
            return [int(schema.get("minimum", 1))]
        case "null":
            return [None]
    return [schema.get("default") or "a" * max(1, schema.get("minLength", 1))]


def _objects(schema: Mapping[str, Any], facts: Facts) -> list[dict[str, Any]]:
    values = {name: samples(one, facts, name) for name, one in schema.get("properties", {}).items()}
    plain = {name: found[0] for name, found in values.items()}
    return [plain, *(plain | {name: value} for name, found in values.items() for value in found[1:])]


def learned(document: object, into: dict[str, list[Any]]) -> None:
    """Adds the ids that an answer names, so that routes about things of tomorrow are walked without a word here."""
    if isinstance(document, dict):
        for name, value in document.items():
            if name.endswith("_id") and isinstance(value, str) and value not in into.setdefault(name, []):
                into[name].append(value)
            learned(value, into)
    elif isinstance(document, list):
        for value in document:
            learned(value, into)


# Who asks ------------------------------------------------------------------------------------------------------------
@dataclass
class Visitor:
    """Somebody who tries every door and keeps every answer."""

    name: str
    browser: Browser
    is_known: bool = True
    answers: list[Answer] = field(default_factory=list)
    statuses: dict[tuple[str, str], set[int]] = field(default_factory=dict)
    urls: dict[str, None] = field(default_factory=dict)

    def walk(self, facts: Facts, routes: Iterable[Route] | None = None) -> None:
        """All routes (or these), then whatever their answers point at."""
        for route in routes or all_routes():
            if route.path in ENDS_THE_VISIT and self.is_known:
                continue  # walked by those who have no session to lose
            for path, body in requests_of(route, facts):
                self._ask(route, path, body)
        self.follow_all()

    def read(self, facts: Facts) -> None:
        """All pages and lists about these things."""
        for route in (one for one in all_routes() if one.method == "GET"):
            if set(re.findall(r"\{(\w+)\}", route.path)) <= set(facts):
                for path, _ in requests_of(replace(route, query=()), facts):
                    self._ask(route, path, None)

    def follow_all(self) -> None:
        """Whatever the answers point at, until nothing new is pointed at."""
        asked: set[str] = set()
        while coming := [url for url in self.urls if url not in asked]:
            for url in coming:
                asked.add(url)
                self._follow(url)

    def hear(self, text: str) -> None:
        """A text that reaches this person some other way: a mail."""
        self._keep(Answer(200, {}, [], text))

    def _follow(self, url: str) -> None:
        split = urlsplit(url)
        if split.netloc in ("", self.browser.business.host):
            for route in all_routes():
                if route.takes(split.path):
                    self._ask(route, split.path + (f"?{split.query}" if split.query else ""), None)

    def _ask(self, route: Route, path: str, body: Any) -> None:
        headers = {"idempotency-key": str(uuid.uuid4())} if route.method == "POST" else {}
        answer = self.browser.using(route.handler).send(route.method, path, body, headers=headers)
        assert answer.status < 500 or answer.status == 503, f"{self.name}: {route.method} {path}: {answer.text}"
        self.statuses.setdefault((route.method, route.path), set()).add(answer.status)
        self._keep(answer)

    def _keep(self, answer: Answer) -> None:
        self.answers.append(answer)
        page = html.unescape(answer.text) if answer.text.lstrip().startswith("<") else answer.text
        for text in (page, *answer.headers.values()):
            self.urls.update(dict.fromkeys(_URL.findall(text)))

    # What it comes to
    def named(self) -> set[str]:
        """Paths of files that an answer names, signed or not: names are secrets too."""
        return {urlsplit(url).path for url in self.urls}

    def opens(self, edge: Edge, paths: Iterable[str], after: float = 0) -> Iterator[str]:
        """Which of these paths the cookies and signatures of all answers open at the edge, `after` seconds from now.

        Each cookie is tried on each path, whatever its Path attribute asks of a browser.
        """
        now = edge.now + after
        signed = {urlsplit(url).path: url for url in self.urls if "Signature=" in url}
        for path in paths:
            if any(may_read(edge.origin + path, {}, cookies, edge.keys, now=now) for cookies in self._cookies()) or any(
                edge.lets_link(url.replace(own, path), after) for own, url in signed.items()
            ):
                yield path

    def _cookies(self) -> list[dict[str, str]]:
        """The sets of cookies of all answers, one a folder."""
        sets: dict[str, dict[str, str]] = {}
        for number, answer in enumerate(self.answers):
            for text in answer.set_cookies:
                pair, *attributes = text.split("; ")
                scope = next((one for one in attributes if one.startswith("Path=")), "")
                sets.setdefault(f"{number} {scope}", {}).update([pair.split("=", 1)])
        distinct = {cookies.get("CloudFront-Policy", ""): cookies for cookies in sets.values()}
        return [cookies for policy, cookies in distinct.items() if policy]

    def bucket_links(self) -> list[str]:
        """Links straight into a bucket: a door without a guard."""
        buckets = (settings().raw_bucket, settings().media_bucket, settings().portal_bucket)
        return [url for url in self.urls if any(bucket in url for bucket in buckets)]
