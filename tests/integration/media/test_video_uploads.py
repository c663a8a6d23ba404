"""Videos and their posters as they arrive: judged by their boxes, copied without what cameras add, each on its own."""

from __future__ import annotations

import pytest

from latchkey.clients import client
from latchkey.settings import settings
from media import render_arrivals
from media.paths import media_key, poster_key, raw_key
from media.upload import LINKS_AT_ONCE, PART_BYTES
from tests import originals as odd
from tests.integration.media.edge_eyes import Edge
from tests.integration.media.filming import (
    FILM,
    NAME,
    POSTER,
    a_filmed_listing,
    file_key,
    filmed,
    in_workspace,
    video,
    video_id,
)
from tests.integration.media.life import (
    Life,
    arrival,
    deliver,
    media_bytes,
    media_keys,
    ok,
    photos,
    report,
    send_poster,
    upload,
)
from tests.videos import FRAMES, SECRETS, mp4, sound


@pytest.fixture
def locked(life: Life) -> Life:
    return a_filmed_listing(life)


def test_a_video_is_ready_with_its_length_and_its_poster(life: Life) -> None:
    filmed(life)
    found = in_workspace(life)
    assert (found["state"], found["width"], found["height"], found["bytes"]) == ("ready", 1280, 720, len(FILM))
    made = {"seconds": 1, "poster": "made", "poster_reason": None, "captions": None}
    assert found["video"] == {**made, "url": file_key()}
    assert (found["preview"]["large"]["width"], found["preview"]["small"]["width"]) == (1280, 400)
    media_bytes(found["preview"]["small"]["url"])
    stored = client("s3").head_object(Bucket=settings().media_bucket, Key=media_key(file_key()))
    assert (stored["ContentType"], stored["CacheControl"]) == ("video/mp4", "private, max-age=86400, immutable")


def test_what_leaves_has_every_frame_and_neither_place_nor_serial_nor_owner(life: Life) -> None:
    asset_id = filmed(life)
    copy = media_bytes(file_key())
    assert len(copy) == len(FILM)
    assert not [secret for secret in SECRETS if secret in copy]
    for sample in (*FRAMES, *sound().samples):
        assert copy.index(sample) == FILM.index(sample)
    key = raw_key(life.business.business_id, life.listing_id, asset_id)
    assert client("s3").get_object(Bucket=settings().raw_bucket, Key=key)["Body"].read() == FILM


def test_a_long_video_passes_in_pieces_with_its_checksum(life: Life) -> None:
    """More than two parts of an upload and several pieces of the copy, blanks lying across their borders."""
    from zlib import crc32

    from tests.videos import PLACE, box, picture

    film = mp4(
        picture(samples=[bytes((n,)) * 700_000 for n in range(30)]), sound(), outside=box(b"uuid", PLACE * 400_000)
    )
    assert len(film) > 3 * PART_BYTES
    asset_id = upload(life, {"long.mov": film}, checksums=False)["long.mov"]
    copy = media_bytes(file_key())
    assert (len(copy), PLACE in copy) == (len(film), False)
    assert copy[-10_000_000:-200_000] == film[-10_000_000:-200_000]
    deliver(life, collection=False)
    (file,) = ok(life.customer.post(f"{life.path}/bundles", {"size": "original"}))["files"]
    assert (file["bytes"], file["crc32"]) == (len(copy), crc32(copy))
    assert in_workspace(life)["asset_id"] == asset_id


def test_what_is_no_video_is_refused_and_the_rest_of_the_batch_goes_on(life: Life) -> None:
    files = {
        "photo.mp4": photos(2)["02-front-angle.jpg"],
        "matroska.mov": b"\x1aE\xdf\xa3" + bytes(5000),
        "cut.mp4": FILM[:-300],
        "sound.m4v": mp4(sound()),
        "video.jpg": FILM,
        "good.MP4": mp4(),
        **photos(1),
    }
    upload(life, files)
    found = {one["name"]: (one["state"], one["refused_reason"]) for one in life.workspace()["assets"]}
    refused = {name: reason for name, (state, reason) in found.items() if state == "refused"}
    assert refused == {
        "photo.mp4": "This is a JPEG picture, not a video; rename it to end in .jpg and upload it again.",
        "matroska.mov": "This is a Matroska or WebM video; export it as MP4 or MOV.",
        "cut.mp4": "This video is damaged or incomplete: its parts are not where its index says.",
        "sound.m4v": "This file has no video in it.",
        "video.jpg": "This is a video, not a picture; rename it to end in .mp4 and upload it again.",
    }
    assert {name for name, (state, _) in found.items() if state == "ready"} == {"good.MP4", "01-front-day.jpg"}
    assert len([key for key in media_keys() if key.endswith((".mp4", ".mov"))]) == 1


@pytest.mark.parametrize(
    ("name", "size", "reason"),
    [
        ("a.mkv", 10, "This kind of video is not accepted; export it as MP4 or MOV."),
        ("a.AVI", 10, "This kind of video is not accepted; export it as MP4 or MOV."),
        ("a.CR3", 10, "This is a camera's RAW file; export it as JPEG, PNG, TIFF or WebP."),
        ("a.mov", 5_000_000_001, "The file has 5.0 GB; a video may have up to 5 GB."),
        ("a.mp4", 5_000_000_000, None),
    ],
)
def test_names_and_sizes_are_refused_before_a_byte_travels(
    life: Life, name: str, size: int, reason: str | None
) -> None:
    body = {"order_id": life.order_id, "files": [{"name": name, "bytes": size}]}
    (answer,) = ok(life.staff.post(f"{life.path}/uploads", body))["uploads"]
    assert answer["refused"] == reason


def test_five_gigabytes_are_signed_batch_after_batch(life: Life) -> None:
    body = {"order_id": life.order_id, "files": [{"name": "a.mov", "bytes": 5_000_000_000}]}
    (started,) = ok(life.staff.post(f"{life.path}/uploads", body))["uploads"]
    signed = [part["number"] for part in started["parts"]]
    where = f"{life.path}/uploads/{started['upload_id']}/parts"
    while len(signed) < 597:
        answer = ok(life.staff.post(where, {"first": signed[-1] + 1}))["parts"]
        assert 0 < len(answer) <= LINKS_AT_ONCE
        signed += [part["number"] for part in answer]
    assert signed == list(range(1, 598))
    assert ok(life.staff.post(where, {"first": 598}))["parts"] == []
    receipts = [{"number": number, "etag": '"x"'} for number in signed]
    (completed,) = report(life, {started["upload_id"]: receipts})
    assert completed["refused"] == "Some parts of the file have not arrived. Please upload it again."


def test_events_again_and_out_of_order_end_as_once(life: Life) -> None:
    asset_id = upload(life, {NAME: FILM}, arrive=False)[NAME]
    send_poster(life, asset_id, POSTER, arrive=False)
    key = poster_key(life.business.business_id, life.listing_id, asset_id)
    both = arrival(life, [asset_id], keys=[key])
    both["Records"].reverse()
    for _ in range(3):
        assert render_arrivals.handler(both, None) == {"batchItemFailures": []}
    assert in_workspace(life)["video"]["poster"] == "made"
    assert in_workspace(life)["state"] == "ready"


def test_arrivals_that_were_lost_are_made_up_for_by_the_delivery(life: Life) -> None:
    asset_id = upload(life, {NAME: FILM}, arrive=False)[NAME]
    send_poster(life, asset_id, POSTER, arrive=False)
    deliver(life)
    assert video(life)["preview"]
    assert in_workspace(life)["video"]["poster"] == "made"


# Posters -------------------------------------------------------------------------------------------------------------
def test_a_poster_that_never_came_holds_nothing_up(life: Life) -> None:
    asset_id = filmed(life, poster=None)
    assert in_workspace(life)["video"]["poster"] == "none"
    ok(life.staff.post(f"{life.path}/assets/{asset_id}/poster", {"bytes": 100}))
    assert in_workspace(life)["video"]["poster"] == "coming"
    deliver(life)
    assert (in_workspace(life)["video"]["poster"], video(life)["preview"]) == ("none", None)


def test_a_poster_that_is_none_is_refused_with_its_reason_and_an_earlier_one_stays(life: Life) -> None:
    asset_id = filmed(life, poster=b"GIF89a no photo")
    found = in_workspace(life)["video"]
    assert found["poster"] == "refused"
    assert found["poster_reason"] == "This is a GIF picture; photos are accepted as JPEG, PNG, TIFF or WebP."
    send_poster(life, asset_id, POSTER)
    assert in_workspace(life)["video"] == {**found, "poster": "made", "poster_reason": None}
    send_poster(life, asset_id, b"%PDF-1.7 no photo")
    found = in_workspace(life)["video"]
    assert (found["poster"], bool(found["poster_reason"])) == ("made", True)
    assert in_workspace(life)["preview"]


def test_another_poster_takes_the_place_of_the_first(life: Life) -> None:
    asset_id = filmed(life)
    before = in_workspace(life)["preview"]["small"]["url"]
    media_bytes_before = media_bytes(before)
    send_poster(life, asset_id, odd.jpeg(odd.scene((1600, 900), 2)))
    after = in_workspace(life)["preview"]["small"]["url"]
    assert media_bytes(after) != media_bytes_before
    assert after != before, "a browser keeps pictures by their address"
    assert after.partition("?")[0] == before.partition("?")[0]
    assert Edge(life).lets(life.staff.get(f"{life.path}/workspace"), after)


def test_only_staff_and_only_a_video_take_a_poster(locked: Life) -> None:
    path = f"{locked.path}/assets/{video_id(locked)}/poster"
    assert locked.customer.post(path, {"bytes": 10}).status in (403, 404)
    photo = in_workspace(locked, "photo")["asset_id"]
    assert locked.staff.post(f"{locked.path}/assets/{photo}/poster", {"bytes": 10}).status == 422
    assert locked.staff.post(f"{locked.path}/assets/ast_{26 * '0'}/poster", {"bytes": 10}).status == 404


def test_a_first_poster_of_a_delivered_video_waits_for_the_next_delivery(life: Life) -> None:
    asset_id = filmed(life, poster=None)
    deliver(life)
    send_poster(life, asset_id, POSTER)
    ok(life.staff.patch(f"{life.path}/assets/{asset_id}", {"caption": "Walk"}))
    assert (video(life)["preview"], video(life)["title"]) == (None, "Walk")
    deliver(life)
    assert video(life)["preview"]


def test_a_video_that_would_not_end_in_time_comes_again_alone(life: Life) -> None:
    """The first of an invocation is always begun; the photos beside them are not held up."""
    ids = upload(life, {"a.mp4": mp4(seconds=1), "b.mp4": mp4(seconds=2), **photos(1)}, arrive=False)

    class Context:
        aws_request_id = "late"

        def get_remaining_time_in_millis(self) -> int:
            return 20_000

    answer = render_arrivals.handler(arrival(life, list(ids.values())), Context())
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m1"}]}
    states = {one["name"]: one["state"] for one in life.workspace()["assets"]}
    assert states == {"a.mp4": "ready", "b.mp4": "processing", "01-front-day.jpg": "ready"}


def test_a_video_that_was_refused_stays_out_of_the_delivery(life: Life) -> None:
    upload(life, {NAME: FILM[:-100], **photos(1)})
    assert in_workspace(life)["state"] == "refused"
    deliver(life)
    assert (life.listing()["videos"], len(life.listing()["assets"])) == ([], 1)
