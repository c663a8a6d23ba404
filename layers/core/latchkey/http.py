"""The JSON edge of every API function: checks before the routes, problem+json after them, nothing cached in between.

Use: `app = api()`, routes on it with typed bodies and answers, `handler = entry("orders", app)`.
"""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import ServiceError
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field

from latchkey import observability, request
from latchkey.clock import utc_now
from latchkey.errors import (
    ClosedError,
    ConflictError,
    InvalidError,
    LatchkeyError,
    LimitedError,
    MalformedError,
    NotFoundError,
    UnavailableError,
)
from latchkey.keys import PLATFORM
from latchkey.session import Identified, founder, identify, is_closing
from latchkey.settings import settings
from latchkey.tables import commit
from latchkey.viewer import Viewer
from latchkey.writes import Item

Resolved = Callable[[dict[str, Any]], tuple[str, str]]

Id = Annotated[str, Field(min_length=30, max_length=30)]  # in a body: `latchkey.ids` makes them

_VISIBLE_ASCII = range(33, 127)


class Input(BaseModel):
    """Base of request bodies: unknown fields are refused (guarantees 13), texts are trimmed, types are exact."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, strict=True, defer_build=True)


class NothingIn(Input):
    """An empty object: path and session say it all."""


class Output(BaseModel):
    """Base of answers: built from plain values, so that the OpenAPI file tells what a caller gets."""

    model_config = ConfigDict(extra="forbid", defer_build=True)


class MoneyOut(Output):
    """An amount of money in minor units of an ISO 4217 currency."""

    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class Caller:
    """Everything a route may know of its request besides path, query and body."""

    business: Item
    viewer: Viewer
    host: str
    now: datetime
    source_ip: str
    idempotency_key: str
    session_hash: str
    session_seen_on: str
    user_agent: str
    pending_id: str
    pending_hash: str

    @property
    def business_id(self) -> str:
        return str(self.business["business_id"])

    @property
    def origin(self) -> str:
        """Where links of this business point; from the edge's verified host, never from a Host header."""
        return settings().origin(self.host)

    def key_of_form(self) -> str:
        """The browser's key for one opened form. Raises InvalidError when it is missing or odd."""
        key = self.idempotency_key
        if not 16 <= len(key) <= 100 or any(ord(letter) not in _VISIBLE_ASCII or letter == "#" for letter in key):
            raise InvalidError("This form has lost its key. Please reload the page.")
        return key


def api() -> APIGatewayHttpResolver:
    """A resolver with validation whose every failure is one clear sentence as problem+json (RFC 9457)."""
    app = APIGatewayHttpResolver(enable_validation=True)
    app.exception_handler(LatchkeyError)(problem)
    app.exception_handler(RequestValidationError)(lambda error: problem(_invalid(error)))
    app.exception_handler(ServiceError)(_resolver_error)
    app.not_found(lambda _: problem(NotFoundError()))
    return app


def caller(app: APIGatewayHttpResolver) -> Caller:
    """The caller of the request that `app` is resolving."""
    known: Caller = app.context["caller"]
    return known


def entry(
    name: str,
    app: APIGatewayHttpResolver,
    *,
    most_bytes: int = request.MAX_BODY_BYTES,
    resolved: Resolved = request.business_of,
    while_closing: frozenset[str] = frozenset(),
) -> Callable[[dict[str, Any], Any], dict[str, Any]]:
    """The Lambda handler of a JSON API: checks, identifies, routes, answers; writes one line about it.

    `most_bytes` is how much it takes in one body, `resolved` on whose host it answers: a business's or the platform's.
    `while_closing` names the routes (`POST /api/auth/sessions`) that go on for everybody while the business is being
    closed; of all others its owners read, and everybody else is told that it is closed (ADR 0073).
    """

    def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
        with observability.invocation(name, getattr(context, "aws_request_id", "")) as facts:
            facts["route"] = event.get("routeKey", "")
            answer = _answer(app, event, context, most_bytes, resolved, while_closing)
            facts["status"] = answer["statusCode"]
            answer.setdefault("headers", {})["cache-control"] = "no-store"
            return answer

    return handler


def _answer(
    app: APIGatewayHttpResolver,
    event: dict[str, Any],
    context: Any,
    most_bytes: int,
    resolved: Resolved,
    while_closing: frozenset[str],
) -> dict[str, Any]:
    try:
        request.from_edge(event)
        business_id, host = resolved(event)
        request.same_site_only(event, host)
        safe_event = request.readable(event, most_bytes)
        app.context.update(caller=_caller(event, business_id, host, while_closing))
        return dict(app.resolve(safe_event, context))
    except LatchkeyError as error:
        return _bare(problem(error))
    except Exception as error:
        # The last door of a request: whatever is left is our mistake. The caller learns nothing, the log where it was.
        observability.note(unexpected=type(error).__name__, where=observability.where(error))
        return _bare(problem(LatchkeyError("Something went wrong on our side. Please try again.")))


def _caller(event: dict[str, Any], business_id: str, host: str, while_closing: frozenset[str]) -> Caller:
    now = utc_now()
    view_as = request.header(event, "x-latchkey-view-as")
    cookies = request.cookies_of(event)
    known = founder(cookies) if business_id == PLATFORM else identify(business_id, cookies, now, view_as)
    observability.note(business_id=business_id, account_id=known.viewer.account_id)
    if is_closing(known.business) and request.route(event) not in while_closing:
        _must_only_read(event, known)
    if request.method(event) not in ("GET", "HEAD"):
        known.viewer.must_be_able_to_write()
    if known.first_look:
        with suppress(ConflictError):  # another request of the same page was faster
            commit([known.first_look])
    return Caller(
        business=known.business,
        viewer=known.viewer,
        host=host,
        now=now,
        source_ip=request.address_of(event),
        idempotency_key=request.header(event, "idempotency-key"),
        session_hash=known.session_hash,
        session_seen_on=known.session_seen_on,
        user_agent=request.header(event, "user-agent"),
        pending_id=known.pending_id,
        pending_hash=known.pending_hash,
    )


def _must_only_read(event: dict[str, Any], known: Identified) -> None:
    if known.viewer.role != "owner":
        raise ClosedError
    if request.method(event) not in ("GET", "HEAD"):
        raise ConflictError("The business is being closed, so nothing can be changed. Take that back first.")


def problem(error: LatchkeyError) -> Response[Any]:
    """The answer for an error of the tree."""
    body = {"type": "about:blank", "title": error.title, "status": error.status, "detail": error.detail}
    body |= {name: fact for name, fact in error.facts.items() if fact}
    headers: dict[str, str | list[str]] = {}
    if isinstance(error, (LimitedError, UnavailableError)):
        headers["retry-after"] = str(error.facts["retry_after_seconds"])
    return Response(error.status, content_type="application/problem+json", body=json.dumps(body), headers=headers)


def _bare(response: Response[Any]) -> dict[str, Any]:
    """A response made outside the resolver, in API Gateway's shape."""
    headers = {"content-type": "application/problem+json", **{k: str(v) for k, v in response.headers.items()}}
    return {"statusCode": response.status_code, "headers": headers, "body": response.body, "cookies": []}


def _resolver_error(error: ServiceError) -> Response[Any]:
    if error.status_code == 404:
        return problem(NotFoundError())
    return problem(MalformedError("This request cannot be read."))


def _invalid(error: RequestValidationError) -> InvalidError:
    errors = [{"field": _field(part["loc"]), "message": _sentence(part)} for part in error.errors()]
    detail = errors[0]["message"] if len(errors) == 1 else "Some fields need another look."
    return InvalidError(detail, errors=errors)


def _field(location: tuple[Any, ...]) -> str:
    return ".".join(str(part) for part in location if part not in ("body", "query", "path", "header"))


def _sentence(part: dict[str, Any]) -> str:
    limits = part.get("ctx") or {}
    with suppress(KeyError):
        return _SENTENCES[part["type"]].format(**limits)
    if part["type"] == "value_error":
        return str(limits.get("error", "This does not look right."))
    return "This does not look right."


_SENTENCES = {
    "missing": "This is needed.",
    "string_too_long": "At most {max_length} characters.",
    "string_too_short": "This is needed.",
    "too_long": "At most {max_length}.",
    "too_short": "At least {min_length}.",
    "greater_than_equal": "At least {ge}.",
    "greater_than": "More than {gt}.",
    "less_than_equal": "At most {le}.",
    "less_than": "Less than {lt}.",
    "int_type": "A whole number, please.",
    "int_parsing": "A whole number, please.",
    "string_type": "A text, please.",
    "bool_type": "Yes or no, please.",
    "list_type": "A list, please.",
    "extra_forbidden": "This field is not known.",
    "literal_error": "One of {expected}, please.",
}
