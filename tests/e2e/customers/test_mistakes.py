"""What goes wrong is said in one clear sentence where it belongs, and nothing that was typed is lost (product 13)."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from local.demo.businesses import HARBOR, PASSWORD, SUMMIT
from local.demo.person import until
from tests.e2e.conftest import Visit
from tests.running import Running, new_address

pytestmark = pytest.mark.browser


def test_a_wrong_password_is_said_and_the_address_stays(latchkey: Running, visit: Visit) -> None:
    somebody = visit()
    somebody.expects(401)
    page = somebody.open("/sign-in")
    for email in (HARBOR.owner_email, new_address()):
        page.get_by_label("E-mail").fill(email)
        page.get_by_label("Password", exact=True).fill("not the password")
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_role("alert")).to_contain_text("E-mail and password do not match.")
        expect(page.get_by_label("E-mail")).to_have_value(email)
    somebody.look()


def test_a_wrong_code_is_said_and_the_right_one_still_works(latchkey: Running, visit: Visit) -> None:
    somebody, email = visit(phone=True), new_address()
    somebody.expects(422, 400, 401)
    page = somebody.open("/sign-up")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill("short")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_label("Password", exact=True)).to_be_focused()
    page.get_by_label("Password", exact=True).fill("password123")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_label("Password", exact=True)).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("E-mail")).to_have_value(email)
    somebody.look()

    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_label("Code")).to_be_visible()
    right = latchkey.code_for(email)
    page.get_by_label("Code").fill(f"{(int(right) + 1) % 1_000_000:06d}")
    expect(page.get_by_label("Code")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Code")).to_have_value("")
    somebody.look()
    page.get_by_label("Code").fill(right)
    expect(page.get_by_role("heading", name="Your listings", exact=True)).to_be_visible()


def test_missing_fields_are_named_and_what_was_typed_stays(latchkey: Running, visit: Visit) -> None:
    guest = visit(phone=True)
    page = guest.open("/order")
    page.get_by_label("City").fill("Portland")
    page.get_by_label("Size in square feet").fill("many")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Enter the street and number.")).to_be_visible()
    expect(page.get_by_text("Enter the size in square feet, from 100 to 100,000.")).to_be_visible()
    expect(page.get_by_label("Street and number")).to_be_focused()
    expect(page.get_by_label("City")).to_have_value("Portland")
    guest.look()
    page.get_by_label("Street and number").fill("5 Mill Lane")
    page.reload()
    expect(page.get_by_label("Street and number")).to_have_value("5 Mill Lane")
    expect(page.get_by_label("City")).to_have_value("Portland")


def test_what_the_server_refuses_is_said_at_its_field(latchkey: Running, visit: Visit) -> None:
    customer = visit(latchkey.customer())
    customer.expects(422, 400)
    page = customer.open("/order")
    for label, text in {
        "Street and number": "5 Mill Lane",
        "City": "Portland",
        "State or region": "ME",
        "Postal code": "04101",
        "Size in square feet": "1200",
    }.items():
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name="Continue").click()
    page.get_by_text("Essential photos").click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Name", exact=True).fill("Casey Brooks")
    page.get_by_label("Phone").fill("+1 207 555 0110 or the office, ask for Casey")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Place order for").click()
    refused = page.get_by_role("alert").filter(has_text="Change it")
    expect(refused).to_be_visible()
    refused.get_by_role("link", name="Change it").click()
    expect(page.get_by_label("Phone")).to_have_value("+1 207 555 0110 or the office, ask for Casey")
    expect(page.get_by_label("Phone")).to_have_attribute("aria-invalid", "true")


def test_the_page_says_that_it_is_offline_and_comes_back(latchkey: Running, visit: Visit) -> None:
    customer = visit(latchkey.regular())
    page = customer.open("/orders")
    expect(page.get_by_role("heading", name="Orders", exact=True)).to_be_visible()
    page.context.set_offline(True)
    banner = page.get_by_text("You are offline.")
    expect(banner).to_be_visible()
    customer.look()
    page.context.set_offline(False)
    expect(banner).to_have_count(0)


@pytest.mark.parametrize("line_is_lost", [False, True])
def test_pictures_that_did_not_come_are_asked_for_again(latchkey: Running, visit: Visit, line_is_lost: bool) -> None:
    listing = latchkey.delivered(latchkey.customer(), photos=2)
    customer = visit(listing.customer)
    customer.loses_network()
    page = customer.page
    page.add_init_script(f"window.lost = {json.dumps(line_is_lost)};")
    page.add_init_script("Object.defineProperty(navigator, 'onLine', { get: () => !window.lost });")
    page.route("**/media/**", lambda route: route.abort("internetdisconnected"))
    customer.open(listing.path)
    pictures = page.get_by_role("main").locator("li img")
    expect(pictures).to_have_count(2)
    shown = "pictures => pictures.filter((one) => one.complete).map((one) => one.naturalWidth > 0)"
    until(lambda: pictures.evaluate_all(shown) == [False, False], seconds=10, what="broken pictures")
    page.unroute("**/media/**")
    if line_is_lost:
        page.evaluate("window.lost = false; dispatchEvent(new Event('online'))")
    until(lambda: pictures.evaluate_all(shown) == [True, True], seconds=10, what="the pictures")


def test_a_dialog_asks_before_what_was_typed_in_it_is_lost(latchkey: Running, visit: Visit) -> None:
    order_id = latchkey.order(latchkey.customer())
    desk = visit(latchkey.staff())
    page = desk.open(f"/studio/orders/{order_id}")
    opener = page.get_by_role("button", name="Decline", exact=True)
    dialog = page.get_by_role("dialog", name="Decline this order?")
    asked = page.get_by_role("dialog", name="Discard what you typed?")
    reason = dialog.get_by_label("Reason")
    opener.click()
    reason.fill("We are")
    reason.fill("")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(opener).to_be_focused()

    opener.click()
    reason.fill("We are fully boo")
    ways: list[Callable[[], None]] = [
        lambda: page.keyboard.press("Escape"),
        lambda: page.mouse.click(4, 4),
        dialog.get_by_role("button", name="Close").click,
    ]
    for leave in ways:
        leave()
        expect(asked).to_be_visible()
        asked.get_by_role("button", name="Keep editing").click()
        expect(asked).to_have_count(0)
        expect(reason).to_have_value("We are fully boo")
    for _ in range(4):  # a browser that was refused closes dialogs by itself
        page.keyboard.press("Escape")
        expect(reason).to_have_value("We are fully boo")
    if asked.count() == 0:
        page.keyboard.press("Escape")
    desk.look()
    asked.get_by_role("button", name="Discard changes").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(opener).to_be_focused()
    opener.click()
    expect(reason).to_have_value("")
    reason.fill("We are fully booked")
    dialog.get_by_role("button", name="Decline order").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_somebody_elses_listing_is_not_there(latchkey: Running, visit: Visit) -> None:
    listing = latchkey.listing(latchkey.regular(), photos=1)
    stranger = visit(latchkey.customer())
    stranger.expects(404)
    stranger.open(listing.path)
    expect(stranger.page.get_by_text("This listing could not be loaded.")).to_be_visible()
    stranger.look()
    stranger.open(f"/orders/{listing.order_id}")
    expect(stranger.page.get_by_text("This order could not be loaded.")).to_be_visible()
    for person in (latchkey.customer(), latchkey.staff(SUMMIT), latchkey.regular(SUMMIT)):
        assert person.get(f"/api{listing.path}", expect=None).status == 404
        assert person.get(f"/api/orders/{listing.order_id}", expect=None).status == 404
    assert latchkey.person().get(f"/api{listing.path}", expect=None).status == 401
