"""What an invocation tells the operator: one structured line, business facts as metrics; never bodies, names or secrets."""

import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from aws_lambda_powertools import Logger

logger = Logger(service="latchkey", log_uncaught_exceptions=False)
# Where layers, packages, Python and Lambda's runtime lie, there and here.
_FOREIGN = ("/opt/python/", "/site-packages/", "/lib/python3", "/var/runtime/", "<frozen ")
_FACTS: ContextVar[dict[str, Any] | None] = ContextVar("facts", default=None)


@contextmanager
def invocation(name: str, request_id: str = "") -> Iterator[dict[str, Any]]:
    """Around one invocation: collects facts and writes them as one line at the end, whatever happens."""
    facts: dict[str, Any] = {
        "function": name,
        "request_id": request_id,
        "read_units": 0.0,
        "write_units": 0.0,
        "calls": 0,
    }
    token = _FACTS.set(facts)
    started = time.perf_counter()
    try:
        yield facts
    except BaseException as error:
        facts["failed"] = type(error).__name__
        facts["where"] = where(error)
        raise
    finally:
        facts["milliseconds"] = round((time.perf_counter() - started) * 1000, 1)
        _FACTS.reset(token)
        logger.info("invocation", extra=facts)


def note(**facts: Any) -> None:
    """Add ids and counts to the invocation's line. Never an e-mail address, a name, a token or a body."""
    current = _FACTS.get()
    if current is not None:
        current.update(facts)


def count_units(answer: dict[str, Any], *, writes: bool) -> None:
    """Add the capacity that a DynamoDB answer reports to the invocation's line."""
    facts = _FACTS.get()
    if facts is None:
        return
    consumed = answer.get("ConsumedCapacity") or []
    units = sum(
        float(part.get("CapacityUnits", 0)) for part in (consumed if isinstance(consumed, list) else [consumed])
    )
    facts["write_units" if writes else "read_units"] += units
    facts["calls"] += 1


def count(metric: str, number: int = 1) -> None:
    """A business fact such as `OrdersPlaced` as a CloudWatch metric; ids are never dimensions."""
    # here, because few cold starts have anything to count
    from aws_lambda_powertools.metrics import MetricUnit
    from aws_lambda_powertools.metrics.provider.cloudwatch_emf.cloudwatch import AmazonCloudWatchEMFProvider

    provider = AmazonCloudWatchEMFProvider(namespace="Latchkey", service="latchkey")
    provider.add_metric(name=metric, unit=MetricUnit.Count, value=number)
    provider.flush_metrics()


def where(error: BaseException) -> list[str]:
    """The frames of a failure without its message, which might quote what a person typed.

    Our own, however deep in a library it was raised, and then the innermost.
    """
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames[:-1] if _is_ours(frame.filename)][-5:]
    return [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in [*ours, *frames[-1:]]]


def _is_ours(filename: str) -> bool:
    return filename.startswith("/opt/python/latchkey/") or not any(mark in filename for mark in _FOREIGN)
