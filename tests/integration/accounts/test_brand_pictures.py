"""Pictures of a brand: what is refused, what is kept of them, what becomes of one that nobody saves (product 10)."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from accounts import brand_api
from accounts.branding_writes import WAITS
from accounts.business import Business
from accounts.portal_files import brand_folder_of
from latchkey.clients import client
from latchkey.settings import settings
from tests.browsing import Browser
from tests.building import a_business, all_items, as_staff, template
from tests.integration.accounts.branding import SVG, body, picture, portal_object, refusal, text_of, upload
from tests.integration.media.life import ok


@pytest.fixture
def owner(business: Business) -> Browser:
    return as_staff(brand_api.handler, business)


def shown(url: str) -> tuple[bytes, str, str]:
    found = portal_object(url)
    return found["Body"], found["ContentType"], found["CacheControl"]


def size_of(url: str) -> tuple[int, int]:
    return Image.open(io.BytesIO(portal_object(url)["Body"])).size


def files(folder: str = "assets/") -> list[str]:
    listed = client("s3").list_objects_v2(Bucket=settings().portal_bucket, Prefix=folder)
    return [one["Key"] for one in listed.get("Contents", [])]


def ends_by_itself(key: str) -> bool:
    """Whether a rule of the bucket takes this file, though not before it can be saved no more, and each version of it."""
    rules = template()["Resources"]["PortalBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    ends = [one for one in rules if "ExpirationInDays" in one and key.startswith(one["Prefix"])]
    assert all(timedelta(days=one["ExpirationInDays"]) > WAITS for one in ends)
    assert all(one["NoncurrentVersionExpiration"]["NoncurrentDays"] == 1 for one in ends)
    return bool(ends)


# Which may be saved, and what becomes of the others ------------------------------------------------------------------
def test_a_picture_of_another_business_or_use_or_of_yesterday_is_refused(owner: Browser, monkeypatch: Any) -> None:
    foreign = upload(as_staff(brand_api.handler, a_business()), "logo", picture()).json["picture"]
    assert refusal(owner.put("/api/brand", body(logo=foreign))) == (422, ["logo"])
    own = upload(owner, "favicon", picture()).json["picture"]
    assert refusal(owner.put("/api/brand", body(logo=own))) == (422, ["logo"])
    from accounts import branding

    monkeypatch.setattr(branding, "epoch", lambda now: int(now.timestamp()) + 90_000)
    assert refusal(owner.put("/api/brand", body(favicon=own))) == (422, ["favicon"])


def test_what_nobody_saves_ends_by_itself_and_what_is_saved_stays(owner: Browser, business: Business) -> None:
    logo = upload(owner, "logo", picture()).json
    other = upload(owner, "logo", picture(size=(500, 200))).json
    assert len(files()) == 2
    assert all(ends_by_itself(key) for key in files())
    saved = ok(owner.put("/api/brand", body(logo=logo["picture"])))["logo"]
    assert [f"/{key}" for key in files() if not ends_by_itself(key)] == [saved["url"]]
    assert shown(saved["url"]) == shown(logo["url"])
    client("s3").delete_object(Bucket=settings().portal_bucket, Key=logo["url"].lstrip("/"))
    ok(owner.put("/api/brand", body(logo=logo["picture"], name="Other", version=1)))
    ok(owner.put("/api/brand", body(logo=other["picture"], version=2)))
    assert shown(saved["url"]), "mails that were sent show the former logo"


def test_a_save_that_is_refused_or_comes_late_keeps_no_picture(owner: Browser) -> None:
    logo = upload(owner, "logo", picture()).json["picture"]
    assert refusal(owner.put("/api/brand", body(logo=logo, phone="call me"))) == (422, ["phone"])
    assert owner.put("/api/brand", body(logo=logo, version=4)).status == 409
    assert all(ends_by_itself(key) for key in files())


def test_a_picture_from_before_pictures_waited_has_to_be_chosen_again(owner: Browser) -> None:
    logo = upload(owner, "logo", picture()).json["picture"]
    (item,) = [one for one in all_items("people") if one["sk"].startswith("picture#")]
    where = {name: {"S": item[name]} for name in ("pk", "sk")}
    client("dynamodb").update_item(
        TableName=settings().people_table,
        Key=where,
        UpdateExpression="SET #schema = :first",
        ExpressionAttributeNames={"#schema": "schema"},
        ExpressionAttributeValues={":first": {"N": "1"}},
    )
    assert refusal(owner.put("/api/brand", body(logo=logo))) == (422, ["logo"])


def test_two_businesses_with_the_same_picture_share_no_file(owner: Browser, business: Business) -> None:
    other = a_business()
    for browser in (owner, as_staff(brand_api.handler, other)):
        chosen = {use: upload(browser, use, picture()).json["picture"] for use in ("logo", "favicon")}
        ok(browser.put("/api/brand", body(**chosen)))
    own, others = (files(brand_folder_of(one.business_id)) for one in (business, other))
    assert (len(own), len(others)) == (3, 3), "a logo in one file, a favicon in two"
    assert {key for key in files() if not ends_by_itself(key)} == {*own, *others}
    assert len(files()) == 12


# What is refused -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("use", ["logo", "favicon", "portal_image"])
@pytest.mark.parametrize(
    "data",
    [
        b"", b"<html><script>alert(1)</script></html>", b"GIF89a" + b"\0" * 50, b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
        picture()[:200], b"BM" + b"\0" * 60, b"%PDF-1.7",
    ],
)  # fmt: skip
def test_what_is_no_picture_is_refused(owner: Browser, use: str, data: bytes) -> None:
    status, fields = refusal(upload(owner, use, data))
    assert (status, fields) == (422, ["file"])
    assert files() == []


@pytest.mark.parametrize("side", [9_000, 20_000])
def test_a_bomb_is_refused_before_it_is_unpacked(owner: Browser, side: int) -> None:
    file = io.BytesIO()
    Image.new("1", (side, side)).save(file, "PNG")
    answer = upload(owner, "portal_image", file.getvalue())
    assert refusal(answer) == (422, ["file"])
    # The larger one does not even get past Pillow's own limit.
    assert ("too many pixels" if side == 9_000 else "not a picture") in answer.json["detail"]


def test_an_svg_is_served_made_safe_and_mails_get_its_drawing(owner: Browser, business: Business) -> None:
    answer = upload(owner, "logo", SVG, drawn=text_of(picture(size=(480, 120))))
    assert (answer.json["width"], answer.json["height"]) == (160, 40)
    served = portal_object(answer.json["url"])
    assert served["ContentType"] == "image/svg+xml"
    assert b"alert" not in served["Body"]
    ok(owner.put("/api/brand", body(logo=answer.json["picture"])))
    (item,) = [one for one in all_items("people") if one["sk"] == "business"]
    assert item["logo"]["files"]["mail"].endswith(".png")
    assert refusal(upload(owner, "favicon", SVG)) == (422, ["file"])


# What is kept of a picture -------------------------------------------------------------------------------------------
def test_pictures_are_small_and_carry_nothing_that_came_with_them(owner: Browser) -> None:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", "CANARY-TEXT")
    exif = Image.Exif()
    exif[0x010E] = "CANARY-EXIF"
    logo = upload(owner, "logo", picture(size=(1800, 600), pnginfo=texts, exif=exif.tobytes())).json
    photo = upload(owner, "portal_image", picture("JPEG", (3000, 2000), exif=exif.tobytes(), comment=b"CANARY")).json
    favicon = upload(owner, "favicon", picture("WEBP", (512, 256))).json
    assert max(size_of(photo["url"])) == 1600
    assert size_of(favicon["url"]) == (192, 192)
    assert size_of(logo["url"])[0] <= 600
    assert len(files()) == 5
    for key in files():
        data = portal_object(key)["Body"]
        assert b"CANARY" not in data
        assert len(data) < 150_000


def test_a_photo_is_upright_and_a_cmyk_file_is_fine(owner: Browser) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = upload(owner, "portal_image", picture("JPEG", (1600, 800), exif=exif.tobytes())).json
    assert (turned["width"], turned["height"]) == (800, 1600)
    file = io.BytesIO()
    Image.new("CMYK", (1200, 900), (0, 100, 100, 0)).save(file, "JPEG")
    assert upload(owner, "portal_image", file.getvalue()).status == 201


@pytest.mark.parametrize(("color", "plate"), [("#101010", "light"), ("#ffffff", "dark"), ("#d04040", None)])
def test_ink_that_would_vanish_gets_a_ground_in_the_other_scheme(owner: Browser, color: str, plate: str | None) -> None:
    drawn = Image.new("RGBA", (300, 100), (0, 0, 0, 0))
    drawn.paste(color, (20, 20, 280, 80))
    file = io.BytesIO()
    drawn.save(file, "PNG")
    assert upload(owner, "logo", file.getvalue()).json["plate"] == plate
