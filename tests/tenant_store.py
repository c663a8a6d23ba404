"""CloudFront's distribution tenants on the loopback, as far as functions speak with it, in its own XML and with its versions.

A certificate is issued and a change deployed only when a test says so.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

VARIABLE = "AWS_ENDPOINT_URL_CLOUDFRONT"


@dataclass
class Tenant:
    name: str
    domain: str
    enabled: bool = True
    deployed: bool = False
    certificate: str = "pending-validation"
    used: str = ""
    version: int = 1


@dataclass
class Tenants:
    """By domain. `elsewhere` are names that other distributions have; `down`: nobody answers properly."""

    by_domain: dict[str, Tenant] = field(default_factory=dict)
    elsewhere: set[str] = field(default_factory=set)
    down: bool = False

    def settle(self) -> None:
        """Time passes: certificates are issued, changes deployed."""
        for tenant in self.by_domain.values():
            tenant.certificate, tenant.deployed = "issued", True


@contextmanager
def tenant_store() -> Iterator[Tenants]:
    """A store for the length of a test, named by the environment as AWS's SDKs name it."""
    store = Tenants()

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            place = urlsplit(self.path)
            if "/managed-certificate/" in place.path:
                tenant = self._of_path()
                arn = f"<CertificateArn>{_arn(tenant)}</CertificateArn>"
                status = f"<CertificateStatus>{tenant.certificate}</CertificateStatus>"
                return self._answer(200, f"<ManagedCertificateDetails>{arn}{status}</ManagedCertificateDetails>")
            found = store.by_domain.get(parse_qs(place.query)["domain"][0])
            return self._answer(200, _xml(found), found.version) if found else self._error(404, "EntityNotFound")

        def do_POST(self) -> None:
            body = self._body()
            domain = _text(body, "Domain")
            if domain in store.elsewhere or domain in store.by_domain:
                return self._error(409, "CNAMEAlreadyExists")
            assert _text(body, "DistributionId") == "EMULTI"
            assert _text(body, "ValidationTokenHost") == "cloudfront"
            made = store.by_domain[domain] = Tenant(_text(body, "Name"), domain)
            return self._answer(201, _xml(made), made.version)

        def do_PUT(self) -> None:
            tenant, body = self._of_path(), self._body()
            if self.headers["if-match"] != str(tenant.version):
                return self._error(412, "PreconditionFailed")
            tenant.enabled, tenant.deployed = _text(body, "Enabled") == "true", False
            tenant.used = _text(body, "Arn")
            tenant.version += 1
            return self._answer(200, _xml(tenant), tenant.version)

        def do_DELETE(self) -> None:
            tenant = self._of_path()
            if tenant.enabled or not tenant.deployed:
                return self._error(409, "ResourceNotDisabled")
            del store.by_domain[tenant.domain]
            return self._answer(204, "")

        def _of_path(self) -> Tenant:
            name = urlsplit(self.path).path.rpartition("/")[2]
            (tenant,) = [one for one in store.by_domain.values() if one.name == name]
            return tenant

        def _body(self) -> str:
            return self.rfile.read(int(self.headers["content-length"])).decode()

        def _error(self, status: int, code: str) -> None:
            self._answer(status, f"<ErrorResponse><Error><Code>{code}</Code></Error></ErrorResponse>")

        def _answer(self, status: int, text: str, version: int = 0) -> None:
            if store.down:
                status, text = 400, "<ErrorResponse><Error><Code>InvalidArgument</Code></Error></ErrorResponse>"
            self.send_response(status)
            self.send_header("etag", str(version))
            self.send_header("content-type", "text/xml")
            self.send_header("content-length", str(len(text)))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    os.environ[VARIABLE] = f"http://127.0.0.1:{server.server_port}"
    try:
        yield store
    finally:
        os.environ.pop(VARIABLE, None)
        server.shutdown()
        server.server_close()


def _arn(tenant: Tenant) -> str:
    return f"arn:aws:acm:us-east-1:123456789012:certificate/{tenant.name}"


def _xml(tenant: Tenant) -> str:
    active = "active" if tenant.used else "inactive"
    domain = f"<member><Domain>{tenant.domain}</Domain><Status>{active}</Status></member>"
    used = (
        f"<Customizations><Certificate><Arn>{tenant.used}</Arn></Certificate></Customizations>" if tenant.used else ""
    )
    return (
        f"<DistributionTenant><Id>{tenant.name}</Id><DistributionId>EMULTI</DistributionId><Name>{tenant.name}</Name>"
        f"<Domains>{domain}</Domains>{used}<Enabled>{str(tenant.enabled).lower()}</Enabled>"
        f"<Status>{'Deployed' if tenant.deployed else 'InProgress'}</Status></DistributionTenant>"
    )


def _text(body: str, name: str) -> str:
    found = re.search(rf"<{name}>([^<]*)</{name}>", body)
    return found[1] if found else ""
