"""Every call of every scenario times the six faults, one fault a run, until all is quiet again."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.sim.faults import KINDS, Fault, Plan, Site
from tests.sim.scenarios import SCENARIOS, Scenario, perform
from tests.sim.scheduler import Violation

MOST_TIMES = 2  # a call in a loop is the same place; its first two rounds are enough


@dataclass(frozen=True, slots=True)
class Failure:
    """A run that broke: enough to run it again, and what happened until then."""

    scenario: str
    seed: int
    mode: str
    faults: tuple[Fault, ...]
    reason: str
    trace: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        faults = [fault.as_json() for fault in self.faults]
        return {
            "mode": self.mode,
            "scenario": self.scenario,
            "seed": self.seed,
            "faults": faults,
            "reason": self.reason,
        }


@dataclass(slots=True)
class Tally:
    """What a mode has done."""

    sites: int = 0
    runs: int = 0
    left_out: int = 0
    failures: list[Failure] = field(default_factory=list)


def sites_of(scenario: Scenario, most_times: int = MOST_TIMES) -> list[Site]:
    """The calls that the scenario reaches when nothing goes wrong."""
    plan = Plan()
    perform(scenario, plan)
    return [site for site in dict.fromkeys(plan.reached) if site.time <= most_times]


def cases(
    scenarios: tuple[Scenario, ...] = SCENARIOS, most_times: int = MOST_TIMES
) -> Iterator[tuple[Scenario, Fault]]:
    """Each site once, in the first scenario that reaches it, with each fault."""
    known: set[Site] = set()
    for scenario in scenarios:
        for site in sites_of(scenario, most_times):
            if site not in known:
                known.add(site)
                for kind in KINDS:
                    yield scenario, Fault(site, kind)


def exhaust(chosen: list[tuple[Scenario, Fault]], until: float, most_failures: int = 20) -> Tally:
    """Runs them all, or until `until` (time.monotonic), or until so many have failed."""
    tally = Tally(sites=len({fault.site for _, fault in chosen}))
    for number, (scenario, fault) in enumerate(chosen):
        if time.monotonic() > until or len(tally.failures) >= most_failures:
            tally.left_out = len(chosen) - number
            break
        failure = attempt(scenario, 1, (fault,))
        tally.runs += 1
        if failure is not None:
            tally.failures.append(failure)
    return tally


def attempt(scenario: Scenario, seed: int, faults: tuple[Fault, ...]) -> Failure | None:
    """One run with these faults; what broke, or None."""
    try:
        perform(scenario, Plan(faults), seed=seed)
    except (Exception, Violation) as error:
        world = getattr(error, "world", None)
        trace = tuple(world.scheduler.trace) if world else ()
        return Failure(scenario.name, seed, "exhaustive", faults, f"{type(error).__name__}: {error}", trace)
    return None
