"""Captions: given and taken away at once, served beside the video to those who may watch it, and to nobody before."""

from __future__ import annotations

import io
import zipfile
from typing import Any
from urllib.parse import urlsplit

import pytest

from latchkey.clients import client
from latchkey.settings import settings
from media import bundle, steps
from tests import originals as odd
from tests.browsing import Answer
from tests.building import a_business, as_staff, template
from tests.gateway import gateway
from tests.integration.media.edge_eyes import Edge
from tests.integration.media.filming import a_filmed_listing, filmed, give_captions, in_workspace, video, video_id
from tests.integration.media.life import (
    Life,
    deliver,
    media_bytes,
    media_keys,
    ok,
    pay,
    photos,
    request_delivery,
    step_of,
    take_back,
    upload,
)

FILE = b"WEBVTT\n\nNOTE typed by Olive\n\n00:00.500 --> 00:02.000 line:80%\nWelcome to 12 Harbor View.\n"
CLEAN = b"WEBVTT\n\n00:00:00.500 --> 00:00:02.000 line:80%\nWelcome to 12 Harbor View.\n"
OTHER = FILE.replace(b"Welcome", b"Bienvenue")


@pytest.fixture
def locked(life: Life) -> Life:
    return a_filmed_listing(life)


def head(path: str) -> dict[str, Any]:
    found: dict[str, Any] = client("s3").head_object(Bucket=settings().media_bucket, Key=path.removeprefix("/"))
    return found


def where(life: Life) -> str:
    return f"{life.path}/assets/{video_id(life)}/captions"


def test_while_locked_nobody_is_told_of_captions_and_their_file_does_not_open(locked: Life) -> None:
    given = give_captions(locked, video_id(locked), FILE)
    assert video(locked)["captions"] is None
    assert given["url"] not in locked.customer.get(locked.path).text
    answer = locked.customer.get(locked.path)
    assert not Edge(locked).lets(answer, given["url"])
    pay(locked)
    answer = locked.customer.get(locked.path)
    assert video(locked)["captions"] == given == in_workspace(locked)["video"]["captions"]
    assert Edge(locked).lets(answer, given["url"])
    take_back(locked)
    assert video(locked)["captions"] is None


def test_the_file_is_served_as_what_it_is_and_holds_nothing_but_cues(locked: Life) -> None:
    url = give_captions(locked, video_id(locked), FILE)["url"]
    assert media_bytes(url) == CLEAN
    assert (head(url)["ContentType"], head(url)["ContentDisposition"]) == ("text/vtt; charset=utf-8", "attachment")


def test_other_captions_take_the_place_at_once_under_a_name_that_nobody_has_kept(locked: Life) -> None:
    pay(locked)
    first = give_captions(locked, video_id(locked), FILE)
    assert give_captions(locked, video_id(locked), FILE) == first
    second = give_captions(locked, video_id(locked), OTHER, "fr")
    assert (second["language"], second["url"] == first["url"]) == ("fr", False)
    assert video(locked)["captions"] == second
    assert b"Bienvenue" in media_bytes(second["url"])
    assert locked.staff.delete(where(locked)).status == 204
    assert locked.staff.delete(where(locked)).status == 204
    assert (video(locked)["captions"], in_workspace(locked)["video"]["captions"]) == (None, None)


def test_what_was_replaced_or_removed_is_left_to_the_buckets_rule_and_never_what_is_shown(locked: Life) -> None:
    urls = [give_captions(locked, video_id(locked), file)["url"] for file in (FILE, OTHER, FILE)]
    assert len(set(urls)) == 3, "what came back must not go with what was thrown away"
    assert [is_thrown_away(url) for url in urls] == [True, True, False]
    assert media_bytes(urls[0]) == CLEAN, "links to it live for minutes"
    assert locked.staff.delete(where(locked)).status == 204
    assert is_thrown_away(urls[2])


def is_thrown_away(path: str) -> bool:
    """Whether a rule of the bucket takes this file within a day."""
    rules = template()["Resources"]["MediaBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    tagged = client("s3").get_object_tagging(Bucket=settings().media_bucket, Key=path.removeprefix("/"))["TagSet"]
    return any(rule.get("ExpirationInDays") == 1 and rule["TagFilters"] == tagged for rule in rules)


def test_captions_of_a_video_that_waits_for_delivery_go_out_with_it(life: Life) -> None:
    upload(life, photos(1))
    deliver(life)
    filmed(life)
    give_captions(life, video_id(life), FILE)
    deliver(life)
    pay(life)
    assert video(life)["captions"]["language"] == "en"


def test_a_share_link_has_them_where_it_plays_the_video(locked: Life) -> None:
    give_captions(locked, video_id(locked), FILE)
    token = ok(locked.customer.post(f"{locked.path}/shares", {"days": 7}))["url"].rpartition("/")[2]

    def shown() -> dict[str, Any]:
        (found,) = ok(locked.customer.post("/api/shared-listing", {"token": token}))["videos"]
        return dict(found)

    assert shown()["captions"] is None
    pay(locked)
    captions = shown()["captions"]
    assert (captions["language"], Edge(locked).lets_link(captions["url"])) == ("en", True)
    assert not Edge(locked).lets_link(captions["url"], 301)
    assert urlsplit(captions["url"]).path == video(locked)["captions"]["url"]


def test_they_are_saved_by_themselves_under_the_name_of_their_video_by_those_who_may_save_it(locked: Life) -> None:
    def save() -> Answer:
        body = {"asset_id": video_id(locked), "size": "original", "captions": True}
        return locked.customer.post(f"{locked.path}/downloads", body)

    assert save().status == 403
    give_captions(locked, video_id(locked), FILE)
    refused = save()
    assert (refused.status, refused.json["detail"]) == (403, "These files are locked until the amount due is paid.")
    pay(locked)
    saved = ok(save())
    assert (saved["file_name"], saved["bytes"]) == ("12-harbor-view-drive-003-canary-walkthrough.vtt", len(CLEAN))
    link = urlsplit(saved["url"])
    assert media_bytes(link.path) == CLEAN
    assert "12-harbor-view-drive-003-canary-walkthrough.vtt" in link.query
    assert Edge(locked).lets_link(saved["url"])
    assert not Edge(locked).lets_link(saved["url"], 301)
    assert locked.staff.delete(where(locked)).status == 204
    assert save().status == 404
    take_back(locked)
    assert save().status == 403


def test_bundles_hold_them_beside_the_video_under_its_name(locked: Life) -> None:
    give_captions(locked, video_id(locked), FILE)
    deliver(locked)
    pay(locked)
    names = [f"12-harbor-view-drive-003-canary-walkthrough.{suffix}" for suffix in ("mp4", "vtt")]
    listed = ok(locked.customer.post(f"{locked.path}/bundles", {"size": "original"}))
    assert [file["name"] for file in listed["files"][2:]] == names
    assert (listed["files"][3]["bytes"], media_bytes(listed["files"][3]["url"])) == (len(CLEAN), CLEAN)
    assert listed["bytes"] == sum(file["bytes"] for file in listed["files"])
    prepared = ok(locked.customer.post(f"{locked.path}/bundles", {"size": "mls"}))
    with zipfile.ZipFile(io.BytesIO(media_bytes(urlsplit(prepared["url"]).path))) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[2:] == names
        assert archive.read(names[1]) == CLEAN
    assert locked.customer.post(f"{locked.path}/downloads", {"asset_id": video_id(locked), "size": "mls"}).status == 200


def test_a_bundle_of_before_other_captions_is_not_given_any_more(locked: Life) -> None:
    pay(locked)
    assert ok(locked.customer.post(f"{locked.path}/bundles", {"size": "mls"}))["kind"] == "prepared"
    give_captions(locked, video_id(locked), FILE)
    answer = ok(locked.customer.post(f"{locked.path}/bundles", {"size": "mls"}))
    assert (answer["kind"], answer["files"][3]["name"][-4:]) == ("files", ".vtt")


def test_captions_that_come_while_a_bundle_is_made_are_in_what_is_given(life: Life) -> None:
    filmed(life)
    step = step_of(life, request_delivery(life)["delivery_id"])
    steps.check_handler(step, None)
    bundle.handler(step, None)
    give_captions(life, video_id(life), FILE)
    steps.deliver_handler(step, None)
    pay(life)
    answer = ok(life.customer.post(f"{life.path}/bundles", {"size": "mls"}))
    assert (answer["kind"], [file["name"][-4:] for file in answer["files"]]) == ("files", [".mp4", ".vtt"])


@pytest.mark.parametrize(
    ("body", "status", "why"),
    [
        ({"text": "WEBVTT\n\n\n00:01.000 --> 00:02.000\n<script>", "language": "en"}, 422, "Line 5: <script> does not"),
        ({"text": "\n\nGIF89a", "language": "en"}, 422, "Line 3: a file of captions begins with WEBVTT"),
        ({"text": FILE.decode(), "language": "english please"}, 422, "language"),
        ({"text": "WEBVTT\n\n" + "a" * 200_000, "language": "en"}, 422, "text"),
        ({"text": "a" * 300_000, "language": "en"}, 400, "more than we can take"),
        ({"text": FILE.decode()}, 422, "language"),
    ],
)
def test_what_is_no_caption_file_is_refused_and_leaves_what_was_there(
    locked: Life, body: dict[str, Any], status: int, why: str
) -> None:
    before = give_captions(locked, video_id(locked), FILE)
    keys = media_keys()
    answer = locked.staff.put(where(locked), body)
    assert (answer.status, why in answer.text) == (status, True), answer.text
    assert (in_workspace(locked)["video"]["captions"], media_keys()) == (before, keys)


def test_only_videos_that_are_ready_have_captions_and_only_staff_give_them(locked: Life) -> None:
    body = {"text": FILE.decode(), "language": "en"}
    photo = in_workspace(locked, "photo")["asset_id"]
    assert locked.staff.put(f"{locked.path}/assets/{photo}/captions", body).status == 422
    coming = upload(locked, {"Later.mp4": odd.jpeg(odd.scene((64, 48)))}, arrive=False)["Later.mp4"]
    assert locked.staff.put(f"{locked.path}/assets/{coming}/captions", body).status == 409
    assert locked.customer.put(where(locked), body).status in (403, 404)
    assert locked.customer.delete(where(locked)).status in (403, 404)
    stranger = as_staff(gateway, a_business())
    assert stranger.put(where(locked), body).status == 404
    assert in_workspace(locked)["video"]["captions"] is None
