"""Videos: a marked poster and not a byte more while locked; afterwards they play, and are saved without what cameras add."""

from __future__ import annotations

import io
import json
import uuid
import zipfile
from urllib.parse import urlsplit

import pytest

import public.pages
from accounts.business import Business
from media import bundle
from tests import originals as odd
from tests.building import anonymous
from tests.gateway import gateway
from tests.integration.media.asking import asked_for, given_to_another, shown_by_a_link
from tests.integration.media.edge_eyes import Edge, paths_in
from tests.integration.media.filming import (
    FILM,
    NAME,
    a_filmed_listing,
    file_key,
    filmed,
    in_workspace,
    video,
    video_id,
)
from tests.integration.media.life import (
    Life,
    an_accepted_order,
    deliver,
    mails,
    media_bytes,
    ok,
    pay,
    photos,
    take_back,
    upload,
)


@pytest.fixture
def locked(life: Life) -> Life:
    return a_filmed_listing(life)


def test_while_locked_there_is_a_marked_poster_behind_every_door_and_nothing_else(locked: Life) -> None:
    edge, asset_id = Edge(locked), video_id(locked)
    found = video(locked)
    assert found["locked"]
    assert [found[name] for name in ("title", "url", "seconds", "bytes")] == ["", None, None, None]
    assert "/marked/" in found["preview"]["large"]["url"]
    answers = [*asked_for(locked, asset_id), locked.customer.put(f"{locked.path}/favorites/{asset_id}", {})]
    assert [answer.status for answer in answers] == [200, 200, 200, 403, 403, 403, 403, 403, 404]
    for answer in [shown_by_a_link(locked), *answers]:
        assert "anary" not in answer.text
        assert file_key() not in paths_in(answer.json)
        assert not edge.lets(answer, file_key())
    assert not [mail for mail in mails() if "anary" in json.dumps(mail, default=str)]


def test_paid_it_plays_and_is_saved_under_our_name(locked: Life) -> None:
    pay(locked)
    found = video(locked)
    assert (found["title"], found["seconds"], found["bytes"], found["locked"]) == (NAME, 1, len(FILM), False)
    assert found["url"] == file_key()
    assert "/clean/" in found["preview"]["small"]["url"]
    assert Edge(locked).lets(locked.customer.get(locked.path), found["url"])
    for size in ("original", "web"):
        answer = ok(locked.customer.post(f"{locked.path}/downloads", {"asset_id": video_id(locked), "size": size}))
        assert answer["file_name"] == "12-harbor-view-drive-003-canary-walkthrough.mp4"
        assert Edge(locked).lets_link(answer["url"])
        assert urlsplit(answer["url"]).path == file_key()
    take_back(locked)
    assert (video(locked)["url"], video(locked)["title"]) == (None, "")


def test_a_share_link_plays_what_its_sharer_may_watch(locked: Life) -> None:
    (shown,) = ok(shown_by_a_link(locked))["videos"]
    assert (shown["url"], shown["title"]) == (None, "")
    assert "/marked/" in shown["preview"]["large"]["url"]
    pay(locked)
    (shown,) = ok(shown_by_a_link(locked))["videos"]
    assert Edge(locked).lets_link(shown["url"])
    assert not Edge(locked).lets_link(shown["url"], 301)
    assert urlsplit(shown["url"]).path == file_key()


def test_an_unpaid_add_on_keeps_its_video_to_itself(locked: Life, business: Business) -> None:
    pay(locked)
    assert given_to_another(locked, business, video_id(locked)) == [404, 404]


def test_bundles_hold_it_after_the_pictures_and_before_the_documents(locked: Life) -> None:
    upload(locked, {"terms.pdf": odd.pdf("Terms")})
    deliver(locked)
    pay(locked)
    listed = ok(locked.customer.post(f"{locked.path}/bundles", {"size": "web"}))["files"]
    assert [file["name"].rpartition(".")[2] for file in listed] == ["jpg", "jpg", "mp4", "pdf"]
    prepared = ok(locked.customer.post(f"{locked.path}/bundles", {"size": "mls"}))
    assert prepared["kind"] == "prepared"
    with zipfile.ZipFile(io.BytesIO(media_bytes(urlsplit(prepared["url"]).path))) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[2] == "12-harbor-view-drive-003-canary-walkthrough.mp4"
        assert archive.read(archive.namelist()[2]) == media_bytes(file_key())


def test_what_is_too_large_for_the_server_is_bundled_by_the_browser(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload(life, photos(1))
    deliver(life)
    pay(life)
    assert ok(life.customer.post(f"{life.path}/bundles", {"size": "mls"}))["kind"] == "prepared"
    ok(life.staff.patch(f"{life.path}/assets/{in_workspace(life, 'photo')['asset_id']}", {"hidden": True}))
    filmed(life)
    monkeypatch.setattr(bundle, "LARGEST", len(FILM) - 1)
    deliver(life)
    answer = ok(life.customer.post(f"{life.path}/bundles", {"size": "mls"}))
    assert (answer["kind"], [file["bytes"] for file in answer["files"]]) == ("files", [len(FILM)])


def test_without_a_watermark_a_locked_poster_is_small(life: Life) -> None:
    filmed(life)
    deliver(life, watermark=False)
    preview = video(life)["preview"]
    assert "/plain/" in preview["large"]["url"]
    assert preview["large"]["width"] == 800
    media_bytes(preview["large"]["url"])


def test_a_video_alone_is_delivered_and_mailed_as_a_file(life: Life) -> None:
    filmed(life)
    deliver(life, collection=False)
    (card,) = ok(life.customer.get("/api/listings"))["listings"]
    assert (card["cover"], card["photo_count"]) == (None, 0)
    (mail,) = (mail for mail in mails() if mail["mail"] == "listing_delivered")
    assert (mail["photo_count"], mail["other_count"]) == (0, 1)


def test_guests_are_told_the_number_and_get_nothing(business: Business) -> None:
    life = an_accepted_order(business, guest=True)
    filmed(life)
    deliver(life, collection=False)
    token = life.private_url.rpartition("/")[2]
    visitor = anonymous(public.pages.handler, business)
    page = visitor.get(f"/g/{token}")
    assert "1 video belongs to this order. An account is needed to watch it." in page.text
    assert "anary" not in page.text
    assert visitor.using(gateway).get(f"/g/{token}/photos/{video_id(life)}").status == 404


def test_it_is_neither_cover_nor_plan_nor_pinned_nor_replaced_and_hidden_it_is_nowhere(locked: Life) -> None:
    asset_id = video_id(locked)
    assert locked.staff.put(f"{locked.path}/cover", {"asset_id": asset_id}).status == 422
    assert locked.staff.patch(f"{locked.path}/assets/{asset_id}", {"kind": "floor_plan"}).status == 422
    file = {"name": "b.mp4", "bytes": 10}
    assert locked.staff.post(f"{locked.path}/assets/{asset_id}/replacement", file).status == 422
    pin = {"asset_id": asset_id, "x": 500, "y": 500, "reason": "other", "text": "Here"}
    assert locked.customer.post(f"{locked.path}/revisions", pin, key=str(uuid.uuid4())).status == 404
    ok(locked.staff.patch(f"{locked.path}/assets/{asset_id}", {"hidden": True}))
    assert locked.listing()["videos"] == []
