"""CloudFormation and IAM where MiniStack differs from AWS: secrets, tables, kinds it does not know, sender identities."""

import hashlib
import json
import re
from collections.abc import Callable
from email.utils import parseaddr
from typing import Any
from urllib.parse import unquote

from ministack.core import iam_actions
from ministack.services import dynamodb, secretsmanager
from ministack.services.cloudformation import provisioners

from local.launcher.anchors import AnchorError, anchor, handlers_of, wrap

RECORDED_ONLY = (
    "AWS::CloudFront::PublicKey",
    "AWS::CloudFront::KeyGroup",
    "AWS::CloudFront::MonitoringSubscription",
    "AWS::CodeDeploy::Application",
    "AWS::CodeDeploy::DeploymentGroup",
    "AWS::Logs::Delivery",
    "AWS::Logs::DeliveryDestination",
    "AWS::Logs::DeliverySource",
)


def install() -> None:
    """Patch MiniStack's resources."""
    _name_secrets_by_arn()
    _apply_expiry_and_recovery_of_tables()
    _record_unknown_kinds()
    _send_mail_as_the_identity()
    _guard_each_key_value_store()


def _name_secrets_by_arn() -> None:
    handlers = handlers_of("AWS::SecretsManager::Secret")
    anchor(provisioners._sm_secret_create, 'return name, {"Id": arn, "Arn": arn}')
    anchor(provisioners._sm_secret_update, "_sm._secrets.get(physical_id)")
    create, update, delete = handlers["create"], handlers["update"], handlers["delete"]

    def name_of(arn: str) -> str:
        return next((n for n, secret in secretsmanager._secrets.items() if secret["ARN"] == arn), arn)

    def created(logical_id: str, props: Any, stack: str) -> Any:
        _, attributes = create(logical_id, props, stack)
        return attributes["Arn"], attributes

    def updated(physical_id: str, old: Any, new: Any, stack: str, *more: Any) -> Any:
        _, attributes = update(name_of(physical_id), old, new, stack, *more)
        return attributes["Arn"], attributes

    def deleted(physical_id: str, props: Any) -> Any:
        return delete(name_of(physical_id), props)

    handlers.update(create=created, update=updated, delete=deleted)


def _apply_expiry_and_recovery_of_tables() -> None:
    handlers = handlers_of("AWS::DynamoDB::Table")
    anchor(dynamodb._update_ttl, '"TimeToLiveStatus"')
    anchor(dynamodb._describe_continuous_backups, "_pitr_settings.get(name, False)")
    create, update = handlers["create"], handlers["update"]

    def settle(name: str, props: dict[str, Any]) -> None:
        expiry = props.get("TimeToLiveSpecification") or {}
        if str(expiry.get("Enabled", False)).lower() == "true":
            dynamodb._ttl_settings[name] = {
                "TimeToLiveStatus": "ENABLED",
                "AttributeName": expiry["AttributeName"],
            }
        recovery = (props.get("PointInTimeRecoverySpecification") or {}).get("PointInTimeRecoveryEnabled", False)
        dynamodb._pitr_settings[name] = str(recovery).lower() == "true"

    def created(logical_id: str, props: Any, stack: str) -> Any:
        result = create(logical_id, props, stack)
        settle(result[0], props)
        return result

    def updated(physical_id: str, old: Any, new: Any, stack: str, *more: Any) -> Any:
        result = update(physical_id, old, new, stack, *more)
        settle(result[0], new)
        return result

    handlers.update(create=created, update=updated)


def _record_unknown_kinds() -> None:
    for kind in RECORDED_ONLY:
        if kind in provisioners._RESOURCE_HANDLERS:
            raise AnchorError(f"{kind} is provisioned by MiniStack now")
        provisioners._RESOURCE_HANDLERS[kind] = _recorded(kind)


def _recorded(kind: str) -> dict[str, Callable[..., Any]]:
    def create(logical_id: str, props: Any, stack: str) -> tuple[str, dict[str, str]]:
        digest = hashlib.sha256(f"{stack}/{kind}/{logical_id}".encode()).hexdigest()
        identity = "K" + digest[:13].upper()
        return identity, {"Id": identity, "Arn": f"arn:aws:local:::{kind.split('::')[-1]}/{identity}"}

    def update(physical_id: str, old: Any, new: Any, stack: str) -> tuple[str, dict[str, str]]:
        return physical_id, {"Id": physical_id}

    def delete(physical_id: str, props: Any) -> None:
        """Nothing was made, nothing is to be taken away."""

    return {"create": create, "update": update, "delete": delete}


def sender_identity(body: bytes) -> str:
    """The SES identity (the domain) that a SendEmail request names as its sender, or ''."""
    try:
        sender = json.loads(body).get("FromEmailAddress", "")
    except (ValueError, AttributeError):
        return ""
    return parseaddr(sender)[1].rpartition("@")[2]


def _send_mail_as_the_identity() -> None:
    anchor(iam_actions._ses_v2_resource_arn, "parts[2] not in _SES_V2_RESOURCES")

    def make(original: Callable[..., str]) -> Callable[..., str]:
        def resource(method: str, path: str, body: bytes, region: str, account: str) -> str:
            if method == "POST" and path.rstrip("/").endswith("/outbound-emails"):
                return f"arn:aws:ses:{region}:{account}:identity/{sender_identity(body)}"
            return original(method, path, body, region, account)

        return resource

    wrap(iam_actions, "_ses_v2_resource_arn", make)


def _guard_each_key_value_store() -> None:
    """A request for CloudFront's key values concerns the store that its path names, not any."""
    anchor(iam_actions.extract_resource_arn, 'if service == "cloudfront":')

    def make(original: Callable[..., str]) -> Callable[..., str]:
        def resource(service: str, method: str, path: str, *more: Any) -> str:
            if service != "cloudfront-keyvaluestore":
                return original(service, method, path, *more)
            found = re.match(r"/key-value-stores/(arn:[^/]+/[^/]+)", unquote(path))
            return found[1] if found else "*"

        return resource

    wrap(iam_actions, "extract_resource_arn", make)
