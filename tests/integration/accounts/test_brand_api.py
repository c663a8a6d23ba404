"""The brand of a business: who may save it, what is refused at which field, and what its host shows afterwards (product 10)."""

from __future__ import annotations

from typing import Any

import pytest

from accounts import brand_api, publish_brand
from accounts.business import Business
from latchkey.clients import client
from latchkey.settings import settings
from tests.browsing import Browser
from tests.building import PALETTE, a_business, all_items, anonymous, as_customer, as_staff
from tests.integration.accounts.branding import (
    BUILT,
    body,
    deploy_page,
    picture,
    portal_object,
    publish,
    refusal,
    upload,
)  # fmt: skip
from tests.integration.media.life import ok


@pytest.fixture
def owner(business: Business) -> Browser:
    deploy_page()
    return as_staff(brand_api.handler, business)


def shell_of(business: Business) -> str:
    found: bytes = portal_object(f"hosts/{business.host}/index.html")["Body"]
    return found.decode()


# What is saved, and where it shows -----------------------------------------------------------------------------------
def test_a_saved_brand_is_read_again_and_on_its_host_after_the_streams_turn(owner: Browser, business: Business) -> None:
    logo = upload(owner, "logo", picture())
    favicon = upload(owner, "favicon", picture(size=(300, 300)))
    image = upload(owner, "portal_image", picture("JPEG", (2400, 1600)))
    assert {logo.status, favicon.status, image.status} == {201}
    wanted = body(
        logo=logo.json["picture"],
        favicon=favicon.json["picture"],
        portal_image={"picture": image.json["picture"], "x": 20, "y": 75},
    )
    saved = ok(owner.put("/api/brand", wanted))
    assert (saved["version"], saved["name"]) == (1, "Northlight Photo")
    urls = [saved["logo"]["url"], saved["favicon"]["url"], saved["portal_image"]["image"]["url"]]
    assert saved["logo"] == {**logo.json, "url": urls[0]}
    assert saved["portal_image"] == {"image": {**image.json, "url": urls[2]}, "x": 20, "y": 75}
    assert ok(owner.get("/api/brand")) == saved
    assert publish() == {"batchItemFailures": []}
    html = shell_of(business)
    assert "<title>Northlight Photo</title>" in html
    assert f'content="{urls[0]}" data-width="120" data-height="40"' in html
    assert 'data-plate="light"' in html, "dark ink on a dark page"
    assert f'content="{urls[2]}"' in html
    assert 'data-x="20" data-y="75"' in html
    assert "data:," not in html, "the drawn initial gives way to the favicon"
    assert html.count('rel="icon"') == 1
    for url in urls:
        assert "immutable" in portal_object(url)["CacheControl"]
    assert [one["kind"] for one in all_items("events") if "pending" in one] == []


def test_the_same_again_changes_nothing_and_the_slower_of_two_hears_of_the_faster(owner: Browser) -> None:
    ok(owner.put("/api/brand", body()))
    assert ok(owner.put("/api/brand", body()))["version"] == 1
    late = owner.put("/api/brand", body(name="Other"))
    assert (late.status, late.json["current"]) == (409, {"version": 1})
    assert ok(owner.put("/api/brand", body(name="Other", version=1)))["version"] == 2
    assert len([one for one in all_items("events") if one["kind"] == "brand_saved"]) == 2


def test_of_two_saves_between_one_look_and_one_write_only_one_lands(owner: Browser, monkeypatch: Any) -> None:
    from accounts import branding

    real = branding.commit

    def late(writes: Any) -> None:
        monkeypatch.setattr(branding, "commit", real)
        ok(owner.put("/api/brand", body(name="Faster")))
        real(writes)

    monkeypatch.setattr(branding, "commit", late)
    assert owner.put("/api/brand", body(name="Slower")).status == 409
    assert ok(owner.get("/api/brand"))["name"] == "Faster"


def test_pictures_stay_when_the_brand_is_saved_without_new_ones_and_go_when_taken_out(owner: Browser) -> None:
    logo = upload(owner, "logo", picture()).json["picture"]
    ok(owner.put("/api/brand", body(logo=logo)))
    for item in all_items("people"):
        if item["sk"].startswith("picture#"):
            client("dynamodb").delete_item(
                TableName=settings().people_table, Key={"pk": {"S": item["pk"]}, "sk": {"S": item["sk"]}}
            )
    assert ok(owner.put("/api/brand", body(logo=logo, name="Other", version=1)))["logo"]["picture"] == logo
    assert ok(owner.put("/api/brand", body(name="Other", version=2)))["logo"] is None


# Publishing ----------------------------------------------------------------------------------------------------------
def test_a_brand_that_could_not_be_written_stays_pending_and_comes_with_the_next_turn(
    business: Business, owner: Browser
) -> None:
    client("s3").delete_object(Bucket=settings().portal_bucket, Key="shell/index.html")
    ok(owner.put("/api/brand", body()))
    assert len(publish()["batchItemFailures"]) == 1
    deploy_page()
    assert publish() == {"batchItemFailures": []}
    assert "Northlight" in shell_of(business)


def test_a_save_while_an_older_brand_is_written_is_what_stays(
    owner: Browser, business: Business, monkeypatch: Any
) -> None:
    ok(owner.put("/api/brand", body(name="Older")))
    real = publish_brand.stored
    turned: list[str] = []

    def slow(key: str, *rest: Any) -> None:
        if not turned and key.startswith("hosts/"):
            turned.append(key)
            from tests.rights import of_nobody

            with of_nobody():
                ok(owner.put("/api/brand", body(name="Newer", version=1)))
        real(key, *rest)

    monkeypatch.setattr(publish_brand, "stored", slow)
    publish()
    assert "<title>Newer</title>" in shell_of(business)


def test_files_come_before_the_page_that_names_them(owner: Browser, monkeypatch: Any) -> None:
    written: list[str] = []
    real = publish_brand.stored
    monkeypatch.setattr(publish_brand, "stored", lambda key, *rest: (written.append(key), real(key, *rest)))
    ok(owner.put("/api/brand", body()))
    publish()
    assert written[0].startswith("assets/brand/")
    assert written[-1].startswith("hosts/")


# Who may -------------------------------------------------------------------------------------------------------------
def test_a_manager_may_save_and_a_photographer_only_look(business: Business) -> None:
    deploy_page()
    manager = as_staff(brand_api.handler, business, "manager")
    assert ok(manager.put("/api/brand", body()))["may_change"] is True
    photographer = as_staff(brand_api.handler, business, "photographer")
    assert ok(photographer.get("/api/brand"))["may_change"] is False
    assert photographer.put("/api/brand", body(name="Mine", version=1)).status == 403
    assert upload(photographer, "logo", picture()).status == 403


def test_customers_find_no_such_page_and_nobody_else_gets_in(business: Business) -> None:
    other = as_staff(brand_api.handler, a_business())
    for browser, status in (
        (as_customer(brand_api.handler, business), 404),
        (anonymous(brand_api.handler, business), 401),
        (Browser(brand_api.handler, business, other.cookies), 401),
    ):
        assert browser.get("/api/brand").status == status
        assert browser.put("/api/brand", body()).status == status
        assert upload(browser, "logo", picture()).status == status
    assert not [one for one in all_items("events") if one["kind"] == "brand_saved"]


# What is refused -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "n" * 81}, "name"),
        ({"name": "a\r\nBcc: eve@evil.test"}, "name"),
        ({"name": "Harbor\u202egnp.exe"}, "name"),
        ({"name": "\ud800"}, "name"),
        ({"phone": "<script>alert(1)</script>"}, "phone"),
        ({"phone": "call me"}, "phone"),
        ({"email": "a@b.test, eve@evil.test"}, "email"),
        ({"email": "a@b.test\r\nBcc: eve@evil.test"}, "email"),
        ({"palette": {**PALETTE, "accent": "red"}}, "palette"),
        ({"palette": {**PALETTE, "accent": "</style>"}}, "palette"),
        ({"palette": {**PALETTE, "on_accent": "#000000"}}, "palette"),
        ({"palette": {**PALETTE, "light": {**PALETTE["light"], "link": "#cccccc"}}}, "palette"),
        ({"palette": {**PALETTE, "dark": {**PALETTE["dark"], "ring": "#222222"}}}, "palette"),
        ({"logo": "0" * 32}, "logo"),
        ({"logo": "../../shell/index.html"}, "logo"),
        ({"portal_image": {"picture": "0" * 32, "x": 101, "y": 0}}, "portal_image.x"),
        ({"portal_image": {"picture": "0" * 32, "x": 0, "y": 0}}, "portal_image"),
        ({"host": "evil.test"}, "host"),
        ({"stripe_account": "acct_evil"}, "stripe_account"),
    ],
)
def test_bad_input_is_one_sentence_at_its_field_and_nothing_is_saved(
    owner: Browser, change: dict[str, Any], field: str
) -> None:
    assert refusal(owner.put("/api/brand", body(**change))) == (422, [field])
    assert ok(owner.get("/api/brand"))["version"] == 0


def test_markup_as_a_name_is_text_on_the_host(owner: Browser, business: Business) -> None:
    ok(owner.put("/api/brand", body(name='<script>alert(1)</script>"')))
    publish()
    assert "<script" not in shell_of(business)


def test_the_built_page_of_these_tests_is_the_portals(owner: Browser) -> None:
    from pathlib import Path

    page = (Path(__file__).parents[3] / "portal" / "index.html").read_text()
    for part in ("<!--brand-->", '<link rel="icon" href="data:," />', '<html lang="en">'):
        assert page.count(part) == 1
        assert BUILT.count(part) == 1
