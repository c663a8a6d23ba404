"""What a browser does with files: pictures large enough for their place, a ZIP without streaming, the share sheet."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from local.demo import pictures
from tests.e2e.conftest import Visit
from tests.running import Listing, Running

pytestmark = pytest.mark.browser

CANNOT_STREAM = "delete Navigator.prototype.serviceWorker; delete Window.prototype.showSaveFilePicker;"
CANNOT_STREAM += "delete window.showSaveFilePicker;"
# A phone's share sheet: every press ends as the next of `outcomes` says; what it was given is kept in `shared`.
SHARE_SHEET = """
window.shared = [];
navigator.canShare = ({files}) => files.every((file) => file instanceof File);
navigator.share = async ({files}) => {
  const outcome = window.outcomes.shift();
  if (outcome) throw new DOMException('The sheet says no.', outcome);
  for (const file of files) window.shared.push({name: file.name, type: file.type, bytes: file.size});
};
"""
# The file's own pixels: `naturalWidth` of a picture with `sizes` is told in the place's pixels.
RENDITIONS = """
async () => Promise.all([...document.querySelectorAll('main li img')].map(async (picture) => {
  while (!picture.currentSrc || !picture.complete) await new Promise((done) => setTimeout(done, 50));
  const file = new Image();
  file.src = picture.currentSrc;
  await file.decode();
  const largest = Math.max(...picture.srcset.split(', ').map((one) => parseInt(one.split(' ')[1])));
  return {file: file.naturalWidth, place: Math.floor(picture.clientWidth * devicePixelRatio), largest};
}))
"""


@pytest.fixture(scope="module")
def paid(latchkey: Running) -> Iterator[Listing]:
    return latchkey.paid(latchkey.customer(), photos=5)


@pytest.mark.parametrize(("phone", "widths"), [(False, (800, 1040, 1280, 1440, 1920)), (True, (320, 390))])
def test_no_picture_of_the_gallery_is_stretched(
    visit: Visit, paid: Listing, phone: bool, widths: tuple[int, ...]
) -> None:
    customer = visit(paid.customer, phone=phone)
    for width in widths:
        customer.page.set_viewport_size({"width": width, "height": 2400})
        page = customer.open(paid.path)
        expect(page.get_by_role("button", name="Open Photo")).to_have_count(5)
        for one in page.evaluate(RENDITIONS):
            assert one["file"] >= min(one["place"], one["largest"]), f"{one} in a window of {width} px"


@pytest.mark.parametrize("phone", [False, True])
def test_a_browser_that_cannot_stream_saves_a_whole_zip(
    visit: Visit, paid: Listing, phone: bool, tmp_path: Path
) -> None:
    customer = visit(paid.customer, phone=phone)
    customer.page.add_init_script(CANNOT_STREAM)
    page = customer.open(paid.path)
    page.get_by_role("button", name="Download", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("radio", name="MLS")).to_be_checked()
    dialog.get_by_role("radio", name="Original").check()
    expect(dialog).to_contain_text("This browser saves large downloads in parts of up to 500 MB.")
    with page.expect_download() as started:
        dialog.get_by_role("button", name="Download").click()
    started.value.save_as(tmp_path / "all.zip")
    assert started.value.url.startswith("blob:")
    data = (tmp_path / "all.zip").read_bytes()
    names = pictures.names_in_zip(data)
    with zipfile.ZipFile(io.BytesIO(data)) as bundle:
        for name, photo in zip(names, paid.photos, strict=True):
            assert pictures.same_pixels(photo.data, bundle.read(name))
    expect(page.get_by_text("Your download is complete")).to_be_visible()


@pytest.mark.parametrize("phone", [False, True])
def test_a_selection_is_saved_and_nothing_else(visit: Visit, paid: Listing, phone: bool, tmp_path: Path) -> None:
    page = visit(paid.customer, phone=phone).open(paid.path)
    page.get_by_role("button", name="Select", exact=True).click()
    tiles = page.get_by_role("button", name="Photo")
    expect(tiles).to_have_count(5)
    tiles.nth(1).click()
    tiles.nth(3).click(modifiers=[] if phone else ["Shift"])
    several = [1, 3] if phone else [1, 2, 3]
    expect(page.get_by_text(f"{len(several)} selected")).to_be_visible()
    assert [n for n in range(5) if tiles.nth(n).get_attribute("aria-pressed") == "true"] == several
    page.get_by_role("button", name="Download", exact=True).last.click()
    dialog = page.get_by_role("dialog", name=f"Download {len(several)} files")
    dialog.get_by_role("radio", name="Web").check()
    with page.expect_download() as started:
        dialog.get_by_role("button", name="Download").click()
    started.value.save_as(tmp_path / "some.zip")
    names = pictures.names_in_zip((tmp_path / "some.zip").read_bytes())
    assert [int(place) for place in re.findall(r"-(\d{3})(?=[-.])", " ".join(names))] == [n + 1 for n in several]


def test_a_phone_shares_a_picture(visit: Visit, paid: Listing) -> None:
    page = before_the_share_sheet(visit, paid, [None])
    shared = press_share(page)
    (asset, *_) = paid.customer.get(f"/api{paid.path}").json["assets"]
    (web,) = [one for one in asset["downloads"] if one["size"] == "web"]
    assert [(one["type"], one["bytes"]) for one in shared] == [("image/jpeg", web["bytes"])]
    assert shared[0]["name"].endswith(".jpg")


def test_a_sheet_that_wants_one_more_press_gets_it(visit: Visit, paid: Listing) -> None:
    page = before_the_share_sheet(visit, paid, ["NotAllowedError", None])
    page.get_by_role("menuitem", name="Share or save…").click()
    page.get_by_role("dialog").get_by_role("button", name="Share", exact=True).click()
    expect(page.get_by_role("button", name="Download this photo")).to_be_visible()
    assert len(page.evaluate("shared")) == 1


def test_a_dismissed_sheet_is_no_error(visit: Visit, paid: Listing) -> None:
    page = before_the_share_sheet(visit, paid, ["AbortError"])
    assert press_share(page) == []
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_text("The sheet says no.")).to_have_count(0)


def test_without_a_share_sheet_nothing_is_offered(visit: Visit, paid: Listing) -> None:
    page = visit(paid.customer).open(paid.path)
    page.get_by_role("button", name="Open Photo").first.click()
    page.get_by_role("button", name="Download this photo").click()
    expect(page.get_by_role("menuitem", name="Web")).to_be_visible()
    expect(page.get_by_role("menuitem", name="Share or save…")).to_have_count(0)


def before_the_share_sheet(visit: Visit, paid: Listing, outcomes: list[str | None]) -> Page:
    """A phone with the menu of the first picture open."""
    customer = visit(paid.customer, phone=True)
    customer.page.add_init_script(SHARE_SHEET)
    page = customer.open(paid.path)
    page.evaluate("all => { window.outcomes = all; }", outcomes)
    page.get_by_role("button", name="Open Photo").first.click()
    page.get_by_role("button", name="Download this photo").click()
    return page


def press_share(page: Page) -> list[dict[str, Any]]:
    """Shares, and answers what the sheet was given once it has closed."""
    page.get_by_role("menuitem", name="Share or save…").click()
    expect(page.get_by_role("button", name="Download this photo").locator("svg")).to_be_visible()
    page.evaluate("async () => { while (outcomes.length) await new Promise((done) => setTimeout(done, 50)); }")
    given: list[dict[str, Any]] = page.evaluate("shared")
    return given
