"""Organizing a listing's photos: sections by room, the cover, the order; what is delivered shows it at the next request."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from latchkey.tables import commit
from media import asset_writes, steps
from media.workspace_answers import AT_ONCE
from tests.building import Browser
from tests.integration.media.edge_eyes import Edge, clean_keys
from tests.integration.media.life import (
    Life,
    deliver,
    meanwhile,
    media_bytes,
    ok,
    pay,
    photos,
    request_delivery,
    step_of,
    upload,
)


def sections(life: Life) -> list[str]:
    return [asset["section"] for asset in life.listing()["assets"]]


def ids_of(life: Life) -> list[str]:
    return [asset["asset_id"] for asset in life.workspace()["assets"]]


def test_a_section_is_set_for_one_photo_trimmed_and_taken_back(locked: Life) -> None:
    first = ids_of(locked)[0]
    assert sections(locked) == ["", "", ""]
    ok(locked.staff.patch(f"{locked.path}/assets/{first}", {"section": "  Living room "}))
    assert sections(locked) == ["Living room", "", ""]
    assert locked.workspace()["assets"][0]["section"] == "Living room"
    ok(locked.staff.patch(f"{locked.path}/assets/{first}", {"section": ""}))
    assert sections(locked) == ["", "", ""]


def test_several_photos_move_to_a_section_at_once_before_and_after_delivery(life: Life) -> None:
    ids = list(upload(life, photos(3)).values())
    body = {"asset_ids": [ids[0], ids[2], ids[0]], "section": "Kitchen"}
    answer = ok(life.staff.patch(f"{life.path}/assets", body))
    assert [one["asset_id"] for one in answer["assets"]] == [ids[0], ids[2]]
    deliver(life)
    assert sections(life) == ["Kitchen", "", "Kitchen"]
    version = life.listing()["version"]
    ok(life.staff.patch(f"{life.path}/assets", {"asset_ids": ids[1:], "section": "Bath"}))
    assert sections(life) == ["Kitchen", "Bath", "Bath"]
    assert life.listing()["version"] == version + 1


def test_when_one_of_several_photos_is_gone_none_moves(locked: Life) -> None:
    ids = ids_of(locked)
    body = {"asset_ids": [ids[0], "ast_" + 26 * "0"], "section": "Kitchen"}
    assert locked.staff.patch(f"{locked.path}/assets", body).status == 404
    assert sections(locked) == ["", "", ""]


@pytest.mark.parametrize(
    "wrong",
    [
        {"section": "x" * 61},
        {"section": None},
        {"asset_ids": []},
        {"asset_ids": ["ast_" + f"{n:026d}" for n in range(AT_ONCE + 1)]},
        {"hidden": True},
    ],
)
def test_a_move_to_a_section_has_its_limits(locked: Life, wrong: dict[str, Any]) -> None:
    body = {"asset_ids": ids_of(locked), "section": "Kitchen", **wrong}
    assert locked.staff.patch(f"{locked.path}/assets", body).status == 422


def test_only_the_business_organizes(locked: Life) -> None:
    ids = ids_of(locked)
    body = {"asset_ids": ids, "section": "Kitchen"}
    assert locked.customer.patch(f"{locked.path}/assets", body).status == 404
    assert sections(locked) == ["", "", ""]


def test_names_and_order_of_downloads_know_no_sections(locked: Life) -> None:
    before = ok(locked.staff.post(f"{locked.path}/bundles", {"size": "web"}))["files"]
    ok(locked.staff.patch(f"{locked.path}/assets", {"asset_ids": ids_of(locked)[2:], "section": "Exterior"}))
    assert ok(locked.staff.post(f"{locked.path}/bundles", {"size": "web"}))["files"] == before


def cover(browser: Browser) -> dict[str, Any]:
    (card,) = ok(browser.get("/api/listings"))["listings"]
    found: dict[str, Any] = card["cover"]
    return found


def shows(picture: dict[str, Any], asset: dict[str, Any]) -> bool:
    """Whether a cover's picture is the preview of this asset, whatever its signature."""
    path = str(picture["url"]).partition("?")[0]
    return path.endswith((asset["preview"]["large"]["url"], asset["preview"]["small"]["url"]))


def test_the_cover_is_the_first_photo_until_another_is_chosen(locked: Life) -> None:
    first, second, third = locked.listing()["assets"]
    assert shows(cover(locked.customer)["large"], first)
    assert locked.workspace()["cover"] == {"asset_id": first["asset_id"], "chosen": False}
    chosen = {"asset_id": third["asset_id"]}
    assert ok(locked.staff.put(f"{locked.path}/cover", chosen)) == {**chosen, "chosen": True}
    assert shows(cover(locked.customer)["small"], third)
    assert locked.workspace()["cover"] == {**chosen, "chosen": True}
    assert [one["asset_id"] for one in locked.listing()["assets"]] == [
        first["asset_id"], second["asset_id"], third["asset_id"]
    ]  # fmt: skip
    ok(locked.staff.put(f"{locked.path}/cover", {"asset_id": None}))
    assert shows(cover(locked.customer)["large"], first)


def test_a_cover_has_pictures_of_three_sizes_marked_while_locked(locked: Life) -> None:
    ok(locked.staff.put(f"{locked.path}/cover", {"asset_id": ids_of(locked)[1]}))
    answer = locked.customer.get("/api/listings")
    for size, edge in (("small", 400), ("medium", 800), ("large", 1600)):
        picture = cover(locked.customer)[size]
        assert "/marked/" in picture["url"]
        assert Edge(locked).lets_link(picture["url"])
        image = Image.open(io.BytesIO(media_bytes("/media/" + picture["url"].split("/media/")[1])))
        assert image.size == (picture["width"], picture["height"])
        assert max(image.size) <= edge
    assert not [path for path in clean_keys() if path in answer.text]
    pay(locked)
    assert all("/clean/" in cover(locked.customer)[size]["url"] for size in ("small", "medium", "large"))


def test_a_cover_that_is_hidden_or_gone_falls_back_and_returns(locked: Life) -> None:
    ids, listed = ids_of(locked), locked.listing()["assets"]
    ok(locked.staff.put(f"{locked.path}/cover", {"asset_id": ids[2]}))
    ok(locked.staff.patch(f"{locked.path}/assets/{ids[2]}", {"hidden": True}))
    assert shows(cover(locked.customer)["large"], listed[0])
    assert locked.workspace()["cover"] == {"asset_id": ids[0], "chosen": False}
    ok(locked.staff.patch(f"{locked.path}/assets/{ids[2]}", {"hidden": False}))
    assert shows(cover(locked.customer)["large"], listed[2])


def test_a_cover_chosen_before_delivery_is_on_the_card_with_it(life: Life) -> None:
    ids = list(upload(life, photos(3)).values())
    ok(life.staff.put(f"{life.path}/cover", {"asset_id": ids[2]}))
    assert cover(life.customer) is None
    deliver(life)
    assert shows(cover(life.customer)["large"], life.listing()["assets"][2])
    assert life.staff.delete(f"{life.path}/assets/{ids[2]}").status == 204
    assert shows(cover(life.customer)["large"], life.listing()["assets"][0])


def test_a_removed_photo_is_no_cover_any_more(life: Life) -> None:
    ids = list(upload(life, photos(2)).values())
    ok(life.staff.put(f"{life.path}/cover", {"asset_id": ids[1]}))
    assert life.staff.delete(f"{life.path}/assets/{ids[1]}").status == 204
    assert life.workspace()["cover"] == {"asset_id": ids[0], "chosen": False}
    deliver(life)
    assert shows(cover(life.customer)["large"], life.listing()["assets"][0])


def test_a_strange_photo_is_no_cover_and_a_customer_chooses_none(locked: Life) -> None:
    for asset_id in ("ast_" + 26 * "0", locked.listing_id):
        assert locked.staff.put(f"{locked.path}/cover", {"asset_id": asset_id}).status == 404
    assert locked.staff.put(f"{locked.path}/cover", {}).status == 422
    assert locked.customer.put(f"{locked.path}/cover", {"asset_id": ids_of(locked)[0]}).status == 404


def test_photos_without_room_between_them_make_room(locked: Life) -> None:
    ids = ids_of(locked)
    place = locked.business.business_id, locked.listing_id
    for rank, asset_id in enumerate(ids):
        commit([asset_writes.asset_changed(*place, asset_id, {"rank": rank})])
    ok(locked.staff.patch(f"{locked.path}/assets/{ids[2]}", {"position": 2}))
    assert ids_of(locked) == [ids[0], ids[2], ids[1]]
    assert [one["asset_id"] for one in locked.listing()["assets"]] == [ids[0], ids[2], ids[1]]


@pytest.mark.parametrize("hide", [True, False])
def test_a_photo_that_goes_in_the_moment_of_its_delivery_is_not_delivered(life: Life, hide: bool) -> None:
    upload(life, photos(2))
    step = step_of(life, request_delivery(life)["delivery_id"])
    gone, left = (one["asset_id"] for one in life.workspace()["assets"])
    where = f"{life.path}/assets/{gone}"
    with meanwhile(lambda: ok(life.staff.patch(where, {"hidden": True})) if hide else life.staff.delete(where)):
        steps.deliver_handler(step, None)
    assert [one["asset_id"] for one in life.listing()["assets"]] == [left]
