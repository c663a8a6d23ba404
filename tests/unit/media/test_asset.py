"""Assets: their place in an order, and what a delivery still misses of them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from media.asset import RANK_STEP, Asset, asset_item, asset_of, in_order, missing, ranks_at
from media.kinds import ON_ARRIVAL, WITHOUT_WATERMARK

ARRIVED = frozenset(kind.name for kind in ON_ARRIVAL)
PLAIN = Asset("ast_1", "ord_1", "a.jpg", RANK_STEP, "ready", 10, "2026-05-04T09:00:00.000Z", made=ARRIVED)


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
        ranks = ranks_at(others, moved, position)
        assets = [replace(one, rank=ranks.get(one.asset_id, one.rank)) for one in assets]
        expected.remove(moved.asset_id)
        expected.insert(position - 1, moved.asset_id)
        assert [one.asset_id for one in in_order(assets, ["ord_1"])] == expected


def test_one_photo_alone_is_written_where_there_is_room() -> None:
    others = [replace(PLAIN, asset_id=f"ast_{n}", rank=n * RANK_STEP) for n in range(60)]
    assert all(ranks_at(others, PLAIN, position).keys() == {"ast_1"} for position in range(1, 62))


def test_where_there_is_no_room_the_nearest_photos_make_some() -> None:
    others = [replace(PLAIN, asset_id=f"ast_n{n}", rank=n * RANK_STEP) for n in range(100)]
    others[51] = replace(others[51], rank=others[50].rank + 1)
    ranks = ranks_at(others, PLAIN, 52)
    assert ranks.keys() == {"ast_n50", "ast_1", "ast_n51"}
    assert others[49].rank < ranks["ast_n50"] < ranks["ast_1"] < ranks["ast_n51"] < others[52].rank


def test_two_photos_that_change_places_a_thousand_times_never_run_out_of_room() -> None:
    assets = [replace(PLAIN, asset_id=f"ast_n{n:02}", rank=n * RANK_STEP) for n in range(60)]
    expected = [one.asset_id for one in assets]
    widest = 0
    for turn in range(1000):
        moved = assets[30 + turn % 3]
        others = [one for one in assets if one is not moved]
        ranks = ranks_at(others, moved, 31)
        widest = max(widest, len(ranks))
        assets = in_order((replace(one, rank=ranks.get(one.asset_id, one.rank)) for one in assets), ["ord_1"])
        expected.insert(30, expected.pop(expected.index(moved.asset_id)))
        assert [one.asset_id for one in assets] == expected
    assert 1 < widest <= 50


def test_missing_is_what_was_never_processed_or_was_made_for_another_switch() -> None:
    processing, refused = replace(PLAIN, state="processing"), replace(PLAIN, state="refused")
    hidden = replace(PLAIN, state="processing", hidden=True)
    assert missing([PLAIN, processing, refused, hidden], watermark=True) == [processing]
    assert missing([PLAIN], watermark=False) == [PLAIN]
    assert missing([replace(PLAIN, made=ARRIVED | {kind.name for kind in WITHOUT_WATERMARK})], watermark=False) == []


def test_a_document_misses_no_rendition() -> None:
    document = replace(PLAIN, kind="document", made=frozenset())
    assert missing([document], watermark=True) == missing([document], watermark=False) == []
    assert missing([replace(document, state="uploading")], watermark=True) == []
