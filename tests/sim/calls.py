"""Every call to AWS and to Stripe passes here: a switch point for the scheduler, a fault point for the plan.

botocore's own hooks stand in the way of each boto3 call; the stripe package gets a transport that does the same.
"""

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import stripe
from botocore.exceptions import ReadTimeoutError

from latchkey.clients import client
from local.stripe_stand_in.faults import Fault as StandInFault
from local.stripe_stand_in.http_client import InProcessClient
from local.stripe_stand_in.problems import ConnectionLostError
from local.stripe_stand_in.routes import find_route
from local.stripe_stand_in.stand_in import StripeStandIn
from tests import quick_moto
from tests.building import ROOT
from tests.sim.faults import Crash, Kind, Plan
from tests.sim.scheduler import Actor, Scheduler

_OURS = (str(ROOT / "functions"), str(ROOT / "layers" / "core"))
_PLUMBING = {"tables", "clients", "http", "observability", "secrets", "stripe_client"}
_DEPTH = 3
_SERVICES = ("dynamodb", "s3", "secretsmanager", "sesv2", "stepfunctions")
_READS = {"GetItem", "BatchGetItem", "Query", "GetSecretValue", "GetObject", "HeadObject", "DescribeExecution"}
_REFUSALS: dict[str, dict[Kind, tuple[int, str]]] = {
    "dynamodb": {"throttle": (400, "ProvisionedThroughputExceededException"), "error": (500, "InternalServerError")},
    "s3": {"throttle": (503, "SlowDown"), "error": (500, "InternalError")},
    "secretsmanager": {"throttle": (400, "ThrottlingException"), "error": (500, "InternalServiceError")},
    "sesv2": {"throttle": (429, "TooManyRequestsException"), "error": (500, "InternalFailure")},
    "stepfunctions": {"throttle": (400, "ThrottlingException"), "error": (500, "InternalFailure")},
}
Service = Callable[[str, Mapping[str, Any]], tuple[int, dict[str, Any]]]


@dataclass(slots=True)
class Calls:
    """The run's view of calls: who answers what is not on moto (`services`), and who looks at keys (`on_keys`)."""

    scheduler: Scheduler
    plan: Plan
    services: dict[str, Service] = field(default_factory=dict)
    on_keys: Callable[[Actor, str, Mapping[str, Any]], None] = lambda *_: None
    on_write: Callable[[], None] = lambda: None

    def before(self, actor: Actor, operation: str) -> Kind | None:
        """Hands over to others, then says what happens to this call."""
        if actor.local.get("dead"):
            raise Crash(actor.name)
        function = actor.local.get("function", "")
        path = _path_of_callers()
        self.scheduler.switch(f"{function} {path} {operation}")
        kind = self.plan.at(function, path, operation)
        if kind is not None:
            self.scheduler.trace.append(f"{actor.name}: FAULT {kind}")
        if kind == "crash_before":
            die(actor)
        return kind

    def after(self, *, wrote: bool) -> None:
        if wrote:
            self.on_write()
            self.scheduler.after_step()


def die(actor: Actor) -> None:
    """The process is gone: neither this call's caller nor any `finally` reaches the outside again."""
    actor.local["dead"] = True
    raise Crash(actor.name)


_current: Calls | None = None


def watch(calls: Calls | None) -> None:
    """Routes the calls of this process through `calls`; None lets them pass again."""
    global _current
    _current = calls
    for service in _SERVICES:
        _hook(service)


def _hook(service: str) -> None:
    """Once for a client, since clients live as long as the process."""
    wire = client(service)
    if getattr(wire, "_is_watched", False):
        return
    wire._is_watched = True
    name = wire.meta.service_model.service_id.hyphenize()

    def keep(params: Mapping[str, Any], context: dict[str, Any], **_: Any) -> None:
        context["latchkey_params"] = params

    def before(model: Any, params: Any, context: dict[str, Any], **_: Any) -> Any:
        actor = _current.scheduler.current() if _current else None
        asked = context.get("latchkey_params", {})
        if _current is None or actor is None:
            return quick_moto.answered(model.name, asked) if service == "dynamodb" else None
        if service == "dynamodb":
            _current.on_keys(actor, model.name, asked)
        kind = context["latchkey_fault"] = _current.before(actor, f"{service}.{model.name}")
        if kind in ("throttle", "error"):
            return _refused(*_REFUSALS[service][kind])
        own = _current.services.get(service)
        if own is not None:
            if kind == "twice":
                own(model.name, asked)
            status, answer = own(model.name, asked)
            return _answer(status, answer)
        if kind == "twice":
            if quick_moto.answered(model.name, asked) is None:
                wire._make_request(model, params, context)
            if model.name not in _READS:
                _current.on_write()  # also when the repeat is refused: streams hear of the first
        return quick_moto.answered(model.name, asked) if service == "dynamodb" else None

    def after(http_response: Any, model: Any, context: dict[str, Any], **_: Any) -> None:
        actor = _current.scheduler.current() if _current else None
        if _current is None or actor is None:
            return
        kind = context.get("latchkey_fault")
        _current.after(wrote=model.name not in _READS and http_response.status_code < 300)
        if kind == "crash_after":
            die(actor)
        if kind == "lost":
            raise ReadTimeoutError(endpoint_url=service)

    wire.meta.events.register(f"provide-client-params.{name}", keep)
    wire.meta.events.register_last(f"before-call.{name}", before)  # whoever answers ends the row
    wire.meta.events.register(f"after-call.{name}", after)


def _refused(status: int, code: str) -> tuple[Any, dict[str, Any]]:
    return _answer(status, {"Error": {"Code": code, "Message": "a planned fault"}})


def _answer(status: int, body: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    return SimpleNamespace(status_code=status, headers={}), {**body, "ResponseMetadata": {"HTTPStatusCode": status}}


def _path_of_callers() -> str:
    """The innermost functions of ours that led to this call, without the plumbing that every call goes through."""
    found: list[str] = []
    frame = sys._getframe(2)
    while frame is not None and len(found) < _DEPTH:
        file = frame.f_code.co_filename
        if file.startswith(_OURS) and Path(file).stem not in _PLUMBING:
            name = f"{Path(file).stem}.{frame.f_code.co_name}"
            if "<" not in name and name not in found:
                found.append(name)
        frame = frame.f_back  # type: ignore[assignment]
    return " < ".join(found)


class WatchedStripe(InProcessClient):
    """Stripe in this process. A planned fault holds for one logical call, all the repeats of the package included."""

    def __init__(self, stand_in: StripeStandIn) -> None:
        super().__init__(stand_in)

    def request(
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None, *, _usage: Any = None
    ) -> tuple[str, int, Mapping[str, str]]:
        calls = _current
        actor = calls.scheduler.current() if calls else None
        if calls is None or actor is None:
            return super().request(method, url, headers, post_data, _usage=_usage)
        route, _ = find_route(method.upper(), "/" + url.split("://", 1)[1].partition("/")[2].partition("?")[0])
        operation = route.operation if route else "unknown"
        asked = (method, url, post_data, (headers or {}).get("Idempotency-Key"))
        if actor.local.get("stripe_call") == asked and actor.local.get("stripe_fault") in ("throttle", "lost"):
            calls.scheduler.switch(f"again {operation}")
            kind = actor.local["stripe_fault"]
        else:
            kind = calls.before(actor, f"stripe.{operation}")
            actor.local.update(stripe_call=asked, stripe_fault=kind)
        return self._under(kind, operation, actor, calls, (method, url, headers, post_data))

    def _under(
        self, kind: Kind | None, operation: str, actor: Actor, calls: Calls, asked: tuple[Any, ...]
    ) -> tuple[str, int, Mapping[str, str]]:
        if kind == "throttle":
            body = {"error": {"type": "invalid_request_error", "code": "rate_limit", "message": "Too many requests."}}
            return json.dumps(body), 429, {}
        if kind == "error":
            self.stand_in.faults.plan(StandInFault(operation, "error", times=1 if asked[0].upper() == "POST" else 3))
        if kind == "twice":
            super().request(*asked)
        try:
            answer = super().request(*asked)
        except ConnectionLostError as error:
            raise stripe.APIConnectionError(error.reason, should_retry=True) from error
        calls.after(wrote=asked[0].upper() == "POST")
        if kind == "crash_after":
            die(actor)
        if kind == "lost":
            raise stripe.APIConnectionError("the answer was lost", should_retry=True)
        return answer
