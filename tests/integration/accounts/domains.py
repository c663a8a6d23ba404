"""What the tests of domains build with: name servers and CloudFront on the loopback, an owner at the door, the clock's turn."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch

from accounts import domain_checks, domains_api
from accounts.business import Business
from latchkey.clients import client
from latchkey.settings import settings
from tests.browsing import Browser
from tests.building import as_staff
from tests.name_server import Names, name_server
from tests.tenant_store import Tenants, tenant_store

PATH = "/api/business/domain"
ENDPOINT = "portal.edge.test"
NAME = "photos.harbor.com"


@contextmanager
def the_internet() -> Iterator[tuple[Names, Tenants]]:
    """DNS and CloudFront for the length of a test, with a distribution for domains of others."""
    with name_server() as names, tenant_store() as tenants:
        os.environ["DNS_STAND_IN"] = names.address
        os.environ["TENANT_DISTRIBUTION_ID"] = "EMULTI"
        settings.cache_clear()
        client.cache_clear()
        yield names, tenants
        client.cache_clear()


def owner_at(business: Business) -> Browser:
    return as_staff(domains_api.handler, business)


def add(owner: Browser, name: str = NAME) -> dict[str, str]:
    """Adds the domain; its records by kind."""
    answer = owner.post(PATH, {"domain": name})
    assert answer.status == 201, answer.text
    return {record["kind"]: record["value"] for record in answer.json["records"]}


def set_records(names: Names, records: dict[str, str], name: str = NAME) -> None:
    """What the owner of the zone does, beside what other businesses' tokens say there already."""
    key = (f"_portal-proof.{name}", "TXT")
    names.put(*key, *names.records.get(key, []), f'"{records["TXT"]}"')
    names.put(name, "CNAME", records["CNAME"])


def check(owner: Browser) -> str:
    """The state after Check now."""
    answer = owner.post(f"{PATH}/check")
    assert answer.status == 200, answer.text
    return str(answer.json["state"])


def state(owner: Browser) -> str:
    return str(owner.get(PATH).json["state"])


def sweep(now: datetime) -> dict[str, int]:
    """The clock's turn at this moment."""
    with patch("accounts.domain_checks.utc_now", lambda: now):
        return domain_checks.sweep()
