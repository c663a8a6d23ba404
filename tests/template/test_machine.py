"""The machines as graphs: every state is reached and ends well, every task has its time-out, retry and way out."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests.template.stack import PROD, ROOT, functions, of_type, source, stack

FOLDER = ROOT / "statemachines"
FILES = {"DeliveryMachine": FOLDER / "delivery.asl.yaml", "RemarkingMachine": FOLDER / "remarking.asl.yaml"}
State = dict[str, Any]


@pytest.fixture(params=sorted(FILES))
def which(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def document(which: str) -> dict[str, Any]:
    """The machine, its substitutions filled with plain numbers and names."""
    text = re.sub(r"\$\{(\w*Seconds)\}", "60", FILES[which].read_text())
    machine: dict[str, Any] = yaml.safe_load(re.sub(r"\$\{(\w+)\}", r"\1", text))
    return machine


def machines(which: str) -> Iterator[dict[str, Any]]:
    """The machine and every one inside a Map or Parallel."""
    return _within(document(which))


def _within(part: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield part
    for state in part["States"].values():
        inner = [state[name] for name in ("ItemProcessor", "Iterator") if name in state] + state.get("Branches", [])
        for one in inner:
            yield from _within(one)


def states(which: str, kind: str | None = None) -> list[tuple[str, State]]:
    found = [(name, state) for machine in machines(which) for name, state in machine["States"].items()]
    return [(name, state) for name, state in found if kind in (None, state["Type"])]


def ways_out(state: State) -> list[str]:
    """The states that may come next."""
    steps = [state[name] for name in ("Next", "Default") if name in state]
    return steps + [one["Next"] for one in (*state.get("Choices", []), *state.get("Catch", []))]


def catches_all(state: State) -> bool:
    return any("States.ALL" in one["ErrorEquals"] for one in state.get("Catch", []))


def inside_caught_maps(which: str) -> set[str]:
    """The states of a Map whose failure the Map itself catches, as one."""
    return {
        inner for _, state in states(which, "Map") if catches_all(state) for inner in state["ItemProcessor"]["States"]
    }


def test_no_state_leads_nowhere_and_every_state_is_reached(which: str) -> None:
    for machine in machines(which):
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


def test_every_state_either_ends_or_goes_on(which: str) -> None:
    for name, state in states(which):
        ends = state.get("End") is True or state["Type"] in ("Succeed", "Fail")
        goes_on = "Next" in state or state["Type"] == "Choice"
        assert ends != goes_on, name
        if state["Type"] == "Choice":
            assert "Default" in state, f"{name} fails on what nobody foresaw"


def test_every_task_has_a_time_out_a_retry_with_jitter_and_a_catch(which: str) -> None:
    for name, state in states(which, "Task"):
        assert state.get("TimeoutSeconds"), name
        retries = state.get("Retry")
        waits_for_people = state["Resource"].endswith(".waitForTaskToken")
        assert retries or waits_for_people, f"{name} has no retry"
        for retry in retries or []:
            assert retry["MaxAttempts"] <= 10, name
            assert retry["JitterStrategy"] == "FULL", name
        assert catches_all(state) or name in inside_caught_maps(which), f"{name} lets errors pass"


def test_every_catch_all_of_the_machine_leads_to_a_state_that_people_see(which: str) -> None:
    machine = document(which)
    for name, state in machine["States"].items():
        for one in state.get("Catch", []):
            if "States.ALL" in one["ErrorEquals"] and state["Type"] in ("Task", "Map"):
                target = machine["States"][one["Next"]]
                assert target["Type"] != "Succeed", f"{name} ends green after a failure"


def test_the_machine_and_its_waits_end_some_day(which: str) -> None:
    assert document(which)["TimeoutSeconds"] > 0


def test_the_wait_for_a_payment_ends_some_day() -> None:
    which = "DeliveryMachine"
    waiting = [name for name, state in states(which, "Task") if state["Resource"].endswith(".waitForTaskToken")]
    assert waiting, "nothing waits for a payment"
    assert "TimeoutSeconds: ${WaitSeconds}" in FILES[which].read_text()


def test_it_uses_only_what_both_engines_do(which: str) -> None:
    text = FILES[which].read_text()
    for missing in ("HeartbeatSeconds", "ItemBatcher", "ResultWriter", "aws-sdk:", "QueryLanguage: JSONata"):
        assert missing not in text, missing
    for name, state in states(which, "Task"):
        assert state["Resource"].startswith("arn:aws:states:::lambda:invoke") or state["Resource"].endswith(
            "Function"
        ), f"{name} calls something else than a function"


def test_template_and_machine_agree_on_the_functions(which: str) -> None:
    given = source()["Resources"][which]["Properties"]["DefinitionSubstitutions"]
    used = set(re.findall(r"\$\{(\w+)\}", FILES[which].read_text()))
    assert used == set(given)
    for name, value in given.items():
        if name.endswith("Function"):
            logical_id = value["Ref"].removesuffix(".Alias")
            assert logical_id in functions(), name
            assert value["Ref"].endswith(".Alias"), "an unpublished version would run"


def test_the_machine_is_traced_and_logged_without_its_data(which: str) -> None:
    machine = of_type(stack(PROD), "AWS::StepFunctions::StateMachine")[which]
    assert machine["TracingConfiguration"] == {"Enabled": True}
    assert machine["LoggingConfiguration"]["Level"] == "ALL"
    assert machine["LoggingConfiguration"]["IncludeExecutionData"] is False


@pytest.mark.parametrize("machine", ["Deliveries", "Remarkings"])
@pytest.mark.parametrize("end", ["Failed", "TimedOut", "NeedAttention"])
def test_a_machine_that_stops_rings(machine: str, end: str) -> None:
    assert f"{machine}{end}Alarm" in stack(PROD)
