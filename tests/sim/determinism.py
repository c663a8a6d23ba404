"""The same seed, the same run: clock, sleeps, ids and every random number come from the run, not from the machine."""

import contextlib
import io
import os
import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from unittest.mock import patch

import ulid

from latchkey import clock, observability
from tests.sim.scheduler import Scheduler


@contextlib.contextmanager
def determined(seed: int, scheduler: Scheduler) -> Iterator[None]:
    """While it holds, this process lives in the scheduler's time and draws from `seed`; its log lines go nowhere."""
    entropy = random.Random(seed)
    random.seed(seed)

    class VirtualDatetime(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.fromtimestamp(scheduler.now, tz or UTC)

    def milliseconds() -> int:
        return int(scheduler.now * 1000)

    generator = ulid.ULIDGenerator(clock=milliseconds, randomness=lambda _: entropy.randbytes(10))
    level = observability.logger.level
    observability.logger.setLevel("CRITICAL")
    with (
        patch.object(clock, "datetime", VirtualDatetime),
        patch.object(time, "sleep", scheduler.sleep),
        patch.object(os, "urandom", entropy.randbytes),
        patch.object(random, "_urandom", entropy.randbytes),
        patch.object(ulid, "default_generator", generator),
        contextlib.redirect_stdout(io.StringIO()),
    ):
        try:
            yield
        finally:
            observability.logger.setLevel(level)
