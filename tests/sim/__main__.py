"""`python -m tests.sim`: every call times every fault, the seeded defects, and as many interleavings as time allows.

Exit code 1 when an invariant breaks or a mutant survives. A failing run is printed with its seed, plan and trace, and
left in `tests/sim/regressions` with `--keep`.
"""

import argparse
import json
import re
import sys
import time
from pathlib import Path

from tests.sim import exhaustive, interleaved, mutants, workers
from tests.sim.exhaustive import Failure
from tests.sim.faults import KINDS

REGRESSIONS = Path(__file__).parent / "regressions"
_TRACE_LINES = 25


def main() -> int:
    """Runs the three parts and prints their figures."""
    asked, say, started = _asked(), Printer(), time.monotonic()

    def tell(failure: Failure) -> None:
        _tell(say, failure, keep=asked.keep)

    if asked.seed is not None:
        failure = interleaved.attempt(asked.seed)
        tell(failure) if failure else say(f"seed {asked.seed}: nothing broke")
        return 1 if failure else 0
    chosen = list(exhaustive.cases())
    with workers.pool() as pool:
        first = workers.exhaust(pool, chosen, tell)
        say(f"call sites x faults: {first.sites} x {len(KINDS)} = {len(chosen)}")
        say(f"runs: {first.runs}, left out: {first.left_out}")
        survivors = workers.hunt(pool, lambda name, said: say(f"  mutant {name}: {said or 'SURVIVED'}"[:160]))
        second = workers.interleave(pool, asked.first_seed, time.monotonic() + asked.minutes * 60, tell)
    say(f"interleavings: {second.runs}, seeds from {asked.first_seed}")
    violations = len(first.failures) + len(second.failures)
    say(f"violations: {violations}")
    say(f"mutants caught: {len(mutants.MUTANTS) - len(survivors)} of {len(mutants.MUTANTS)}")
    say(f"{time.monotonic() - started:.0f} seconds")
    return 1 if violations or survivors or first.left_out else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.sim", description=__doc__)
    parser.add_argument("--minutes", type=float, default=2.0, help="how long to go on with interleavings")
    parser.add_argument("--first-seed", type=int, default=int(time.time()) % 1_000_000, help="of the interleavings")
    parser.add_argument("--seed", type=int, help="run this one interleaving again")
    parser.add_argument("--keep", action="store_true", help="leave failing runs in tests/sim/regressions")
    return parser.parse_args()


class Printer:
    """The real standard output, which runs take away while they last."""

    def __init__(self) -> None:
        self._out = sys.stdout

    def __call__(self, text: str) -> None:
        print(text, file=self._out, flush=True)


def _tell(say: Printer, failure: Failure, *, keep: bool) -> None:
    say(f"\nVIOLATION in {failure.mode} run `{failure.scenario}`, seed {failure.seed}: {failure.reason}")
    for fault in failure.faults:
        say(f"  plan: {fault.kind} at {fault.site}")
    for line in [line for line in failure.trace if not line.startswith("schedule")][-_TRACE_LINES:]:
        say(f"    {line}")
    if keep:
        name = re.sub(r"[^a-z0-9]+", "-", f"{failure.mode} {failure.scenario} {failure.reason}".lower())[:80].strip("-")
        (REGRESSIONS / f"{name}.json").write_text(json.dumps(failure.as_json(), indent=2) + "\n")


if __name__ == "__main__":
    sys.exit(main())
