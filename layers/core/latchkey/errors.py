"""The one tree of errors: what can go wrong in words a person understands; only the HTTP edge turns them into answers."""

from typing import Any


class LatchkeyError(Exception):
    """Root of every error that Latchkey raises on purpose.

    `detail` is one clear sentence for the person who asked; it never carries secrets, names or addresses.
    `status` is the HTTP status of the answer, `title` its short name (RFC 9457).
    """

    status = 500
    title = "Something went wrong"

    def __init__(self, detail: str, **facts: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.facts = facts


class InvalidError(LatchkeyError):
    """The input is not acceptable. `errors` names the fields: `[{"field": ..., "message": ...}]`."""

    status = 422
    title = "Not valid"

    def __init__(self, detail: str, *, field: str | None = None, errors: list[dict[str, str]] | None = None) -> None:
        super().__init__(detail, errors=errors or ([{"field": field, "message": detail}] if field else []))


class MalformedError(LatchkeyError):
    """The request cannot be read at all: wrong type, size, encoding or depth."""

    status = 400
    title = "Not readable"


class UnauthenticatedError(LatchkeyError):
    """Nobody is signed in, or the credentials are wrong."""

    status = 401
    title = "Sign in first"


class DeclinedError(LatchkeyError):
    """A payment provider said no."""

    status = 402
    title = "Declined"


class ForbiddenError(LatchkeyError):
    """The person is known, the thing is theirs to see, but this action is not allowed to them."""

    status = 403
    title = "Not allowed"


class NotFoundError(LatchkeyError):
    """There is no such thing for this person: missing and somebody else's are the same answer (product 2.7)."""

    status = 404
    title = "Not found"

    def __init__(self, detail: str = "There is nothing here.") -> None:
        super().__init__(detail)


class ConflictError(LatchkeyError):
    """The thing has moved on since it was seen. `current` tells where it stands now (product 3.1)."""

    status = 409
    title = "Changed meanwhile"

    def __init__(self, detail: str, *, current: dict[str, Any] | None = None) -> None:
        super().__init__(detail, current=current or {})


class ClosedError(LatchkeyError):
    """The business is being closed, and this person is not one of its owners (ADR 0073)."""

    status = 410
    title = "Closed"

    def __init__(self, detail: str = "This portal is closed.") -> None:
        super().__init__(detail)


class LimitedError(LatchkeyError):
    """Too many tries. `retry_after_seconds` says when the next one can succeed."""

    status = 429
    title = "Too many tries"

    def __init__(self, detail: str, *, retry_after_seconds: int) -> None:
        super().__init__(detail, retry_after_seconds=retry_after_seconds)


class UnavailableError(LatchkeyError):
    """A part that is needed does not answer just now; trying again later is safe."""

    status = 503
    title = "Not available just now"

    def __init__(self, detail: str, *, retry_after_seconds: int = 5) -> None:
        super().__init__(detail, retry_after_seconds=retry_after_seconds)


class UnknownOutcomeError(LatchkeyError):
    """Nobody can say yet whether it happened. It is found out by asking, never by doing it again blindly."""

    status = 504
    title = "Outcome not known yet"
