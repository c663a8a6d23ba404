"""The in-process Stripe: `handle` answers API requests as Stripe would, with its keys, faults and accounts."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from . import sessions
from .accounts import own
from .faults import Fault, Faults
from .form import decode
from .idempotency import fingerprint, save_answer, saved_answer
from .problems import ConnectionLostError, StripeRefusal, ValidationRefusal
from .routes import Call, Work, expanded, find_route
from .webhooks import SignedWebhook
from .world import PLATFORM, World

SAVED_ERROR = {"error": {"type": "api_error", "message": "An unknown error occurred (stand-in fault)."}}


@dataclass(frozen=True)
class Answer:
    """One HTTP answer: status, JSON body and Stripe's headers."""

    status: int
    body: dict[str, Any]
    headers: dict[str, str] = field(default_factory=dict)


class StripeStandIn:
    """A World with an API in front. One lock: requests are served one after another, as their rows demand."""

    def __init__(self, world: World | None = None, **settings: Any):
        self.world = world or World(**settings)
        self.faults = Faults()
        self.calls: list[str] = []
        self.lock = threading.RLock()

    def handle(self, method: str, target: str, headers: Mapping[str, str], body: str = "") -> Answer:
        """Serves one API request. Raises ConnectionLostError when a fault says that no answer arrives."""
        lowered = {name.lower(): value for name, value in headers.items()}
        with self.lock:
            path, _, query = target.partition("?")
            route, ids = find_route(method.upper(), path)
            if route is None:
                message = f"Unrecognized request URL ({method}: {path})."
                return self._refused(StripeRefusal(404, "invalid_request_error", message))
            self.calls.append(route.operation)
            self.faults.run_interruptions(route.operation)
            params = decode(query if method.upper() == "GET" else body)
            asked = _Asked(route.operation, method.upper(), path, params, lowered)
            return self._under_faults(asked, lambda: self._serve(asked, route.work, ids))

    def pay(self, session_id: str, card: str | None = "4242424242424242") -> str | None:
        """The payer pays by card, or by bank debit with `card=None`; answers the reason when declined."""
        with self.lock:
            return sessions.pay(self.world, session_id, card=card)

    def settle_bank_debit(self, session_id: str, *, succeeded: bool) -> None:
        with self.lock:
            sessions.settle_bank_debit(self.world, session_id, succeeded=succeeded)

    def due_webhooks(self) -> list[SignedWebhook]:
        """What has to be posted now. Signed by the real time, which a moved clock does not change for the receiver."""
        with self.lock:
            sessions.expire_the_overdue(self.world)
            return self.world.outbox.due(self.world.now(), int(self.world.real_now()))

    def answered(self, webhook: SignedWebhook, status: int | None) -> None:
        """The receiver's status, or None when it could not be reached."""
        with self.lock:
            self.world.outbox.answered(webhook.delivery_id, status, self.world.now())

    def _under_faults(self, asked: "_Asked", serve: Callable[[], Answer]) -> Answer:
        fault = self.faults.take(asked.operation)
        if fault is None:
            return serve()
        return self._faulted(fault, asked, serve)

    def _faulted(self, fault: Fault, asked: "_Asked", serve: Callable[[], Answer]) -> Answer:
        if fault.kind == "rate_limit":
            return self._refused(StripeRefusal(429, "invalid_request_error", "Too many requests.", code="rate_limit"))
        if fault.kind == "conflict":
            message = "There is currently another in-progress request using this Idempotent Key."
            return self._refused(StripeRefusal(409, "idempotency_error", message, code="idempotency_key_in_use"))
        if fault.kind == "timeout":
            raise ConnectionLostError("timed out before the request arrived", fault.seconds)
        if fault.kind == "error":
            return self._saved(asked, 500, SAVED_ERROR) if self._is_first(asked) else serve()
        serve()
        if fault.kind == "lost":
            raise ConnectionLostError("the answer was lost", fault.seconds)
        if fault.kind == "error_applied":
            return self._saved(asked, 500, SAVED_ERROR)
        return serve()  # duplicate

    def _serve(self, asked: "_Asked", work: Work, ids: tuple[str, ...]) -> Answer:
        try:
            account = self._account(asked.headers)
            sessions.expire_the_overdue(self.world)
            if asked.key:
                saved = saved_answer(self.world.journal, account, asked.key, asked.fingerprint, self.world.now())
                if saved is not None:
                    return self._answer(*saved, replayed=True, key=asked.key)
            return self._fresh(asked, account, work, ids)
        except StripeRefusal as refusal:
            return self._refused(refusal)

    def _fresh(self, asked: "_Asked", account: str, work: Work, ids: tuple[str, ...]) -> Answer:
        call = Call(self.world, account, ids, asked.params, asked.key)
        try:
            body = expanded(call, work(call))
        except ValidationRefusal:
            raise
        except StripeRefusal as refusal:
            return self._saved(asked, refusal.status, {"error": refusal.error})
        return self._saved(asked, 200, body)

    def _is_first(self, asked: "_Asked") -> bool:
        account = asked.headers.get("stripe-account", PLATFORM)
        return not asked.key or self.world.journal.get("key", f"{account}:{asked.key}") is None

    def _saved(self, asked: "_Asked", status: int, body: dict[str, Any]) -> Answer:
        if asked.key:
            account = asked.headers.get("stripe-account", PLATFORM)
            answer = (status, body)
            save_answer(self.world.journal, account, asked.key, asked.fingerprint, self.world.now(), answer)
        return self._answer(status, body, key=asked.key)

    def _account(self, headers: Mapping[str, str]) -> str:
        key = headers.get("authorization", "").removeprefix("Bearer ")
        if not key.startswith(("sk_test_", "rk_test_")):
            raise StripeRefusal(401, "invalid_request_error", f"Invalid API Key provided: {key[:8]}****")
        account = headers.get("stripe-account", PLATFORM)
        return account if account == PLATFORM else str(own(self.world, account)["id"])

    def _refused(self, refusal: StripeRefusal) -> Answer:
        return self._answer(refusal.status, {"error": refusal.error})

    def _answer(self, status: int, body: dict[str, Any], *, replayed: bool = False, key: str | None = None) -> Answer:
        headers = {"Request-Id": self.world.new_id("req", 14), "Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        if replayed:
            headers["Idempotent-Replayed"] = "true"
        if replayed and status >= 500:
            headers["Stripe-Should-Retry"] = "false"
        return Answer(status, body, headers)


@dataclass(frozen=True)
class _Asked:
    """A request after parsing."""

    operation: str
    method: str
    path: str
    params: dict[str, Any]
    headers: Mapping[str, str]

    @property
    def key(self) -> str | None:
        return self.headers.get("idempotency-key") if self.method == "POST" else None

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.method, self.path, self.params)
