"""The deployed stack: `sam deploy` to the local cloud, the values that people own, and what the stack says about itself."""

import base64
import json
import subprocess
import tomllib
from typing import Any

import boto3
from botocore.config import Config
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from local.artefacts import sam_environment
from local.places import ARCHITECTURE, BUILT_TEMPLATE, REGION, ROOT, STACK, STATE, credentials
from local.template import read_template

STRIPE_SECRETS = {
    "api_key": "sk_test_latchkey_platform",
    "webhook_secrets": ["whsec_local_platform"],
    "connect_webhook_secrets": ["whsec_local_connect"],
}


class DeployError(RuntimeError):
    """`sam deploy` refused; the message is what it printed."""


def client(service: str, endpoint: str) -> Any:
    """A boto3 client of the local cloud as the account's root."""
    keys = credentials()
    config = Config(retries={"total_max_attempts": 2}, s3={"addressing_style": "path"})
    aws: Any = boto3.Session(keys["AWS_ACCESS_KEY_ID"], keys["AWS_SECRET_ACCESS_KEY"], region_name=REGION)
    return aws.client(service, endpoint_url=endpoint, config=config)


def parameters(edge_port: int, stripe_url: str, uploads: str) -> dict[str, str]:
    """The template's parameters: samconfig's `local` section, then what only this machine knows."""
    config = tomllib.loads((ROOT / "samconfig.toml").read_text())
    text = config["local"]["deploy"]["parameters"]["parameter_overrides"]
    values = dict(pair.split("=", 1) for pair in text.split())
    values |= {
        "Architecture": ARCHITECTURE,
        "PortalPort": str(edge_port),
        "StripeApiBase": stripe_url,
        "UploadOrigin": uploads,
        "LinkCheckStandIn": f"127.0.0.1:{edge_port}",
        "MediaPublicKey": public_key_line(),
    }
    declared = read_template(BUILT_TEMPLATE)["Parameters"]
    return {name: value for name, value in values.items() if name in declared}


def signing_key() -> ec.EllipticCurvePrivateKey:
    """This checkout's own key for signed media links, made once."""
    path = STATE / "signing-key.pem"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(_pem(ec.generate_private_key(ec.SECP256R1())))
    key = serialization.load_pem_private_key(path.read_bytes(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{path} is not an elliptic curve key")
    return key


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    encoding, shape = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    return key.private_bytes(encoding, shape, serialization.NoEncryption())


def public_key_line() -> str:
    """The public half as one base64 line, the way the template's parameter wants it."""
    encoding, shape = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    return base64.b64encode(signing_key().public_key().public_bytes(encoding, shape)).decode()


def deploy(endpoint: str, values: dict[str, str]) -> None:
    """`sam deploy` the built template; raises DeployError with its output."""
    overrides = [f"{name}={value}" for name, value in values.items()]
    command = ["sam", "deploy", "--template-file", str(BUILT_TEMPLATE), "--stack-name", STACK, "--region", REGION]
    command += [
        "--resolve-s3",
        "--capabilities",
        "CAPABILITY_IAM",
        "--no-confirm-changeset",
        "--no-fail-on-empty-changeset",
    ]
    command += ["--no-progressbar", "--parameter-overrides", *overrides]
    environment = {**sam_environment(), **credentials(), "AWS_ENDPOINT_URL": endpoint}
    result = subprocess.run(
        command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    if result.returncode:
        raise DeployError(f"sam deploy failed:\n{result.stdout[-6000:]}{result.stderr[-3000:]}")


def fill_secrets(endpoint: str, resources: dict[str, str], stripe: dict[str, Any] | None = None) -> None:
    """Put in the values that the template leaves to people: the signing key and Stripe's."""
    secrets = client("secretsmanager", endpoint)
    signing = {"key_pair_id": resources["MediaKey"], "private_key": _pem(signing_key()).decode()}
    for name, value in (("SigningSecret", signing), ("StripeSecret", stripe or STRIPE_SECRETS)):
        secrets.put_secret_value(SecretId=resources[name], SecretString=json.dumps(value))


def outputs(endpoint: str) -> dict[str, str]:
    """The stack's outputs by key."""
    (stack,) = client("cloudformation", endpoint).describe_stacks(StackName=STACK)["Stacks"]
    return {item["OutputKey"]: item["OutputValue"] for item in stack.get("Outputs", [])}


def physical_ids(endpoint: str) -> dict[str, str]:
    """The stack's resources: physical id by logical id."""
    pages = client("cloudformation", endpoint).get_paginator("list_stack_resources").paginate(StackName=STACK)
    items = [item for page in pages for item in page["StackResourceSummaries"]]
    return {item["LogicalResourceId"]: item["PhysicalResourceId"] for item in items if item.get("PhysicalResourceId")}
