"""The manifest keeps a gallery of 60 photos within one strongly consistent read unit, and loses nothing."""

from __future__ import annotations

import base64
import secrets
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from latchkey.ids import new_id
from latchkey.writes import Delete, Item, Put
from media.manifest import CHUNK, Captions, Photo, chunk_writes, photos_in

NOW = datetime(2026, 5, 4, tzinfo=UTC)
ROOMS = ("Kitchen", "Living room", "Primary bedroom", "Bath", "Garden", "Front")


def photo(number: int, order_id: str = "ord_1", **changes: object) -> Photo:
    sizes = {size: 100_000 + secrets.randbelow(900_000) for size in ("web", "mls")}
    sums = {size: secrets.randbelow(2**32) for size in ("original", "web", "mls")}
    facts = {
        "asset_id": new_id("ast", NOW), "order_id": order_id, "name": f"DSC_{4000 + number}.jpg",
        "caption": ROOMS[number % 6], "section": ROOMS[number // 10 % 6], "alt": "", "suffix": "jpg",
        "width": 6000, "height": 4000, "delivered_at": f"2026-05-0{4 + number // 50}T09:30:00.123Z",
        "bytes": {"original": 6_000_000 + secrets.randbelow(9_000_000), **sizes}, "crc32": sums, **changes,
    }  # fmt: skip
    return Photo(**facts)  # type: ignore[arg-type]


def stored(photos: list[Photo], before: int = 0) -> tuple[list[Item], list[Item]]:
    puts = [write for write in chunk_writes("biz_1", "lst_1", photos, before) if isinstance(write, Put)]
    items = [{**write.item, "pk": write.key.pk, "sk": write.key.sk} for write in puts]
    gallery = sorted((item for item in items if item["sk"].startswith("gallery#")), key=lambda item: item["sk"])
    return gallery, sorted((item for item in items if item["sk"].startswith("checksums#")), key=lambda item: item["sk"])


def test_sixty_photos_leave_room_for_head_and_lock_in_one_read_unit() -> None:
    gallery, _ = stored([photo(number) for number in range(60)])
    (chunk,) = gallery
    assert len(chunk["rows"]) < 2400


def test_kinds_come_back_and_photos_alone_pay_nothing_for_them() -> None:
    photos = [photo(number) for number in range(CHUNK + 2)]
    (_, last), _ = stored(photos)
    kinds = [*photos[:-1], replace(photos[-1], kind="document", width=0, height=0)]
    (first, with_kinds), checksums = stored(kinds)
    assert photos_in([first, with_kinds], checksums) == kinds
    assert len(last["rows"]) < len(with_kinds["rows"])


def test_captions_and_branding_come_back_and_cost_nothing_where_there_are_none() -> None:
    plain = [replace(photo(number), kind="video", seconds=90, poster="1a2b3c4d") for number in range(3)]
    told = [plain[0], replace(plain[1], captions=Captions("pt-BR", "0f" * 8, 812, 77)), replace(plain[2], branded=True)]
    (chunk,), checksums = stored(told)
    assert photos_in([chunk], checksums) == told
    (without,), _ = stored(plain)
    assert len(without["rows"]) < len(chunk["rows"]) < len(without["rows"]) + 120


def test_everything_comes_back_in_order() -> None:
    photos = [photo(number, f"ord_{number % 3}", hidden=number % 7 == 0, alt="Küche — 日本") for number in range(250)]
    gallery, checksums = stored(photos)
    assert len(gallery) == 3
    assert photos_in(gallery, checksums) == photos
    assert [one.asset_id for one in photos_in(gallery)] == [one.asset_id for one in photos]


def test_a_chunk_of_before_there_were_sections_and_times_is_read() -> None:
    # As schema 1 wrote it: two photos of one order, twelve columns, no list of sections, no times.
    packed = (
        "eNotjE0OgkAUg69ium7MGzT4cwWPMJmYAYloFAjiynh3+8DN1/Zb9IN+vDTjC8fo7RyQiLp/vJ+duwgLIKyQjkYTkdf34SpZzenmdJvqtunk"
        "5qnMqypPra/SzLgV1D1YLh3Lyf/CGMQD92JgIW64S+n7Aw4zK1U="
    )
    first, second = photos_in([{"rows": base64.b64decode(packed), "schema": 1}])
    assert (first.asset_id, first.caption, first.hidden, first.section) == ("ast_01", "Kitchen", False, "")
    assert (second.asset_id, second.bytes["mls"], second.hidden, second.section) == ("ast_02", 7, True, "")
    assert (first.delivered_at, second.delivered_at) == (None, None)


def test_old_and_new_chunks_of_one_listing_keep_their_own_times() -> None:
    old = [photo(number, delivered_at=None) for number in range(CHUNK)]
    gallery, _ = stored([*old, photo(CHUNK, delivered_at="2026-06-01T00:00:00.000Z")])
    assert {one.delivered_at for one in photos_in(gallery)[:CHUNK]} == {None}
    assert photos_in(gallery)[CHUNK].delivered_at == "2026-06-01T00:00:00.000Z"


def test_chunks_that_are_no_longer_needed_go() -> None:
    writes = chunk_writes("biz_1", "lst_1", [photo(1)], 3)
    assert sum(isinstance(write, Delete) for write in writes) == 4
    assert sum(isinstance(write, Put) for write in writes) == 2


@given(st.lists(st.text(max_size=40), max_size=5))
def test_any_text_survives(texts: list[str]) -> None:
    photos = [photo(number, name=text, caption=text, alt=text) for number, text in enumerate(texts)]
    if all(text.isprintable() for text in texts):
        gallery, checksums = stored(photos)
        assert photos_in(gallery, checksums) == photos


def test_a_thousand_photos_stay_below_the_limits_of_a_transaction_and_an_item() -> None:
    writes = chunk_writes("biz_1", "lst_1", [photo(number) for number in range(1000)], 0)
    assert len(writes) == 2 * 1000 // CHUNK
    assert all(len(write.item["rows"]) < 20_000 for write in writes if isinstance(write, Put))
