"""Finished uploads are reported in groups through one door: each is answered alone, and the same report is safe again."""

from __future__ import annotations

import hashlib
import json
from io import StringIO
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from latchkey.clients import client
from latchkey.errors import UnknownOutcomeError
from latchkey.tables import commit
from media import asset_writes, completing, render_arrivals
from media.upload import PART_BYTES, PARTS_MISSING
from tests.building import all_items
from tests.integration.media.life import Life, arrival, meanwhile, ok, photos, report, send_parts

Started = dict[str, Any]
ONE_PART = [{"number": 1, "etag": '"x"'}]
GONE = "This upload is not here any more. Please upload the file again."


def begin(life: Life, files: dict[str, bytes]) -> dict[str, Started]:
    """Name -> the opened upload."""
    described = [
        {"name": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in files.items()
    ]
    body = {"order_id": life.order_id, "files": described}
    return {one["name"]: one for one in ok(life.staff.post(f"{life.path}/uploads", body))["uploads"]}


def sent(life: Life, count: int) -> tuple[dict[str, Started], dict[str, list[dict[str, Any]]]]:
    """Uploads of which every part is in storage and nobody has said so, and what is to be reported."""
    files = photos(count)
    begun = begin(life, files)
    return begun, {one["upload_id"]: send_parts(life, one, files[name]) for name, one in begun.items()}


def states(life: Life) -> dict[str, str]:
    return {one["name"]: one["state"] for one in life.workspace()["assets"]}


def arrive(life: Life, begun: dict[str, Started]) -> None:
    event = arrival(life, [one["asset_id"] for one in begun.values()])
    assert render_arrivals.handler(event, None) == {"batchItemFailures": []}


def outcome(answers: list[dict[str, Any]]) -> list[tuple[str | None, str | None]]:
    return [(one["state"], one["refused"]) for one in answers]


def test_each_of_a_group_is_answered_alone(life: Life) -> None:
    begun, parts = sent(life, 5)
    _, wrong_tag, gone, *_ = parts
    parts[wrong_tag] = ONE_PART
    assert life.staff.delete(f"{life.path}/uploads/{gone}").status == 204
    big = bytes(2 * PART_BYTES)
    (half,) = begin(life, {"big.jpg": big}).values()
    parts |= {half["upload_id"]: send_parts(life, half, big)[:1], "upl_" + 26 * "0": ONE_PART, "x" * 30: ONE_PART}
    joined, missing, unknown = ("processing", None), ("uploading", PARTS_MISSING), (None, GONE)
    assert outcome(report(life, parts)) == [joined, missing, unknown, joined, joined, missing, unknown, unknown]
    names = list(photos(5))
    assert states(life) == {
        names[0]: "processing", names[1]: "uploading", names[3]: "processing", names[4]: "processing",
        "big.jpg": "uploading",
    }  # fmt: skip
    arrive(life, {name: begun[name] for name in (names[0], names[3], names[4])})
    assert list(states(life).values()).count("ready") == 3


def test_the_same_report_again_has_the_same_answer(life: Life) -> None:
    begun, parts = sent(life, 3)
    first = report(life, parts)
    assert outcome(first) == [("processing", None)] * 3
    assert report(life, parts) == first
    assert report(life, dict.fromkeys(parts, ONE_PART)) == first, "what is joined is joined"
    arrive(life, begun)
    assert outcome(report(life, parts)) == [("ready", None)] * 3


def test_a_report_that_broke_off_after_the_joining_is_safe_to_repeat(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, parts = sent(life, 2)

    def lost(_: object) -> None:
        raise UnknownOutcomeError("No answer.")

    monkeypatch.setattr(completing, "commit", lost)
    body = {"uploads": [{"upload_id": one, "parts": sent} for one, sent in parts.items()]}
    assert life.staff.post(f"{life.path}/uploads/completion", body).status == 504
    monkeypatch.undo()
    assert set(states(life).values()) == {"uploading"}
    assert outcome(report(life, parts)) == [("processing", None)] * 2
    arrive(life, begun)
    assert set(states(life).values()) == {"ready"}


def test_a_file_that_storage_gave_no_answer_about_is_to_be_reported_again(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, parts = sent(life, 3)
    own = client("s3").complete_multipart_upload
    silent = begun[list(begun)[1]]["asset_id"]

    def complete(**asked: Any) -> Any:
        if asked["Key"].endswith(silent):
            raise EndpointConnectionError(endpoint_url="https://storage")
        return own(**asked)

    monkeypatch.setattr(client("s3"), "complete_multipart_upload", complete)
    assert outcome(report(life, parts)) == [("processing", None), ("uploading", None), ("processing", None)]
    monkeypatch.undo()
    assert outcome(report(life, parts)) == [("processing", None)] * 3


@pytest.mark.parametrize("others", [0, 2])  # a lone one is written without a transaction
def test_a_file_that_was_removed_meanwhile_stays_removed_and_holds_back_no_other(life: Life, others: int) -> None:
    begun, parts = sent(life, 1 + others)
    first, *_ = begun.values()
    place = life.business.business_id, life.listing_id, first["asset_id"]
    with meanwhile(lambda: commit([asset_writes.asset_removed(*place)])):
        answers = report(life, parts)
    assert outcome(answers) == [(None, GONE), *[("processing", None)] * others]
    assert list(states(life).values()) == ["processing"] * others
    assert not [item for item in all_items("listings") if item["sk"].endswith(first["asset_id"])]


def test_a_renderer_that_was_faster_is_not_overwritten(life: Life) -> None:
    begun, parts = sent(life, 3)
    place = life.business.business_id, life.listing_id
    judged = [asset_writes.refused(*place, one["asset_id"], "No photo.", "etag") for one in begun.values()]
    with meanwhile(lambda: commit(judged)):
        assert outcome(report(life, parts)) == [("processing", None)] * 3
    assert set(states(life).values()) == {"refused"}


def test_an_upload_that_was_said_to_have_arrived_is_not_thrown_away_as_one_that_has_not(life: Life) -> None:
    begun, parts = sent(life, 2)
    report(life, parts)
    for upload_id in parts:
        assert life.staff.delete(f"{life.path}/uploads/{upload_id}").status == 409
        assert life.staff.post(f"{life.path}/uploads/{upload_id}/parts", {}).status == 409
    arrive(life, begun)
    assert set(states(life).values()) == {"ready"}


def test_what_was_stored_as_processing_before_still_is(life: Life) -> None:
    begun, parts = sent(life, 1)
    (one,) = begun.values()
    place = life.business.business_id, life.listing_id, one["asset_id"]
    commit([asset_writes.asset_changed(*place, {"state": "processing"})])
    assert list(states(life).values()) == ["processing"]
    assert outcome(report(life, parts)) == [("processing", None)]


def test_a_group_of_twenty_costs_two_calls_beyond_the_session_check(life: Life, log: StringIO) -> None:
    files = {f"{number:02}.jpg": photos(1)["01-front-day.jpg"] + bytes((number,)) for number in range(20)}
    begun = begin(life, files)
    parts = {one["upload_id"]: send_parts(life, one, files[name]) for name, one in begun.items()}
    log.truncate(log.seek(0))
    report(life, parts)
    line = json.loads(log.getvalue().splitlines()[-1])
    assert (line["calls"] - 1, line["completed"]) == (2, 20)


@pytest.mark.parametrize(("count", "status"), [(0, 422), (1, 404), (20, 404), (21, 422)])
def test_a_report_about_nothing_is_none(life: Life, count: int, status: int) -> None:
    body = {"uploads": [{"upload_id": f"upl_{number:026}", "parts": ONE_PART} for number in range(count)]}
    assert life.staff.post(f"{life.path}/uploads/completion", body).status == status


def test_only_staff_report_and_only_about_their_own_listing(life: Life) -> None:
    _, parts = sent(life, 1)
    body = {"uploads": [{"upload_id": one, "parts": sent} for one, sent in parts.items()]}
    assert life.customer.post(f"{life.path}/uploads/completion", body).status in (403, 404)
    other = f"/api/listings/lst_{26 * '0'}/uploads/completion"
    assert life.staff.post(other, body).status == 404
    assert list(states(life).values()) == ["uploading"]
