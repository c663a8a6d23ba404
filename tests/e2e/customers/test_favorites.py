"""Favorites and what is new: kept by the server, shown at once, and taken back when they could not be kept."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import Visit
from tests.running import Running

pytestmark = pytest.mark.browser


def hearts(page: Page, *, pressed: bool) -> int:
    return page.get_by_role("button", name="Favorite: ", pressed=pressed).count()


def test_favorites_outlive_the_browser_and_are_a_selection(latchkey: Running, visit: Visit) -> None:
    listing = latchkey.paid(latchkey.customer(), photos=3)
    customer = visit(listing.customer)
    page = customer.open("/")
    expect(page.get_by_role("heading", name="Ready for you")).to_be_visible()
    customer.look()
    customer.open(listing.path)
    heart = page.get_by_role("button", name="Favorite: ").nth(1)
    heart.focus()
    with page.expect_response("**/favorites/*") as answered:
        page.keyboard.press("Space")
    assert answered.value.status == 204
    expect(heart).to_have_attribute("aria-pressed", "true")

    elsewhere = visit(listing.customer)
    page = elsewhere.open(listing.path)
    page.get_by_role("button", name="Favorites 1").click()
    expect(page.get_by_role("button", name="Open Photo")).to_have_count(1)
    elsewhere.look()
    page.get_by_role("button", name="Download 1 favorite").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Open Photo").click()
    enlarged = page.get_by_role("dialog").get_by_role("button", name="Favorite: ")
    expect(enlarged).to_have_attribute("aria-pressed", "true")
    with page.expect_response("**/favorites/*"):
        page.keyboard.press("f")
    expect(enlarged).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="No favorites yet")).to_be_visible()
    elsewhere.open("/")
    expect(page.get_by_role("link", name="12 Ocean Drive")).to_be_visible()
    expect(page.get_by_role("heading", name="Ready for you")).to_have_count(0)


def test_a_favorite_that_could_not_be_saved_is_taken_back(latchkey: Running, visit: Visit) -> None:
    listing = latchkey.delivered(latchkey.regular(), photos=2)
    customer = visit(listing.customer)
    customer.expects(503)
    page = customer.open(listing.path)

    def busy(route: Route) -> None:
        route.fulfill(status=503, content_type="application/problem+json", body='{"detail": "Please try again."}')

    page.route("**/favorites/*", busy)
    page.get_by_role("button", name="Favorite: ").first.click()
    expect(page.get_by_text("The favorite could not be saved. Please try again.")).to_be_visible()
    assert hearts(page, pressed=True) == 0
