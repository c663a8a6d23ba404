"""Hostility on demand: the next calls of an operation fail, lose their answer, or are overtaken by something else."""

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase

KINDS = ("error", "error_applied", "timeout", "lost", "rate_limit", "conflict", "duplicate")


@dataclass
class Fault:
    """One planned fault. `operation` may hold `*`; `skip` calls pass first, then `times` calls are hit.

    error: 500 before the work, saved under the key as Stripe does. error_applied: the work is done, the answer
    is a saved 500. timeout: no work, no answer. lost: work, no answer. rate_limit: 429. conflict: 409, the key
    is in use. duplicate: the request arrives twice, the second answer is given.
    """

    operation: str
    kind: str
    times: int = 1
    skip: int = 0
    seconds: float = 0.0


class Faults:
    """The plan of faults, and the actions that run just before an operation (the customer pays while we expire)."""

    def __init__(self) -> None:
        self._planned: list[Fault] = []
        self._interruptions: list[tuple[str, Callable[[], object]]] = []

    def plan(self, fault: Fault) -> None:
        if fault.kind not in KINDS:
            raise ValueError(f"a fault is one of {', '.join(KINDS)}")
        self._planned.append(fault)

    def interrupt(self, operation: str, action: Callable[[], object]) -> None:
        """Runs `action` once, inside the next call of `operation`, before its work."""
        self._interruptions.append((operation, action))

    def clear(self) -> None:
        self._planned.clear()
        self._interruptions.clear()

    def take(self, operation: str) -> Fault | None:
        for fault in self._planned:
            if not fnmatchcase(operation, fault.operation):
                continue
            if fault.skip > 0:
                fault.skip -= 1
                continue
            fault.times -= 1
            if fault.times <= 0:
                self._planned.remove(fault)
            return fault
        return None

    def run_interruptions(self, operation: str) -> None:
        waiting = [pair for pair in self._interruptions if fnmatchcase(operation, pair[0])]
        self._interruptions = [pair for pair in self._interruptions if pair not in waiting]
        for _, action in waiting:
            action()
