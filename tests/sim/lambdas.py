"""AWS around the functions: invocations that may die, the Events stream with its retries, and the sweeper's schedule."""

import importlib
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from latchkey import secrets
from tests.building import raw_items, template
from tests.sim.faults import Crash
from tests.sim.scheduler import Scheduler

Handler = Callable[[dict[str, Any], Any], Any]
_LIFETIME_MILLISECONDS = 60_000
_SWEEP_SECONDS = 300
_BATCH = 10


class CrashedError(Exception):
    """The function died or timed out: no answer, and nobody knows how far it came."""


def invoke(scheduler: Scheduler, name: str, handler: Handler, event: dict[str, Any]) -> Any:
    """One invocation on the current actor. Raises CrashedError when it died; a new process comes up cold."""
    actor = scheduler.current()
    assert actor is not None
    actor.local.update(function=name, dead=False, stripe_call=None)
    context = SimpleNamespace(
        aws_request_id=f"request-{scheduler.steps}",
        function_name=name,
        get_remaining_time_in_millis=lambda: _LIFETIME_MILLISECONDS,
    )
    try:
        return handler(event, context)
    except Crash as crash:
        secrets.forget()
        raise CrashedError(name) from crash
    finally:
        actor.local.update(function="", dead=False)


def handler_of(name: str) -> Handler:
    """`payments.fulfill.handler` as the template names it."""
    module, _, attribute = name.rpartition(".")
    found: Handler = getattr(importlib.import_module(module), attribute)
    return found


def function_of(logical_id: str) -> str:
    """The handler's name of a function of the template."""
    return str(template()["Resources"][logical_id]["Properties"]["Handler"])


@dataclass(slots=True)
class Source:
    """One event source mapping of the Events stream, as the template describes it."""

    name: str
    function: str
    wanted: list[Mapping[str, Any]]
    retries: int
    bisects: bool
    queue: deque[dict[str, Any]] = field(default_factory=deque)
    dead: list[dict[str, Any]] = field(default_factory=list)
    busy: bool = False

    def takes(self, record: Mapping[str, Any]) -> bool:
        return not self.wanted or any(_matches(pattern, record) for pattern in self.wanted)


def sources() -> list[Source]:
    """The consumers of the Events stream, filters and retries included."""
    import yaml

    found = []
    for name, resource in template()["Resources"].items():
        if resource["Type"] != "AWS::Lambda::EventSourceMapping":
            continue
        properties = resource["Properties"]
        if "EventsTable" not in str(properties["EventSourceArn"]):
            continue
        filters = properties.get("FilterCriteria", {}).get("Filters", [])
        function = function_of(properties["FunctionName"]["Ref"].partition(".")[0])
        wanted = [yaml.safe_load(one["Pattern"]) for one in filters]
        retries = properties["MaximumRetryAttempts"]
        found.append(Source(name, function, wanted, retries, bool(properties.get("BisectBatchOnFunctionError"))))
    return found


def _matches(pattern: Any, value: Any) -> bool:
    """EventBridge's matching as far as the template uses it: lists of values, `exists`, nested maps."""
    if isinstance(pattern, dict):
        return all(
            _matches(inner, value.get(name) if isinstance(value, dict) else None) for name, inner in pattern.items()
        )
    for wanted in pattern:
        if isinstance(wanted, dict) and "exists" in wanted:
            if (value is not None) == wanted["exists"]:
                return True
        elif wanted == value:
            return True
    return False


class EventsStream:
    """Sees what was written to the Events table and hands it to the consumers, each with its own actor."""

    def __init__(self, scheduler: Scheduler, latency: Callable[[], float]) -> None:
        self.sources = sources()
        self._scheduler = scheduler
        self._latency = latency
        self._seen: dict[tuple[str, str], Any] = {}
        self._number = 0

    def start(self) -> None:
        self.look()
        for source in self.sources:
            source.queue.clear()
            self._scheduler.spawn(source.name, lambda source=source: self._serve(source), daemon=True)  # type: ignore[misc]

    def look(self) -> None:
        """Called after each write: new and changed items become records."""
        for item in raw_items("events"):
            key = item["pk"]["S"], item["sk"]["S"]
            before = self._seen.get(key)
            if item != before:
                self._seen[key] = item
                self._record("INSERT" if before is None else "MODIFY", item)

    @property
    def dead_letters(self) -> int:
        return sum(len(source.dead) for source in self.sources)

    @property
    def is_idle(self) -> bool:
        return not any(source.queue or source.busy for source in self.sources)

    def _record(self, name: str, image: dict[str, Any]) -> None:
        self._number += 1
        change = {"Keys": {"pk": image["pk"], "sk": image["sk"]}, "NewImage": image}
        change["SequenceNumber"] = f"{self._number:021d}"  # type: ignore[assignment]
        record = {"eventID": f"r{self._number}", "eventName": name, "eventSource": "aws:dynamodb", "dynamodb": change}
        for source in self.sources:
            if source.takes(record):
                source.queue.append(record)

    def _serve(self, source: Source) -> None:
        while True:
            self._scheduler.wait_for(lambda: source.queue)
            self._scheduler.sleep(self._latency())
            batch = [source.queue.popleft() for _ in range(min(_BATCH, len(source.queue)))]
            source.busy = True
            self._deliver(source, batch, source.retries)
            source.busy = False

    def _deliver(self, source: Source, batch: list[dict[str, Any]], retries: int) -> None:
        left = self._left_over(source, batch)
        if not left:
            return
        if retries == 0:
            source.dead += left
            return
        self._scheduler.sleep(1.0)
        middle = len(left) // 2
        halves = [left[:middle], left[middle:]] if source.bisects and middle and len(left) == len(batch) else [left]
        for half in halves:
            self._deliver(source, half, retries - 1)

    def _left_over(self, source: Source, batch: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """What has to come again: from the first reported record on, or all when the function died."""
        try:
            answer = invoke(self._scheduler, source.function, handler_of(source.function), {"Records": batch})
        except Exception:
            return batch
        failed = {one["itemIdentifier"] for one in (answer or {}).get("batchItemFailures", [])}
        numbers = [record["dynamodb"]["SequenceNumber"] for record in batch]
        first = min((numbers.index(number) for number in failed), default=len(batch))
        return batch[first:]


def sweep_for_ever(scheduler: Scheduler) -> None:
    """The schedule of the template: every five minutes, and once more when the function died."""
    name = function_of("PaymentSweeper")
    while True:
        scheduler.sleep(_SWEEP_SECONDS)
        for wait in (0, 60):
            scheduler.sleep(wait)
            try:
                invoke(scheduler, name, handler_of(name), {})
                break
            except Exception:
                continue
