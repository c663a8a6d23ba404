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
    cut: list[Route] = []
    first.page.route(
        PART, lambda route: route.continue_() if part_of(route.request) in (1, None) else cut.append(route)
    )
    page = first.open(path)
    with page.expect_request_finished(lambda request: part_of(request) == 1):
        choose(page, photo)
    for _ in range(500):
        if len(cut) < 2:
            page.wait_for_timeout(20)
    assert {part_of(route.request) for route in cut} == {2, 3}
    expect(page.get_by_text("0 of 1 files uploaded")).to_be_visible()
    for route in cut:
        route.abort("aborted")  # a held one would be let go when its page closes
    page.close()

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


def test_what_finishes_during_a_report_is_reported_together(latchkey: Running, visit: Visit) -> None:
    order_id, photos = latchkey.order(latchkey.regular()), flows.shoot(8)
    path = f"/studio/listings/{flows.accept(latchkey.staff(), order_id)['listing']['listing_id']}"
    studio = visit(latchkey.staff())
    reported: list[int] = []
    held: list[Route] = []

    def report(route: Route) -> None:
        reported.append(len((route.request.post_data_json or {})["uploads"]))
        if len(reported) == 1:
            held.append(route)
        else:
            route.continue_()

    studio.page.route("**/uploads/completion", report)
    sent = sent_parts(studio.page)
    page = studio.open(path)
    choose(page, *(flows.PHOTOS / photo.name for photo in photos))
    expect(page.get_by_text("Finishing", exact=True)).to_have_count(len(photos))
    expect(page.get_by_text(f"0 of {len(photos)} files uploaded")).to_be_visible()
    studio.look()
    held.pop().continue_()
    expect(page.get_by_text(f"{len(photos)} of {len(photos)} files uploaded")).to_be_visible()
    assert (reported, len(sent)) == ([1, len(photos) - 1], len(photos))
    expect(page.get_by_role("button", name="Edit ")).to_have_count(len(photos))


def a_large_photo() -> bytes:
    """Three parts' worth of noise."""
    data = io.BytesIO()
    width, height = 3000, 2000
    noise = Image.frombytes("RGB", (width, height), secrets.token_bytes(3 * width * height))
    noise.save(data, "PNG", compress_level=0)
    return data.getvalue()


def choose(page: Page, *photos: Path) -> None:
    page.locator("[data-pick=files]").set_input_files(photos)


def part_of(request: Request) -> int | None:
    found = PART.search(request.url) if request.method == "PUT" else None
    return int(found.group(1)) if found else None


def sent_parts(page: Page) -> list[int]:
    """Grows with the number of each part that goes out."""
    numbers: list[int] = []

    def note(request: Request) -> None:
        number = part_of(request)
        if number:
            numbers.append(number)

    page.on("request", note)
    return numbers
