"""Errors in the shape that Stripe's API answers them, so that the package raises its own exception types."""

from typing import Any


class StripeRefusal(Exception):
    """A definite answer of the API that is not 200: status and the body's `error`."""

    def __init__(self, status: int, kind: str, message: str, *, code: str | None = None, param: str | None = None):
        super().__init__(message)
        self.status = status
        self.error: dict[str, Any] = {"type": kind, "message": message}
        if code:
            self.error["code"] = code
        if param:
            self.error["param"] = param


class ValidationRefusal(StripeRefusal):
    """Parameters that fail validation: Stripe keeps no idempotent result of these."""


def invalid(message: str, *, code: str | None = None, param: str | None = None) -> ValidationRefusal:
    return ValidationRefusal(400, "invalid_request_error", message, code=code, param=param)


def wrong_state(message: str, *, code: str | None = None) -> StripeRefusal:
    return StripeRefusal(400, "invalid_request_error", message, code=code)


def missing(noun: str, object_id: str) -> ValidationRefusal:
    message = f"No such {noun}: '{object_id}'"
    return ValidationRefusal(404, "invalid_request_error", message, code="resource_missing", param="id")


class ConnectionLostError(Exception):
    """The caller gets no answer: the request was applied or not, as the fault says, and nobody tells."""

    def __init__(self, reason: str, seconds: float = 0.0):
        super().__init__(reason)
        self.reason = reason
        self.seconds = seconds
