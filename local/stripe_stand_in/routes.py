"""Which path does which work, the lists with their pages and filters, and expanded fields."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import accounts, intents, refunds, sessions
from .problems import invalid
from .world import Object, World


@dataclass(frozen=True)
class Call:
    """One call after routing: whose account, the ids in its path, its parameters and key."""

    world: World
    account: str
    ids: tuple[str, ...]
    params: dict[str, Any]
    key: str | None

    @property
    def id(self) -> str:
        return self.ids[0]


Work = Callable[[Call], Object]


@dataclass(frozen=True)
class Route:
    """`operation` is the name that faults and call counts use, e.g. `checkout.sessions.expire`."""

    method: str
    pattern: re.Pattern[str]
    operation: str
    work: Work


KINDS = {"cs": "session", "pi": "intent", "ch": "charge", "py": "charge", "re": "refund", "du": "dispute"}
FILTERS = {
    "session": ("payment_intent", "status", "customer"), "intent": ("customer",), "charge": ("payment_intent", "customer"),
    "refund": ("payment_intent", "charge"), "dispute": ("payment_intent", "charge"), "event": ("type",), "account": (),
}  # fmt: skip


def find_route(method: str, path: str) -> tuple[Route | None, tuple[str, ...]]:
    for route in ROUTES:
        match = route.pattern.fullmatch(path)
        if match and route.method == method:
            return route, match.groups()
    return None, ()


def expanded(call: Call, body: Object) -> Object:
    """A copy with the fields of `expand[]` replaced by their objects, also below `data` of a list."""
    for path in call.params.get("expand") or []:
        body = _expand(call, body, path.split("."))
    return body


def _expand(call: Call, value: Any, path: list[str]) -> Any:
    if isinstance(value, list):
        return [_expand(call, item, path) for item in value]
    if not isinstance(value, dict) or not path:
        return value
    field, rest = path[0], path[1:]
    if field == "line_items" and value.get("object") == "checkout.session":
        lines = sessions.list_lines(call.world, call.account, value["id"])
        return {**value, "line_items": _page(lines, f"/v1/checkout/sessions/{value['id']}/line_items", {"limit": "10"})}
    inner = value.get(field)
    if isinstance(inner, str):
        kind = KINDS.get(inner.split("_")[0])
        if kind is None:
            raise invalid(f"This property cannot be expanded ({field}).")
        inner = call.world.find(kind, call.account, inner)
    return {**value, field: _expand(call, inner, rest)} if inner is not None else value


def _list(kind: str, url: str) -> Work:
    def work(call: Call) -> Object:
        things = [thing for thing in call.world.owned(kind, call.account) if _wanted(thing, kind, call.params)]
        return _page(things, url, call.params)

    return work


def _wanted(thing: Object, kind: str, params: dict[str, Any]) -> bool:
    if any(params.get(name) not in (None, thing.get(name)) for name in FILTERS[kind]):
        return False
    if params.get("types") and thing.get("type") not in params["types"]:
        return False
    created = params.get("created") or {}
    if not isinstance(created, dict):
        return bool(thing["created"] == int(created))
    tests = {"gt": lambda a, b: a > b, "gte": lambda a, b: a >= b, "lt": lambda a, b: a < b, "lte": lambda a, b: a <= b}
    return all(tests[name](thing["created"], int(bound)) for name, bound in created.items() if name in tests)


def _page(things: list[Object], url: str, params: dict[str, Any]) -> Object:
    limit = int(params.get("limit", 10))
    if not 1 <= limit <= 100:
        raise invalid("Limit must be between 1 and 100.", param="limit")
    ids = [thing["id"] for thing in things]
    if params.get("starting_after") in ids:
        things = things[ids.index(params["starting_after"]) + 1 :]
    elif params.get("ending_before") in ids:
        things = things[: ids.index(params["ending_before"])][-limit:]
    return {"object": "list", "data": things[:limit], "has_more": len(things) > limit, "url": url}


def _get(kind: str) -> Work:
    return lambda call: call.world.find(kind, call.account, call.id)


def _changed_metadata(kind: str) -> Work:
    def work(call: Call) -> Object:
        thing = call.world.find(kind, call.account, call.id)
        metadata = {**thing["metadata"], **(call.params.get("metadata") or {})}
        return call.world.change(kind, call.id, metadata=metadata)

    return work


def _lines(call: Call) -> Object:
    lines = sessions.list_lines(call.world, call.account, call.id)
    return _page(lines, f"/v1/checkout/sessions/{call.id}/line_items", call.params)


def _close_dispute(call: Call) -> Object:
    return refunds.close_dispute(call.world, call.account, call.id, won=False)


def _route(method: str, path: str, operation: str, work: Work) -> Route:
    return Route(method, re.compile(path.replace("{id}", "([A-Za-z0-9_]+)")), operation, work)


S, P = "/v1/checkout/sessions", "/v1/payment_intents"
ROUTES = (
    _route("POST", S, "checkout.sessions.create", lambda c: sessions.create(c.world, c.account, c.params)),
    _route("GET", S, "checkout.sessions.list", _list("session", S)),
    _route("GET", S + "/{id}", "checkout.sessions.retrieve", _get("session")),
    _route("POST", S + "/{id}", "checkout.sessions.update", _changed_metadata("session")),
    _route("POST", S + "/{id}/expire", "checkout.sessions.expire", lambda c: sessions.expire(c.world, c.account, c.id)),
    _route("GET", S + "/{id}/line_items", "checkout.sessions.list_line_items", _lines),
    _route("POST", P, "payment_intents.create", lambda c: intents.create(c.world, c.account, c.params)),
    _route("GET", P, "payment_intents.list", _list("intent", P)),
    _route("GET", P + "/{id}", "payment_intents.retrieve", _get("intent")),
    _route("POST", P + "/{id}", "payment_intents.update", _changed_metadata("intent")),
    _route(
        "POST",
        P + "/{id}/cancel",
        "payment_intents.cancel",
        lambda c: intents.cancel(c.world, c.account, c.id, c.params),
    ),
    _route("GET", "/v1/charges", "charges.list", _list("charge", "/v1/charges")),
    _route("GET", "/v1/charges/{id}", "charges.retrieve", _get("charge")),
    _route("POST", "/v1/refunds", "refunds.create", lambda c: refunds.create(c.world, c.account, c.params)),
    _route("GET", "/v1/refunds", "refunds.list", _list("refund", "/v1/refunds")),
    _route("GET", "/v1/refunds/{id}", "refunds.retrieve", _get("refund")),
    _route("GET", "/v1/disputes", "disputes.list", _list("dispute", "/v1/disputes")),
    _route("GET", "/v1/disputes/{id}", "disputes.retrieve", _get("dispute")),
    _route("POST", "/v1/disputes/{id}/close", "disputes.close", _close_dispute),
    _route("GET", "/v1/events", "events.list", _list("event", "/v1/events")),
    _route("GET", "/v1/events/{id}", "events.retrieve", _get("event")),
    _route("GET", "/v1/account", "accounts.retrieve_current", lambda c: accounts.own(c.world, c.account)),
    _route("POST", "/v1/accounts", "accounts.create", lambda c: accounts.create(c.world, c.params)),
    _route("GET", "/v1/accounts", "accounts.list", _list("account", "/v1/accounts")),
    _route("GET", "/v1/accounts/{id}", "accounts.retrieve", lambda c: accounts.retrieve(c.world, c.account, c.id)),
    _route("POST", "/v1/accounts/{id}", "accounts.update", lambda c: accounts.change(c.world, c.id, c.params)),
)
