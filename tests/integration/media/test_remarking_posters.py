"""A changed watermark and the posters of delivered videos: they change with the photos of their order, by the same write."""

from __future__ import annotations

import pytest
from PIL import ImageChops

from media import remark_steps
from media.kinds import MARKED
from media.mark import Drawn
from media.rendering import mark_of
from media.renditions import render
from tests import originals as odd
from tests.integration.media.filming import POSTER, filmed, video
from tests.integration.media.life import Life, deliver, media_bytes, media_keys, pay, photos, send_poster, upload
from tests.integration.media.remarking import make, picture, plan, remark, save, shown, switch, turn

OTHER = odd.jpeg(odd.scene((1600, 900), 2))
# The mark that `save` saves.
MARK = mark_of(Drawn("text", "Northlight", 80, "centered"))


@pytest.fixture
def watched(life: Life) -> Life:
    """A photo and a video, delivered and not paid."""
    upload(life, photos(1))
    filmed(life)
    deliver(life)
    return life


def poster(life: Life) -> list[str]:
    """Where the pictures of the poster lie that the customer is shown."""
    preview = video(life)["preview"]
    return [preview[size]["url"].partition("?")[0] for size in ("small", "medium", "large")]


def marked_keys() -> set[str]:
    return {"/" + key for key in media_keys() if "/marked/" in key}


def expected(file: bytes) -> set[bytes]:
    return {each.data for each in render(file, MARK, MARKED)}


def test_at_no_moment_the_poster_shows_another_mark_than_the_photos(watched: Life) -> None:
    before = {*shown(watched), *poster(watched)}
    save(watched)
    planned = plan(watched, 1)
    ids = [(batch, asset_id) for batch in planned["batches"] for asset_id in batch["asset_ids"]]
    assert len(ids) == 2
    for batch, asset_id in ids:
        assert {*shown(watched), *poster(watched)} == before
        make(watched, 1, {"batches": [{**batch, "asset_ids": [asset_id]}]})
        assert {*shown(watched), *poster(watched)} == before, "everything is made, nothing is shown yet"
        assert switch(watched, 1, planned) == [(batch, asset_id) == ids[-1]]
    after = {*shown(watched), *poster(watched)}
    assert not after & before
    assert after | before == marked_keys(), "the old ones stay for pages that are open"
    assert plan(watched, 1)["next"] == "nothing"


def test_the_new_poster_is_the_old_picture_with_the_new_mark_and_the_old_files_go(watched: Life) -> None:
    old = poster(watched)
    clean = {key for key in media_keys() if "/clean/" in key}
    large = picture(old[2])
    save(watched)
    remark(watched, 1)
    assert {media_bytes(path) for path in poster(watched)} == expected(POSTER)
    new = picture(poster(watched)[2])
    assert new.size == large.size
    assert ImageChops.difference(new, large).getbbox()
    for group in plan(watched, 1)["old"]:
        remark_steps.remove_old_handler({**turn(watched, 1), **group}, None)
    assert marked_keys() == {*shown(watched), *poster(watched)}
    assert clean == {key for key in media_keys() if "/clean/" in key}
    pay(watched)
    assert all("/clean/" in path for path in poster(watched))


def test_a_poster_that_is_chosen_meanwhile_is_shown_with_the_mark_of_its_order(watched: Life) -> None:
    before = poster(watched)
    save(watched)
    send_poster(watched, video(watched)["asset_id"], OTHER)
    assert poster(watched) == before, "the order still shows the mark of before"
    remark(watched, 1)
    assert {media_bytes(path) for path in poster(watched)} == expected(OTHER)


def test_a_video_without_a_poster_holds_no_gallery_up(life: Life) -> None:
    upload(life, photos(1))
    filmed(life, poster=None)
    deliver(life)
    before = shown(life)
    save(life)
    remark(life, 1)
    assert not set(shown(life)) & set(before)
    assert video(life)["preview"] is None
