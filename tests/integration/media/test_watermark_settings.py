"""The watermark's settings: who may change them, what is refused with which sentence, and a preview that does not lie."""

from __future__ import annotations

import base64
import io
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageDraw

from accounts.business import Business
from media import watermark_api
from media.kinds import MARKED_LARGE
from media.mark import Drawn
from media.rendering import mark_of
from media.renditions import render
from tests.building import Browser, a_business, all_items, anonymous, as_customer, as_staff
from tests.integration.media.life import Life, media_bytes, ok
from tests.integration.media.remarking import save, setting, watermark
from tests.originals import encoded

SVG = "An SVG cannot be drawn into photos. Please export the logo as PNG."


@pytest.fixture
def owner(business: Business) -> Browser:
    return as_staff(watermark_api.handler, business)


def text_of(data: bytes) -> str:
    return base64.b64encode(data).decode()


def a_logo(kind: str = "PNG") -> bytes:
    picture = Image.new("RGBA" if kind != "JPEG" else "RGB", (300, 120), "white" if kind == "JPEG" else (0, 0, 0, 0))
    ImageDraw.Draw(picture).rectangle((40, 20, 260, 100), fill="navy")
    return encoded(picture, kind)


def refusal(answer: Any) -> tuple[int, str, str]:
    """Status, field and sentence."""
    found = (answer.json.get("errors") or [{"field": "", "message": answer.json["detail"]}])[0]
    return answer.status, found["field"], found["message"]


def test_a_business_begins_with_its_name(owner: Browser, business: Business) -> None:
    found = ok(owner.get("/api/watermark"))
    assert (found["version"], found["kind"], found["text"]) == (0, "text", business.watermark.text)
    assert (found["remaking"], found["may_change"]) == (None, True)


def test_what_is_saved_is_read_again_and_saying_it_twice_changes_nothing(owner: Browser) -> None:
    body = {**setting(), "version": 0}
    first = ok(owner.put("/api/watermark", body))
    assert first["version"] == 1
    again = ok(owner.put("/api/watermark", body))
    assert again["version"] == 1
    assert ok(owner.get("/api/watermark")) | {"remaking": None} == first | {"remaking": None}
    assert len([one for one in all_items("events") if one["kind"] == "remarking_requested"]) == 1


def test_of_two_who_change_it_at_once_the_second_hears_of_the_first(owner: Browser) -> None:
    ok(owner.put("/api/watermark", {**setting(), "version": 0}))
    assert owner.put("/api/watermark", {**setting(text="Other"), "version": 0}).status == 409
    assert ok(owner.get("/api/watermark"))["text"] == "Northlight"


@pytest.mark.parametrize("role", ["manager", "photographer"])
def test_other_staff_may_look_and_try_but_not_change(business: Business, role: str) -> None:
    staff = as_staff(watermark_api.handler, business, role)
    assert ok(staff.get("/api/watermark"))["may_change"] is False
    assert ok(staff.post("/api/watermark/previews", setting()))["width"] == 1600
    for answer in (
        staff.put("/api/watermark", {**setting(), "version": 0}),
        staff.post("/api/watermark/logos", {"file": text_of(a_logo())}),
        staff.post("/api/watermark/retry", {}),
    ):
        assert (answer.status, answer.json["detail"]) == (403, "Only an owner of the business can change this.")


def test_for_customers_there_is_no_such_page(business: Business) -> None:
    for browser, status in (
        (as_customer(watermark_api.handler, business), 404),
        (anonymous(watermark_api.handler, business), 401),
    ):
        assert browser.get("/api/watermark").status == status
        assert browser.get("/api/watermark/photos").status == status
        assert browser.post("/api/watermark/previews", setting()).status == status
        assert browser.put("/api/watermark", {**setting(), "version": 0}).status == status


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"text": "  "}, "text", "Write what your watermark says."),
        ({"text": "x" * 41}, "text", "At most 40 characters."),
        ({"text": "two\nlines"}, "text", "A watermark is one line of letters."),
        ({"text": "日本 Photo"}, "text", "The watermark cannot be written with 日, 本. Use a logo instead."),
        ({"text": "- - -"}, "text", "This text is too thin to be seen in a photo. Use some letters."),
        ({"opacity": 19}, "opacity", "At least 20."),
        ({"opacity": 91}, "opacity", "At most 90."),
        ({"style": "diagonal"}, "style", "One of 'tiled' or 'centered', please."),
        ({"kind": "logo"}, "logo", "Choose a logo first."),
    ],
)
def test_a_mark_that_cannot_be_is_refused_with_one_sentence(
    owner: Browser, changes: dict[str, Any], field: str, sentence: str
) -> None:
    assert refusal(owner.put("/api/watermark", {**setting(**changes), "version": 0})) == (422, field, sentence)
    assert ok(owner.get("/api/watermark"))["version"] == 0


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_logo_becomes_a_small_silhouette_and_the_mark(owner: Browser, kind: str) -> None:
    logo = ok(owner.post("/api/watermark/logos", {"file": text_of(a_logo(kind))}))["logo"]
    kept = Image.open(io.BytesIO(base64.b64decode(logo)))
    assert (kept.format, kept.mode) == ("PNG", "LA")
    assert 2.5 < kept.width / kept.height < 3
    saved = ok(owner.put("/api/watermark", {**setting(kind="logo", logo=logo), "version": 0}))
    assert (saved["kind"], saved["logo"]) == ("logo", logo)
    back = ok(owner.put("/api/watermark", {**setting(), "version": 1}))
    assert back["logo"] == logo, "going back to the logo needs no file"


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            SVG,
        ),
        (
            b"<?xml version='1.0'?><!-- x --><svg/>",
            SVG,
        ),
        (b"GIF89a" + bytes(60), "This is not a logo that we can read. Use a PNG, JPEG or WebP file."),
        (b"%PDF-1.7", "This is not a logo that we can read. Use a PNG, JPEG or WebP file."),
        (a_logo()[:200], "This is not a logo that we can read. Use a PNG, JPEG or WebP file."),
        (
            encoded(Image.new("RGBA", (300, 100), (0, 0, 0, 0)), "PNG"),
            "There is nothing to see in this logo: all of it has one color.",
        ),
        (
            encoded(Image.new("RGB", (300, 100), "white"), "JPEG"),
            "There is nothing to see in this logo: all of it has one color.",
        ),
        (encoded(Image.new("1", (5000, 4000)), "PNG"), "This logo has too many pixels. 2,000 pixels wide is plenty."),
        (a_logo() + bytes(1_000_000), "A logo may have up to 1 MB. Please export it smaller."),
    ],
)
def test_what_is_no_logo_is_refused_with_one_sentence(owner: Browser, file: bytes, sentence: str) -> None:
    assert refusal(owner.post("/api/watermark/logos", {"file": text_of(file)})) == (422, "logo", sentence)


def test_a_logo_of_hair_lines_is_refused_because_no_photo_would_be_marked(owner: Browser) -> None:
    picture = Image.new("RGBA", (600, 200), (0, 0, 0, 0))
    ImageDraw.Draw(picture).rectangle((0, 0, 599, 199), outline="black")
    logo = ok(owner.post("/api/watermark/logos", {"file": text_of(encoded(picture, "PNG"))}))["logo"]
    status, field, sentence = refusal(owner.put("/api/watermark", {**setting(kind="logo", logo=logo), "version": 0}))
    assert (status, field) == (422, "logo")
    assert sentence.startswith("The lines of this logo are too fine")


def test_the_preview_is_the_picture_that_customers_will_get(locked: Life) -> None:
    owner = as_staff(watermark_api.handler, locked.business)
    (photo,) = ok(owner.get("/api/watermark/photos"))["photos"]
    assert photo["listing_id"] == locked.listing_id
    answer = ok(owner.post("/api/watermark/previews", {**setting(), "listing_id": photo["listing_id"]}))
    shown = Image.open(io.BytesIO(base64.b64decode(answer["jpeg"])))
    assert shown.size == (answer["width"], answer["height"])
    clean = "/" + str(cover(locked)["clean"][-1])
    drawn = mark_of(Drawn("text", "Northlight", 80, "centered"))
    (expected,) = render(media_bytes(clean), drawn, (MARKED_LARGE,))
    assert base64.b64decode(answer["jpeg"]) == expected.data
    assert ImageChops.difference(
        shown.convert("RGB"), Image.open(io.BytesIO(media_bytes(clean))).convert("RGB")
    ).getbbox()
    assert watermark(locked)["version"] == 0, "trying changes nothing"


def cover(life: Life) -> dict[str, list[str]]:
    (lock,) = [one for one in all_items("listings") if one["sk"] == "gallery#2lock"]
    start = f"media/{life.listing_id}/{life.order_id}"
    return {folder: [f"{start}/{folder}/{name}" for name in names] for folder, names in lock["cover"]["names"].items()}


def test_another_businesss_photo_cannot_be_tried(locked: Life) -> None:
    stranger = as_staff(watermark_api.handler, a_business())
    assert stranger.post("/api/watermark/previews", {**setting(), "listing_id": locked.listing_id}).status == 404
    assert stranger.post("/api/watermark/previews", {**setting(), "listing_id": "lst_" + "0" * 26}).status == 404


def test_saving_costs_one_read_and_one_commit_and_nothing_else_moves(locked: Life) -> None:
    before = list(all_items("listings"))
    save(locked)
    assert list(all_items("listings")) == before
