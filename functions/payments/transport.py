"""Stripe's HTTP over urllib3, which botocore brings anyway: bounded waits, kept connections, no `requests` in the layer."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import stripe
import urllib3

# The package writes its constructor without types.
_CONNECTION_LOST: Final[Callable[..., Exception]] = stripe.APIConnectionError
_WAITS = urllib3.Timeout(connect=3.0, read=8.0)


class Urllib3Client(stripe.HTTPClient):
    """The transport of every call to Stripe. The stripe package retries with the same key; this never does."""

    name = "urllib3"

    def __init__(self) -> None:
        super().__init__()
        self._pool = urllib3.PoolManager(maxsize=4, timeout=_WAITS, retries=False)

    def request(
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None, *, _usage: Any = None
    ) -> tuple[str, int, Mapping[str, str]]:
        try:
            answer = self._pool.request(method.upper(), url, body=post_data, headers=dict(headers or {}))
        except urllib3.exceptions.HTTPError as error:
            # Only the kind of failure: an exception's text may quote what was sent.
            raise _CONNECTION_LOST(type(error).__name__, should_retry=True) from None
        return answer.data.decode(), answer.status, {name.lower(): value for name, value in answer.headers.items()}

    def close(self) -> None:
        self._pool.clear()
