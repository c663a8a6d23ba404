"""Somebody without an account: books, follows the private page, and pays there (product 2.5)."""

import re

import pytest
from playwright.sync_api import Page, expect

from local.demo import flows
from tests.e2e.conftest import Visit
from tests.e2e.paying import pay_at_stripe
from tests.running import Running, new_address

pytestmark = pytest.mark.browser
STREET = "3 Quarry Wharf"


def test_a_guest_books_and_pays_on_the_private_page(latchkey: Running, visit: Visit) -> None:
    email = new_address()
    guest = visit(phone=True)
    book(guest.open("/order"), email)
    guest.look()
    expect(guest.page.get_by_role("link", name=f"Create an account with {email}")).to_be_visible()
    guest.page.get_by_role("link", name="Open your private page").click()
    expect(guest.page.get_by_role("heading", name="Waiting for Harbor & Pine Photography to accept")).to_be_visible()
    guest.look()

    deliver(latchkey, email)
    mail = latchkey.mail_to(email, "are ready")
    (path,) = set(re.findall(r"/g/[\w-]+", mail["text"]))
    assert guest.page.url == latchkey.origin + path
    guest.page.reload()
    expect(guest.page.get_by_text("Amount due")).to_be_visible()
    expect(guest.page.get_by_text("Watermarked until paid")).to_be_visible()
    expect(guest.page.get_by_role("heading", name="2 photos")).to_be_visible()
    guest.look()

    guest.page.get_by_role("button", name="Pay $262.70").click()
    pay_at_stripe(guest.page, email, "$262.70")
    expect(guest.page.get_by_role("heading", name="Paid. Thank you!")).to_be_visible()
    guest.look()
    guest.page.get_by_role("link", name="Open your order").click()
    expect(guest.page.get_by_role("heading", name="Paid in full")).to_be_visible()
    expect(guest.page.get_by_text("Unlocked")).to_be_visible()
    expect(guest.page.get_by_role("button", name="Pay")).to_have_count(0)
    guest.look()


def book(page: Page, email: str) -> None:
    page.get_by_label("Street and number").fill(STREET)
    page.get_by_label("City").fill("Portland")
    page.get_by_label("State or region").fill("ME")
    page.get_by_label("Postal code").fill("04101")
    page.get_by_label("Size in square feet").fill("2100")
    page.get_by_role("button", name="Continue").click()
    page.get_by_text("Essential photos").click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Name", exact=True).fill("Robin Vale")
    page.get_by_label("Phone").fill("+1 207 555 0188")
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Place order for $262.70").click()
    expect(page.get_by_role("heading", name="Thank you, your order is placed")).to_be_visible()


def deliver(latchkey: Running, email: str) -> None:
    """The studio's part, over HTTP."""
    staff = latchkey.staff()
    rows = staff.get("/api/orders?search=quarry").json["orders"]
    details = [staff.get(f"/api/orders/{row['order_id']}").json for row in rows]
    (order_id,) = [one["order_id"] for one in details if one["contact"]["email"] == email]
    listing_id = flows.accept(staff, order_id)["listing"]["listing_id"]
    flows.upload(staff, listing_id, order_id, flows.shoot(2))
    flows.wait_for_renditions(staff, listing_id)
    flows.deliver(staff, listing_id, order_id)
