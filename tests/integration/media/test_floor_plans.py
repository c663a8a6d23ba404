"""Floor plans: pictures like any other for locks and sizes, apart from the photos for people, counts and names."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import urlsplit

import pytest
from PIL import Image, ImageDraw

import public.pages
from accounts.business import Business
from tests import originals as odd
from tests.building import anonymous
from tests.integration.media.asking import shown_by_a_link
from tests.integration.media.edge_eyes import Edge, clean_keys
from tests.integration.media.life import Life, an_accepted_order, deliver, mails, media_bytes, ok, pay, photos, upload
from tests.unit.media.test_watermark import LEAST_DIFFERENCE, difference, tiles

NAME = "Floor plan, ground.png"


def drawing() -> bytes:
    """A plan as drawing programs export it: black lines on nothing, which has to become white."""
    picture = Image.new("RGBA", (1800, 1300), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    for left in range(200, 1500, 400):
        pen.rectangle((left, 300, left + 380, 1000), outline=(0, 0, 0, 255), width=12)
    return odd.encoded(picture, "PNG")


PLAN = drawing()


@pytest.fixture
def locked(life: Life) -> Life:
    upload(life, {NAME: PLAN})
    upload(life, photos(2))
    deliver(life)
    return life


def kinds(life: Life) -> list[str]:
    return [asset["kind"] for asset in life.listing()["assets"]]


def plan_of(life: Life) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in life.listing()["assets"] if one["kind"] == "floor_plan")
    return found


def picture(path: str) -> Image.Image:
    return Image.open(io.BytesIO(media_bytes(path))).convert("RGB")


def test_name_and_folder_say_what_it_is_and_staff_have_the_last_word(life: Life) -> None:
    files = [
        {"name": "level 1.png", "bytes": 10, "folder": "Harbor view/Floor plans"},
        {"name": "floorplan.jpg", "bytes": 10},
        {"name": "kitchen.jpg", "bytes": 10, "folder": "Harbor view"},
    ]
    ok(life.staff.post(f"{life.path}/uploads", {"order_id": life.order_id, "files": files}))
    first, second, third = life.workspace()["assets"]
    assert [one["kind"] for one in (first, second, third)] == ["floor_plan", "floor_plan", "photo"]
    ok(life.staff.patch(f"{life.path}/assets/{second['asset_id']}", {"kind": "photo"}))
    ok(life.staff.patch(f"{life.path}/assets/{third['asset_id']}", {"kind": "floor_plan"}))
    assert [one["kind"] for one in life.workspace()["assets"]] == ["floor_plan", "photo", "floor_plan"]
    for wrong in ("document", "video"):
        assert life.staff.patch(f"{life.path}/assets/{third['asset_id']}", {"kind": wrong}).status == 422


def test_a_document_is_no_floor_plan(life: Life) -> None:
    (asset_id,) = upload(life, {"Floor plan.pdf": odd.pdf()}).values()
    assert life.workspace()["assets"][0]["kind"] == "document"
    assert life.staff.patch(f"{life.path}/assets/{asset_id}", {"kind": "floor_plan"}).status == 422


def test_locked_it_is_a_marked_picture_and_nothing_more(locked: Life) -> None:
    plan, edge, page = plan_of(locked), Edge(locked), locked.customer.get(locked.path)
    assert (plan["locked"], plan["downloads"]) == (True, None)
    assert "/marked/" in plan["preview"]["large"]["url"]
    assert not [path for path in clean_keys() if edge.lets(page, path)]
    body = {"asset_id": plan["asset_id"], "size": "original"}
    assert locked.customer.post(f"{locked.path}/downloads", body).status == 403
    shown = picture(plan["preview"]["large"]["url"])
    pay(locked)
    clean = picture(plan_of(locked)["preview"]["large"]["url"])
    assert shown.size == clean.size == (1600, 1156)
    for box in tiles(shown.size):
        assert difference(shown, clean, box) >= LEAST_DIFFERENCE, box


def test_open_it_is_whole_on_white_in_every_size(locked: Life) -> None:
    pay(locked)
    plan = plan_of(locked)
    assert picture(plan["preview"]["large"]["url"]).getpixel((5, 5)) == (255, 255, 255)
    for size in plan["downloads"]:
        answer = ok(
            locked.customer.post(f"{locked.path}/downloads", {"asset_id": plan["asset_id"], "size": size["size"]})
        )
        found = Image.open(io.BytesIO(media_bytes(urlsplit(answer["url"]).path)))
        assert abs(found.width / found.height - 1800 / 1300) < 0.002
        assert answer["file_name"].startswith("12-harbor-view-drive-003-floor-plan.")


def test_it_stands_after_the_photos_and_is_counted_apart(locked: Life) -> None:
    assert kinds(locked) == ["photo", "photo", "floor_plan"]
    (card,) = ok(locked.customer.get("/api/listings"))["listings"]
    assert card["photo_count"] == 2
    (mail,) = (mail for mail in mails() if mail["mail"] == "listing_delivered")
    assert (mail["photo_count"], mail["other_count"]) == (2, 1)
    # The plan was uploaded first, and a photo is still the cover.
    plan = plan_of(locked)
    assert locked.workspace()["cover"]["asset_id"] != plan["asset_id"]
    assert urlsplit(card["cover"]["small"]["url"]).path != plan["preview"]["small"]["url"]


def test_made_a_photo_after_delivery_it_moves_and_is_named_at_the_next_request(locked: Life) -> None:
    plan = plan_of(locked)
    ok(locked.staff.patch(f"{locked.path}/assets/{plan['asset_id']}", {"kind": "photo"}))
    assert kinds(locked) == ["photo", "photo", "photo"]
    assert locked.listing()["assets"][0]["asset_id"] == plan["asset_id"]
    (card,) = ok(locked.customer.get("/api/listings"))["listings"]
    assert card["photo_count"] == 3
    ok(locked.staff.patch(f"{locked.path}/assets/{plan['asset_id']}", {"kind": "floor_plan", "caption": "Ground"}))
    pay(locked)
    names = [file["name"] for file in ok(locked.customer.post(f"{locked.path}/bundles", {"size": "web"}))["files"]]
    assert names[-1] == "12-harbor-view-drive-003-floor-plan-ground.jpg"


def test_whoever_holds_a_link_sees_it_as_one(locked: Life, business: Business) -> None:
    shared = ok(shown_by_a_link(locked))
    assert [one["kind"] for one in shared["photos"]] == ["photo", "photo", "floor_plan"]
    guest = an_accepted_order(business, guest=True)
    upload(guest, {NAME: PLAN, **photos(1)})
    deliver(guest)
    page = anonymous(public.pages.handler, business).get(f"/g/{guest.private_url.rpartition('/')[2]}")
    assert "1 photo<" in page.text
    assert "<h3" in page.text
    assert "Floor plans</h3>" in page.text
