"""A changed watermark: galleries show all of the old one or all of the new one, whatever dies or comes twice (ADR 0048)."""

from __future__ import annotations

from typing import Any

import pytest
from PIL import ImageChops

from accounts.business import Business
from latchkey.clients import client
from latchkey.settings import settings
from latchkey.tables import commit
from media import bundle, remark_steps, remarking, steps, watermark_api, writes
from media.kinds import MARKED
from media.mark import Drawn
from media.paths import raw_key
from media.rendering import mark_of
from media.renditions import render
from tests.building import all_items, as_staff
from tests.integration.media.edge_eyes import Edge
from tests.integration.media.life import (
    Life,
    an_accepted_order,
    deliver,
    media_bytes,
    media_keys,
    ok,
    pay,
    photos,
    request_delivery,
    step_of,
    upload,
)
from tests.integration.media.remarking import (
    make,
    picture,
    plan,
    remark,
    run_item,
    save,
    shown,
    switch,
    turn,
    watermark,
)


def marked_keys() -> set[str]:
    return {"/" + key for key in media_keys() if "/marked/" in key}


def test_a_new_mark_is_made_beside_the_old_and_shown_by_one_write(locked: Life) -> None:
    before = shown(locked)
    assert save(locked)["remaking"] == {"state": "running", "done": 0, "total": 0, "reason": None, "stuck": []}
    planned = plan(locked, 1)
    assert make(locked, 1, planned) == 3
    assert shown(locked) == before, "everything is made, nothing is shown yet"
    assert switch(locked, 1, planned) == [True]
    after = shown(locked)
    assert not set(before) & set(after)
    assert {*before, *after} == marked_keys(), "the old ones stay for pages that are open"
    old, new = picture(before[1]), picture(after[1])
    assert old.size == new.size
    assert ImageChops.difference(old, new).getbbox()


def test_the_new_pictures_are_what_an_upload_would_have_got(locked: Life) -> None:
    save(locked)
    remark(locked, 1)
    expected = {
        each.data
        for data in photos(3).values()
        for each in render(data, mark_of(Drawn("text", "Northlight", 80, "centered")), MARKED)
    }
    found = {media_bytes(path) for path in shown(locked)}
    assert found == expected


def test_at_no_moment_a_gallery_shows_two_marks(locked: Life) -> None:
    """After each photo that is made, each of the customer's pictures exists and all are of one set."""
    old = set(shown(locked))
    save(locked)
    planned = plan(locked, 1)
    for batch in planned["batches"]:
        for asset_id in batch["asset_ids"]:
            make(locked, 1, {"batches": [{**batch, "asset_ids": [asset_id]}]})
            assert set(shown(locked)) == old
            switched = switch(locked, 1, planned)
            assert switched == [asset_id == batch["asset_ids"][-1]]
    assert not set(shown(locked)) & old
    assert set(shown(locked)) <= marked_keys()


def test_the_cards_cover_changes_with_the_gallery(locked: Life) -> None:
    def cover() -> str:
        return str(ok(locked.customer.get("/api/listings"))["listings"][0]["cover"]["large"]["url"]).partition("?")[0]

    assert cover().endswith(shown(locked)[2])
    save(locked)
    remark(locked, 1)
    assert cover().endswith(shown(locked)[2])


def test_progress_counts_each_photo_once_however_often_it_is_asked_for(locked: Life) -> None:
    save(locked)
    planned = plan(locked, 1)
    assert watermark(locked)["remaking"]["total"] == 3
    first = {"batches": [{**planned["batches"][0], "asset_ids": planned["batches"][0]["asset_ids"][:2]}]}
    assert [make(locked, 1, first) for _ in range(3)] == [2, 0, 0]
    assert watermark(locked)["remaking"] | {"state": ""} == {
        "state": "",
        "done": 2,
        "total": 3,
        "reason": None,
        "stuck": [],
    }
    again = plan(locked, 1)  # the worker died: what is left is planned, and no progress is lost
    assert [len(batch["asset_ids"]) for batch in again["batches"]] == [1]
    assert (make(locked, 1, again), switch(locked, 1, again)) == (1, [True])
    assert switch(locked, 1, again) == [False], "twice is once"
    assert plan(locked, 1)["next"] == "nothing"
    assert watermark(locked)["remaking"] | {"reason": None} == {
        "state": "completed", "done": 3, "total": 3, "reason": None, "stuck": [],
    }  # fmt: skip


def test_the_stream_starts_one_execution_and_the_same_round_hands_over_once(locked: Life) -> None:
    save(locked)
    remark_steps.hand_over_handler(turn(locked, 1), None)
    remark_steps.hand_over_handler(turn(locked, 1), None)
    events = [one["payload"]["round"] for one in all_items("events") if one["kind"] == "remarking_requested"]
    assert sorted(events) == [1, 2]
    assert run_item(locked)["round"] == 2


def test_a_newer_mark_ends_the_run_of_the_older_one(locked: Life) -> None:
    old = set(shown(locked))
    save(locked)
    planned = plan(locked, 1)
    first = {"batches": [{**planned["batches"][0], "asset_ids": planned["batches"][0]["asset_ids"][:1]}]}
    make(locked, 1, first)
    save(locked, text="Third name")
    assert make(locked, 1, planned) == 0
    assert switch(locked, 1, planned) == [False]
    assert plan(locked, 1)["next"] == "superseded"
    remark_steps.hand_over_handler(turn(locked, 1), None)
    assert run_item(locked)["version"] == 2
    assert set(shown(locked)) == old
    remark(locked, 2)
    assert watermark(locked)["remaking"]["done"] == 3
    assert not set(shown(locked)) & old


def test_a_switch_that_was_computed_before_a_newer_mark_never_lands(locked: Life) -> None:
    save(locked)
    planned = plan(locked, 1)
    make(locked, 1, planned)
    save(locked, text="Third name")
    assert switch(locked, 1, planned) == [False]
    remark(locked, 2)
    assert {entry["mark"] for entry in lock_of(locked)["orders"].values()} == {2}


def lock_of(life: Life) -> dict[str, Any]:
    (found,) = [
        one for one in all_items("listings") if one["sk"] == "gallery#2lock" and one["listing_id"] == life.listing_id
    ]
    return found


def test_photos_that_arrive_meanwhile_get_the_new_mark_and_are_not_made_twice(locked: Life) -> None:
    save(locked)
    names = set(photos(5)) - set(photos(3))
    later = upload(locked, {name: photos(5)[name] for name in names})
    planned = plan(locked, 1)
    assert not set(later.values()) & {one for batch in planned["batches"] for one in batch["asset_ids"]}
    remark(locked, 1)
    deliver(locked)
    assert len(shown(locked)) == 15
    assert set(shown(locked)) <= marked_keys()
    assert plan(locked, 1)["next"] == "nothing"


def test_a_delivery_that_was_asked_for_before_the_change_is_caught_up_with(life: Life) -> None:
    upload(life, photos(2))
    delivery_id = request_delivery(life)["delivery_id"]
    save(life)
    assert plan(life, 1)["next"] == "nothing"
    step = step_of(life, delivery_id)
    assert steps.check_handler(step, None)["batches"] == []
    bundle.handler(step, None)
    steps.deliver_handler(step, None)
    first = shown(life)
    assert set(first) <= marked_keys()
    assert remark_steps.remove_old_handler({**turn(life, 1), "listing_ids": [life.listing_id]}, None) == {"photos": 0}
    assert set(first) <= marked_keys(), "what is shown is never removed"
    remark(life, 1)
    assert not set(first) & set(shown(life))


def test_a_delivery_of_the_whole_order_brings_its_older_photos_to_the_new_mark(locked: Life) -> None:
    before = shown(locked)
    save(locked)
    name = (set(photos(4)) - set(photos(3))).pop()
    upload(locked, {name: photos(4)[name]})
    deliver(locked)
    assert len(shown(locked)) == 12
    assert set(shown(locked)) <= marked_keys()
    assert not set(shown(locked)) & set(before)
    assert plan(locked, 1)["next"] == "nothing"


def test_an_unlocked_gallery_shows_the_new_mark_when_it_locks_again(locked: Life) -> None:
    pay(locked)
    assert all("/clean/" in path for path in shown(locked))
    save(locked)
    remark(locked, 1)
    assert all("/clean/" in path for path in shown(locked))
    commit(
        [
            writes.lock_due(
                locked.business.business_id, locked.listing_id, locked.order_id, due=100, payment_state="refunded"
            )
        ]
    )
    assert all("/marked/" in path for path in shown(locked))
    assert set(shown(locked)) <= marked_keys()
    expected = next(
        iter(render(next(iter(photos(1).values())), mark_of(Drawn("text", "Northlight", 80, "centered")), MARKED[:1]))
    )
    assert media_bytes(shown(locked)[2]) == expected.data


def test_locked_galleries_come_first(business: Business) -> None:
    lives = [an_accepted_order(business) for _ in range(3)]
    for life in lives:
        upload(life, photos(1))
        deliver(life)
    pay(lives[1])
    pay(lives[2])
    save(lives[0])
    assert plan(lives[0], 1)["listings"][0] == {"listing_id": lives[0].listing_id}


def test_a_hidden_photo_is_made_too_so_that_showing_it_again_needs_nobody(locked: Life) -> None:
    hidden = locked.listing()["assets"][0]["asset_id"]
    assert locked.staff.patch(f"{locked.path}/assets/{hidden}", {"hidden": True}).status == 200
    save(locked)
    remark(locked, 1)
    assert locked.staff.patch(f"{locked.path}/assets/{hidden}", {"hidden": False}).status == 200
    assert len(shown(locked)) == 9
    assert set(shown(locked)) <= marked_keys()


def test_old_pictures_are_removed_afterwards_and_clean_ones_never(locked: Life) -> None:
    old = set(shown(locked))
    clean = {key for key in media_keys() if "/clean/" in key}
    save(locked)
    remark(locked, 1)
    groups = plan(locked, 1)["old"]
    assert groups == [{"listing_ids": [locked.listing_id]}]
    for _ in range(2):  # killed and called again
        remark_steps.remove_old_handler({**turn(locked, 1), **groups[0]}, None)
    assert marked_keys() == set(shown(locked))
    assert not marked_keys() & old
    assert clean <= set(media_keys())
    assert plan(locked, 1)["old"] == []


def test_nothing_clean_opens_while_a_gallery_changes_its_mark(locked: Life) -> None:
    edge = Edge(locked)
    clean = ["/" + key for key in media_keys() if "/clean/" in key]

    def looks() -> None:
        answer = locked.customer.get(locked.path)
        assert all("/marked/" in path for path in shown(locked))
        assert not any(edge.lets(answer, path) for path in clean)

    save(locked)
    looks()
    planned = plan(locked, 1)
    make(locked, 1, planned)
    looks()
    switch(locked, 1, planned)
    looks()


def test_a_photo_whose_original_is_gone_leaves_its_gallery_whole_and_says_so(business: Business) -> None:
    broken, sound = an_accepted_order(business), an_accepted_order(business)
    for life in (broken, sound):
        upload(life, photos(2))
        deliver(life)
    asset = broken.listing()["assets"][0]
    client("s3").delete_object(
        Bucket=settings().raw_bucket, Key=raw_key(business.business_id, broken.listing_id, asset["asset_id"])
    )
    before = shown(broken)
    save(broken)
    while (planned := plan(broken, 1))["next"] == "make":
        make(broken, 1, planned)
        switch(broken, 1, planned)
    assert shown(broken) == before
    assert lock_of(sound)["orders"][sound.order_id]["mark"] == 1
    told = watermark(broken)["remaking"]
    assert told["state"] == "needs_attention"
    assert told["stuck"] == [
        {"listing_id": broken.listing_id, "reason": f"{asset['name']}: Its original is not here any more."}
    ]


def test_a_step_that_fails_for_good_is_shown_and_try_again_goes_on(locked: Life) -> None:
    save(locked)
    remark_steps.record_attention_handler({**turn(locked, 1), "failure": {"Error": "States.Timeout"}}, None)
    assert watermark(locked)["remaking"]["state"] == "needs_attention"
    owner = as_staff(watermark_api.handler, locked.business)
    assert ok(owner.post("/api/watermark/retry", {}))["remaking"]["state"] == "running"
    assert owner.post("/api/watermark/retry", {}).status == 409
    events = [one["payload"]["round"] for one in all_items("events") if one["kind"] == "remarking_requested"]
    assert sorted(events) == [1, 2]
    remark(locked, 1)
    assert watermark(locked)["remaking"]["state"] == "completed"


@pytest.mark.parametrize("size", [2, 3])
def test_many_photos_are_made_in_rounds(business: Business, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remarking, "PHOTOS_A_ROUND", size)
    lives = [an_accepted_order(business) for _ in range(3)]
    for life in lives:
        upload(life, photos(1))
        deliver(life)
    save(lives[0])
    first = plan(lives[0], 1)
    assert len(first["listings"]) == size
    assert run_item(lives[0])["total"] == 3
    remark(lives[0], 1)
    assert (run_item(lives[0])["done"], run_item(lives[0])["total"]) == (3, 3)
