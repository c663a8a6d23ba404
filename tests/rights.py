"""Lets a function do, in every test that runs its handler, only what its role in template.yaml allows.

So a permission that a function needs and does not have turns its own tests red, on moto, without a cloud. Installed for
all tests by `tests/conftest.py`. With LATCHKEY_RIGHTS_SEEN=<file> nothing is refused and what was seen is written down.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from botocore.client import BaseClient

from latchkey import observability
from latchkey.settings import settings
from tests.building import template

# The name under which each function writes its line in the log.
FUNCTIONS = {
    "accounts": "AccountsApi",
    "people": "PeopleApi",
    "teams": "TeamsApi",
    "brand": "BrandApi",
    "customers": "CustomersApi",
    "domains": "DomainsApi",
    "domain_checks": "DomainChecks",
    "publish_brand": "PublishBrand",
    "platform": "PlatformApi",
    "orders.api": "OrdersApi",
    "media.api": "MediaApi",
    "workspace": "WorkspaceApi",
    "render_arrivals": "RenderArrivals",
    "render_batch": "RenderBatch",
    "delivery.check": "CheckDelivery",
    "delivery.deliver": "Deliver",
    "delivery.wait": "WaitForPayment",
    "delivery.remove_watermarks": "RemoveWatermarks",
    "delivery.complete": "CompleteDelivery",
    "delivery.record_attention": "RecordAttention",
    "delivery.hand_over": "HandOver",
    "bundle": "BuildBundle",
    "watermark": "WatermarkApi",
    "mark_anew": "MarkAnew",
    "remarking.plan": "PlanRemarking",
    "remarking.switch": "SwitchGallery",
    "remarking.remove_old": "RemoveOldPictures",
    "remarking.hand_over": "HandOverRemarking",
    "remarking.record_attention": "RecordRemarkingAttention",
    "delivery_workflow": "DeliveryWorkflow",
    "link_checks": "LinkChecks",
    "payments": "PaymentsApi",
    "webhook": "StripeWebhook",
    "fulfill": "Fulfill",
    "confirm_payment": "ConfirmPayment",
    "sweeper": "PaymentSweeper",
    "sweeper.failure": "PaymentSweeper",
    "mail": "SendMail",
    "mails": "MailsApi",
    "public": "GuestPages",
    "privacy": "PrivacyApi",
    "carry_out": "CarryOut",
}
TRANSACTION = {"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem", "ConditionCheck": "ConditionCheckItem"}
UPLOAD = {"CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload", "PutObject"}
S3_ACTIONS = {
    **dict.fromkeys(UPLOAD, "PutObject"),
    "GetObject": "GetObject",
    "HeadObject": "GetObject",
    "PutObjectTagging": "PutObjectTagging",
    "AbortMultipartUpload": "AbortMultipartUpload",
    "ListParts": "ListMultipartUploadParts",
    "DeleteObject": "DeleteObject",
    "ListObjectsV2": "ListBucket",
    "ListObjectVersions": "ListBucketVersions",
}
SERVICES = {"sesv2": "ses", "stepfunctions": "states"}

_seen: set[str] = set()
_refused: list[str] = []


class NotAllowedError(Exception):
    """What AWS would answer with AccessDenied."""


def install() -> None:
    """Every call, and every signed link, of any client is asked about first (moto forgets hooks of boto3's session)."""
    emit = BaseClient._emit_api_params

    def asked(self: Any, api_params: dict[str, Any], operation_model: Any, context: Any) -> Any:
        _ask(api_params, operation_model)
        return emit(self, api_params, operation_model, context)

    BaseClient._emit_api_params = asked


@contextmanager
def of_nobody() -> Iterator[None]:
    """Inside, calls are not the running handler's own: a test lets somebody else act in the middle of it."""
    token = observability._FACTS.set(None)
    try:
        yield
    finally:
        observability._FACTS.reset(token)


def refusals() -> list[str]:
    """What was refused since the last call; handlers answer 500 to it, so a test may not notice by itself."""
    found = list(_refused)
    _refused.clear()
    return found


def write_down() -> None:
    """Adds what was seen to the file that LATCHKEY_RIGHTS_SEEN names."""
    name = os.environ.get("LATCHKEY_RIGHTS_SEEN")
    if name:
        path = Path(name)
        before = set(path.read_text().splitlines()) if path.exists() else set()
        path.write_text("\n".join(sorted(before | _seen)) + "\n")


@cache
def granted(function: str) -> frozenset[str]:
    """What the role of a function (a logical id, also a state machine's) allows: lines such as `s3:GetObject RawBucket/*`."""
    lines: set[str] = set()
    for policy in template()["Resources"][function]["Properties"]["Policies"]:
        for statement in policy["Statement"]:
            lines.add(f"{statement['Action']} {resource_text(statement['Resource'])}")
    return frozenset(lines)


def resource_text(resource: Any) -> str:
    """A statement's resource in short: `OrdersTable`, `OrdersTable/index/x`, `RawBucket/*`, `StripeSecret`, `Fulfill.Alias`."""
    if isinstance(resource, str):
        return resource
    ((name, value),) = resource.items()
    text = ".".join(value) if isinstance(value, list) else str(value)
    if name == "Fn::Sub" and text.startswith("arn:"):
        return text.split("${AWS::AccountId}:")[-1]
    return text.replace("${", "").replace("}", "").removesuffix(".Arn").replace(".Arn/", "/")


def _ask(params: dict[str, Any], model: Any) -> None:
    facts = observability._FACTS.get()
    if facts is None:
        return
    function = FUNCTIONS.get(facts["function"], "")
    for line in _needed(model.service_model.service_name, model.name, params):
        allowed = next((one for one in granted(function) if fnmatchcase(line, one)), None) if function else None
        _seen.add(f"{function} {allowed or line}")
        if "LATCHKEY_RIGHTS_SEEN" in os.environ or allowed:
            continue
        _refused.append(f"{function or facts['function']} may not {line}")
        raise NotAllowedError(_refused[-1])


def _needed(service: str, operation: str, params: dict[str, Any]) -> Iterator[str]:
    match service:
        case "dynamodb":
            yield from _of_tables(operation, params)
        case "s3" if operation == "DeleteObjects":
            for one in params["Delete"]["Objects"]:  # S3 wants both actions for a version
                yield from _needed(service, "DeleteObject", {"Bucket": params["Bucket"], "Key": one["Key"]})
                yield from _needed(service, "DeleteObject", {"Bucket": params["Bucket"], **one})
        case "s3":
            bucket = _logical(params["Bucket"])
            whole = operation.startswith("List") and operation != "ListParts"
            older = "Version" if operation == "DeleteObject" and params.get("VersionId") else ""
            yield f"s3:{S3_ACTIONS[operation]}{older} {bucket if whole else bucket + '/' + params['Key']}"
        case "secretsmanager":
            yield f"secretsmanager:{operation} {_logical(params['SecretId'])}"
        case "sesv2":
            yield f"ses:{operation} identity/${{MailDomain}}"
            if params.get("ConfigurationSetName"):
                yield f"ses:{operation} configuration-set/${{MailConfiguration}}"
        case "cloudfront":
            yield f"cloudfront:{operation} distribution-tenant/{params.get('Id', '')}"
        case "stepfunctions":
            machine = str(params.get("stateMachineArn", "")).rpartition("-")[2]
            yield f"states:{operation} {f'stateMachine:${{AWS::StackName}}-{machine}' if machine else '*'}"
        case _:
            yield f"{service}:{operation} *"


def _of_tables(operation: str, params: dict[str, Any]) -> Iterator[str]:
    if operation == "TransactWriteItems":
        for item in params["TransactItems"]:
            ((action, arguments),) = item.items()
            yield f"dynamodb:{TRANSACTION[action]} {_logical(arguments['TableName'])}"
    elif operation == "TransactGetItems":
        yield from (f"dynamodb:GetItem {_logical(item['Get']['TableName'])}" for item in params["TransactItems"])
    elif operation in ("BatchGetItem", "BatchWriteItem"):
        yield from (f"dynamodb:{operation} {_logical(name)}" for name in params["RequestItems"])
    else:
        index = f"/index/{params['IndexName']}" if "IndexName" in params else ""
        yield f"dynamodb:{operation} {_logical(params['TableName'])}{index}"


def _logical(physical: str) -> str:
    """The template's name for what the settings name physically."""
    variables = template()["Globals"]["Function"]["Environment"]["Variables"]
    for name in settings().__slots__:  # type: ignore[attr-defined]
        if getattr(settings(), name) == physical:
            return str(variables[name.upper()]["Ref"])
    return physical
