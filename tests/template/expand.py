"""Expands template.yaml as CloudFormation's SAM transform will: read by tests, run by an interpreter that has samtranslator.

Its own process, because samtranslator pins an older pydantic than our layers use. Arguments: parameter values as JSON.
Prints {"expanded": …, "values": …, "source": …}.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")

from samtranslator.translator.managed_policy_translator import ManagedPolicyLoader
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

ROOT = Path(__file__).resolve().parents[2]
MANAGED = {
    "AWSLambdaBasicExecutionRole": "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
    "AWSXRayDaemonWriteAccess": "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess",
    "AWSXrayWriteOnlyAccess": "arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess",
}


class KnownPolicies(ManagedPolicyLoader):
    """The managed policies that SAM itself attaches, without asking AWS for its list."""

    def __init__(self) -> None:
        super().__init__(None)

    def load(self) -> dict[str, str]:
        return MANAGED


def expanded(values: dict[str, str]) -> dict[str, Any]:
    """The template after the transform with these parameter values over the defaults."""
    source = yaml_parse((ROOT / "template.yaml").read_text())
    known = {name: str(parameter.get("Default", "")) for name, parameter in source["Parameters"].items()}
    unknown = set(values) - set(known)
    if unknown:
        raise SystemExit(f"no such parameters: {sorted(unknown)}")
    original = json.loads(json.dumps(source))
    _uploaded(source)
    result = transform(source, {**known, **values}, KnownPolicies())
    return {"expanded": result, "values": {**known, **values}, "source": original}


def _uploaded(source: dict[str, Any]) -> None:
    """Local folders become S3 addresses, as `sam package` would do; the transform refuses anything else."""
    source["Globals"]["Function"]["CodeUri"] = "s3://artefacts/code"
    for resource in source["Resources"].values():
        for name in ("ContentUri", "DefinitionUri"):
            if name in resource.get("Properties", {}):
                resource["Properties"][name] = "s3://artefacts/code"


if __name__ == "__main__":
    json.dump(expanded(json.loads(sys.argv[1]) if len(sys.argv) > 1 else {}), sys.stdout)
