"""Organizing a listing's photos by mouse, touch and keys, and the gallery that the customer sees of it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit
from tests.running import Listing, Running

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def listing(latchkey: Running) -> Iterator[Listing]:
    return latchkey.paid(latchkey.customer(), photos=4)


def names(page: Page) -> list[str]:
    found = page.get_by_role("button", name=re.compile("^Edit ")).all()
    return [str(one.get_attribute("aria-label")).removeprefix("Edit ") for one in found]


def has_order(page: Page, wanted: list[str]) -> None:
    """Waits until the workspace shows this order, and the server keeps it."""
    for place, name in enumerate(wanted):
        expect(page.locator("li[data-id]").nth(place).get_by_role("button", name=f"Edit {name}")).to_be_visible()


def in_studio(visit: Visit, latchkey: Running, listing: Listing, *, phone: bool = False) -> Page:
    page = visit(latchkey.staff(), phone=phone).open(f"/studio{listing.path}")
    expect(page.get_by_role("button", name="Edit 0")).to_have_count(4)
    return page


def test_photos_are_put_in_order_with_keys_and_mouse(latchkey: Running, visit: Visit, listing: Listing) -> None:
    page = in_studio(visit, latchkey, listing)
    first, second, third, fourth = names(page)
    handle = page.get_by_role("button", name=f"Move {first}")
    handle.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("place 2 of 4", exact=True)).to_be_attached()
    page.keyboard.press("Escape")
    expect(page.get_by_text(f"{first} is back at place 1 of 4.")).to_be_attached()
    page.keyboard.press("Space")
    page.keyboard.press("End")
    with page.expect_response(lambda answer: answer.request.method == "PATCH" and answer.ok):
        page.keyboard.press("Space")
    has_order(page, [second, third, fourth, first])
    expect(handle).to_be_focused()

    start = page.get_by_role("button", name=f"Edit {first}").bounding_box()
    end = page.get_by_role("button", name=f"Edit {second}").bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 60, start["y"] + 60)
    page.mouse.down()
    page.mouse.move(end["x"] + 60, end["y"] + 60, steps=8)
    with page.expect_response(lambda answer: answer.request.method == "PATCH" and answer.ok):
        page.mouse.up()
    page.reload()
    has_order(page, [first, second, third, fourth])
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_finger_moves_a_photo_by_its_handle_and_a_number_without_dragging(
    latchkey: Running, visit: Visit, listing: Listing
) -> None:
    page = in_studio(visit, latchkey, listing, phone=True)
    first, second, third, fourth = names(page)
    page.get_by_role("heading", name="4 photos").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('ol').scrollIntoView({ block: 'center' })")
    start = page.get_by_role("button", name=f"Move {second}").bounding_box()
    end = page.get_by_role("button", name=f"Edit {first}").bounding_box()
    assert start
    assert end
    touch = page.context.new_cdp_session(page)

    def finger(kind: str, *points: tuple[float, float]) -> None:
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    x, y = start["x"] + 16, start["y"] + 16
    finger("touchStart", (x, y))
    for part in range(1, 9):
        finger("touchMove", (x + (end["x"] + 40 - x) * part / 8, y + (end["y"] + 40 - y) * part / 8))
        page.wait_for_timeout(40)
    with page.expect_response(lambda answer: answer.request.method == "PATCH" and answer.ok):
        finger("touchEnd")
    has_order(page, [second, first, third, fourth])

    page.get_by_role("button", name=f"Actions for {second}").click()
    page.get_by_role("menuitem", name="Move to position").click()
    page.get_by_label("Position of").fill("9")
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.get_by_text("Type a number from 1 to 4.")).to_be_visible()
    page.get_by_label("Position of").fill("2")
    with page.expect_response(lambda answer: answer.request.method == "PATCH" and answer.ok):
        page.get_by_role("button", name="Move", exact=True).click()
    has_order(page, [first, second, third, fourth])


def test_sections_and_the_cover_show_in_the_customers_portal(latchkey: Running, visit: Visit, listing: Listing) -> None:
    studio = visit(latchkey.staff())
    page = studio.open(f"/studio{listing.path}")
    expect(page.get_by_role("button", name="Edit 0")).to_have_count(4)
    page.get_by_role("button", name="Select", exact=True).click()
    tiles = page.locator("ol button[aria-pressed]")
    tiles.nth(0).click()
    tiles.nth(1).click(modifiers=["Shift"])
    expect(page.get_by_text("2 selected")).to_be_visible()
    studio.look()
    page.get_by_role("button", name="Move to section").click()
    page.get_by_role("dialog").get_by_role("button", name="Kitchen").click()
    studio.look()
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.get_by_text("2 photos are in Kitchen now.")).to_be_visible()
    for place, section in ((2, "Wine cellar"), (3, "Garden")):
        page.get_by_role("button", name="Edit 0").nth(place).click()
        page.get_by_label("Section (optional)").fill(section)
        page.get_by_role("button", name="Save").click()
        expect(page.locator("li[data-id]").nth(place).get_by_text(section)).to_be_visible()
    page.get_by_role("button", name="Actions for").nth(2).click()
    page.get_by_role("menuitem", name="Use as cover").click()
    expect(page.locator("li[data-id]").nth(2).get_by_text("Cover", exact=True)).to_be_visible()

    customer = visit(listing.customer, phone=True)
    seen = customer.open(listing.path)
    expect(seen.get_by_role("heading", level=2)).to_have_text(["Kitchen", "Wine cellar", "Garden"])
    seen.get_by_role("navigation", name="Sections").get_by_role("link", name="Garden").click()
    expect(seen.get_by_role("heading", name="Garden")).to_be_in_viewport()
    customer.look()
    seen.get_by_role("button", name="Open Photo 4").click()
    expect(seen.get_by_text("4 of 4")).to_be_visible()
    seen.keyboard.press("Escape")
    customer.open("/")
    shown = seen.get_by_role("article").locator("img")
    expect(shown).to_have_attribute("srcset", re.compile(r"400w, .* \d{4}w$"))
    workspace = latchkey.staff().get(f"/api{listing.path}/workspace").json
    cover = next(asset for asset in workspace["assets"] if asset["asset_id"] == workspace["cover"]["asset_id"])
    assert cover["section"] == "Wine cellar"
    assert cover["preview"]["large"]["url"] in str(shown.get_attribute("srcset"))
    customer.look()


def test_the_details_of_a_photo_have_their_place_before_it_has_loaded(
    latchkey: Running, visit: Visit, listing: Listing
) -> None:
    """Else the buttons below move away under the press."""
    page = visit(latchkey.staff()).open(f"/studio{listing.path}")
    expect(page.get_by_role("button", name="Edit 0")).to_have_count(4)
    page.wait_for_load_state("networkidle")
    page.route("**/media/**", lambda route: None)
    page.get_by_role("button", name="Edit 0").nth(2).click()
    box = page.get_by_role("dialog").locator("img").bounding_box()
    assert box is not None
    assert box["height"] > 200
    assert box["width"] > 300


def test_a_branded_photo_says_so_in_the_gallery_also_while_choosing(
    latchkey: Running, visit: Visit, listing: Listing
) -> None:
    photo = listing.customer.get(f"/api{listing.path}").json["assets"][1]
    latchkey.staff().send("PATCH", f"/api{listing.path}/assets/{photo['asset_id']}", {"branded": True})
    customer = visit(listing.customer, phone=True)
    page = customer.open(listing.path)
    tiles = page.get_by_role("main").get_by_role("listitem").filter(has=page.locator("img"))
    expect(tiles).to_have_count(4)
    branded = tiles.filter(has_text="Branded")
    expect(branded).to_have_count(1)
    expect(tiles.nth(1)).to_contain_text("Branded")
    customer.look()
    page.get_by_role("button", name="Select", exact=True).click()
    expect(branded).to_have_count(1)
