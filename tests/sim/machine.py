"""Step Functions for the simulator: runs `delivery.asl.yaml` as it is written, each execution an actor.

Only what the delivery machine uses is there; anything else is refused loudly. Tasks are invocations of the real handlers.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from tests.building import ROOT, template
from tests.sim import lambdas
from tests.sim.lambdas import CrashedError
from tests.sim.paths import filled, found, placed, truth
from tests.sim.scheduler import Scheduler

_FILE = ROOT / "statemachines" / "delivery.asl.yaml"
_MOST_STEPS = 200


class StateError(Exception):
    """A task's failure as the machine sees it."""

    def __init__(self, name: str, cause: str = "") -> None:
        super().__init__(name)
        self.name = name
        self.cause = cause


@dataclass(slots=True)
class Execution:
    """One execution: where it stands, and what it waits for."""

    name: str
    input: dict[str, Any]
    state: str = ""
    status: str = "RUNNING"
    token: str = ""
    answer: tuple[str, Any] | None = None
    passed: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Machine:
    """The delivery machine and its executions by name."""

    scheduler: Scheduler
    wait_seconds: float | None = None
    executions: dict[str, Execution] = field(default_factory=dict)
    tokens: dict[str, Execution] = field(default_factory=dict)

    # The API that functions call ----------------------------------------------------------------------------------
    def answer(self, operation: str, params: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        """What AWS answers: StartExecution, SendTaskSuccess and SendTaskFailure."""
        if operation == "StartExecution":
            return self._start(params)
        if operation in ("SendTaskSuccess", "SendTaskFailure"):
            return self._wake(operation, params)
        raise NotImplementedError(operation)

    def _start(self, params: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        name = params["name"]
        if name in self.executions:
            return 400, {"Error": {"Code": "ExecutionAlreadyExists", "Message": name}}
        execution = Execution(name, json.loads(params["input"]))
        self.executions[name] = execution
        self.scheduler.spawn(f"execution-{name[-6:]}", lambda: self._run(execution), daemon=True)
        return 200, {"executionArn": f"arn:aws:states:::execution:delivery:{name}", "startDate": self.scheduler.now}

    def _wake(self, operation: str, params: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        execution = self.tokens.get(params["taskToken"])
        if execution is None:
            return 400, {"Error": {"Code": "InvalidToken", "Message": "Invalid token"}}
        if execution.token != params["taskToken"] or execution.answer is not None:
            return 400, {"Error": {"Code": "TaskTimedOut", "Message": "Task does not exist any more"}}
        if operation == "SendTaskSuccess":
            execution.answer = ("success", json.loads(params["output"]))
        else:
            execution.answer = ("failure", StateError(params.get("error", ""), params.get("cause", "")))
        return 200, {}

    # The interpreter ----------------------------------------------------------------------------------------------
    def _run(self, execution: Execution) -> None:
        try:
            self._walk(execution, definition(self.wait_seconds), execution.input, {})
            execution.status = "SUCCEEDED"
        except StateError as error:
            execution.status = f"FAILED {error.name}"

    def _walk(self, execution: Execution, graph: Mapping[str, Any], data: Any, context: Mapping[str, Any]) -> Any:
        name = graph["StartAt"]
        for _ in range(_MOST_STEPS):
            state = graph["States"][name]
            execution.state = name
            execution.passed.append(name)
            match state["Type"]:
                case "Choice":
                    known = self._context(execution, name, context)
                    name = next((c["Next"] for c in state["Choices"] if truth(c, data, known)), state.get("Default"))
                    continue
                case "Succeed":
                    return data
                case "Fail":
                    raise StateError(state.get("Error", name), state.get("Cause", ""))
            data, following = self._one(execution, name, state, data, context)
            if following is None:
                return data
            name = following
        raise StateError("States.Runtime", "the machine does not end")

    def _one(
        self, execution: Execution, name: str, state: Mapping[str, Any], data: Any, context: Mapping[str, Any]
    ) -> tuple[Any, str | None]:
        tried: dict[int, int] = {}
        while True:
            known = self._context(execution, name, context)
            try:
                result = self._result(execution, state, data, known)
            except StateError as error:
                if self._waits_to_retry(state, error, tried):
                    continue
                for way in state.get("Catch", []):
                    if _meets(way["ErrorEquals"], error):
                        failure = {"Error": error.name, "Cause": error.cause}
                        return placed(data, way.get("ResultPath", "$"), failure), way["Next"]
                raise
            if "ResultSelector" in state:
                result = filled(state["ResultSelector"], result, known)
            after = placed(data, state.get("ResultPath", "$"), result)
            after = found(after, state.get("OutputPath", "$"), known)
            return after, None if state.get("End") else state["Next"]

    def _waits_to_retry(self, state: Mapping[str, Any], error: StateError, tried: dict[int, int]) -> bool:
        for number, rule in enumerate(state.get("Retry", [])):
            if not _meets(rule["ErrorEquals"], error):
                continue
            if tried.get(number, 0) >= rule.get("MaxAttempts", 3):
                return False
            pause = rule.get("IntervalSeconds", 1) * rule.get("BackoffRate", 2.0) ** tried.get(number, 0)
            tried[number] = tried.get(number, 0) + 1
            self.scheduler.sleep(min(pause, rule.get("MaxDelaySeconds", pause)))
            return True
        return False

    def _result(self, execution: Execution, state: Mapping[str, Any], data: Any, known: Mapping[str, Any]) -> Any:
        seen = found(data, state.get("InputPath", "$"), known)
        match state["Type"]:
            case "Pass":
                return (
                    state["Result"]
                    if "Result" in state
                    else filled(state["Parameters"], seen, known)
                    if "Parameters" in state
                    else seen
                )
            case "Wait":
                self.scheduler.sleep(float(state["Seconds"]))
                return seen
            case "Map":
                return self._map(execution, state, seen, known)
            case "Task":
                return self._task(execution, state, seen, known)
        raise NotImplementedError(state["Type"])

    def _map(self, execution: Execution, state: Mapping[str, Any], data: Any, known: Mapping[str, Any]) -> list[Any]:
        results = []
        for index, item in enumerate(found(data, state.get("ItemsPath", "$"), known)):
            inner = {**known, "Map": {"Item": {"Index": index, "Value": item}}}
            selector = state.get("ItemSelector", state.get("Parameters"))
            given = filled(selector, data, inner) if selector else item
            results.append(self._walk(execution, state.get("ItemProcessor", state.get("Iterator")), given, inner))
        return results

    def _task(self, execution: Execution, state: Mapping[str, Any], data: Any, known: Mapping[str, Any]) -> Any:
        resource = state["Resource"]
        token = ""
        if resource.endswith(".waitForTaskToken"):
            token = f"token-{execution.name}-{len(self.tokens)}"
            self.tokens[token] = execution
            execution.token, execution.answer = token, None
            known = {**known, "Task": {"Token": token}}
        asked = filled(state.get("Parameters", {}), data, known) if "Parameters" in state else data
        if resource.startswith("arn:aws:states:::lambda:invoke"):
            function, payload = asked["FunctionName"], asked.get("Payload", {})
        else:
            function, payload = resource, asked
        result = self._invoke(function, payload)
        if not token:
            return {"Payload": result, "StatusCode": 200} if function != resource else result
        return self._awaited(execution, token, state)

    def _awaited(self, execution: Execution, token: str, state: Mapping[str, Any]) -> Any:
        until = self.scheduler.now + float(state["TimeoutSeconds"])
        self.scheduler.wait_for(lambda: execution.answer is not None or self.scheduler.now >= until)
        execution.token = ""
        if execution.answer is None:
            raise StateError("States.Timeout")
        kind, value = execution.answer
        if kind == "failure":
            raise value
        return value

    def _invoke(self, function: str, payload: Any) -> Any:
        name = functions()[function]
        self.scheduler.switch(f"task {name}")
        try:
            answer = lambdas.invoke(self.scheduler, name, lambdas.handler_of(name), json.loads(json.dumps(payload)))
        except CrashedError as error:
            raise StateError("Lambda.Unknown", "the function died") from error
        except Exception as error:
            cause = json.dumps({"errorMessage": str(error), "errorType": type(error).__name__})
            raise StateError(type(error).__name__, cause) from error
        return json.loads(json.dumps(answer))

    def _context(self, execution: Execution, name: str, more: Mapping[str, Any]) -> dict[str, Any]:
        own = {
            "Execution": {"Name": execution.name, "Id": execution.name, "Input": execution.input},
            "State": {"Name": name},
        }
        return {**own, **more}


def definition(wait_seconds: float | None = None) -> dict[str, Any]:
    """The machine with the numbers of the template filled in, or with another length of the wait for a payment."""
    wait = wait_seconds or template()["Parameters"]["WaitSeconds"]["Default"]
    graph: dict[str, Any] = yaml.safe_load(_FILE.read_text().replace("${WaitSeconds}", str(wait)))
    return graph


def functions() -> dict[str, str]:
    """`${CheckFunction}` -> the handler's name, by the template's substitutions."""
    substitutions = template()["Resources"]["DeliveryMachine"]["Properties"]["DefinitionSubstitutions"]
    named = {name: ref["Ref"].partition(".")[0] for name, ref in substitutions.items()}
    resources = template()["Resources"]
    return {
        f"${{{name}}}": lambdas.function_of(one)
        for name, one in named.items()
        if "Handler" in resources.get(one, {}).get("Properties", {})
    }


def _meets(wanted: list[str], error: StateError) -> bool:
    if "States.ALL" in wanted or error.name in wanted:
        return True
    return "States.TaskFailed" in wanted and error.name != "States.Timeout"
