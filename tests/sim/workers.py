"""Runs beside each other, one process a core: a run owns its process (clock, random, moto), and its seed alone decides it.

What crosses to a worker are names, seeds and faults; what comes back is what broke.
"""

import math
import multiprocessing
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor

from tests.sim import exhaustive, interleaved, mutants
from tests.sim.exhaustive import Failure, Tally
from tests.sim.faults import Fault
from tests.sim.scenarios import SCENARIOS, Scenario

_CASES_AT_ONCE = 4
_SEEDS_AT_ONCE = 40

Report = Callable[[Failure], None]


def pool() -> ProcessPoolExecutor:
    """A process for each core, started clean: a forked one would inherit threads and clients."""
    return ProcessPoolExecutor(os.cpu_count(), multiprocessing.get_context("spawn"))


def exhaust(workers: ProcessPoolExecutor, cases: list[tuple[Scenario, Fault]], report: Report) -> Tally:
    """Every case, whatever it takes."""
    tally = Tally(sites=len({fault.site for _, fault in cases}))
    named = [(scenario.name, fault) for scenario, fault in cases]
    _count(tally, workers.map(_case, named, chunksize=_CASES_AT_ONCE), report)
    tally.left_out = len(cases) - tally.runs
    return tally


def interleave(workers: ProcessPoolExecutor, first: int, until: float, report: Report) -> Tally:
    """Seeds from `first` on, until `until` (time.monotonic) has come."""
    tally = Tally()
    while time.monotonic() < until:
        seeds = range(first + tally.runs, first + tally.runs + _SEEDS_AT_ONCE)
        _count(tally, workers.map(interleaved.attempt, seeds), report)
    return tally


def hunt(workers: ProcessPoolExecutor, report: Callable[[str, str | None], None]) -> list[str]:
    """Every mutant, until it is caught or nothing is left to try; the names of the survivors."""
    names = [mutant.name for mutant in mutants.MUTANTS]
    survivors = []
    for name, said in zip(names, workers.map(_mutant, names), strict=True):
        report(name, said)
        if said is None:
            survivors.append(name)
    return survivors


def _count(tally: Tally, results: Iterator[Failure | None], report: Report) -> None:
    for failure in results:
        tally.runs += 1
        if failure is not None:
            tally.failures.append(failure)
            report(failure)


def _case(named: tuple[str, Fault]) -> Failure | None:
    name, fault = named
    (scenario,) = (one for one in SCENARIOS if one.name == name)
    return exhaustive.attempt(scenario, 1, (fault,))


def _mutant(name: str) -> str | None:
    (mutant,) = (one for one in mutants.MUTANTS if one.name == name)
    return mutants.caught(mutant, math.inf)
