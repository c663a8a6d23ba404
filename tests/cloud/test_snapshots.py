"""`kill -9` costs only what was written since the last snapshot: items, waiting executions, unread stream records, sent mails."""

import json
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.places import ACCOUNT
from tests.cloud.conftest import Aws, Deployed, allow, function, role, until
from tests.cloud.test_streams import table

WAITING = """
import os, boto3
def handler(event, context):
    boto3.client("dynamodb").put_item(TableName=os.environ["SEEN"], Item={"pk": {"S": "token"}, "token": {"S": event["token"]}})
"""
READER = """
import os, boto3
def handler(event, context):
    for record in event["Records"]:
        if os.path.exists(os.environ["BLOCK"]): raise RuntimeError("not now")
        boto3.client("dynamodb").put_item(TableName=os.environ["SEEN"], Item={"pk": record["dynamodb"]["NewImage"]["pk"]})
"""
DEFINITION = """
StartAt: Wait
States:
  Wait:
    Type: Task
    Resource: arn:aws:states:::lambda:invoke.waitForTaskToken
    TimeoutSeconds: 600
    Parameters: {FunctionName: '${Function}', Payload: {token.$: $$.Task.Token}}
    End: true
"""


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Aws]:
    """A local AWS of its own, because these tests kill it."""
    local = Aws(tmp_path / "aws")
    yield local
    local.cloud.stop()


def deploy(own: Aws, block: Path) -> Deployed:
    put = role("lambda", allow("dynamodb:PutItem", {"Fn::GetAtt": ["Seen", "Arn"]}))
    variables = {"Variables": {"SEEN": {"Ref": "Seen"}, "BLOCK": str(block)}}
    mapping = {
        "EventSourceArn": {"Fn::GetAtt": ["Events", "StreamArn"]},
        "FunctionName": {"Ref": "Reader"},
        "StartingPosition": "TRIM_HORIZON",
    }
    machine = {
        "DefinitionString": DEFINITION,
        "DefinitionSubstitutions": {"Function": {"Fn::GetAtt": ["Waiting", "Arn"]}},
        "RoleArn": {"Fn::GetAtt": ["States", "Arn"]},
    }
    return own.deploy(
        "survivor",
        {
            "Role": put,
            "States": role("states", allow("lambda:InvokeFunction", {"Fn::GetAtt": ["Waiting", "Arn"]})),
            "Events": table(stream=True),
            "Seen": table(stream=False),
            "Waiting": function(WAITING, Environment=variables),
            "Reader": function(READER, Environment=variables),
            "Mapping": {"Type": "AWS::Lambda::EventSourceMapping", "Properties": mapping},
            "Machine": {"Type": "AWS::StepFunctions::StateMachine", "Properties": machine},
        },
    )


def item(own: Aws, stack: Deployed, key: str) -> dict[str, dict[str, str]] | None:
    found = own.client("dynamodb").get_item(TableName=stack.ids["Seen"], Key={"pk": {"S": key}})
    return found.get("Item")


def test_a_killed_cloud_comes_back_with_its_items_executions_and_stream(own: Aws, tmp_path: Path) -> None:
    block = tmp_path / "block"
    block.touch()
    stack = deploy(own, block)
    states = own.client("stepfunctions")
    run = states.start_execution(stateMachineArn=stack.ids["Machine"], name="dlv-1", input="{}")["executionArn"]
    own.client("dynamodb").put_item(TableName=stack.ids["Events"], Item={"pk": {"S": "unread"}})
    token = until(lambda: item(own, stack, "token"))["token"]["S"]
    mails = own.client("sesv2")
    mails.create_email_identity(EmailIdentity="harbor.example")
    text = {"Data": "Your code is 123456."}
    mails.send_email(
        FromEmailAddress="hello@harbor.example",
        Destination={"ToAddresses": ["ada@example.test"]},
        Content={"Simple": {"Subject": {"Data": "Your code"}, "Body": {"Text": text}}},
    )
    time.sleep(1.5)  # two snapshots
    (child,) = own.cloud._children
    child.kill()
    own.cloud.stop()
    own.cloud.start_aws()
    block.unlink()
    until(lambda: item(own, stack, "unread"))
    fresh = until(lambda: (found := item(own, stack, "token")) and found["token"]["S"] != token and found)["token"]["S"]
    assert states.describe_execution(executionArn=run)["status"] == "RUNNING"
    with urllib.request.urlopen(f"{own.cloud.endpoint}/_ministack/ses/messages?account={ACCOUNT}") as answer:
        assert "Your code is 123456." in answer.read().decode()
    states.send_task_success(taskToken=fresh, output=json.dumps({"paid": True}))
    until(lambda: states.describe_execution(executionArn=run)["status"] == "SUCCEEDED")
    with pytest.raises(states.exceptions.ExecutionAlreadyExists):
        states.start_execution(stateMachineArn=stack.ids["Machine"], name="dlv-1", input="{}")
