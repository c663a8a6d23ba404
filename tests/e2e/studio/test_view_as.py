"""The studio looks through a customer's eyes: the customer's own screens, and nothing can be changed (product 12)."""

import pytest
from playwright.sync_api import Route, expect

from tests.e2e.conftest import Visit
from tests.running import Running

pytestmark = pytest.mark.browser


def test_as_the_customer_sees_it_shows_everything_and_changes_nothing(latchkey: Running, visit: Visit) -> None:
    listing = latchkey.delivered(latchkey.regular(), photos=2)
    studio = visit(latchkey.staff())
    page = studio.open(f"/studio{listing.path}")
    page.get_by_role("link", name="As the customer sees it").click()
    expect(page.get_by_text("As the customer sees it. Nothing can be changed here.")).to_be_visible()
    expect(page.get_by_role("region", name="Payment")).to_contain_text("Paying unlocks 2 photos")
    expect(page.get_by_role("button", name="Pay ")).to_be_disabled()
    pictures = page.locator("main img")
    for picture in pictures.all():
        expect(picture).to_have_js_property("complete", True)
        expect(picture).not_to_have_js_property("currentSrc", "")
    sources = pictures.evaluate_all("all => all.map((one) => one.currentSrc)")
    assert sources
    assert all("/marked/" in source for source in sources)
    expect(page.get_by_role("link", name="Place order")).to_have_count(0)
    studio.look()

    page.get_by_role("link", name="Orders").first.click()
    expect(page.get_by_role("heading", name="Orders", exact=True)).to_be_visible()
    expect(page.get_by_text("Nothing can be changed here.")).to_be_visible()
    page.get_by_role("link", name="12 Ocean Drive").first.click()
    expect(page.get_by_role("heading", name="Timeline")).to_be_visible()

    page.get_by_role("link", name="Back to the studio").click()
    expect(page.get_by_role("link", name="View as customer")).to_be_visible()


def test_a_write_of_a_borrowed_view_is_refused_by_the_server(latchkey: Running, visit: Visit) -> None:
    listing = latchkey.delivered(latchkey.regular(), photos=1)
    studio = visit(latchkey.staff())
    studio.expects(403)
    workspace = latchkey.staff().get(f"/api{listing.path}/workspace").json
    view_as = workspace["view_as"]["customer_id"]
    page = studio.open(f"/as/{view_as}{listing.path}")

    def borrowed(route: Route) -> None:
        route.continue_(headers={**route.request.headers, "x-latchkey-view-as": view_as})

    page.route("**/api/orders/*/checkout", borrowed)
    page.get_by_role("button", name="Pay ").evaluate("one => { one.disabled = false; }")
    with page.expect_response("**/api/orders/*/checkout") as answered:
        page.get_by_role("button", name="Pay ").click()
    assert answered.value.status == 403


def test_a_customer_may_not_look_through_another_ones_eyes(latchkey: Running, visit: Visit) -> None:
    listing = latchkey.delivered(latchkey.regular(), photos=1)
    view_as = latchkey.staff().get(f"/api{listing.path}/workspace").json["view_as"]["customer_id"]
    customer = visit(latchkey.customer())
    customer.open(f"/as/{view_as}{listing.path}")
    expect(customer.page.get_by_role("heading", name="There is nothing at this address")).to_be_visible()
