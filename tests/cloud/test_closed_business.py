"""A founded business is closed and deleted by the deployed functions on the whole local cloud (ADR 0073)."""

from __future__ import annotations

import json
import secrets
from typing import Any

import pytest

from local.demo.person import Person, until
from tests.running import Running, new_address

pytestmark = [pytest.mark.cloud, pytest.mark.long]
PASSWORD = "walnut river"
MANY = 1_050  # more than S3 lists, or deletes, at a time
TABLES = ("PeopleTable", "OrdersTable", "ListingsTable", "EventsTable")
BUCKETS = ("RawBucket", "MediaBucket", "PortalBucket", "ExportsBucket")


def test_a_closed_business_is_deleted_and_its_address_answers_as_an_unknown_one(latchkey: Running) -> None:
    label = f"closing-{secrets.token_hex(3)}"
    owner, business_id = founded(latchkey, label)
    originals(latchkey, business_id)
    owner.post("/api/business/data/copy", {}, expect=202)
    until(lambda: owner.get("/api/business/closing").json["has_copy"], seconds=60, what="the copy")
    others = neighbor_of(latchkey)
    assert len(places_of(latchkey, business_id)) > MANY
    with latchkey.changed("PrivacyApi", CLOSING_SECONDS="1"):
        owner.post("/api/business/closing", {"name": "Olive & Sons", "password": PASSWORD}, expect=202)
    assert latchkey.person_at(label).get("/api/orders", expect=410).json["detail"] == "This portal is closed."
    # The sweeper looks at what is two minutes old, the worker waits until nobody who was let in can be at work.
    until(lambda: is_gone(latchkey, business_id), seconds=480, what="the end of the business")
    # the edge keeps what it knows of hosts for two seconds
    visitor = latchkey.person_at(label)
    until(lambda: visitor.get("/", expect=None).status == 404, seconds=10, what="the edge forgetting the host")
    assert b"There is nothing here" in visitor.get("/", expect=404).body
    assert places_of(latchkey, business_id) == []
    assert neighbor_of(latchkey) == others


def founded(latchkey: Running, label: str) -> tuple[Person, str]:
    """The first owner of a new business, signed in on its host."""
    email, visitor = new_address(), latchkey.person_at("platform")
    form = {"name": "Olive & Sons", "label": label, "time_zone": "America/New_York", "currency": "USD"}
    visitor.post("/api/platform/businesses", {**form, "email": email, "password": PASSWORD}, expect=202)
    visitor.post("/api/platform/codes/verification", {"code": latchkey.code_for(email)})
    owner = latchkey.person_at(label)
    until(lambda: owner.get("/api/session", expect=None).status == 200, seconds=30, what="the new host")
    owner.sign_in(email, PASSWORD)
    business = owner.get("/api/session").json["business"]
    return owner, str(business["business_id"])


def originals(latchkey: Running, business_id: str) -> None:
    """As many as a business of some age has, each replaced once, and one that was deleted before."""
    s3, bucket = latchkey.cloud.client("s3"), latchkey.cloud.resources["RawBucket"]
    for number in range(MANY):
        s3.put_object(Bucket=bucket, Key=f"originals/{business_id}/lst/{number:05d}", Body=b"picture")
    s3.put_object(Bucket=bucket, Key=f"originals/{business_id}/lst/00000", Body=b"another")
    s3.delete_object(Bucket=bucket, Key=f"originals/{business_id}/lst/00001")


def is_gone(latchkey: Running, business_id: str) -> bool:
    """The schedule's next turn, and whether the business itself is there no more."""
    latchkey.invoke("PaymentSweeper")
    table, key = latchkey.cloud.resources["PeopleTable"], {"pk": {"S": business_id}, "sk": {"S": "business"}}
    found = latchkey.cloud.client("dynamodb").get_item(TableName=table, Key=key)
    return "Item" not in found


def places_of(latchkey: Running, business_id: str) -> list[str]:
    """Every item and every version of an object that names the business."""
    items = [item for table in TABLES for item in scanned(latchkey, table)]
    named = [item["pk"]["S"] for item in items if business_id in json.dumps(item)]
    s3, found = latchkey.cloud.client("s3"), []
    for bucket in BUCKETS:
        pages = s3.get_paginator("list_object_versions").paginate(Bucket=latchkey.cloud.resources[bucket])
        found += [one["Key"] for page in pages for kind in ("Versions", "DeleteMarkers") for one in page.get(kind, [])]
    return named + [key for key in found if business_id in key]


def neighbor_of(latchkey: Running) -> list[dict[str, Any]]:
    """The demo's business as the tables have it."""
    neighbor = latchkey.staff().get("/api/session").json["business"]["business_id"]
    return [item for item in scanned(latchkey, "PeopleTable") if item["pk"]["S"] == neighbor]


def scanned(latchkey: Running, table: str) -> list[dict[str, Any]]:
    pages = latchkey.cloud.client("dynamodb").get_paginator("scan").paginate(TableName=latchkey.cloud.resources[table])
    return [item for page in pages for item in page["Items"]]
