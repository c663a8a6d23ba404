"""What the tests of closing a business build with: an owner with a password, the press, and the turns of all workers."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
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
    with at(moment):
        sweeper.sweep(moment)
        assert carry_out.handler(stream_records("privacy_requested"), None) == {"batchItemFailures": []}
        domain_checks.sweep()
        assert publish_brand.handler(stream_records("host_claimed"), None) == {"batchItemFailures": []}


def after_wait(closes_at: str) -> datetime:
    return instant(closes_at) + timedelta(minutes=3)


def removed(business: Business, closes_at: str) -> int:
    """Turns until the business is gone; how many it took."""
    for turn in range(1, 10):
        turns(after_wait(closes_at) + turn * timedelta(minutes=15))
        if not any(item["pk"] == business.business_id for item in all_items("people")):
            return turn
    raise AssertionError("the business is still there")


# What lies where -----------------------------------------------------------------------------------------------------
def all_objects() -> dict[tuple[str, str, str], bytes]:
    """Every version of every object of every bucket."""
    found = {}
    for bucket in (settings().raw_bucket, settings().media_bucket, settings().portal_bucket, settings().exports_bucket):
        for one in client("s3").list_object_versions(Bucket=bucket).get("Versions", []):
            place = {"Bucket": bucket, "Key": one["Key"]}
            if one["VersionId"] != "null":
                place["VersionId"] = one["VersionId"]
            found[bucket, one["Key"], one["VersionId"]] = client("s3").get_object(**place)["Body"].read()
    return found


def everything() -> dict[str, Any]:
    """All tables and buckets, by what is where."""
    items = {f"{table} {item['pk']} {item['sk']}": repr(item) for table in TABLES for item in all_items(table)}
    return {**items, **{" ".join(place): repr(data) for place, data in all_objects().items()}}


def readable(value: str) -> str:
    return value.lower()


def unpacked(item: dict[str, Any]) -> str:
    """An item as text, its packed attributes too."""
    parts = []
    for value in item.values():
        data = bytes(getattr(value, "value", value)) if isinstance(value, bytes) or hasattr(value, "value") else None
        if data is None:
            parts.append(repr(value))
            continue
        try:
            parts.append(zlib.decompress(data).decode())
        except zlib.error:
            parts.append(repr(data))
    return " ".join(parts).lower()
