"""What a deployment asks AWS: the stack as it is, its secrets, `sam deploy`, and the edge's table of hosts."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.exceptions import ClientError

from deploy.signing import Slots
from deploy.stage import ROOT, DeployError, Stage

SAM = ROOT / ".cloud" / "sam" / "bin"
STRIPE_SHAPE = {"api_key": str, "webhook_secrets": list, "connect_webhook_secrets": list}


@dataclass(frozen=True, slots=True)
class Stack:
    """The deployed stack; empty before the first deployment."""

    outputs: dict[str, str]
    parameters: dict[str, str]

    @property
    def slots(self) -> Slots:
        return Slots(self.parameters.get("MediaPublicKey", ""), self.parameters.get("MediaPublicKeySecond", ""))


def client(service: str, stage: Stage) -> Any:
    return boto3.client(service, region_name=stage.region)


def stack_of(stage: Stage) -> Stack:
    """The stack as CloudFormation knows it now. Raises DeployError without credentials."""
    try:
        (found,) = client("cloudformation", stage).describe_stacks(StackName=stage.stack)["Stacks"]
    except ClientError as error:
        if "does not exist" in str(error):
            return Stack({}, {})
        raise DeployError(f"AWS does not let us look at the stack: {error}") from error
    outputs = {one["OutputKey"]: one["OutputValue"] for one in found.get("Outputs", [])}
    return Stack(outputs, {one["ParameterKey"]: one["ParameterValue"] for one in found.get("Parameters", [])})


def secret_of(stage: Stage, secret_id: str) -> dict[str, Any]:
    """A secret's JSON document; empty when there is no secret yet."""
    if not secret_id:
        return {}
    value = client("secretsmanager", stage).get_secret_value(SecretId=secret_id)["SecretString"]
    document: dict[str, Any] = json.loads(value)
    return document


def store_secret(stage: Stage, secret_id: str, document: dict[str, Any]) -> None:
    client("secretsmanager", stage).put_secret_value(SecretId=secret_id, SecretString=json.dumps(document))


def stripe_secret(text: str) -> dict[str, Any]:
    """The document for Stripe's secret. Raises DeployError when it has another shape than the functions read."""
    try:
        document: dict[str, Any] = json.loads(text)
        fits = set(document) == set(STRIPE_SHAPE) and all(
            isinstance(document[name], kind) for name, kind in STRIPE_SHAPE.items()
        )
    except (ValueError, TypeError):
        fits = False
    if not fits:
        raise DeployError(
            'Stripe\'s secret is {"api_key": "…", "webhook_secrets": ["…"], "connect_webhook_secrets": ["…"]}.'
        )
    return document


def sam_deploy(stage: Stage, parameters: dict[str, str]) -> None:
    """`sam deploy` of what is built, with the stage's section of samconfig.toml; shows the change set where it asks to."""
    overrides = [f"{name}={value}" for name, value in {**stage.parameters, **parameters}.items()]
    command = [str(SAM / "sam"), "deploy", "--config-env", stage.name, "--parameter-overrides", *overrides]
    run(command)


def protect(stage: Stage) -> None:
    """Nobody deletes this stack by one click."""
    client("cloudformation", stage).update_termination_protection(
        StackName=stage.stack, EnableTerminationProtection=True
    )


def hosts(stage: Stage, store_arn: str) -> dict[str, str]:
    """Runs deploy/hosts.py, with the interpreter that can sign for the store; what every host is."""
    command = [str(SAM / "python"), str(ROOT / "deploy" / "hosts.py"), store_arn]
    environment = {**os.environ, "AWS_DEFAULT_REGION": stage.region}
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if result.returncode:
        raise DeployError(f"The table of hosts refused: {result.stderr.strip().splitlines()[-1:]}")
    known: dict[str, str] = json.loads(result.stdout)
    return known


def run(command: list[str], folder: str = ".") -> None:
    """A step of another program, its output shown. Raises DeployError when it fails."""
    sys.stdout.flush()
    path = os.pathsep.join([str(SAM), os.environ.get("PATH", "")])
    environment = {**os.environ, "PATH": path, "SAM_CLI_TELEMETRY": "0"}
    if subprocess.run(command, cwd=ROOT / folder, env=environment, check=False).returncode:
        raise DeployError(f"This step failed: {' '.join(command[:3])} …")
