"""The owner takes everything home: the copy with its waiting and its failing, and the original files of a listing (ADR 0072)."""

import json
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from tests.e2e.conftest import Visit
from tests.running import Running

pytestmark = pytest.mark.browser
HALFWAY = {
    "state": "working", "asked_at": "2026-11-20T01:00:00Z", "asked_by": "Harper Lane", "step": 5, "steps": 8,
    "records": 1240, "bytes": 0, "expires_at": None,
}  # fmt: skip

OLD = {**HALFWAY, "state": "ready", "step": 7, "bytes": 48_000_000, "expires_at": "2026-11-26T01:00:00Z"}


def test_an_owner_makes_a_copy_saves_it_and_fetches_originals(latchkey: Running, visit: Visit, tmp_path: Path) -> None:
    listing = latchkey.listing(latchkey.customer(), photos=2)
    desk = visit(latchkey.staff())
    page = desk.open("/studio/settings/data")
    page.get_by_role("button", name="Make a copy").click()
    save = page.get_by_role("button", name=re.compile(r"^Save the copy \("))
    expect(save).to_be_visible(timeout=120_000)
    desk.look()
    with page.expect_download() as copy:
        save.click()
    copy.value.save_as(tmp_path / "copy.zip")
    with zipfile.ZipFile(tmp_path / "copy.zip") as archive:
        assert listing.listing_id in {one["listing_id"] for one in json.loads(archive.read("listings.json"))}
        assert listing.photos[0].name in archive.read("originals.csv").decode()

    page.get_by_role("button", name=re.compile("^Files of")).first.click()
    dialog = page.get_by_role("dialog", name="Original files")
    expect(dialog.get_by_role("link")).to_have_count(2)
    desk.look()
    with page.expect_download() as original:
        dialog.get_by_role("link", name=listing.photos[0].name).click()
    original.value.save_as(tmp_path / "original")
    assert original.value.suggested_filename == listing.photos[0].name
    assert (tmp_path / "original").read_bytes() == listing.photos[0].data


def test_the_copy_is_waited_for_may_fail_and_is_the_owners(latchkey: Running, visit: Visit) -> None:
    desk = visit(latchkey.staff())
    shown = {"copy_made": HALFWAY, "may_decide": True}

    def told(route: Route) -> None:
        if shown["copy_made"]:
            return route.fulfill(json=shown)
        return route.fulfill(status=503, json={"type": "about:blank", "title": "", "status": 503, "detail": "Not now."})

    desk.page.route("**/api/business/data", told)
    page = desk.open("/studio/settings/data")
    expect(page.get_by_text("1,240 records so far. You can leave this page.")).to_be_visible()
    desk.look()
    shown["copy_made"] = OLD
    page.reload()
    expect(page.get_by_role("button", name="Make a newer copy")).to_be_visible()
    desk.look()
    shown["may_decide"] = False
    page.reload()
    expect(page.get_by_text("Only an owner of the business can take its data out.")).to_be_visible()
    desk.look()
    shown["copy_made"] = None
    desk.expects(503)
    page.reload()
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    desk.look()
