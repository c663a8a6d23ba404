"""Assets: their place in an order, and what a delivery still misses of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from latchkey.errors import ConflictError
from media.asset import RANK_STEP, Asset, asset_item, asset_of, in_order, kinds_needed, missing, rank_at

PLAIN = Asset(
    "ast_1", "ord_1", "a.jpg", RANK_STEP, "ready", 10, "2026-05-04T09:00:00.000Z", made=kinds_needed(watermark=True)
)


def test_an_asset_survives_storing() -> None:
    full = replace(PLAIN, sizes={"original": 3}, checksums={"original": 4}, caption="Kitchen", sha256="ab")
    assert asset_of({name: value for name, value in asset_item(full).items() if value is not None}) == full


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 12)), max_size=30))
def test_moving_gives_exactly_the_order_that_was_dragged(moves: list[tuple[int, int]]) -> None:
    assets = [replace(PLAIN, asset_id=f"ast_{n}", rank=n * RANK_STEP) for n in range(10)]
    expected = [asset.asset_id for asset in assets]
    for which, position in moves:
        moved = next(one for one in assets if one.asset_id == f"ast_{which}")
        others = in_order((one for one in assets if one is not moved), ["ord_1"])
        assets = [*others, replace(moved, rank=rank_at(others, position))]
        expected.remove(moved.asset_id)
        expected.insert(position - 1, moved.asset_id)
        assert [one.asset_id for one in in_order(assets, ["ord_1"])] == expected


def test_a_gap_that_is_full_is_told() -> None:
    with pytest.raises(ConflictError):
        rank_at([replace(PLAIN, rank=1), replace(PLAIN, rank=2)], 2)


def test_missing_is_what_was_never_processed_or_was_made_for_another_switch() -> None:
    processing, refused = replace(PLAIN, state="processing"), replace(PLAIN, state="refused")
    hidden = replace(PLAIN, state="processing", hidden=True)
    assert missing([PLAIN, processing, refused, hidden], watermark=True) == [processing]
    assert missing([PLAIN], watermark=False) == [PLAIN]
    assert missing([replace(PLAIN, made=kinds_needed(watermark=False))], watermark=False) == []
