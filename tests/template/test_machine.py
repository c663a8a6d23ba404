"""The delivery machine as a graph: every state is reached and ends well, every task has its time-out, retry and way out."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests.template.stack import PROD, ROOT, functions, of_type, source, stack

FILE = ROOT / "statemachines" / "delivery.asl.yaml"
State = dict[str, Any]


def document() -> dict[str, Any]:
    """The machine, its substitutions filled with plain numbers and names."""
    text = re.sub(r"\$\{(\w*Seconds)\}", "60", FILE.read_text())
    machine: dict[str, Any] = yaml.safe_load(re.sub(r"\$\{(\w+)\}", r"\1", text))
    return machine


def machines(part: dict[str, Any] | None = None) -> Iterator[dict[str, Any]]:
    """The machine and every one inside a Map or Parallel."""
    part = part or document()
    yield part
    for state in part["States"].values():
        inner = [state[name] for name in ("ItemProcessor", "Iterator") if name in state] + state.get("Branches", [])
        for one in inner:
            yield from machines(one)


def states(kind: str | None = None) -> list[tuple[str, State]]:
    found = [(name, state) for machine in machines() for name, state in machine["States"].items()]
    return [(name, state) for name, state in found if kind in (None, state["Type"])]


def ways_out(state: State) -> list[str]:
    """The states that may come next."""
    steps = [state[name] for name in ("Next", "Default") if name in state]
    return steps + [one["Next"] for one in (*state.get("Choices", []), *state.get("Catch", []))]


def catches_all(state: State) -> bool:
    return any("States.ALL" in one["ErrorEquals"] for one in state.get("Catch", []))


def inside_caught_maps() -> set[str]:
    """The states of a Map whose failure the Map itself catches, as one."""
    return {inner for _, state in states("Map") if catches_all(state) for inner in state["ItemProcessor"]["States"]}


def test_no_state_leads_nowhere_and_every_state_is_reached() -> None:
    for machine in machines():
        names = set(machine["States"])
        assert machine["StartAt"] in names
        seen, todo = set(), [machine["StartAt"]]
        while todo:
            name = todo.pop()
            if name in seen:
                continue
            seen.add(name)
            for following in ways_out(machine["States"][name]):
                assert following in names, f"{name} leads to {following}, which does not exist"
                todo.append(following)
        assert seen == names, f"never reached: {names - seen}"


def test_every_state_either_ends_or_goes_on() -> None:
    for name, state in states():
        ends = state.get("End") is True or state["Type"] in ("Succeed", "Fail")
        goes_on = "Next" in state or state["Type"] == "Choice"
        assert ends != goes_on, name
        if state["Type"] == "Choice":
            assert "Default" in state, f"{name} fails on what nobody foresaw"


def test_every_task_has_a_time_out_a_retry_with_jitter_and_a_catch() -> None:
    for name, state in states("Task"):
        assert state.get("TimeoutSeconds"), name
        retries = state.get("Retry")
        waits_for_people = state["Resource"].endswith(".waitForTaskToken")
        assert retries or waits_for_people, f"{name} has no retry"
        for retry in retries or []:
            assert retry["MaxAttempts"] <= 10, name
            assert retry["JitterStrategy"] == "FULL", name
        assert catches_all(state) or name in inside_caught_maps(), f"{name} lets errors pass"


def test_every_catch_all_of_the_machine_leads_to_a_state_that_people_see() -> None:
    machine = document()
    for name, state in machine["States"].items():
        for one in state.get("Catch", []):
            if "States.ALL" in one["ErrorEquals"] and state["Type"] in ("Task", "Map"):
                target = machine["States"][one["Next"]]
                assert target["Type"] != "Succeed", f"{name} ends green after a failure"


def test_the_machine_and_its_waits_end_some_day() -> None:
    assert document()["TimeoutSeconds"] > 0
    waiting = [name for name, state in states("Task") if state["Resource"].endswith(".waitForTaskToken")]
    assert waiting, "nothing waits for a payment"
    assert "TimeoutSeconds: ${WaitSeconds}" in FILE.read_text()


def test_it_uses_only_what_both_engines_do() -> None:
    text = FILE.read_text()
    for missing in ("HeartbeatSeconds", "ItemBatcher", "ResultWriter", "aws-sdk:", "QueryLanguage: JSONata"):
        assert missing not in text, missing
    for name, state in states("Task"):
        assert state["Resource"].startswith("arn:aws:states:::lambda:invoke") or state["Resource"].endswith(
            "Function"
        ), f"{name} calls something else than a function"


def test_template_and_machine_agree_on_the_functions() -> None:
    given = source()["Resources"]["DeliveryMachine"]["Properties"]["DefinitionSubstitutions"]
    used = set(re.findall(r"\$\{(\w+)\}", FILE.read_text()))
    assert used == set(given)
    for name, value in given.items():
        if name.endswith("Function"):
            logical_id = value["Ref"].removesuffix(".Alias")
            assert logical_id in functions(), name
            assert value["Ref"].endswith(".Alias"), "an unpublished version would run"


def test_the_machine_is_traced_and_logged_without_its_data() -> None:
    machine = of_type(stack(PROD), "AWS::StepFunctions::StateMachine")["DeliveryMachine"]
    assert machine["TracingConfiguration"] == {"Enabled": True}
    assert machine["LoggingConfiguration"]["Level"] == "ALL"
    assert machine["LoggingConfiguration"]["IncludeExecutionData"] is False


@pytest.mark.parametrize("name", ["DeliveriesFailed", "DeliveriesTimedOut", "DeliveriesNeedAttention"])
def test_a_failed_delivery_rings(name: str) -> None:
    assert f"{name}Alarm" in stack(PROD)
