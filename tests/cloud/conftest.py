"""MiniStack under the launcher, alone: one for all tests of the patches, each with a stack of its own."""

import http.client
import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
import pytest

from local.cloud import Cloud, Ports
from local.places import ACCOUNT, REGION

# Lambda's own runtime brings boto3; a worker here sees only its code and layers
RUNTIME = f"import sys; sys.path.append({str(Path(boto3.__file__).parents[1])!r})\n"


@dataclass
class Deployed:
    """A stack that was made: physical ids by logical id, outputs by key."""

    ids: dict[str, str]
    outputs: dict[str, str] = field(default_factory=dict)


class Aws:
    """The local AWS, with the few calls that these tests make again and again."""

    def __init__(self, folder: Path) -> None:
        self.cloud = Cloud(folder, Ports.free())
        self.cloud.start_aws()

    def client(self, service: str) -> Any:
        return self.cloud.client(service)

    def client_of(self, service: str, key: dict[str, str]) -> Any:
        session: Any = boto3.Session(key["AccessKeyId"], key["SecretAccessKey"], region_name=REGION)
        return session.client(service, endpoint_url=self.cloud.endpoint)

    def deploy(self, name: str, resources: dict[str, Any], outputs: dict[str, Any] | None = None) -> Deployed:
        """Make the stack, or change it when it is there."""
        body = json.dumps({"Resources": resources, "Outputs": {k: {"Value": v} for k, v in (outputs or {}).items()}})
        formation = self.client("cloudformation")
        known = [stack["StackName"] for stack in formation.describe_stacks()["Stacks"]]
        call = formation.update_stack if name in known else formation.create_stack
        call(StackName=name, TemplateBody=body, Capabilities=["CAPABILITY_IAM"])
        stack = self._settled(name)
        assert stack["StackStatus"] in ("CREATE_COMPLETE", "UPDATE_COMPLETE"), self._reasons(name)
        found = formation.list_stack_resources(StackName=name)["StackResourceSummaries"]
        ids = {item["LogicalResourceId"]: item["PhysicalResourceId"] for item in found}
        return Deployed(ids, {item["OutputKey"]: item["OutputValue"] for item in stack.get("Outputs", [])})

    def _settled(self, name: str) -> dict[str, Any]:
        for _ in range(300):
            (stack,) = self.client("cloudformation").describe_stacks(StackName=name)["Stacks"]
            if not stack["StackStatus"].endswith("IN_PROGRESS"):
                return dict(stack)
            time.sleep(0.05)
        raise AssertionError(f"{name} is still in progress")

    def _reasons(self, name: str) -> str:
        events = self.client("cloudformation").describe_stack_events(StackName=name)["StackEvents"]
        return "; ".join(
            str(event.get("ResourceStatusReason")) for event in events if "FAILED" in event["ResourceStatus"]
        )

    def invoke(self, function: str, event: Any = None) -> tuple[Any, str | None]:
        """What the function answered, and the kind of error if it was one."""
        answer = self.client("lambda").invoke(FunctionName=function, Payload=json.dumps(event or {}))
        return json.loads(answer["Payload"].read()), answer.get("FunctionError")

    def api(
        self, api_id: str, path: str, method: str = "GET", headers: dict[str, str] | None = None
    ) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.cloud.ports.cloud, timeout=30)
        connection.request(method, f"/_aws/execute-api/{api_id}/$default{path}", headers=headers or {})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read() or b"null")


def function(code: str, role: str = "Role", **properties: Any) -> dict[str, Any]:
    """A function resource from its source."""
    given = {"Runtime": "python3.13", "Handler": "index.handler", "Timeout": 10, "Code": {"ZipFile": RUNTIME + code}}
    return {
        "Type": "AWS::Lambda::Function",
        "Properties": {**given, "Role": {"Fn::GetAtt": [role, "Arn"]}, **properties},
    }


def role(service: str = "lambda", *statements: dict[str, Any]) -> dict[str, Any]:
    """A role that the service may take, with these statements."""
    trust = {"Effect": "Allow", "Principal": {"Service": f"{service}.amazonaws.com"}, "Action": "sts:AssumeRole"}
    policy = {"Version": "2012-10-17", "Statement": list(statements)}
    policies = [{"PolicyName": "own", "PolicyDocument": policy}] if statements else []
    document = {"Version": "2012-10-17", "Statement": [trust]}
    return {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": document, "Policies": policies}}


def allow(action: str, resource: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource}


def until(check: Any, seconds: float = 20.0) -> Any:
    """The first true value of `check`, which may take a while."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if value := check():
            return value
        time.sleep(0.05)
    raise AssertionError(f"it did not happen within {seconds} s")


@pytest.fixture(scope="session")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Aws]:
    """One local AWS for the session; its snapshots come faster than in daily use."""
    os.environ["LATCHKEY_SNAPSHOT_SECONDS"] = "0.5"
    local = Aws(tmp_path_factory.mktemp("aws"))
    yield local
    local.cloud.stop()


__all__ = ["ACCOUNT", "REGION", "Aws", "allow", "function", "role", "until"]
