"""The six faults that can happen to a call, and the plan that says to which call one of them happens in a run."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, get_args

Kind = Literal["crash_before", "crash_after", "throttle", "error", "lost", "twice"]
KINDS: tuple[Kind, ...] = get_args(Kind)


class Crash(BaseException):
    """The function's process dies here; a BaseException, so that no handler catches it."""


@dataclass(frozen=True, slots=True)
class Site:
    """A place in the product that calls out: the function, the callers in our code, the operation, and which time."""

    function: str
    path: str
    operation: str
    time: int

    def __str__(self) -> str:
        return f"{self.function} | {self.path} | {self.operation} | {self.time}"


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens where. crash_before/after: the process dies before the call, or when it is done. throttle, error:
    refused, nothing done, until the caller gives up. lost: done, but no answer comes. twice: done twice, answered once.
    """

    site: Site
    kind: Kind

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def fault_of(plain: dict[str, Any]) -> Fault:
    """The inverse of `as_json`."""
    return Fault(Site(**plain["site"]), plain["kind"])


@dataclass(slots=True)
class Plan:
    """Counts the sites as they are reached once it is armed; hands out each planned fault once."""

    faults: tuple[Fault, ...] = ()
    armed: bool = False
    reached: list[Site] = field(default_factory=list)
    _times: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    _open: list[Fault] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._open = list(self.faults)

    def at(self, function: str, path: str, operation: str) -> Kind | None:
        """The fault for the call that is about to be made, if one is planned."""
        if not self.armed:
            return None
        place = (function, path, operation)
        self._times[place] += 1
        site = Site(*place, self._times[place])
        self.reached.append(site)
        for fault in self._open:
            if fault.site == site:
                self._open.remove(fault)
                return fault.kind
        return None

    @property
    def missed(self) -> list[Fault]:
        """Faults whose site was never reached."""
        return list(self._open)
