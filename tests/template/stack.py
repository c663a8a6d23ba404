"""The template as a stack would have it: expanded, its conditions decided and parameters filled in, everything else as it is."""

import json
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
GONE = object()

LOCAL = {"Stage": "local", "PortalScheme": "http", "PortalPort": "8400", "UploadOrigin": "http://127.0.0.1:8401"}
PROD = {
    "Stage": "prod",
    "DomainName": "portal.example",
    "CertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555",
    "ApiDomainName": "api.portal.example",
    "ApiCertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-666666666666",
    "MailIdentityEnabled": "true",
    "MediaPublicKey": "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE",
    "MediaPublicKeySecond": "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAF",
    "CanaryEnabled": "true",
    "WebAclEnabled": "true",
    "EdgeLogsEnabled": "true",
    "ReservedConcurrencyEnabled": "true",
    "AlarmEmail": "operator@portal.example",
}


def sam_folder() -> Path:
    """Where the SAM CLI's own environment has its programs: the one of `make setup`, else the one on the PATH."""
    own = ROOT / ".cloud" / "sam" / "bin"
    if (own / "sam").exists():
        return own
    found = shutil.which("sam")
    assert found, "the SAM CLI is missing: run `make setup`"
    return Path(found).parent


@cache
def _expansion(values: str) -> dict[str, Any]:
    command = [str(sam_folder() / "python"), str(HERE / "expand.py"), values]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr[-2000:]
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def expanded(values: dict[str, str]) -> dict[str, Any]:
    """The expanded template, with its conditions and references as CloudFormation would receive them."""
    document: dict[str, Any] = _expansion(json.dumps(values, sort_keys=True))["expanded"]
    return document


def source() -> dict[str, Any]:
    """The template as written, intrinsics in their long form."""
    document: dict[str, Any] = _expansion(json.dumps(PROD, sort_keys=True))["source"]
    return document


def stack(values: dict[str, str]) -> dict[str, dict[str, Any]]:
    """The resources that these parameter values make, by logical id."""
    answer = _expansion(json.dumps(values, sort_keys=True))
    template, given = answer["expanded"], answer["values"]
    decide = _Decider(template.get("Conditions", {}), given)
    kept = {
        logical_id: resource
        for logical_id, resource in template["Resources"].items()
        if "Condition" not in resource or decide.holds(resource["Condition"])
    }
    return {logical_id: decide.filled(resource) for logical_id, resource in kept.items()}


class _Decider:
    """Conditions and parameters; other intrinsics stay, as they are the graph that tests look at."""

    def __init__(self, conditions: dict[str, Any], values: dict[str, str]) -> None:
        self.conditions = conditions
        self.values = values

    def holds(self, name: str) -> bool:
        return self._true(self.conditions[name])

    def _true(self, expression: dict[str, Any]) -> bool:
        ((operator, operand),) = expression.items()
        match operator:
            case "Condition":
                return self.holds(operand)
            case "Fn::Equals":
                left, right = (self.filled(side) for side in operand)
                return bool(left == right)
            case "Fn::Not":
                return not self._true(operand[0])
            case "Fn::Or":
                return any(self._true(one) for one in operand)
            case "Fn::And":
                return all(self._true(one) for one in operand)
        raise AssertionError(f"unknown condition {operator}")

    def filled(self, value: Any) -> Any:
        if isinstance(value, list):
            return [filled for filled in map(self.filled, value) if filled is not GONE]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            ((name, operand),) = value.items()
            if name == "Ref" and operand == "AWS::NoValue":
                return GONE
            if name == "Ref" and operand in self.values:
                return self.values[operand]
            if name == "Fn::If":
                return self.filled(operand[1] if self.holds(operand[0]) else operand[2])
        filled = {name: self.filled(inner) for name, inner in value.items()}
        return {name: inner for name, inner in filled.items() if inner is not GONE}


def of_type(resources: dict[str, dict[str, Any]], kind: str) -> dict[str, dict[str, Any]]:
    """Properties of all resources of a type, by logical id."""
    return {name: one.get("Properties", {}) for name, one in resources.items() if one["Type"] == kind}


def functions() -> dict[str, dict[str, Any]]:
    """The functions as written in the template, by logical id."""
    resources = source()["Resources"]
    return {name: one["Properties"] for name, one in resources.items() if one["Type"] == "AWS::Serverless::Function"}
