"""Uploads through their public door: straight to S3, resumable, judged by their bytes, one bad file harming no other."""

from __future__ import annotations

import hashlib
import json
import random
import re
from io import StringIO
from urllib.parse import parse_qs, quote_plus, urlsplit

import pytest

from accounts.business import Business
from latchkey.clients import client
from latchkey.settings import settings
from media import render_arrivals
from media.asset import asset_id_of
from media.kinds import ON_ARRIVAL
from media.paths import raw_key
from media.upload import PART_BYTES
from tests import originals as odd
from tests.integration.media.life import Life, arrival, media_keys, ok, photos, send, upload

FILES = len(ON_ARRIVAL) + 1  # of a photo: its renditions and the full copy


def states(life: Life) -> dict[str, tuple[str, str | None]]:
    return {one["name"]: (one["state"], one["refused_reason"]) for one in life.workspace()["assets"]}


def describe(data: bytes, name: str = "a.jpg", **changes: object) -> dict[str, object]:
    return {"name": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest(), **changes}


def start(life: Life, *files: dict[str, object]) -> list[dict[str, object]]:
    return ok(life.staff.post(f"{life.path}/uploads", {"order_id": life.order_id, "files": list(files)}))["uploads"]


def test_a_folder_of_good_and_bad_files_ends_with_each_reason_and_the_rest_ready(life: Life) -> None:
    files = odd.odd_originals((900, 600))
    upload(life, files)
    found = states(life)
    refused = {name: reason for name, (state, reason) in found.items() if state == "refused"}
    assert set(refused) == set(odd.REFUSED) - {"empty.jpg"}
    assert all(reason and reason.endswith(".") for reason in refused.values())
    assert {name for name, (state, _) in found.items() if state == "ready"} == set(files) - set(odd.REFUSED)
    (answer,) = start(life, {"name": "empty.jpg", "bytes": 0})
    assert answer["refused"] == "The file is empty."


def test_one_photo_costs_one_get_and_one_put_per_rendition(life: Life) -> None:
    upload(life, photos(1))
    assert len(media_keys()) == FILES
    assert {key.split("/")[3] for key in media_keys()} == {"marked", "clean"}


def test_names_in_the_buckets_hold_nothing_of_the_uploaded_name(life: Life) -> None:
    data = photos(1)["01-front-day.jpg"]
    upload(life, {"../../n/ü ñ+.jpg": data})
    raw = client("s3").list_objects_v2(Bucket=settings().raw_bucket)["Contents"]
    assert [one["Key"].split("/")[0] for one in raw] == ["originals"]
    assert not [key for key in media_keys() if "front" in key or ".." in key]


def test_the_links_of_parts_are_signed_with_version_4_for_exactly_that_part(life: Life) -> None:
    (started,) = start(life, {"name": "big.jpg", "bytes": 2 * PART_BYTES + 1})
    assert started["part_bytes"] == PART_BYTES
    parts = started["parts"]
    assert [part["number"] for part in parts] == [1, 2, 3]
    for part in parts:
        query = parse_qs(urlsplit(part["url"]).query)
        assert query["X-Amz-Algorithm"] == ["AWS4-HMAC-SHA256"]
        assert query["partNumber"] == [str(part["number"])]
        assert int(query["X-Amz-Expires"][0]) <= 3600


def test_an_upload_is_taken_up_again_where_it_stopped(life: Life) -> None:
    data = odd.encoded(odd.scene((2400, 1600)), "TIFF")
    (started,) = start(life, describe(data))
    assert len(started["parts"]) == 2
    key = raw_key(life.business.business_id, life.listing_id, str(started["asset_id"]))
    (open_upload,) = client("s3").list_multipart_uploads(Bucket=settings().raw_bucket)["Uploads"]
    client("s3").upload_part(
        Bucket=settings().raw_bucket, Key=key, UploadId=open_upload["UploadId"], PartNumber=1, Body=data[:PART_BYTES]
    )
    again = ok(life.staff.post(f"{life.path}/uploads/{started['upload_id']}/parts", {}))
    assert [(part["number"], part["bytes"]) for part in again["stored"]] == [(1, PART_BYTES)]
    assert len(again["parts"]) == 2
    (same,) = start(life, describe(data))
    assert same["upload_id"] == started["upload_id"]
    send(life, started, data)
    assert life.staff.post(f"{life.path}/uploads/{started['upload_id']}/parts", {}).status == 409


def test_a_photo_that_is_twice_in_one_folder_is_uploaded_once(life: Life) -> None:
    data = photos(1)["01-front-day.jpg"]
    twins = describe(data, "front.jpg"), describe(data, "front copy.jpg")
    for _ in ("at first", "taken up again"):
        first, second = start(life, *twins)
        assert first["parts"]
        assert second["refused"] == "This is the same file as front.jpg."
        assert second["parts"] is None
    send(life, first, data)
    assert set(states(life)) == {"front.jpg"}


def test_a_duplicate_is_found_by_its_checksum(life: Life) -> None:
    upload(life, photos(1))
    (answer,) = start(life, describe(photos(1)["01-front-day.jpg"], "copy.jpg"))
    assert answer["refused"] == "This file is here already, as 01-front-day.jpg."


def test_an_abandoned_upload_is_gone(life: Life) -> None:
    (started,) = start(life, {"name": "a.jpg", "bytes": 10})
    assert life.staff.delete(f"{life.path}/uploads/{started['upload_id']}").status == 204
    assert life.workspace()["assets"] == []
    assert not client("s3").list_multipart_uploads(Bucket=settings().raw_bucket).get("Uploads")
    assert life.staff.delete(f"{life.path}/uploads/{started['upload_id']}").status == 404


@pytest.mark.parametrize("change", ["flip", "other", "short"])
def test_a_file_that_is_not_the_one_that_was_declared_is_refused(life: Life, change: str) -> None:
    data = photos(1)["01-front-day.jpg"]
    (started,) = start(life, describe(data))
    changed = {
        "flip": data[:5000] + bytes((data[5000] ^ 1,)) + data[5001:],
        "other": photos(2)["02-front-angle.jpg"],
        "short": data[: len(data) // 2],
    }[change]
    send(life, started, changed)
    render_arrivals.handler(arrival(life, [str(started["asset_id"])]), None)
    ((state, reason),) = states(life).values()
    assert state == "refused"
    assert "upload it again" in (reason or "")


def test_events_three_times_shuffled_end_as_once(life: Life) -> None:
    ids = list(upload(life, photos(4), arrive=False).values())
    events = [message for _ in range(3) for message in arrival(life, ids)["Records"]]
    random.Random(7).shuffle(events)
    for start_at in range(0, len(events), 5):
        assert render_arrivals.handler({"Records": events[start_at : start_at + 5]}, None) == {"batchItemFailures": []}
    assert {state for state, _ in states(life).values()} == {"ready"}
    assert len(media_keys()) == 4 * FILES


def test_foreign_keys_and_odd_messages_are_passed_over(life: Life) -> None:
    odd_keys = [
        "n%2F%C3%BC+%C3%B1%2B.jpg",
        quote_plus("originals/biz_1/lst_1/ast_1"),
        "",
        quote_plus("../../etc/passwd"),
    ]
    bodies = [json.dumps({"Records": [{"s3": {"object": {"key": key}}}]}) for key in odd_keys]
    bodies += ["", "[]", "null", '{"Event": "s3:TestEvent"}', '{"Records": [1, {}]}', "{"]
    event = {"Records": [{"messageId": str(number), "body": body} for number, body in enumerate(bodies)]}
    assert render_arrivals.handler(event, None) == {"batchItemFailures": []}
    assert media_keys() == []


def test_only_the_photo_that_failed_on_our_side_comes_again(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = list(upload(life, photos(3), arrive=False).values())
    put = client("s3").put_object
    broken = ids[1]
    puts = 0

    def failing(**arguments: object) -> object:
        nonlocal puts
        puts += 1
        if puts == FILES + 1:  # the second photo's first file
            raise ConnectionError(broken)
        return put(**arguments)

    monkeypatch.setattr(client("s3"), "put_object", failing)
    answer = render_arrivals.handler(arrival(life, ids), None)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m1"}]}
    monkeypatch.undo()
    assert render_arrivals.handler(arrival(life, ids), None) == {"batchItemFailures": []}
    assert {state for state, _ in states(life).values()} == {"ready"}


@pytest.mark.parametrize(
    ("service", "operation", "noted", "place"),
    [("dynamodb", "GetItem", "failed_file", "render_arrivals.py"), ("s3", "PutObject", "failed_file", "rendering.py")],
)
def test_the_log_names_kind_and_place_of_a_failure_and_not_its_message(
    life: Life, log: StringIO, service: str, operation: str, noted: str, place: str
) -> None:
    event = arrival(life, list(upload(life, photos(1), arrive=False).values()))

    def failing(**_: object) -> None:
        raise ConnectionError("12 Harbor View Drive")

    events, name = client(service).meta.events, f"before-call.{service}.{operation}"
    events.register(name, failing)
    try:
        assert len(render_arrivals.handler(event, None)["batchItemFailures"]) == 1
    finally:
        events.unregister(name, failing)
    line = json.loads(log.getvalue().splitlines()[-1])
    assert line[noted] == "ConnectionError"
    assert any(re.match(rf"{place}:\d+ ", frame) for frame in line["where"]), line["where"]
    assert "Harbor" not in log.getvalue()


def test_a_photo_that_was_removed_meanwhile_stays_removed(life: Life) -> None:
    ids = list(upload(life, photos(1), arrive=False).values())
    event = arrival(life, ids)
    assert life.staff.delete(f"{life.path}/assets/{ids[0]}").status == 204
    assert render_arrivals.handler(event, None) == {"batchItemFailures": []}
    assert life.workspace()["assets"] == []


def test_customers_and_other_businesses_cannot_reach_the_workspace(life: Life, business: Business) -> None:
    (started,) = start(life, {"name": "a.jpg", "bytes": 10})
    body = {"order_id": life.order_id, "files": [{"name": "a.jpg", "bytes": 10}]}
    assert asset_id_of(str(started["upload_id"])) == started["asset_id"]
    assert life.customer.post(f"{life.path}/uploads", body).status == 404
    assert life.customer.get(f"{life.path}/workspace").status == 404
    assert life.customer.delete(f"{life.path}/uploads/{started['upload_id']}").status == 404
