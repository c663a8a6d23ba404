"""A transport for the stripe package that calls the stand-in in this process: tests and the simulator need no socket."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

import stripe

from .problems import ConnectionLostError
from .stand_in import StripeStandIn

# The package writes its constructor without types.
_CONNECTION_LOST: Final[Callable[..., Exception]] = stripe.APIConnectionError


class InProcessClient(stripe.HTTPClient):
    """Give it to `stripe.StripeClient(key, http_client=InProcessClient(stand_in))`."""

    name = "in-process"

    def __init__(self, stand_in: StripeStandIn):
        super().__init__()
        self.stand_in = stand_in

    def request(
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None, *, _usage: Any = None
    ) -> tuple[str, int, Mapping[str, str]]:
        target = "/" + url.split("://", 1)[1].partition("/")[2]
        try:
            answer = self.stand_in.handle(method, target, headers or {}, post_data or "")
        except ConnectionLostError as lost:
            raise _CONNECTION_LOST(lost.reason, should_retry=True) from lost
        return json.dumps(answer.body), answer.status, {name.lower(): value for name, value in answer.headers.items()}

    def _sleep_time_seconds(self, num_retries: int) -> float:
        """The package waits before it tries again; in this process nobody needs the pause."""
        return 0.0

    def close(self) -> None:
        """Nothing is open."""
