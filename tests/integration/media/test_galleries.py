"""Galleries and downloads: what a customer, a guest and the business get before and after paying (product 5)."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import uuid
import zipfile
import zlib
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

import pytest
from cryptography.hazmat.primitives import serialization
from PIL import Image, ImageChops

import orders.api
from accounts.business import Business
from latchkey.clients import client
from latchkey.clock import utc_now
from latchkey.secrets import secret_json
from latchkey.settings import settings
from latchkey.tables import commit
from local.edge.verifier import may_read
from media import api, writes
from tests import originals as odd
from tests.building import Answer, a_business, a_customer, all_items, anonymous, as_staff, signed_in
from tests.integration.media.life import (
    Life,
    an_accepted_order,
    deliver,
    media_bytes,
    media_keys,
    ok,
    pay,
    photos,
    upload,
)
from tests.unit.media.test_manifest import photo, stored
from tests.unit.media.test_metadata import SECRETS

MINUTES = 60


@pytest.fixture
def life(business: Business) -> Life:
    return an_accepted_order(business)


@pytest.fixture
def locked(life: Life) -> Life:
    upload(life, photos(3))
    deliver(life)
    return life


class Edge:
    """Verifies signatures as the edge does, with a clock of its own."""

    def __init__(self, life: Life) -> None:
        kept = secret_json(settings().signing_secret_id)
        key = serialization.load_pem_private_key(kept["private_key"].encode(), None).public_key()
        self.keys = {kept["key_pair_id"]: key}
        self.origin = f"https://{life.business.host}"
        self.now = utc_now().timestamp()

    def lets(self, answer: Answer, path: str, after: float = 0) -> bool:
        """Whether the cookies of this answer open the path `after` seconds."""
        return may_read(self.origin + path, {}, cookies_for(answer, path), self.keys, now=self.now + after)

    def lets_link(self, url: str, after: float = 0) -> bool:
        split = urlsplit(url)
        query = dict(parse_qsl(split.query))
        bare = url.partition("&Expires=")[0].partition("?Expires=")[0]
        return may_read(bare, query, {}, self.keys, now=self.now + after)


def cookies_for(answer: Answer, path: str) -> dict[str, str]:
    """What a browser would send with a request for this path."""
    sent = {}
    for text in answer.set_cookies:
        pair, *attributes = text.split("; ")
        scope = next(part for part in attributes if part.startswith("Path=")).removeprefix("Path=")
        if path.startswith(scope + "/"):
            sent.update([pair.split("=", 1)])
    return sent


def paths_in(document: object) -> Iterator[str]:
    if isinstance(document, dict):
        for value in document.values():
            yield from paths_in(value)
    elif isinstance(document, list):
        for value in document:
            yield from paths_in(value)
    elif isinstance(document, str) and "/media/" in document:
        yield urlsplit(document).path


def clean_keys() -> set[str]:
    return {"/" + key for key in media_keys() if "/clean/" in key}


def test_before_delivery_a_customer_sees_the_listing_in_progress_without_media(life: Life) -> None:
    upload(life, photos(2))
    listing = life.listing()
    assert (listing["state"], listing["assets"], listing["bundle"]) == ("in_progress", [], None)
    (card,) = ok(life.customer.get("/api/listings"))["listings"]
    assert (card["state"], card["cover"], card["photo_count"], card["locked"]) == ("in_progress", None, 0, False)
    assert life.customer.get(life.path).set_cookies == []


def test_a_locked_gallery_shows_marked_previews_and_the_amount_due(locked: Life) -> None:
    listing = locked.listing()
    (order,) = listing["orders"]
    assert (order["locked"], order["collection"], order["due"]["amount"]) == (True, True, 24900 + 1370)
    assert [asset["position"] for asset in listing["assets"]] == [1, 2, 3]
    for asset in listing["assets"]:
        assert asset["locked"] is True
        assert asset["downloads"] is None
        assert "/marked/" in asset["preview"]["large"]["url"]
        large = Image.open(io.BytesIO(media_bytes(asset["preview"]["large"]["url"])))
        assert large.size == (asset["preview"]["large"]["width"], asset["preview"]["large"]["height"])
    (card,) = ok(locked.customer.get("/api/listings"))["listings"]
    assert (card["locked"], card["due"]["amount"], card["photo_count"]) == (True, 26270, 3)


def test_while_locked_no_answer_and_no_cookie_opens_a_clean_byte(locked: Life) -> None:
    edge = Edge(locked)
    asset_ids = [asset["asset_id"] for asset in locked.listing()["assets"]]
    answers = [
        locked.customer.get("/api/listings"),
        locked.customer.get(locked.path),
        locked.customer.post(f"{locked.path}/media-access", {}),
        *(locked.customer.post(f"{locked.path}/downloads", {"asset_id": asset_ids[0], "size": size})
          for size in ("original", "web", "mls")),
        locked.customer.post(f"{locked.path}/bundles", {"size": "mls"}),
        locked.customer.post(f"{locked.path}/bundles", {"size": "web", "asset_ids": asset_ids[:1]}),
    ]  # fmt: skip
    assert [answer.status for answer in answers] == [200, 200, 200, 403, 403, 403, 403, 403]
    clean = clean_keys()
    assert len(clean) == 3 * 4 + 1
    for answer in answers:
        assert not clean & set(paths_in(answer.json))
        assert not [path for path in clean if edge.lets(answer, path)]
        assert answer.headers["cache-control"] == "no-store"


def test_marked_pictures_come_from_marked_pixels_only(locked: Life) -> None:
    clean = {
        hashlib.sha256(Image.open(io.BytesIO(media_bytes(path))).tobytes()).hexdigest()
        for path in clean_keys()
        if path.endswith(".jpg")
    }
    for path in (key for key in media_keys() if "/marked/" in key):
        picture = Image.open(io.BytesIO(media_bytes(path)))
        assert max(picture.size) <= 1600
        assert not picture.getexif()
        assert hashlib.sha256(picture.tobytes()).hexdigest() not in clean


def test_paying_opens_everything_at_the_next_request_without_touching_a_file(locked: Life) -> None:
    before = media_keys()
    locked_listing = locked.listing()
    pay(locked)
    listing = locked.listing()
    assert media_keys() == before
    assert listing["orders"][0]["locked"] is False
    for was, now in zip(locked_listing["assets"], listing["assets"], strict=True):
        assert "/clean/" in now["preview"]["large"]["url"]
        assert [one["size"] for one in now["downloads"]] == ["original", "web", "mls"]
        marked, clean = (Image.open(io.BytesIO(media_bytes(one["preview"]["large"]["url"]))) for one in (was, now))
        assert ImageChops.difference(marked, clean).getbbox()
    edge = Edge(locked)
    answer = locked.customer.get(locked.path)
    assert all(edge.lets(answer, path) for path in clean_keys())


def test_a_part_payment_opens_nothing(locked: Life) -> None:
    pay(locked, 100)
    assert locked.listing()["orders"][0]["locked"] is True


def test_each_download_is_the_file_it_says_under_our_name(life: Life) -> None:
    upload(
        life,
        {
            "secret.jpg": odd.private_jpeg(odd.scene((2400, 1600)), 6),
            "b.png": odd.encoded(odd.scene((900, 600)), "PNG"),
        },
    )
    deliver(life)
    pay(life)
    for place, asset in enumerate(life.listing()["assets"], start=1):
        for size in asset["downloads"]:
            answer = ok(
                life.customer.post(f"{life.path}/downloads", {"asset_id": asset["asset_id"], "size": size["size"]})
            )
            data = media_bytes(urlsplit(answer["url"]).path)
            picture = Image.open(io.BytesIO(data))
            upright = picture.size if picture.getexif().get(0x0112, 1) < 5 else picture.size[::-1]
            assert (len(data), upright) == (size["bytes"], (size["width"], size["height"]))
            assert answer["file_name"].startswith(f"12-harbor-view-drive-{place:03d}")
            query = dict(parse_qsl(urlsplit(answer["url"]).query))
            assert query["response-content-disposition"] == f'attachment; filename="{answer["file_name"]}"'
            assert not [secret for secret in SECRETS if secret in data]
    full = ok(life.customer.post(f"{life.path}/downloads", {"asset_id": asset["asset_id"], "size": "original"}))
    assert full["file_name"].endswith(".png")


def test_a_link_lives_for_five_minutes_and_for_one_file(locked: Life) -> None:
    pay(locked)
    edge = Edge(locked)
    asset_ids = [asset["asset_id"] for asset in locked.listing()["assets"]]
    one, other = (
        ok(locked.customer.post(f"{locked.path}/downloads", {"asset_id": asset_id, "size": "mls"}))["url"]
        for asset_id in asset_ids[:2]
    )
    assert edge.lets_link(one, 5 * MINUTES - 3)
    assert not edge.lets_link(one, 5 * MINUTES + 3)
    assert not edge.lets_link(one.replace(urlsplit(one).path, urlsplit(other).path))
    assert not edge.lets_link(one.replace("12-harbor", "13-harbor"))
    stretched = one.replace("Expires=", "Expires=9")
    assert not edge.lets_link(stretched)


def test_cookies_live_for_ten_minutes_and_for_one_folder_of_one_order(locked: Life) -> None:
    edge = Edge(locked)
    answer = locked.customer.get(locked.path)
    marked = next("/" + key for key in media_keys() if "/marked/" in key)
    assert edge.lets(answer, marked, 10 * MINUTES - 3)
    assert not edge.lets(answer, marked, 10 * MINUTES + 3)
    assert not edge.lets(answer, marked.replace(locked.order_id, "ord_" + 26 * "0"))
    marked_cookies = cookies_for(answer, marked)
    for path in clean_keys():
        assert not may_read(edge.origin + path, {}, marked_cookies, edge.keys, now=edge.now)
    for text in answer.set_cookies:
        for attribute in (
            "Secure",
            "HttpOnly",
            "SameSite=Lax",
            f"Path=/media/{locked.listing_id}/{locked.order_id}/marked",
        ):
            assert attribute in text


def test_an_unpaid_add_on_locks_only_its_own_photos(locked: Life) -> None:
    business_id, add_on = locked.business.business_id, "ord_" + 26 * "7"
    pay(locked)
    entry = writes.new_terms(1002, 5000, "unpaid") | {"delivered": True, "collection": True}
    commit([writes.Update("listings", writes.keys.lock(business_id, locked.listing_id), {f"orders.{add_on}": entry})])
    answer = locked.customer.get(locked.path)
    assert {order["order_id"]: order["locked"] for order in answer.json["orders"]} == {
        locked.order_id: False,
        add_on: True,
    }
    scopes = {text.split("Path=")[1].split(";")[0] for text in answer.set_cookies}
    assert scopes == {
        f"/media/{locked.listing_id}/{locked.order_id}/clean",
        f"/media/{locked.listing_id}/{add_on}/marked",
    }


def test_staffs_word_and_cancellation_count_at_the_next_request(locked: Life) -> None:
    place = locked.business.business_id, locked.listing_id, locked.order_id
    commit([writes.set_override(*place, "unlocked")])
    assert locked.listing()["orders"][0]["locked"] is False
    commit([writes.set_override(*place, "locked")])
    pay(locked)
    assert locked.listing()["orders"][0]["locked"] is True
    commit([writes.set_override(*place, None)])
    assert locked.listing()["orders"][0]["locked"] is False
    commit(writes.lock_canceled(*place))
    answer = locked.customer.get(locked.path)
    assert (answer.json["assets"], answer.set_cookies) == ([], [])


def test_without_watermark_a_locked_listing_shows_at_most_800_px(life: Life) -> None:
    upload(life, photos(1))
    deliver(life, watermark=False)
    (asset,) = life.listing()["assets"]
    assert "/plain/" in asset["preview"]["large"]["url"]
    assert max(Image.open(io.BytesIO(media_bytes(asset["preview"]["large"]["url"]))).size) == 800
    answer = life.customer.get(life.path)
    assert not [path for path in clean_keys() if Edge(life).lets(answer, path)]
    pay(life)
    assert "/clean/" in life.listing()["assets"][0]["preview"]["large"]["url"]


def test_a_delivery_without_collection_is_open_at_once(life: Life) -> None:
    upload(life, photos(1))
    deliver(life, collection=False)
    assert life.listing()["assets"][0]["locked"] is False


def test_an_order_of_nothing_is_never_locked(business: Business) -> None:
    life = an_accepted_order(business, price=0)
    upload(life, photos(1))
    deliver(life, collection=True)
    assert life.listing()["orders"][0] | {"number": 0} == {
        "order_id": life.order_id, "number": 0, "locked": False, "due": {"amount": 0, "currency": "USD"},
        "collection": False, "payment_state": "not_required", "watermark": True,
    }  # fmt: skip


def test_the_mls_bundle_is_ready_complete_and_correct(locked: Life) -> None:
    pay(locked)
    listing = locked.listing()
    answer = ok(locked.customer.post(f"{locked.path}/bundles", {"size": "mls"}))
    assert (answer["kind"], answer["file_name"]) == ("prepared", "12-harbor-view-drive-mls.zip")
    assert Edge(locked).lets_link(answer["url"])
    data = media_bytes(urlsplit(answer["url"]).path)
    assert len(data) == answer["bytes"] == listing["bundle"]["bytes"]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [f"12-harbor-view-drive-{place:03d}.jpg" for place in (1, 2, 3)]
        assert all(entry.compress_type == zipfile.ZIP_STORED for entry in archive.infolist())
        sizes = [
            next(one["bytes"] for one in asset["downloads"] if one["size"] == "mls") for asset in listing["assets"]
        ]
        assert [entry.file_size for entry in archive.infolist()] == sizes
        overhead = len(data) - sum(sizes)
    assert overhead <= 3 * 200


@pytest.mark.parametrize("size", ["original", "web"])
def test_other_bundles_are_a_list_with_sizes_and_checksums_for_the_browser(locked: Life, size: str) -> None:
    pay(locked)
    chosen = [asset["asset_id"] for asset in locked.listing()["assets"]][1:]
    answer = ok(locked.customer.post(f"{locked.path}/bundles", {"size": size, "asset_ids": chosen}))
    assert answer["kind"] == "files"
    assert [file["name"][-7:] for file in answer["files"]] == ["002.jpg", "003.jpg"]
    for file in answer["files"]:
        data = media_bytes(file["url"])
        assert (len(data), zlib.crc32(data)) == (file["bytes"], file["crc32"])
    unknown = {"size": size, "asset_ids": [*chosen, "ast_" + 26 * "0"]}
    assert locked.customer.post(f"{locked.path}/bundles", unknown).status == 404


def test_hiding_a_delivered_photo_takes_it_out_of_page_count_and_bundle(locked: Life) -> None:
    pay(locked)
    first = locked.listing()["assets"][0]["asset_id"]
    ok(locked.staff.patch(f"{locked.path}/assets/{first}", {"hidden": True}))
    listing = locked.listing()
    assert (len(listing["assets"]), listing["bundle"]) == (2, None)
    bundle = ok(locked.customer.post(f"{locked.path}/bundles", {"size": "mls"}))
    assert (bundle["kind"], len(bundle["files"])) == ("files", 2)
    refused = locked.customer.post(f"{locked.path}/downloads", {"asset_id": first, "size": "web"})
    assert refused.status == 404
    ok(
        locked.staff.patch(
            f"{locked.path}/assets/{first}", {"hidden": False, "caption": "Front", "alt": "The front door"}
        )
    )
    back = locked.listing()["assets"][0]
    assert (back["asset_id"], back["caption"], back["alt"]) == (first, "Front", "The front door")
    assert locked.staff.delete(f"{locked.path}/assets/{first}").status == 204
    assert len(locked.listing()["assets"]) == 2


def test_dragging_a_photo_changes_the_order_of_the_page(locked: Life) -> None:
    ids = [asset["asset_id"] for asset in locked.listing()["assets"]]
    ok(locked.staff.patch(f"{locked.path}/assets/{ids[2]}", {"position": 1}))
    assert [asset["asset_id"] for asset in locked.listing()["assets"]] == [ids[2], ids[0], ids[1]]
    assert [asset["asset_id"] for asset in locked.workspace()["assets"]] == [ids[2], ids[0], ids[1]]


def test_somebody_elses_listing_is_missing_byte_for_byte(locked: Life, business: Business) -> None:
    asset_id = locked.listing()["assets"][0]["asset_id"]
    elsewhere = a_business()
    strangers = [
        signed_in(api.handler, business, a_customer(business)),
        signed_in(api.handler, elsewhere, a_customer(elsewhere)),
        as_staff(api.handler, elsewhere),
    ]
    missing = "/api/listings/lst_" + 26 * "0"
    for stranger in strangers:
        for method, path, body in (
            ("GET", "", None),
            ("POST", "/media-access", {}),
            ("POST", "/downloads", {"asset_id": asset_id, "size": "web"}),
            ("POST", "/bundles", {"size": "mls"}),
            ("GET", "/workspace", None),
            ("PATCH", f"/assets/{asset_id}", {"hidden": True}),
            ("DELETE", f"/assets/{asset_id}", None),
        ):
            theirs = stranger.send(method, locked.path + path, body)
            nobodys = stranger.send(method, missing + path, body)
            assert (theirs.status, theirs.text) == (404, nobodys.text)
            assert nobodys.status == 404
        assert ok(stranger.get("/api/listings"))["listings"] == []
    assert anonymous(api.handler, business).get(locked.path).status == 401


def test_staff_see_their_own_pictures_and_view_as_the_customer_sees_them(locked: Life) -> None:
    assert "/clean/" in ok(locked.staff.get(locked.path))["assets"][0]["preview"]["large"]["url"]
    customer_id = locked.workspace()["view_as"]["customer_id"]
    headers = {"x-latchkey-view-as": customer_id}
    seen = ok(locked.staff.get(locked.path, headers=headers))
    assert seen == {**locked.listing(), "media_expires_at": seen["media_expires_at"]}
    asset_id = seen["assets"][0]["asset_id"]
    refused = locked.staff.post(f"{locked.path}/downloads", {"asset_id": asset_id, "size": "web"}, headers=headers)
    assert refused.status == 403


def test_a_guest_gets_the_picture_that_may_be_seen_now(business: Business) -> None:
    life = an_accepted_order(business, guest=True)
    ids = list(upload(life, photos(1)).values())
    token = life.private_url.rsplit("/", 1)[1]
    visitor = anonymous(api.handler, business)
    assert visitor.get(f"/g/{token}/photos/{ids[0]}").status == 404
    deliver(life)
    edge = Edge(life)
    for folder in ("marked", "clean"):
        answer = visitor.get(f"/g/{token}/photos/{ids[0]}")
        assert answer.status == 302
        assert f"/{folder}/" in answer.headers["location"]
        assert edge.lets_link(answer.headers["location"])
        assert not edge.lets_link(answer.headers["location"], 6 * MINUTES)
        assert answer.headers["referrer-policy"] == "no-referrer"
        if folder == "marked":
            pay(life)
    assert visitor.get(f"/g/{token[:-1]}x/photos/{ids[0]}").status == 404
    assert visitor.get(f"/g/{token}/photos/ast_{26 * '0'}").status == 404
    other = anonymous(api.handler, a_business())
    assert other.get(f"/g/{token}/photos/{ids[0]}").status == 404


def test_a_gallery_of_sixty_photos_is_one_call_and_one_read_unit(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    upload(life, photos(1))
    deliver(life)
    gallery, _ = stored([photo(number, life.order_id) for number in range(60)])
    key = writes.keys.manifest_chunk(life.business.business_id, life.listing_id, 0)
    commit([writes.Put("listings", key, {"schema": 1, "rows": gallery[0]["rows"]})])
    calls = []
    client("dynamodb").meta.events.register(
        "provide-client-params.dynamodb", lambda model, **_: calls.append(model.name)
    )
    assert len(life.listing()["assets"]) == 60
    assert calls == ["BatchGetItem", "Query"]
    partition = [item for item in all_items("listings") if item["sk"].startswith("gallery#")]
    size = sum(len(name) + (len(value.value) if hasattr(value, "value") else len(json.dumps(value, default=str)))
               for item in partition for name, value in item.items())  # fmt: skip
    assert size <= 4096


def test_nothing_about_pillow_is_loaded_by_the_functions_that_do_not_render() -> None:
    modules = "media.api, media.steps, media.workflow, media.bundle"
    code = f"import sys, {modules}; print([name for name in sys.modules if name == 'PIL'])"
    variables = {"PYTHONPATH": "functions:layers/core", "AWS_DEFAULT_REGION": "us-east-1"}
    done = subprocess.run([sys.executable, "-c", code], env=variables, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_orders_of_a_listing_are_canceled_with_it(life: Life) -> None:
    upload(life, photos(1))
    staff = life.staff.using(orders.api.handler)
    order = ok(staff.get(f"/api/orders/{life.order_id}"))
    body = {"version": order["version"], "reason": "The seller changed plans."}
    ok(staff.post(f"/api/orders/{life.order_id}/cancellation", body, key=str(uuid.uuid4())))
    form = {"order_id": life.order_id, "collection": True, "watermark": True, "version": 1}
    assert life.staff.post(f"{life.path}/deliveries", form, key=str(uuid.uuid4())).status == 409
