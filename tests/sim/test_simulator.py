"""A slice of the simulator for every test run; `make prove` runs the whole."""

import json
import time
from pathlib import Path
from random import Random

import pytest

from latchkey import keys, tables
from latchkey.conditions import attribute
from latchkey.errors import ConflictError
from latchkey.writes import Delete, Put, Update
from tests import quick_moto
from tests.building import all_items, cloud
from tests.sim import calls, exhaustive, interleaved, mutants
from tests.sim.faults import Fault, Plan, fault_of
from tests.sim.scenarios import SCENARIOS, Scenario, perform

REGRESSIONS = sorted((Path(__file__).parent / "regressions").glob("*.json"))
_CASES_PER_SCENARIO = 2


def scenario(name: str) -> Scenario:
    return next(one for one in SCENARIOS if one.name == name)


@pytest.mark.parametrize("name", [one.name for one in SCENARIOS])
def test_a_life_holds_its_invariants_with_a_fault_here_and_there(name: str) -> None:
    chosen = list(exhaustive.cases((scenario(name),)))
    sample = Random(name).sample(chosen, _CASES_PER_SCENARIO)
    tally = exhaustive.exhaust(sample, time.monotonic() + 60)
    assert not tally.failures, tally.failures[0]


@pytest.mark.parametrize("first", [1, 11, 21])
def test_ten_interleavings_hold_their_invariants(first: int) -> None:
    tally = interleaved.interleave(range(first, first + 10), time.monotonic() + 60)
    assert not tally.failures, tally.failures[0]


@pytest.mark.parametrize("path", REGRESSIONS, ids=lambda path: path.stem)
def test_what_broke_once_does_not_break_again(path: Path) -> None:
    kept = json.loads(path.read_text())
    faults = tuple(fault_of(one) for one in kept["faults"])
    if kept["mode"] == "interleaved":
        failure = interleaved.attempt(kept["seed"], faults)
    else:
        failure = exhaustive.attempt(scenario(kept["scenario"]), kept["seed"], faults)
    assert failure is None, failure


@pytest.mark.parametrize("name", ["ignore_amount", "no_expire_old"])
def test_a_seeded_defect_is_found(name: str) -> None:
    mutant = next(one for one in mutants.MUTANTS if one.name == name)
    assert mutants.caught(mutant, time.monotonic() + 60) is not None


def test_the_same_seed_is_the_same_run() -> None:
    first, second = (perform(interleaved.crowd(4), Plan(armed=True), seed=4) for _ in range(2))
    assert first.scheduler.trace == second.scheduler.trace


def test_a_planned_fault_is_reached() -> None:
    site = exhaustive.sites_of(scenario("return page"))[2]
    plan = Plan((Fault(site, "lost"),))
    perform(scenario("return page"), plan)
    assert not plan.missed


def test_the_short_way_through_moto_answers_as_the_long_one() -> None:
    key = keys.Key("biz_x", "sk")
    item = {"text": "é", "number": 5, "raw": b"\x00\xff", "list": [1, {"none": None, "yes": True}], "map": {"a": 1}}

    def answers() -> list[object]:
        with cloud():
            calls.watch(None)
            tables.commit([Put("orders", key, item)])
            tables.commit(
                [Update("orders", key, {"map.a": 2}, condition=attribute("number").eq(5)), Put("events", key, item)]
            )
            found = [
                tables.read("orders", key),
                *tables.read_many([("events", key)]),
                tables.query("orders", key.pk).items,
            ]
            return [_without_marks(one) for one in found]

    long_way = answers()
    with quick_moto.quick():
        assert answers() == long_way


def test_a_refused_transaction_leaves_every_item_as_it_was() -> None:
    mine, other, new = keys.Key("biz_x", "mine"), keys.Key("biz_x", "other"), keys.Key("biz_y", "new")
    with cloud():
        tables.commit([Put("orders", mine, {"number": 5, "map": {"a": 1}}), Put("orders", other, {"number": 1})])
        before = all_items("orders")
        with pytest.raises(ConflictError):
            tables.commit(
                [
                    Update("orders", mine, {"map.a": 2}),
                    Put("orders", new, {"number": 9}),
                    Delete("orders", other, attribute("number").eq(2), lambda _: ConflictError("no")),
                ]
            )
        assert all_items("orders") == before


def _without_marks(found: object) -> object:
    if isinstance(found, list):
        return [_without_marks(one) for one in found]
    return {name: value for name, value in found.items() if name != "last_commit"}  # type: ignore[attr-defined]
