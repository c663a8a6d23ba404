"""Files folded into places: which one stands, which one is on its way, and that the words are the place's own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from media.asset import Asset, asset_item, asset_of
from media.replacement import in_place, not_needed, with_checksum

AT = "2026-05-04T09:00:00.000Z"
FIRST = Asset("ast_1", "ord_1", "old.jpg", 7, "ready", 10, AT, caption="Kitchen", hidden=True, sha256="a")


def newer(number: int, state: str = "ready") -> Asset:
    return replace(
        FIRST, asset_id=f"ast_{number}", replaces="ast_1", name=f"{number}.jpg", state=state, sha256=str(number), caption="",
        hidden=False, rank=0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("files", "standing", "arriving", "earlier"),
    [
        ((), "", None, ()),
        ((newer(2),), "ast_2", None, ("ast_1",)),
        ((newer(3), newer(2)), "ast_3", None, ("ast_1", "ast_2")),
        ((newer(2, "processing"),), "", "ast_2", ()),
        ((newer(2), newer(3, "refused")), "ast_2", "ast_3", ("ast_1",)),
        ((newer(2, "refused"), newer(3)), "ast_3", None, ("ast_1",)),
        ((newer(2, "refused"), newer(3, "uploading")), "", "ast_3", ()),
    ],
)
def test_the_newest_ready_file_stands_and_a_newer_one_is_on_its_way(
    files: tuple[Asset, ...], standing: str, arriving: str | None, earlier: tuple[str, ...]
) -> None:
    (one,) = in_place([*files, FIRST])
    assert (one.file_id, one.arriving and one.arriving.asset_id) == (standing, arriving)
    assert tuple(file.asset_id for file in one.earlier) == earlier
    assert (one.asset_id, one.caption, one.rank, one.hidden, one.state) == ("ast_1", "Kitchen", 7, True, "ready")
    assert one.name == (f"{standing[4:]}.jpg" if standing else "old.jpg")


def test_a_file_without_its_place_is_nobody() -> None:
    assert in_place([newer(2)]) == []


def test_a_file_on_its_way_is_as_hidden_as_its_place() -> None:
    (one,) = in_place([FIRST, newer(2, "processing")])
    assert one.arriving is not None
    assert one.arriving.hidden


@pytest.mark.parametrize(("sha256", "found"), [("a", None), ("2", "ast_2"), ("3", "ast_3"), (None, None)])
def test_only_files_that_stand_or_come_are_duplicates(sha256: str | None, found: str | None) -> None:
    same = with_checksum(in_place([FIRST, newer(2), newer(3, "processing")]), sha256)
    assert (same.asset_id if same else None) == found


def test_what_nobody_would_miss_is_neither_first_nor_delivered_nor_standing() -> None:
    (one,) = in_place([FIRST, newer(2), newer(3), newer(4), newer(5, "refused")])
    assert [file.asset_id for file in not_needed(one, "ast_2")] == ["ast_3", "ast_5"]


def test_what_is_folded_is_not_stored() -> None:
    (one,) = in_place([FIRST, newer(2), newer(3, "processing")])
    stored = {name: value for name, value in asset_item(one).items() if value is not None}
    assert asset_of(stored) == replace(one, file_id="", arriving=None, earlier=())
