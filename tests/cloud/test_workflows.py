"""State machines behave as on AWS: their role decides, a failing callback fails, YAML is read."""

import json
from typing import Any

import pytest

from tests.cloud.conftest import Aws, Deployed, allow, function, role, until

FUNCTION = """
def handler(event, context):
    if event.get("fail"): raise KeyError("no such listing")
    return {"done": event.get("value")}
"""
TASK = """
# a definition in YAML, as the repository keeps it
StartAt: Step
States:
  Step:
    Type: Task
    Resource: {resource}
    TimeoutSeconds: ${{Seconds}}
    Parameters: {{FunctionName: '${{Function}}', Payload: {{fail: {fail}, value.$: '$.values[0]'}}}}
    Catch:
      - {{ErrorEquals: [KeyError], Next: Known}}
    End: true
  Known: {{Type: Succeed}}
"""
INVOKE = "arn:aws:states:::lambda:invoke"


def machine(text: str, role_name: str) -> dict[str, Any]:
    substitutions = {"Seconds": 20, "Function": {"Fn::GetAtt": ["Function", "Arn"]}}
    properties = {"DefinitionString": text, "DefinitionSubstitutions": substitutions}
    return {
        "Type": "AWS::StepFunctions::StateMachine",
        "Properties": {**properties, "RoleArn": {"Fn::GetAtt": [role_name, "Arn"]}},
    }


@pytest.fixture(scope="module")
def stack(aws: Aws) -> Deployed:
    waiting = f"{INVOKE}.waitForTaskToken"
    return aws.deploy(
        "workflows",
        {
            "Role": role(),
            "Function": function(FUNCTION),
            "Allowed": role("states", allow("lambda:InvokeFunction", {"Fn::GetAtt": ["Function", "Arn"]})),
            "Forbidden": role(
                "states", allow("lambda:InvokeFunction", "arn:aws:lambda:us-east-1:123456789012:function:x")
            ),
            "Good": machine(TASK.format(resource=INVOKE, fail="false"), "Allowed"),
            "Refused": machine(TASK.format(resource=INVOKE, fail="false"), "Forbidden"),
            "Failing": machine(TASK.format(resource=waiting, fail="true"), "Allowed"),
            "RefusedWaiting": machine(TASK.format(resource=waiting, fail="false"), "Forbidden"),
        },
    )


def outcome(aws: Aws, machine_arn: str) -> dict[str, Any]:
    states = aws.client("stepfunctions")
    arn = states.start_execution(stateMachineArn=machine_arn, input=json.dumps({"values": ["first"]}))["executionArn"]

    def ended() -> dict[str, Any] | None:
        found: dict[str, Any] = states.describe_execution(executionArn=arn)
        return found if found["status"] != "RUNNING" else None

    return dict(until(ended, 10))


def test_a_definition_in_yaml_with_substitutions_runs(aws: Aws, stack: Deployed) -> None:
    found = outcome(aws, stack.ids["Good"])
    assert json.loads(found["output"])["Payload"] == {"done": "first"}


def test_a_machine_may_invoke_only_what_its_role_allows(aws: Aws, stack: Deployed) -> None:
    found = outcome(aws, stack.ids["Refused"])
    assert (found["status"], found["error"]) == ("FAILED", "Lambda.AWSLambdaException")
    assert "is not authorized to perform: lambda:InvokeFunction" in found["cause"]


def test_a_callback_task_whose_function_fails_goes_to_its_catch_at_once(aws: Aws, stack: Deployed) -> None:
    assert outcome(aws, stack.ids["Failing"])["status"] == "SUCCEEDED"


def test_a_callback_task_that_the_role_forbids_fails(aws: Aws, stack: Deployed) -> None:
    assert outcome(aws, stack.ids["RefusedWaiting"])["error"] == "Lambda.AWSLambdaException"
