"""A listing is shared: made in the dialog, opened by somebody whom nobody knows, taken back again (product 5)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from local.demo import flows
from tests.e2e.conftest import Visit
from tests.e2e.watching import Watched
from tests.running import Running

pytestmark = pytest.mark.browser


def test_a_link_shows_the_photos_until_it_is_revoked(latchkey: Running, visit: Visit) -> None:
    listing = latchkey.delivered(latchkey.regular(), photos=3)
    customer = visit(listing.customer)
    url = make_a_link(customer, listing.path)

    stranger = visit(phone=True)
    headers = stranger.page.goto(url)
    assert headers is not None
    assert headers.headers["referrer-policy"] == "no-referrer"
    assert headers.headers["cache-control"] == "no-store"
    assert "noindex" in headers.headers["x-robots-tag"]
    page = stranger.page
    expect(page.get_by_role("button", name=re.compile("^Open "))).to_have_count(3)
    must_show(page, "/marked/")
    words = page.locator("body").inner_text()
    assert not re.search(r"\$|due|pay|download|order|casey", words, re.IGNORECASE), words
    assert not [one for one in page.context.cookies() if one["name"].startswith("CloudFront")]
    stranger.look()
    page.get_by_role("button", name=re.compile("^Open ")).nth(1).click()
    expect(page.get_by_role("dialog")).to_contain_text("2 of 3")
    expect(page.get_by_role("dialog").get_by_role("button", name=re.compile("ownload"))).to_have_count(0)
    page.get_by_role("button", name="Close").click()

    pay(latchkey, listing.customer, listing.order_id, listing.listing_id)
    page.reload()
    expect(page.get_by_role("button", name=re.compile("^Open "))).to_have_count(3)
    must_show(page, "/clean/")

    customer.page.reload()
    customer.page.get_by_role("button", name="Share", exact=True).click()
    expect(customer.page.get_by_text("Last opened")).to_be_visible()
    customer.page.get_by_role("button", name="Revoke The sellers").click()
    customer.page.get_by_role("button", name="Revoke link").click()
    expect(customer.page.get_by_text("No link works now.")).to_be_visible()
    customer.look()

    stranger.expects(404)
    page.reload()
    expect(page.get_by_role("heading", name="This link shows nothing")).to_be_visible()
    assert page.locator("main img").count() == 0
    stranger.look()


def test_the_studio_shares_from_its_workspace_and_not_through_borrowed_eyes(latchkey: Running, visit: Visit) -> None:
    listing = latchkey.delivered(latchkey.regular(), photos=2)
    studio = visit(latchkey.staff())
    url = make_a_link(studio, f"/studio{listing.path}")
    stranger = visit()
    stranger.page.goto(url)
    expect(stranger.page.get_by_role("button", name=re.compile("^Open "))).to_have_count(2)
    must_show(stranger.page, "/marked/")

    studio.page.get_by_role("button", name="Close").click()
    studio.page.get_by_role("link", name="As the customer sees it").click()
    expect(studio.page.get_by_role("region", name="Payment")).to_be_visible()
    expect(studio.page.get_by_role("button", name="Share", exact=True)).to_have_count(0)


def make_a_link(watched: Watched, path: str) -> str:
    """By the dialog; the link's address."""
    page = watched.open(path)
    page.get_by_role("button", name="Share", exact=True).click()
    expect(page.get_by_text("No link works now.")).to_be_visible()
    page.get_by_label("For whom").fill("The sellers")
    page.get_by_label("Works for").select_option("7 days")
    page.get_by_role("button", name="Create link").click()
    field = page.get_by_label("Your link")
    expect(field).to_have_value(re.compile(r"/s/[\w-]{60,}$"))
    expect(page.get_by_role("listitem").filter(has_text="The sellers")).to_contain_text("Not opened yet")
    watched.look()
    return field.input_value()


def must_show(page: Page, folder: str) -> None:
    sources = page.locator("main li img").evaluate_all("all => all.map((one) => one.src)")
    assert sources
    assert all(folder in source for source in sources), sources


def pay(latchkey: Running, customer: flows.Person, order_id: str, listing_id: str) -> None:
    page = flows.checkout(customer, order_id)["checkout_url"]
    flows.pay(page, email="casey@agents.example", name="Casey Brooks")
    customer.post(f"/api/orders/{order_id}/payment-confirmation")
    flows.unlocked(customer, listing_id)
