"""The delivery machine's graph: every step ends somewhere, no `Next` dangles, every task has its time-out and its way out."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[3]
MACHINE = yaml.safe_load((ROOT / "statemachines/delivery.asl.yaml").read_text())
TOO_NEW = ("HeartbeatSeconds", "Assign", "ItemBatcher", "ResultWriter", "MaxDelaySeconds")


def graphs(machine: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield machine
    for state in machine["States"].values():
        if "ItemProcessor" in state:
            yield from graphs(state["ItemProcessor"])


def exits(state: dict[str, Any]) -> list[str]:
    found = [state[name] for name in ("Next", "Default") if name in state]
    found += [choice["Next"] for choice in state.get("Choices", [])]
    return found + [catcher["Next"] for catcher in state.get("Catch", [])]


def test_no_next_dangles_and_every_state_is_reached() -> None:
    for graph in graphs(MACHINE):
        reached, coming = set(), [graph["StartAt"]]
        while coming:
            name = coming.pop()
            assert name in graph["States"], name
            if name not in reached:
                reached.add(name)
                coming += exits(graph["States"][name])
        assert reached == set(graph["States"])


def test_every_path_ends_in_a_named_end() -> None:
    for graph in graphs(MACHINE):
        for name, state in graph["States"].items():
            ends = state["Type"] in ("Succeed", "Fail") or state.get("End")
            assert ends or exits(state), name


def test_every_task_has_a_time_out_a_retry_by_name_and_a_way_to_people() -> None:
    for graph in graphs(MACHINE):
        for name, state in graph["States"].items():
            if state["Type"] != "Task":
                continue
            assert state["TimeoutSeconds"], name
            assert all("States.ALL" not in retry["ErrorEquals"] for retry in state["Retry"]), name
            if graph is MACHINE:
                assert state["Catch"][-1]["ErrorEquals"] == ["States.ALL"], name
    caught = {state["Catch"][-1]["Next"] for state in MACHINE["States"].values() if "Catch" in state}
    assert caught == {"RecordAttention", "NeedsAttention"}


def test_only_what_both_engines_do() -> None:
    text = (ROOT / "statemachines/delivery.asl.yaml").read_text()
    assert not [word for word in TOO_NEW if word in text]
    assert not re.search(r"[&*][a-z]+$", text, re.MULTILINE)


def test_the_template_substitutes_exactly_what_the_machine_names() -> None:
    named = set(re.findall(r"\$\{(\w+)\}", (ROOT / "statemachines/delivery.asl.yaml").read_text()))
    template = (ROOT / "template.yaml").read_text()
    block = template.split("DefinitionSubstitutions:")[1].split("Tracing:")[0]
    assert named == set(re.findall(r"^\s+(\w+):", block, re.MULTILINE))


def transitions(photos: int) -> int:
    """The longest ordinary way: deliver with collection, wait, pay, complete."""
    way = ["CheckDelivery", "IsDelivered", "RenderMissing", "PrepareBundle", "Deliver", "IsPaymentNeeded"]
    way += ["WaitForPayment", "ConfirmPayment", "IsPaid", "RemoveWatermarks", "CompleteDelivery", "Delivered"]
    assert all(name in MACHINE["States"] for name in way)
    return 1 + len(way) + math.ceil(photos / 10)


def test_an_order_takes_no_more_transitions_than_its_budget() -> None:
    for photos in (0, 10, 60, 1000):
        assert transitions(photos) <= 24 + 2 * math.ceil(photos / 10)


def worst_events(machine: dict[str, Any], photos: int) -> int:
    """Entries of an execution's history when every task needs its last try, and no state is passed twice."""
    events = 2  # started, ended
    for state in machine["States"].values():
        events += 2  # entered, exited
        if state["Type"] == "Task":
            # scheduled, started, submitted where it waits for a token, and how it went
            events += 4 * (1 + sum(retry["MaxAttempts"] for retry in state.get("Retry", [])))
        if state["Type"] == "Map":
            each = worst_events(state["ItemProcessor"], photos)  # its started and ended are the iteration's
            events += 2 + math.ceil(photos / 10) * each
    return events


def test_no_state_is_passed_twice() -> None:
    """So an execution is as long as its states: the long wait goes on in an execution of its own."""
    for graph in graphs(MACHINE):
        done: set[str] = set()

        def follow(name: str, way: tuple[str, ...], graph: dict[str, Any] = graph, done: set[str] = done) -> None:
            assert name not in way, f"a loop: {way}"
            if name not in done:
                for coming in exits(graph["States"][name]):
                    follow(coming, (*way, name))
            done.add(name)

        follow(graph["StartAt"], ())


def test_the_longest_execution_stays_far_below_the_engines_limit() -> None:
    assert worst_events(MACHINE, 1000) < 5000
