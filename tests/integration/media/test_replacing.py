"""A new file in the place of a photo: what was said of the place stays; customers see the file when it is delivered."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

import pytest

from media import bundle, render_arrivals, steps
from tests.building import all_items
from tests.integration.media.life import (
    Life,
    arrival,
    deliver,
    media_bytes,
    media_keys,
    ok,
    pay,
    photos,
    redeliver,
    request_delivery,
    send,
    step_of,
    unpublish,
    upload,
)
from tests.originals import pdf

SHOOT = list(photos(5).items())
NEW, OTHER = SHOOT[3], SHOOT[4]


def described(name: str, data: bytes) -> dict[str, Any]:
    return {"name": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def start(life: Life, asset_id: str, name: str, data: bytes) -> dict[str, Any]:
    return ok(life.staff.post(f"{life.path}/assets/{asset_id}/replacement", described(name, data)))


def give(life: Life, asset_id: str, file: tuple[str, bytes] = NEW, *, arrive: bool = True) -> str:
    """Replaces a photo; the new file's id."""
    started = start(life, asset_id, *file)
    assert started["refused"] is None, started["refused"]
    send(life, started, file[1])
    if arrive:
        render_arrivals.handler(arrival(life, [started["asset_id"]]), None)
    file_id: str = started["asset_id"]
    return file_id


def path_of(url: str) -> str:
    return "/media/" + url.split("/media/")[1]


def staffs(life: Life, asset_id: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in life.workspace()["assets"] if one["asset_id"] == asset_id)
    return found


def customers(life: Life, asset_id: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in life.listing()["assets"] if one["asset_id"] == asset_id)
    return found


@pytest.fixture
def ids(life: Life) -> list[str]:
    return list(upload(life, dict(SHOOT[:3])).values())


def test_the_place_keeps_position_words_section_cover_and_its_id(life: Life, ids: list[str]) -> None:
    words = {"caption": "Kitchen", "alt": "A kitchen with an island", "section": "Inside"}
    ok(life.staff.patch(f"{life.path}/assets/{ids[1]}", {**words, "position": 1}))
    ok(life.staff.put(f"{life.path}/cover", {"asset_id": ids[1]}))
    before = staffs(life, ids[1])
    give(life, ids[1])
    after = staffs(life, ids[1])
    assert {name: after[name] for name in (*words, "position", "hidden", "kind")} == {
        name: before[name] for name in (*words, "position", "hidden", "kind")
    }
    assert (after["name"], after["replacement"], len(life.workspace()["assets"])) == (NEW[0], None, 3)
    assert after["preview"]["large"]["url"] != before["preview"]["large"]["url"]
    assert life.workspace()["cover"] == {"asset_id": ids[1], "chosen": True}
    redeliver(life)
    shown = life.listing()["assets"][0]
    assert (shown["asset_id"], shown["caption"], shown["name"]) == (ids[1], "Kitchen", NEW[0])
    card = ok(life.customer.get("/api/listings"))["listings"][0]
    assert media_bytes(path_of(card["cover"]["large"]["url"])) == media_bytes(shown["preview"]["large"]["url"])


def test_customers_see_the_old_one_until_the_next_delivery_counts_it(life: Life, ids: list[str]) -> None:
    redeliver(life)
    old = customers(life, ids[0])
    ok(life.customer.post(f"{life.path}/visits", {}))
    give(life, ids[0])
    assert customers(life, ids[0]) == old
    assert staffs(life, ids[0])["waits"] is True
    assert life.workspace()["orders"][0]["preflight"]["news"] == {"added": 0, "replaced": 1}
    ok(life.staff.patch(f"{life.path}/assets/{ids[0]}", {"caption": "Seen at once"}))
    assert customers(life, ids[0]) == {**old, "caption": "Seen at once"}
    redeliver(life)
    new = customers(life, ids[0])
    assert (new["name"], new["replaces"], staffs(life, ids[0])["waits"]) == (NEW[0], True, False)
    assert new["preview"] != old["preview"]
    card = ok(life.customer.get("/api/listings"))["listings"][0]
    assert card["news"] == {"added": 0, "replaced": 1}
    body = {"asset_id": ids[0], "size": "web"}
    saved = ok(life.customer.post(f"{life.path}/downloads", body))
    assert media_bytes(path_of(saved["url"])) == media_bytes(new["preview"]["large"]["url"])
    files = ok(life.customer.post(f"{life.path}/bundles", {"size": "original"}))["files"]
    assert len(files) == 3
    assert all(file["bytes"] == len(media_bytes(path_of(file["url"]))) for file in files)
    assert life.listing()["bundle"] is not None
    redeliver(life)
    assert customers(life, ids[0]) == new


def test_hiding_the_place_hides_the_old_one_at_once(life: Life, ids: list[str]) -> None:
    redeliver(life)
    give(life, ids[0])
    ok(life.staff.patch(f"{life.path}/assets/{ids[0]}", {"hidden": True}))
    assert ids[0] not in [one["asset_id"] for one in life.listing()["assets"]]
    redeliver(life)
    assert ids[0] not in [one["asset_id"] for one in life.listing()["assets"]]


def test_a_locked_order_shows_only_marked_pictures_of_the_new_one(life: Life, ids: list[str]) -> None:
    deliver(life)
    give(life, ids[0])
    for _ in range(2):
        shown = customers(life, ids[0])
        assert all("/marked/" in shown["preview"][size]["url"] for size in ("small", "large"))
        assert life.customer.post(f"{life.path}/downloads", {"asset_id": ids[0], "size": "web"}).status == 403
        deliver(life)
    pay(life)
    assert "/clean/" in customers(life, ids[0])["preview"]["large"]["url"]


def test_favorites_and_pins_stay_with_the_place(life: Life, ids: list[str]) -> None:
    redeliver(life)
    assert life.customer.put(f"{life.path}/favorites/{ids[0]}", {}).status == 204
    pin = {"asset_id": ids[0], "x": 500, "y": 500, "reason": "other", "text": "Too dark"}
    ok(life.customer.post(f"{life.path}/revisions", pin, key=str(uuid.uuid4())))
    assert life.workspace()["revisions"][0]["replaced"] is False
    give(life, ids[0])
    assert life.workspace()["revisions"][0]["replaced"] is True
    redeliver(life)
    assert ok(life.customer.get(f"{life.path}/mine"))["favorites"] == [ids[0]]
    assert ok(life.customer.get(f"{life.path}/revisions"))["revisions"][0]["asset_id"] == ids[0]


def test_another_photos_file_is_refused_with_its_name(life: Life, ids: list[str]) -> None:
    answer = start(life, ids[0], "again.jpg", SHOOT[1][1])
    assert answer["refused"] == f"This file is here already, as {SHOOT[1][0]}."
    give(life, ids[0])
    assert start(life, ids[1], "again.jpg", NEW[1])["refused"] == f"This file is here already, as {NEW[0]}."
    one_more = {"order_id": life.order_id, "files": [described("again.jpg", NEW[1])]}
    assert ok(life.staff.post(f"{life.path}/uploads", one_more))["uploads"][0]["refused"]
    give(life, ids[0], SHOOT[0])  # going back to the first file is no duplicate
    assert staffs(life, ids[0])["name"] == SHOOT[0][0]


@pytest.mark.parametrize(
    ("name", "lie", "reason"),
    [
        ("lie.jpg", b"not a photo", "This is not a photo; photos are accepted as JPEG, PNG, TIFF or WebP."),
        ("lie.jpg", pdf("A document"), "This is a PDF document, not a picture; rename it to end in .pdf and upload it again."),
        ("true.pdf", pdf("A document"), "This is a document; only another picture can take the place of a photo."),
    ],
)  # fmt: skip
def test_a_lying_file_is_refused_and_the_old_photo_stays(
    life: Life, ids: list[str], name: str, lie: bytes, reason: str
) -> None:
    before = staffs(life, ids[0])
    give(life, ids[0], (name, lie))
    after = staffs(life, ids[0])
    assert (after["replacement"]["state"], after["replacement"]["name"]) == ("refused", name)
    assert after["replacement"]["refused_reason"] == reason
    assert {**after, "replacement": None} == before
    assert life.workspace()["orders"][0]["preflight"]["problems"] == ["replacement_refused"]
    form = {"order_id": life.order_id, "collection": True, "watermark": True, "version": life.workspace()["version"]}
    assert life.staff.post(f"{life.path}/deliveries", form, key=str(uuid.uuid4())).status == 409
    assert life.staff.delete(f"{life.path}/assets/{ids[0]}/replacement").status == 204
    assert staffs(life, ids[0]) == before
    deliver(life)


def test_the_same_choice_again_is_the_same_upload_and_another_one_takes_over(life: Life, ids: list[str]) -> None:
    first, again = (start(life, ids[0], *NEW) for _ in range(2))
    assert first["upload_id"] == again["upload_id"]
    other = start(life, ids[0], *OTHER)
    assert other["upload_id"] != first["upload_id"]
    assert life.staff.post(f"{life.path}/uploads/{first['upload_id']}/parts", {}).status == 404
    assert staffs(life, ids[0])["replacement"]["name"] == OTHER[0]
    assert life.workspace()["orders"][0]["preflight"]["problems"] == ["uploading"]


def test_what_no_customer_has_seen_is_taken_back(life: Life, ids: list[str]) -> None:
    redeliver(life)
    before = staffs(life, ids[0])
    give(life, ids[0])
    for _ in range(2):
        assert life.staff.delete(f"{life.path}/assets/{ids[0]}/replacement").status == 204
        assert staffs(life, ids[0]) == before
    give(life, ids[0])
    redeliver(life)
    life.staff.delete(f"{life.path}/assets/{ids[0]}/replacement")
    assert customers(life, ids[0])["name"] == staffs(life, ids[0])["name"] == NEW[0]


def test_a_delivery_renders_a_new_file_that_is_on_its_way(life: Life, ids: list[str]) -> None:
    redeliver(life)
    give(life, ids[0], arrive=False)
    assert staffs(life, ids[0])["replacement"]["state"] == "processing"
    redeliver(life)
    assert customers(life, ids[0])["name"] == NEW[0]


def test_other_switches_make_the_pictures_of_the_new_file(life: Life, ids: list[str]) -> None:
    give(life, ids[0])
    deliver(life, watermark=False)
    url = customers(life, ids[0])["preview"]["large"]["url"]
    assert ("/plain/" in url, url.removeprefix("/") in media_keys()) == (True, True)


def test_a_photo_replaced_before_its_first_delivery_is_simply_new(life: Life, ids: list[str]) -> None:
    give(life, ids[0])
    redeliver(life)
    assert customers(life, ids[0])["replaces"] is False
    assert life.workspace()["orders"][0]["preflight"]["news"] == {"added": 0, "replaced": 0}


def test_removing_the_photo_removes_all_its_files(life: Life, ids: list[str]) -> None:
    give(life, ids[0])
    give(life, ids[0], OTHER)
    assert life.staff.delete(f"{life.path}/assets/{ids[0]}").status == 204
    kept = [item["asset_id"] for item in all_items("listings") if item["sk"].startswith("asset#")]
    assert sorted(kept) == sorted(ids[1:])


def test_taken_back_and_delivered_again_it_is_the_new_one(life: Life, ids: list[str]) -> None:
    redeliver(life)
    give(life, ids[0])
    assert unpublish(life).status == 200
    assert life.listing()["assets"] == []
    redeliver(life)
    assert customers(life, ids[0])["name"] == NEW[0]


def test_nobody_takes_back_what_a_delivery_under_way_has_read(life: Life, ids: list[str]) -> None:
    give(life, ids[0])
    version = life.workspace()["version"]
    life.staff.delete(f"{life.path}/assets/{ids[0]}/replacement")
    assert life.workspace()["version"] > version


def test_a_bundle_that_holds_the_old_file_is_not_given(life: Life, ids: list[str]) -> None:
    step = step_of(life, request_delivery(life)["delivery_id"])
    steps.check_handler(step, None)
    bundle.handler(step, None)
    give(life, ids[0])
    steps.deliver_handler(step, None)
    pay(life)
    assert life.listing()["bundle"] is None


def test_only_staff_and_only_ready_pictures(life: Life, ids: list[str]) -> None:
    where, body = f"{life.path}/assets/{ids[0]}/replacement", described(*NEW)
    assert life.customer.post(where, body).status == life.customer.delete(where).status == 404
    (paper,) = upload(life, {"terms.pdf": pdf("Terms")}).values()
    (early,) = upload(life, {OTHER[0]: OTHER[1]}, arrive=False).values()
    for asset_id, status in ((paper, 422), (early, 409)):
        assert life.staff.post(f"{life.path}/assets/{asset_id}/replacement", body).status == status
