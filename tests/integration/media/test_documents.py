"""Documents: nothing but their number while locked, afterwards a file to save, never one that opens on our host."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from typing import Any
from urllib.parse import urlsplit

import pytest

import public.pages
from accounts.business import Business
from latchkey.clients import client
from latchkey.settings import settings
from latchkey.tables import commit
from media import asset_writes, writes
from media.paths import media_key
from tests import originals as odd
from tests.building import Answer, anonymous
from tests.gateway import gateway
from tests.integration.media.asking import asked_for, given_to_another, shown_by_a_link
from tests.integration.media.edge_eyes import Edge, clean_keys, paths_in
from tests.integration.media.life import (
    Life,
    an_accepted_order,
    deliver,
    mails,
    media_bytes,
    ok,
    pay,
    photos,
    request_delivery,
    upload,
)
from tests.videos import mp4

NAME = "Canary disclosure.pdf"
PDF = odd.pdf("Canary of the seller")


def delivered(life: Life, **switches: Any) -> Life:
    upload(life, {NAME: PDF, **photos(2)})
    deliver(life, **switches)
    return life


@pytest.fixture
def locked(life: Life) -> Life:
    return delivered(life)


def waiting(life: Life) -> int:
    """How many documents the customer is told of and cannot have."""
    return sum(order["locked_documents"] for order in life.listing()["orders"])


def document_id(life: Life) -> str:
    found: str = next(one["asset_id"] for one in life.workspace()["assets"] if one["kind"] == "document")
    return found


def save(life: Life, size: str = "original") -> dict[str, Any]:
    return ok(life.customer.post(f"{life.path}/downloads", {"asset_id": document_id(life), "size": size}))


def file_key() -> str:
    (path,) = (path for path in clean_keys() if path.endswith(".pdf"))
    return path


def test_a_document_is_known_by_its_bytes_unless_its_name_says_something_else(life: Life) -> None:
    photo, film = photos(1)["01-front-day.jpg"], mp4()
    files = {
        "Disclosure.PDF": PDF,
        "terms": odd.pdf("Under no kind of name"),
        "front.jpg": photo,
        "walk.mp4": film,
        "brochure.jpg": odd.pdf("A picture by its name"),
        "tour.MOV": odd.pdf("A video by its name"),
        "photo.pdf": photos(2)["02-front-angle.jpg"],
        "scan.pdf": odd.encoded(odd.scene((300, 200)), "TIFF"),
        "photo.mp4": odd.encoded(odd.scene((300, 200)), "PNG"),
        "walk.pdf": mp4(seconds=2),
        "lying.pdf": b"%PDF-1.7 no document",
    }
    upload(life, files)
    found = {one["name"]: one for one in life.workspace()["assets"]}
    assert {name: one["kind"] for name, one in found.items() if one["state"] == "ready"} == {
        "Disclosure.PDF": "document", "terms": "document", "front.jpg": "photo", "walk.mp4": "video",
    }  # fmt: skip
    assert {name: one["refused_reason"] for name, one in found.items() if one["state"] == "refused"} == {
        "brochure.jpg": "This is a PDF document, not a picture; rename it to end in .pdf and upload it again.",
        "tour.MOV": "This is a PDF document, not a video; rename it to end in .pdf and upload it again.",
        "photo.pdf": "This is a JPEG picture, not a PDF; rename it to end in .jpg and upload it again.",
        "scan.pdf": "This is a TIFF picture, not a PDF; rename it to end in .tif and upload it again.",
        "photo.mp4": "This is a PNG picture, not a video; rename it to end in .png and upload it again.",
        "walk.pdf": "This is a video, not a PDF; rename it to end in .mp4 and upload it again.",
        "lying.pdf": "This PDF is damaged or incomplete: it does not end as a PDF does.",
    }
    # Under a name that tells the truth the same file is welcome: a refused one is no duplicate.
    upload(life, {"brochure.pdf": files["brochure.jpg"]})
    assert [one["kind"] for one in life.workspace()["assets"] if one["name"] == "brochure.pdf"] == ["document"]


def test_what_was_accepted_before_its_name_was_judged_stays_a_photo(life: Life) -> None:
    (asset_id,) = upload(life, photos(1)).values()
    place = life.business.business_id, life.listing_id, asset_id
    commit([asset_writes.asset_changed(*place, {"name": "front.pdf"})])
    deliver(life, watermark=False)
    assert "/plain/" in life.listing()["assets"][0]["preview"]["large"]["url"]


def test_a_document_that_is_too_large_is_refused_before_a_byte_travels(life: Life) -> None:
    body = {"order_id": life.order_id, "files": [{"name": "a.PDF", "bytes": 100_000_001}]}
    (answer,) = ok(life.staff.post(f"{life.path}/uploads", body))["uploads"]
    assert answer["refused"] == "The file has 100 MB; a PDF may have up to 100 MB."


def test_while_locked_a_document_is_a_number_behind_every_door(locked: Life) -> None:
    edge, asset_id = Edge(locked), document_id(locked)
    listing = locked.listing()
    assert (listing["documents"], waiting(locked), len(listing["assets"])) == ([], 1, 2)
    answers = asked_for(locked, asset_id)
    assert [answer.status for answer in answers] == [200, 200, 200, 404, 404, 404, 403, 404]
    told = [shown_by_a_link(locked), *answers]
    for answer in told:
        assert not holds(answer, asset_id)
        assert file_key() not in paths_in(answer.json)
        assert not edge.lets(answer, file_key())
    assert not [mail for mail in mails() if "anary" in json.dumps(mail, default=str)]


def holds(answer: Answer, asset_id: str) -> bool:
    return "anary" in answer.text or asset_id in answer.text


def test_paid_it_is_listed_and_saved_as_it_came_under_our_name(locked: Life) -> None:
    ok(locked.staff.patch(f"{locked.path}/assets/{document_id(locked)}", {"caption": "Seller's disclosure"}))
    pay(locked)
    listing = locked.listing()
    (document,) = listing["documents"]
    assert (document["title"], document["bytes"], waiting(locked)) == ("Seller's disclosure", len(PDF), 0)
    answer = save(locked)
    assert answer["file_name"] == "12-harbor-view-drive-003-seller-s-disclosure.pdf"
    assert Edge(locked).lets_link(answer["url"])
    assert media_bytes(urlsplit(answer["url"]).path) == PDF
    # After a reversal it is gone again.
    place = locked.business.business_id, locked.listing_id, locked.order_id
    commit([writes.lock_due(*place, due=100, payment_state="partially_refunded")])
    assert (locked.listing()["documents"], waiting(locked)) == ([], 1)


def test_it_never_opens_on_our_host(locked: Life) -> None:
    """The object itself says that it is to be saved, also to who takes the bare path that the cookies open."""
    pay(locked)
    stored = client("s3").head_object(Bucket=settings().media_bucket, Key=media_key(file_key()))
    assert (stored["ContentDisposition"], stored["ContentType"]) == ("attachment", "application/pdf")
    assert "response-content-disposition=attachment" in save(locked)["url"]


def test_bundles_hold_it_last_and_complete_in_every_size(locked: Life) -> None:
    pay(locked)
    for size in ("original", "web"):
        bundle = ok(locked.customer.post(f"{locked.path}/bundles", {"size": size}))
        last = bundle["files"][-1]
        assert [file["name"].rpartition(".")[2] for file in bundle["files"]] == ["jpg", "jpg", "pdf"]
        assert (last["name"], last["bytes"]) == ("12-harbor-view-drive-003-canary-disclosure.pdf", len(PDF))
        assert media_bytes(last["url"]) == PDF
    prepared = ok(locked.customer.post(f"{locked.path}/bundles", {"size": "mls"}))
    assert prepared["kind"] == "prepared"
    with zipfile.ZipFile(io.BytesIO(media_bytes(urlsplit(prepared["url"]).path))) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[-1] == "12-harbor-view-drive-003-canary-disclosure.pdf"
        assert archive.read(archive.namelist()[-1]) == PDF


def test_a_document_alone_is_delivered_and_mailed_as_a_file(life: Life) -> None:
    upload(life, {NAME: PDF})
    deliver(life, collection=False)
    (listing,) = ok(life.customer.get("/api/listings"))["listings"]
    assert (listing["cover"], listing["photo_count"]) == (None, 0)
    assert [one["title"] for one in life.listing()["documents"]] == [NAME]
    (mail,) = (mail for mail in mails() if mail["mail"] == "listing_delivered")
    assert (mail["photo_count"], mail["other_count"]) == (0, 1)


def test_an_arrival_that_was_lost_is_judged_by_the_delivery(life: Life) -> None:
    upload(life, {NAME: PDF}, arrive=False)
    deliver(life)
    assert waiting(life) == 1


def test_an_unpaid_add_on_keeps_its_document_to_itself(locked: Life, business: Business) -> None:
    pay(locked)
    assert given_to_another(locked, business, document_id(locked)) == [404, 404]


def test_the_cover_is_a_picture(life: Life) -> None:
    upload(life, {"a.pdf": PDF})
    upload(life, photos(1))
    answer = life.staff.put(f"{life.path}/cover", {"asset_id": document_id(life)})
    assert answer.status == 422
    picture = next(one["asset_id"] for one in life.workspace()["assets"] if one["kind"] == "photo")
    assert life.workspace()["cover"] == {"asset_id": picture, "chosen": False}
    deliver(life)
    (card,) = ok(life.customer.get("/api/listings"))["listings"]
    assert card["cover"]


def test_guests_are_told_the_number_and_get_nothing(business: Business) -> None:
    life = delivered(an_accepted_order(business, guest=True), collection=False)
    token = life.private_url.rpartition("/")[2]
    visitor = anonymous(public.pages.handler, business)
    page = visitor.get(f"/g/{token}")
    assert "1 document belongs to this order." in page.text
    assert "2 photos" in page.text
    assert not holds(page, document_id(life))
    assert visitor.using(gateway).get(f"/g/{token}/photos/{document_id(life)}").status == 404


def test_a_hidden_document_is_nowhere(locked: Life) -> None:
    ok(locked.staff.patch(f"{locked.path}/assets/{document_id(locked)}", {"hidden": True}))
    assert waiting(locked) == 0
    pay(locked)
    assert locked.listing()["documents"] == []


def test_the_same_document_twice_is_uploaded_once(life: Life) -> None:
    upload(life, {NAME: PDF})
    file = {"name": "copy.pdf", "bytes": len(PDF), "sha256": hashlib.sha256(PDF).hexdigest()}
    (answer,) = ok(life.staff.post(f"{life.path}/uploads", {"order_id": life.order_id, "files": [file]}))["uploads"]
    assert answer["refused"] == f"This file is here already, as {NAME}."
    request_delivery(life)


def test_of_a_canceled_order_not_even_the_number_is_told(locked: Life) -> None:
    commit(writes.lock_canceled(locked.business.business_id, locked.listing_id, locked.order_id))
    assert waiting(locked) == 0
