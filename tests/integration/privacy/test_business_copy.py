"""An owner gets back everything that the business has (guarantees 65, ADR 0072), and nothing of anybody else's."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import unquote

import pytest

from accounts.business import Business
from latchkey.clients import client
from latchkey.clock import utc_now
from latchkey.ids import new_id
from latchkey.settings import settings
from privacy import api as privacy_api
from privacy import business_collected, business_exporting, carry_out
from tests.building import a_staff_member, all_items, raw_items, signed_in, stream_records
from tests.integration.isolation.scene import a_house
from tests.integration.media.life import an_accepted_order, ok, photos, upload
from tests.integration.payments.paying import Crash, a_stripe
from tests.integration.privacy.canary import EMAIL, WORDS, Canary, a_canary, run_worker

FILES = [
    "README.txt", "business.json", "staff.json", "products.json", "teams.json", "customers.json", "orders.json", "listings.json",
    "customers.csv", "orders.csv", "money.csv", "originals.csv",
]  # fmt: skip
PLACE = "/api/business/data/copy"


@pytest.fixture
def canary(business: Business) -> Iterator[Canary]:
    with a_stripe() as stripe:
        yield a_canary(business, stripe)


def test_a_copy_holds_everything_of_the_business_and_no_secret_nor_another_business(canary: Canary) -> None:
    a_house("muckender")
    assert canary.office.get("/api/business/data").json == {"copy_made": None, "may_decide": True}
    made = ok(canary.office.post(PLACE, {}))["copy_made"]
    assert (made["state"], made["step"], made["steps"]) == ("working", 0, 8)
    run_worker()
    archive = fetched(canary)
    assert archive.namelist() == FILES
    texts = {name: archive.read(name).decode() for name in FILES}
    whole = "".join(texts.values()).lower()
    assert [word for word in WORDS if word not in whole] == ["quockerwodger"], "a password is no data"
    for foreign in ("hash", "secret", "last_commit", "muckender", "/g/", "password"):
        assert foreign not in whole.replace(texts["README.txt"].lower(), ""), foreign
    kept = {name.removesuffix(".json"): json.loads(texts[name]) for name in FILES if name.endswith(".json")}
    theirs = [
        item for item in all_items("orders") if item["sk"] == "order" and item["business_id"] in business_of(canary)
    ]
    assert {one["order_id"] for one in kept["orders"]} == {item["order_id"] for item in theirs}
    assert len(kept["orders"]) == 3
    assert {line["amount"] for one in kept["orders"] for line in one["ledger"]}
    assert [one["invoice"]["number"] for one in kept["orders"] if one["invoice"]]
    assert len(kept["listings"]) == 3
    assert EMAIL in {one["email"] for one in kept["customers"]}
    assert {one["name"] for one in kept["teams"]} == {"Harbor Realty", "Other Realty"}
    assert kept["business"][0]["name"] == canary.business.name
    assert kept["products"]
    assert ok_shown(canary)["state"] == "ready"
    (left,) = [key for key in exported() if "business" in key or "prq_" in key]
    assert left.endswith("/business.zip"), "the pieces are gone"


def test_spreadsheets_have_a_row_each_and_execute_nothing(canary: Canary) -> None:
    ok(canary.office.post(PLACE, {}))
    run_worker()
    archive = fetched(canary)
    tables = {name: list(rows_in(archive, name)) for name in FILES if name.endswith(".csv")}
    assert len(tables["orders.csv"]) == 3
    assert "'+1 207 5559876" in {row["phone"] for row in tables["orders.csv"]}
    assert len(tables["originals.csv"]) == 3
    assert all(len(row["sha256"]) == 64 and int(row["bytes"]) > 1000 for row in tables["originals.csv"])
    paid = [row for row in tables["money.csv"] if row["kind"] == "payment"]
    assert len(paid) == 2
    assert EMAIL in {row["email"] for row in tables["customers.csv"]}


def test_originals_come_back_as_they_were_uploaded_under_their_names(business: Business) -> None:
    life = an_accepted_order(business)
    ((_, data),) = photos(1).items()
    name = 'K\u00fcche, "hell"; filename=x.html\r\n.jpg'.replace("\r\n", " ")
    upload(life, {name: data})
    owner = signed_in(privacy_api.handler, business, a_staff_member(business))
    (original,) = ok(owner.get(f"{life.path}/originals"))["originals"]
    assert (original["name"], original["bytes"]) == (name, len(data))
    assert "X-Amz-Expires=900" in original["url"]
    path, _, query = original["url"].partition("?")
    key = path.partition(f"{settings().raw_bucket}/")[2]
    with client("s3").get_object(Bucket=settings().raw_bucket, Key=key)["Body"] as body:
        assert body.read() == data
    disposition = unquote(query.partition("response-content-disposition=")[2].partition("&")[0])
    assert disposition.startswith("attachment; filename*=UTF-8''K%C3%BCche%2C%20%22hell%22%3B%20filename%3Dx.html")


@pytest.mark.parametrize("role", ["manager", "photographer"])
def test_only_an_owner_copies_the_business(business: Business, role: str) -> None:
    life = an_accepted_order(business)
    staff = signed_in(privacy_api.handler, business, a_staff_member(business, role))
    assert staff.post(PLACE, {}).status == 403
    assert staff.get(f"{PLACE}/download").status == 403
    assert staff.get(f"{life.path}/originals").status == 403
    assert staff.get("/api/business/data").json["may_decide"] is False
    assert life.customer.get("/api/business/data").status == 404


def test_one_copy_an_hour_is_enough_and_a_newer_one_takes_its_place(business: Business) -> None:
    owner = signed_in(privacy_api.handler, business, a_staff_member(business))
    assert owner.get(f"{PLACE}/download").status == 404
    ok(owner.post(PLACE, {}))
    ok(owner.post(PLACE, {}))
    assert len(stream_records("privacy_requested")["Records"]) == 1
    run_worker()
    ready = ok(owner.post(PLACE, {}))["copy_made"]
    assert (ready["state"], ready["step"]) == ("ready", 7)
    assert exported() == [f"exports/{business.business_id}/business.zip"]


def test_a_copy_whose_worker_dies_anywhere_or_runs_out_of_time_is_the_same(
    business: Business, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After each write, into the table or the bucket, and before it; pieces are small enough for several a kind."""
    monkeypatch.setattr(business_collected, "_ORDERS", 1)
    monkeypatch.setattr(business_collected, "_LISTINGS", 1)
    for _ in range(5):
        an_accepted_order(business)
    owner = signed_in(privacy_api.handler, business, a_staff_member(business))
    ok(owner.post(PLACE, {}))
    deaths = 0
    while stream_records("privacy_requested")["Records"]:
        with monkeypatch.context() as patch:
            kill_at(patch, before=deaths % 2 == 0)
            with suppress(Crash):
                carry_out.handler(stream_records("privacy_requested"), Lasting(10**6 if deaths % 3 else 0))
        deaths += 1
        assert deaths < 200
    assert deaths > 12
    orders = json.loads(zipped().read("orders.json"))
    numbers = [one["number"] for one in orders]
    assert sorted(numbers) == [1001, 1002, 1003, 1004, 1005], "none twice, none lost"


def test_a_copy_that_is_taken_away_while_it_is_made_leaves_nothing(
    business: Business, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A customer is deleted meanwhile: no piece of it stays, whenever that was."""
    an_accepted_order(business)
    owner = signed_in(privacy_api.handler, business, a_staff_member(business))
    for number in range(1, 9):
        ok(owner.post(PLACE, {}))
        with monkeypatch.context() as patch:
            before_commit(patch, number, lambda: forgotten(business))
            run_worker()
        assert exported() == [], number
        assert ok(owner.get("/api/business/data"))["copy_made"] is None


def test_a_worker_that_comes_late_changes_nothing(business: Business, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another one has done all of it, while the first one was about to write any of its steps."""
    an_accepted_order(business)
    owner = signed_in(privacy_api.handler, business, a_staff_member(business))
    for number in range(1, 9):
        forgotten(business)
        ok(owner.post(PLACE, {}))
        with monkeypatch.context() as patch:
            before_commit(patch, number, run_worker)
            run_worker()
        assert exported() == [f"exports/{business.business_id}/business.zip"], number
        assert ok(owner.get("/api/business/data"))["copy_made"]["state"] == "ready"
        assert len(json.loads(zipped().read("orders.json"))) == 1


def test_memory_does_not_grow_with_the_business(
    business: Business, monkeypatch: pytest.MonkeyPatch, figure: Any
) -> None:
    """Of putting it together; the pieces tell that reading takes a hundred at once (moto's own queries copy whole tables)."""
    an_accepted_order(business)
    owner = signed_in(privacy_api.handler, business, a_staff_member(business))
    peaks: list[int] = []
    together = business_exporting._put_together

    def measured(copy: Any) -> int:
        assert copy.pieces["orders"] == 1 + (copy.records["orders"] - 1) // 100
        tracemalloc.start()
        size = together(copy)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        return size

    monkeypatch.setattr(business_exporting, "_put_together", measured)
    for more in (119, 880):
        multiplied(business, more)
        forgotten(business)
        ok(owner.post(PLACE, {}))
        run_worker()
    assert len(json.loads(zipped().read("orders.json"))) == 1000
    few, many = peaks
    figure(f"a business's copy: peak {few / 1e6:.1f} MB with 120 orders, {many / 1e6:.1f} MB with 1,000")
    assert many < 1.2 * few


# ---------------------------------------------------------------------------------------------------------------------
class Lasting:
    """A Lambda context with this much time left."""

    aws_request_id = "r"

    def __init__(self, milliseconds: int) -> None:
        self._milliseconds = milliseconds

    def get_remaining_time_in_millis(self) -> int:
        return self._milliseconds


def kill_at(patch: pytest.MonkeyPatch, *, before: bool) -> None:
    """The worker dies at its second commit, before or after it."""
    commit, done = business_exporting.commit, [0]

    def dying(writes: Any) -> None:
        done[0] += 1
        if before and done[0] == 2:
            raise Crash
        commit(writes)
        if done[0] == 2:
            raise Crash

    patch.setattr(business_exporting, "commit", dying)


def before_commit(patch: pytest.MonkeyPatch, number: int, act: Callable[[], None]) -> None:
    """Something happens just before the worker's commit of this number."""
    commit, done = business_exporting.commit, [0]

    def interrupted(writes: Any) -> None:
        done[0] += 1
        if done[0] == number:
            act()
        commit(writes)

    patch.setattr(business_exporting, "commit", interrupted)


def multiplied(business: Business, count: int) -> None:
    """As many more orders as this, each a twin of the first."""
    raw = client("dynamodb")
    first = next(item for item in raw_items("orders") if item["sk"]["S"] == "order")
    partition = [
        item for item in raw_items("orders") if item["pk"] == first["pk"] and item["sk"]["S"][:5] in ("order", "entry")
    ]
    old = first["order_id"]["S"]
    for _ in range(count):
        twin = new_id("ord", utc_now())
        for item in partition:
            raw.put_item(TableName=settings().orders_table, Item=json.loads(json.dumps(item).replace(old, twin)))


def forgotten(business: Business) -> None:
    """The copy's row is gone."""
    client("dynamodb").delete_item(
        TableName=settings().people_table,
        Key={"pk": {"S": f"{business.business_id}#privacy"}, "sk": {"S": "copy"}},
    )


def exported() -> list[str]:
    return [one["Key"] for one in client("s3").list_objects_v2(Bucket=settings().exports_bucket).get("Contents", [])]


def zipped() -> zipfile.ZipFile:
    (key,) = [one for one in exported() if one.endswith("/business.zip")]
    with client("s3").get_object(Bucket=settings().exports_bucket, Key=key)["Body"] as body:
        return zipfile.ZipFile(io.BytesIO(body.read()))


def fetched(canary: Canary) -> zipfile.ZipFile:
    url = ok(canary.office.get(f"{PLACE}/download"))["url"]
    assert "X-Amz-Expires=300" in url
    assert f"exports/{canary.business.business_id}/business.zip" in url
    return zipped()


def rows_in(archive: zipfile.ZipFile, name: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"), newline=""))


def ok_shown(canary: Canary) -> dict[str, Any]:
    shown: dict[str, Any] = ok(canary.office.get("/api/business/data"))["copy_made"]
    return shown


def business_of(canary: Canary) -> set[str]:
    return {canary.business.business_id}
