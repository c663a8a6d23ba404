"""An upload goes on where it stopped: after the tab was closed, only the parts that are missing are sent (product 4)."""

import io
import re
import secrets
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, Request, Route, expect

from local.demo import flows
from tests.e2e.conftest import Visit
from tests.running import Running

pytestmark = pytest.mark.browser

PART_BYTES = 8 * 1024 * 1024
PART = re.compile(r"[?&]partNumber=(\d+)")


def test_only_the_missing_parts_are_sent_again(latchkey: Running, visit: Visit, tmp_path: Path) -> None:
    photo = tmp_path / "panorama.png"
    photo.write_bytes(a_large_photo())
    assert photo.stat().st_size > 2 * PART_BYTES
    order_id = latchkey.order(latchkey.regular())
    path = f"/studio/listings/{flows.accept(latchkey.staff(), order_id)['listing']['listing_id']}"

    first = visit(latchkey.staff())
    first.page.route(PART, only_the_first_part)
    sent = sent_parts(first.page)
    choose(first.open(path), photo)
    expect(first.page.get_by_text("0 of 1 files uploaded")).to_be_visible()
    with first.page.expect_request_finished(lambda request: part_of(request) == 1):
        pass
    assert 1 in sent
    first.page.close()

    again = visit(beside=first)
    sent = sent_parts(again.page)
    page = again.open(path)
    expect(page.get_by_text("1 upload was interrupted.")).to_be_visible()
    again.look()
    choose(page, photo)
    expect(page.get_by_text("1 of 1 files uploaded")).to_be_visible()
    assert sent == [2, 3]
    expect(page.get_by_role("button", name="Edit panorama.png")).to_be_enabled()
    expect(page.get_by_text("was interrupted")).to_have_count(0)


def a_large_photo() -> bytes:
    """Three parts' worth of noise."""
    data = io.BytesIO()
    width, height = 3000, 2000
    noise = Image.frombytes("RGB", (width, height), secrets.token_bytes(3 * width * height))
    noise.save(data, "PNG", compress_level=0)
    return data.getvalue()


def choose(page: Page, photo: Path) -> None:
    page.locator("[data-pick=files]").set_input_files(photo)


def part_of(request: Request) -> int | None:
    found = PART.search(request.url) if request.method == "PUT" else None
    return int(found.group(1)) if found else None


def only_the_first_part(route: Route) -> None:
    """The others never leave the browser, as on a line that has just gone dead."""
    if part_of(route.request) in (1, None):
        route.continue_()


def sent_parts(page: Page) -> list[int]:
    """Grows with the number of each part that goes out."""
    numbers: list[int] = []

    def note(request: Request) -> None:
        number = part_of(request)
        if number:
            numbers.append(number)

    page.on("request", note)
    return numbers
