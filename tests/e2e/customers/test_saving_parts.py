"""Full size on a phone, whose browser cannot stream: whole ZIPs in parts, and an interrupted part is done again alone.

Only the size of a part is the test's own: it is written into the script on its way to the browser, because 1.5 GB of
photos would prove nothing more.
"""

import io
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Download, Page, Route, expect

from tests.e2e.conftest import Visit
from tests.e2e.customers.test_saving import CANNOT_STREAM
from tests.running import Listing, Running

pytestmark = pytest.mark.browser

PART_BYTES = 500_000
AS_BUILT = re.compile(r"\b5e8\b")
SCRIPT = re.compile(r"/assets/download_dialog-[^/]+\.js$")


def test_full_size_comes_in_parts_and_goes_on_where_it_was_interrupted(
    visit: Visit, latchkey: Running, tmp_path: Path
) -> None:
    listing = latchkey.paid(latchkey.customer(), photos=7)
    files = listing.customer.post(f"/api{listing.path}/bundles", {"size": "original"}).json["files"]
    customer = visit(listing.customer, phone=True)
    customer.loses_network()
    page = customer.page
    page.add_init_script(CANNOT_STREAM)
    smaller_parts(page, listing)
    asked = asked_for(page)
    held: list[Route] = []
    page.route(f"**{files[1]['url']}", lambda route: held.append(route), times=1)
    page.route(f"**{files[3]['url']}", cut_off, times=1)

    customer.open(listing.path).get_by_role("button", name="Download", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("radio", name="MLS")).to_be_checked()
    dialog.get_by_role("radio", name="Original").check()
    with page.expect_download() as first:
        dialog.get_by_role("button", name="Download").click()
        expect(dialog).to_contain_text("Saving part 1 of 3.")
        bar = dialog.get_by_role("progressbar", name="Progress")
        expect(bar).to_have_attribute("max", str(files[0]["bytes"] + files[1]["bytes"]))
        expect(bar).to_have_attribute("value", str(files[0]["bytes"]))
        customer.look()
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        page.get_by_role("button", name="Download", exact=True).click()
        expect(dialog).to_contain_text("Saving part 1 of 3.")
        expect(bar).to_have_attribute("value", str(files[0]["bytes"]))
        held.pop().continue_()

    expect(dialog).to_contain_text("1 of 3 parts saved.")
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)
    page.get_by_role("button", name="Download", exact=True).click()
    expect(dialog).to_contain_text("1 of 3 parts saved.")
    expect(dialog.get_by_role("radio", name="Original")).to_be_checked()
    dialog.get_by_role("button", name="Download part 2 of 3").click()
    interrupted = "Part 2 of 3 was interrupted. Check your network, then go on with it."
    expect(dialog.get_by_role("alert")).to_have_text(interrupted)
    expect(dialog).to_contain_text("1 of 3 parts saved.")
    expect(bar).to_have_count(0)
    page.context.set_offline(False)
    customer.look()
    page.context.set_offline(True)
    dialog.get_by_role("button", name="Download part 2 of 3").click()
    expect(dialog.get_by_role("alert")).to_have_text("The connection was lost. Check your network and try again.")
    page.context.set_offline(False)
    with page.expect_download() as second:
        dialog.get_by_role("button", name="Download part 2 of 3").click()
    with page.expect_download() as third:
        dialog.get_by_role("button", name="Download part 3 of 3").click()
    expect(dialog.get_by_text("Your download is complete")).to_be_visible()
    expect(dialog.get_by_role("alert")).to_be_empty()
    dialog.get_by_role("button", name="Done").click()
    page.get_by_role("button", name="Download", exact=True).click()
    expect(dialog.get_by_role("radio", name="Web")).to_be_enabled()

    again = {url: asked.count(url) for url in (file["url"] for file in files)}
    assert list(again.values()) == [1, 1, 2, 2, 1, 1, 1], "only the interrupted part is fetched again"
    presses = 4  # on part 2 three times, on part 3 once
    assert asked.count(f"/api{listing.path}/media-access") == presses, "minutes may lie between them"
    assert_whole([first.value, second.value, third.value], files, listing, tmp_path)


def smaller_parts(page: Page, listing: Listing) -> None:
    """The very script that the portal serves, with smaller parts."""

    def smaller(route: Route) -> None:
        script = listing.customer.get("/assets/" + route.request.url.rpartition("/")[2]).body.decode()
        changed, count = AS_BUILT.subn(str(PART_BYTES), script)
        assert count, "the script holds the size of a part"
        route.fulfill(body=changed, content_type="text/javascript")

    page.route(SCRIPT, smaller)


def cut_off(route: Route) -> None:
    """The network goes in the middle of a part, and stays away."""
    route.request.frame.page.context.set_offline(True)
    route.abort("internetdisconnected")


def asked_for(page: Page) -> list[str]:
    """Grows with the path of every file that the page asks for."""
    paths: list[str] = []
    page.on("request", lambda request: paths.append("/" + request.url.split("/", 3)[3]))
    return paths


def assert_whole(parts: list[Download], files: list[dict[str, object]], listing: Listing, folder: Path) -> None:
    """Each part is a ZIP of its own; together they hold every file of the answer once, byte for byte."""
    assert [one.suggested_filename for one in parts] == [
        f"12-ocean-drive-original part {number} of 3.zip" for number in (1, 2, 3)
    ]
    held: dict[str, bytes] = {}
    for number, part in enumerate(parts):
        part.save_as(folder / f"{number}.zip")
        data = (folder / f"{number}.zip").read_bytes()
        assert len(data) <= PART_BYTES
        with zipfile.ZipFile(io.BytesIO(data)) as bundle:
            assert bundle.testzip() is None
            assert not held.keys() & set(bundle.namelist())
            held |= {name: bundle.read(name) for name in bundle.namelist()}
    assert list(held) == [file["name"] for file in files]
    listing.customer.get(f"/api{listing.path}")  # its cookies open the files
    for file in files:
        assert held[str(file["name"])] == listing.customer.get(str(file["url"])).body
