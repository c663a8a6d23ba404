"""CloudFront's side of a domain: a tenant of the multi-tenant distribution with a certificate of its own (ADR 0071).

Every step may be repeated: the domain itself says which tenant is meant.
"""

from __future__ import annotations

from typing import Any, Final, Literal

from botocore.exceptions import BotoCoreError, ClientError

from latchkey.clients import client
from latchkey.errors import UnavailableError
from latchkey.ids import fingerprint
from latchkey.settings import settings

Standing = Literal["stands", "coming", "refused"]
_NO_MORE: Final = {"validation-timed-out", "failed", "expired", "revoked", "inactive"}


class AnswerError(UnavailableError):
    """CloudFront did not do what was asked; `code` is its word for why."""

    def __init__(self, code: str) -> None:
        super().__init__(f"CloudFront answered {code}.")
        self.code = code


def are_set_up() -> bool:
    """Whether this deployment has a distribution for domains of others at all."""
    return bool(settings().tenant_distribution_id and settings().tenant_endpoint)


def stand_up(domain: str) -> Standing:
    """Asks CloudFront for whatever is still missing; `stands` once it serves the domain under its own certificate.

    `refused`: another distribution has the name. Raises UnavailableError.
    """
    tenant, version = _tenant(domain)
    if tenant is None:
        return _created(domain)
    if tenant["DistributionId"] != settings().tenant_distribution_id:
        return "refused"
    change = {} if tenant["Enabled"] else {"Enabled": True}
    change |= _certificate_change(tenant, domain)
    if change:
        _changed(tenant, version, **change)
        return "coming"
    is_active = all(one["Status"] == "active" for one in tenant["Domains"])
    return "stands" if is_active and tenant["Status"] == "Deployed" else "coming"


def take_down(domain: str) -> bool:
    """Whether nothing is left of the domain; CloudFront disables first and deletes minutes later. Raises UnavailableError."""
    tenant, version = _tenant(domain)
    if tenant is None or tenant["DistributionId"] != settings().tenant_distribution_id:
        return True
    if tenant["Enabled"]:
        _changed(tenant, version, Enabled=False)
    elif tenant["Status"] == "Deployed":
        _call("delete_distribution_tenant", Id=tenant["Id"], IfMatch=version)
        return True
    return False


def _created(domain: str) -> Standing:
    try:
        _call(
            "create_distribution_tenant",
            DistributionId=settings().tenant_distribution_id,
            Name=f"domain-{fingerprint(domain)[:40]}",
            Domains=[{"Domain": domain}],
            Enabled=True,
            **_certificate_asked(domain),
        )
    except AnswerError as error:
        if error.code == "CNAMEAlreadyExists":
            return "refused"
        if error.code != "EntityAlreadyExists":
            raise
    return "coming"


def _certificate_asked(domain: str) -> dict[str, Any]:
    """CloudFront shows the validation's token itself, since the CNAME leads there already."""
    return {"ManagedCertificateRequest": {"ValidationTokenHost": "cloudfront", "PrimaryDomainName": domain}}


def _certificate_change(tenant: dict[str, Any], domain: str) -> dict[str, Any]:
    details = _call("get_managed_certificate_details", Identifier=tenant["Id"])["ManagedCertificateDetails"]
    status, arn = details.get("CertificateStatus", ""), details.get("CertificateArn", "")
    if not status or status in _NO_MORE:
        return _certificate_asked(domain)
    used = tenant.get("Customizations", {}).get("Certificate", {}).get("Arn", "")
    return {"Customizations": {"Certificate": {"Arn": arn}}} if status == "issued" and used != arn else {}


def _tenant(domain: str) -> tuple[dict[str, Any] | None, str]:
    try:
        answer = _call("get_distribution_tenant_by_domain", Domain=domain)
    except AnswerError as error:
        if error.code == "EntityNotFound":
            return None, ""
        raise
    return answer["DistributionTenant"], answer["ETag"]


def _changed(tenant: dict[str, Any], version: str, **change: Any) -> None:
    """The whole tenant with one change, so that nothing is taken away by being left out."""
    domains = [{"Domain": one["Domain"]} for one in tenant["Domains"]]
    kept = {"Customizations": tenant["Customizations"]} if tenant.get("Customizations") else {}
    whole = {"DistributionId": tenant["DistributionId"], "Domains": domains, "Enabled": tenant["Enabled"], **kept}
    _call("update_distribution_tenant", Id=tenant["Id"], IfMatch=version, **{**whole, **change})


def _call(operation: str, **arguments: Any) -> dict[str, Any]:
    try:
        answer: dict[str, Any] = getattr(client("cloudfront"), operation)(**arguments)
    except ClientError as error:
        raise AnswerError(error.response["Error"]["Code"]) from error
    except BotoCoreError as error:
        raise AnswerError(type(error).__name__) from error
    return answer
