"""Runs the real machines on moto with the real handlers behind it, and failures where a test asks for them."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import yaml
from moto.stepfunctions.parser.asl.component.state.exec.state_task import lambda_eval_utils

from latchkey.clients import client
from latchkey.settings import settings
from tests.building import cloud
from tests.integration.media import remarking
from tests.integration.media.life import FUNCTIONS

MACHINES = Path(__file__).parents[3] / "statemachines"
_ENDED = ("SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED")


class Broken(Exception):
    """A failure that no retry names."""


@dataclass
class Engine:
    """`failing` maps a function to the error it raises, `instead` to what answers for it; `called` counts invocations."""

    functions: dict[str, Callable[[dict[str, Any], Any], Any]]
    machine_arn: str
    failing: dict[str, BaseException] = field(default_factory=dict)
    called: list[str] = field(default_factory=list)
    before: dict[str, Callable[[], None]] = field(default_factory=dict)
    instead: dict[str, Callable[[dict[str, Any]], Any]] = field(default_factory=dict)

    def invoke(self, FunctionName: str, Payload: Any, **_: Any) -> dict[str, Any]:
        """A Lambda invocation: the answer, or the error as Lambda words it."""
        self.called.append(FunctionName)
        if hook := self.before.pop(FunctionName, None):
            hook()
        try:
            if error := self.failing.get(FunctionName):
                raise error
            event = json.loads(Payload)
            played = self.instead.get(FunctionName)
            answer = played(event) if played else self.functions[FunctionName](event, None)
            return {"StatusCode": 200, "ExecutedVersion": "1", "Payload": io.BytesIO(json.dumps(answer).encode())}
        except Exception as error:
            told = json.dumps({"errorMessage": str(error), "errorType": type(error).__name__}).encode()
            return {"StatusCode": 200, "FunctionError": type(error).__name__, "Payload": io.BytesIO(told)}

    def ended(self, delivery_id: str, round_: int = 1, seconds: float = 60) -> str:
        """Waits for the execution to end; its status."""
        return self.finished(f"{delivery_id}-{round_}", seconds)

    def finished(self, name: str, seconds: float = 60) -> str:
        """Waits for the execution of that name to end; its status."""
        arn = f"{self.machine_arn.replace(':stateMachine:', ':execution:')}:{name}"
        for _ in range(int(seconds / 0.05)):
            status: str = client("stepfunctions").describe_execution(executionArn=arn)["status"]
            if status in _ENDED:
                return status
            time.sleep(0.05)
        return status

    def reached(self, function: str, times: int = 1, seconds: float = 60) -> bool:
        """Waits until a function was called so often."""
        for _ in range(int(seconds / 0.05)):
            if self.called.count(function) >= times:
                time.sleep(0.3)
                return True
            time.sleep(0.05)
        return False


@contextmanager
def engine(wait_seconds: int = 600) -> Iterator[Engine]:
    """A cloud with the delivery machine in it."""
    with _running("delivery", FUNCTIONS, {"WaitSeconds": wait_seconds}) as running:
        yield running


@contextmanager
def remarking_engine(keep_seconds: int = 1) -> Iterator[Engine]:
    """A cloud with the machine that brings a new watermark to galleries."""
    with _running("remarking", remarking.FUNCTIONS, {"KeepSeconds": keep_seconds}) as running:
        yield running


@contextmanager
def _running(
    machine: str, functions: dict[str, Callable[[dict[str, Any], Any], Any]], numbers: dict[str, int]
) -> Iterator[Engine]:
    running = Engine(functions, "")
    with (
        cloud({"stepfunctions": {"execute_state_machine": True}}),
        patch.object(lambda_eval_utils, "boto_client_for", lambda **_: running),
    ):
        running.machine_arn = str(getattr(settings(), f"{machine}_machine_arn"))
        text = (MACHINES / f"{machine}.asl.yaml").read_text()
        for name, value in {**numbers, **{name: name for name in functions}}.items():
            text = text.replace(f"${{{name}}}", str(value))
        definition = yaml.safe_load(text)
        _hurry(definition)
        client("stepfunctions").create_state_machine(
            name=running.machine_arn.rsplit(":", 1)[1],
            definition=json.dumps(definition),
            roleArn="arn:aws:iam::123456789012:role/machine",
        )
        yield running


def _hurry(machine: dict[str, Any]) -> None:
    """Retries come at once; how often stays."""
    for state in machine["States"].values():
        for retry in state.get("Retry", []):
            retry["IntervalSeconds"] = 1
            retry["MaxAttempts"] = 1
        if "ItemProcessor" in state:
            _hurry(state["ItemProcessor"])
