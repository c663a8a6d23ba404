"""Organizing a listing's photos: sections by room, the cover, the order; what is delivered shows it at the next request."""

from __future__ import annotations

from typing import Any

import pytest

from media.answers import AT_ONCE
from tests.integration.media.life import Life, deliver, ok, photos, upload


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
