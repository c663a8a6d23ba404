"""What the tests of closing a business build with: an owner with a password, the press, and the turns of all workers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

from accounts import domain_checks, password, publish_brand
from accounts.business import Business
from latchkey.clients import client
from latchkey.clock import instant
from latchkey.settings import settings
from payments import sweeper
from privacy import api as privacy_api
from privacy import carry_out
from tests.browsing import Answer, Browser
from tests.building import a_staff_member, all_items, signed_in, stream_records
from tests.integration.accounts.people import PASSWORD
from tests.integration.media.life import ok
from tests.integration.privacy.canary import TABLES, run_worker

PLACE = "/api/business/closing"


def an_owner(business: Business, **more: Any) -> Browser:
    """An owner who knows a password, at the routes of privacy."""
    owner = a_staff_member(business, password_hash=password.hashed(PASSWORD), **more)
    return signed_in(privacy_api.handler, business, owner)


def with_a_copy(owner: Browser) -> Browser:
    ok(owner.post("/api/business/data/copy", {}))
    run_worker()
    return owner


def press(owner: Browser, name: str | None = None, typed: str = PASSWORD) -> Answer:
    return owner.post(PLACE, {"name": name or owner.business.name, "password": typed})


def closed(owner: Browser) -> str:
    """The business is being closed; until when it can be taken back."""
    answer = press(with_a_copy(owner))
    assert answer.status == 202, answer.text
    return str(answer.json["closes_at"])


# The workers ---------------------------------------------------------------------------------------------------------
@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """The clock of the workers; nobody waits for requests that nobody sends."""
    with ExitStack() as held:
        for place in ("privacy.removing", "accounts.domain_checks"):
            held.enter_context(patch(f"{place}.utc_now", lambda: moment))
        held.enter_context(patch("privacy.removing.time.sleep"))
        yield


def turns(moment: datetime) -> None:
    """One turn of every worker at this moment, as stream and schedules would hand them out."""
    sweeper.sweep(moment)
    worked(moment)


def worked(moment: datetime) -> None:
    """The same of those that the sweeper hands work to."""
    with at(moment):
        assert carry_out.handler(stream_records("privacy_requested"), None) == {"batchItemFailures": []}
        domain_checks.sweep()
        assert publish_brand.handler(stream_records("host_claimed"), None) == {"batchItemFailures": []}


def after_wait(closes_at: str) -> datetime:
    return instant(closes_at) + timedelta(minutes=3)


def removed(business: Business, closes_at: str, meanwhile: Callable[[], None] = lambda: None) -> None:
    """Turns until the business is gone, and what others do between them."""
    for turn in range(1, 10):
        turns(after_wait(closes_at) + turn * timedelta(minutes=15))
        meanwhile()
        if not is_there(business):
            return
    raise AssertionError("the business is still there")


def is_there(business: Business) -> bool:
    return any(item["pk"] == business.business_id for item in all_items("people"))


# What lies where -----------------------------------------------------------------------------------------------------
def everything(*, read: bool = True) -> dict[str, str]:
    """All tables and buckets, every version among them, by what is where; of objects the bytes when they are `read`.

    Without the sweeper's touch, which every event gets that waits.
    """
    items = {f"{table} {item['pk']} {item['sk']}": untouched(item) for table in TABLES for item in all_items(table)}
    buckets = (settings().raw_bucket, settings().media_bucket, settings().portal_bucket, settings().exports_bucket)
    objects = {
        f"{bucket} {one['Key']} {one['VersionId']}": content(bucket, one) if read else ""
        for bucket in buckets
        for one in client("s3").list_object_versions(Bucket=bucket).get("Versions", [])
    }
    return {**items, **objects}


def content(bucket: str, version: Any) -> str:
    place = {"Bucket": bucket, "Key": version["Key"]}
    if version["VersionId"] != "null":
        place["VersionId"] = version["VersionId"]
    return repr(client("s3").get_object(**place)["Body"].read())


def untouched(item: dict[str, Any]) -> str:
    waits = ("redriven_at", "redrives", "last_commit") if "pending" in item else ()
    return repr({name: value for name, value in item.items() if name not in waits})
