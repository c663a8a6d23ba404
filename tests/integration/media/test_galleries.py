"""Galleries: what a customer, a guest and the business see before and after paying (product 5)."""

from __future__ import annotations

import hashlib
import io
import json
import uuid

from PIL import Image, ImageChops

import orders.api
from accounts.business import Business
from latchkey.tables import commit
from media import writes
from tests.building import a_business, a_customer, anonymous, as_staff, signed_in
from tests.gateway import gateway
from tests.integration.media.asking import asked_for
from tests.integration.media.edge_eyes import Edge, clean_keys, paths_in
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


def test_before_delivery_a_customer_sees_the_listing_in_progress_without_media(life: Life) -> None:
    upload(life, photos(2))
    listing = life.listing()
    assert (listing["state"], listing["assets"], listing["bundle"]) == ("in_progress", [], None)
    (card,) = ok(life.customer.get("/api/listings"))["listings"]
    assert (card["state"], card["cover"], card["photo_count"], card["locked"]) == ("in_progress", None, 0, False)
    assert life.customer.get(life.path).set_cookies == []


def test_a_gallery_travels_compressed_to_who_takes_it(life: Life) -> None:
    """CloudFront compresses nothing that it may not cache, and a phone waits for every kilobyte before the pictures."""
    upload(life, photos(2))
    deliver(life, collection=True)
    for browser, path in (
        (life.customer, life.path),
        (life.customer, "/api/listings"),
        (life.staff, f"{life.path}/workspace"),
    ):
        packed = browser.get(path)
        plain = browser.get(path, headers={"accept-encoding": ""})
        assert (packed.headers.get("content-encoding"), plain.headers.get("content-encoding")) == ("gzip", None)
        assert packed.json.keys() == plain.json.keys()


def test_a_customers_list_tells_nothing_of_files_in_work_refused_or_not_yet_delivered(life: Life) -> None:
    """Not even by a number that moves (product 4.2): the answer is the same to the byte."""

    def cards() -> str:
        answer = life.customer.get("/api/listings")
        assert answer.status == 200
        return answer.text

    before = cards()
    upload(life, {"broken.jpg": b"\xff\xd8 no photo"})
    upload(life, photos(1), arrive=False)
    assert {one["state"] for one in life.workspace()["assets"]} == {"processing", "refused"}
    assert cards() == before
    for asset in life.workspace()["assets"]:
        assert life.staff.delete(f"{life.path}/assets/{asset['asset_id']}").status in (200, 204)
    upload(life, photos(2))
    assert cards() == before
    deliver(life, collection=False)
    (card,) = json.loads(cards())["listings"]
    assert card["photo_count"] == 2
    upload(life, {"later.jpg": photos(3).popitem()[1]})
    (again,) = json.loads(cards())["listings"]
    assert {**again, "cover": None} == {**card, "cover": None}  # a cover's link is signed anew
    assert card["customer_name"] is None


def test_a_locked_gallery_shows_marked_previews_and_the_amount_due(locked: Life) -> None:
    listing = locked.listing()
    (order,) = listing["orders"]
    assert (order["locked"], order["collection"], order["due"]["amount"]) == (True, True, 24900 + 1370)
    assert [asset["position"] for asset in listing["assets"]] == [1, 2, 3]
    for asset in listing["assets"]:
        assert asset["locked"] is True
        assert asset["downloads"] is None
        assert "/marked/" in asset["preview"]["large"]["url"]
        for told, edge in zip(asset["preview"].values(), (400, 800, 1600), strict=True):
            picture = Image.open(io.BytesIO(media_bytes(told["url"])))
            assert picture.size == (told["width"], told["height"])
            assert max(picture.size) == min(edge, max(asset["width"], asset["height"]))
    (card,) = ok(locked.customer.get("/api/listings"))["listings"]
    assert (card["locked"], card["due"]["amount"], card["photo_count"]) == (True, 26270, 3)


def test_while_locked_no_answer_and_no_cookie_opens_a_clean_byte(locked: Life) -> None:
    edge = Edge(locked)
    answers = asked_for(locked, locked.listing()["assets"][0]["asset_id"])
    assert [answer.status for answer in answers] == [200, 200, 200, 403, 403, 403, 403, 403]
    clean = clean_keys()
    assert len(clean) == 3 * 5 + 1
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
        "collection": False, "payment_state": "not_required", "watermark": True, "locked_documents": 0, "held": False,
        "may_pay": True,
    }  # fmt: skip


def test_somebody_elses_listing_is_missing_byte_for_byte(locked: Life, business: Business) -> None:
    asset_id = locked.listing()["assets"][0]["asset_id"]
    elsewhere = a_business()
    strangers = [
        signed_in(gateway, business, a_customer(business)),
        signed_in(gateway, elsewhere, a_customer(elsewhere)),
        as_staff(gateway, elsewhere),
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
            ("PATCH", "/assets", {"asset_ids": [asset_id], "section": "Kitchen"}),
            ("DELETE", f"/assets/{asset_id}", None),
            ("GET", "/mine", None),
            ("POST", "/visits", {}),
            ("PUT", f"/favorites/{asset_id}", {}),
            ("DELETE", f"/favorites/{asset_id}", None),
        ):
            theirs = stranger.send(method, locked.path + path, body)
            nobodys = stranger.send(method, missing + path, body)
            assert (theirs.status, theirs.text) == (404, nobodys.text)
            assert nobodys.status == 404
        assert ok(stranger.get("/api/listings"))["listings"] == []
    assert anonymous(gateway, business).get(locked.path).status == 401


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
    visitor = anonymous(gateway, business)
    assert visitor.get(f"/g/{token}/photos/{ids[0]}").status == 404
    deliver(life)
    edge = Edge(life)
    for folder in ("marked", "clean"):
        answer = visitor.get(f"/g/{token}/photos/{ids[0]}")
        assert answer.status == 302
        assert f"/{folder}/" in answer.headers["location"]
        assert edge.lets_link(answer.headers["location"])
        assert not edge.lets_link(answer.headers["location"], 6 * 60)
        assert answer.headers["referrer-policy"] == "no-referrer"
        if folder == "marked":
            pay(life)
    assert visitor.get(f"/g/{token[:-1]}x/photos/{ids[0]}").status == 404
    assert visitor.get(f"/g/{token}/photos/ast_{26 * '0'}").status == 404
    other = anonymous(gateway, a_business())
    assert other.get(f"/g/{token}/photos/{ids[0]}").status == 404


def test_orders_of_a_listing_are_canceled_with_it(life: Life) -> None:
    upload(life, photos(1))
    staff = life.staff.using(orders.api.handler)
    order = ok(staff.get(f"/api/orders/{life.order_id}"))
    body = {"version": order["version"], "reason": "The seller changed plans."}
    ok(staff.post(f"/api/orders/{life.order_id}/cancellation", body, key=str(uuid.uuid4())))
    form = {"order_id": life.order_id, "collection": True, "watermark": True, "version": 1}
    assert life.staff.post(f"{life.path}/deliveries", form, key=str(uuid.uuid4())).status == 409
