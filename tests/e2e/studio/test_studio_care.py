"""What staff do around a delivery: links and their health, a customer's pin answered by a new file, taking a delivery back,
and the settings that customers feel."""

import re

import pytest
from playwright.sync_api import Page, expect

from local.demo.person import until
from tests import originals
from tests.e2e.conftest import Visit
from tests.running import Listing, Running

pytestmark = pytest.mark.browser


def deliver_again(page: Page) -> None:
    page.get_by_role("button", name="Deliver again").click()
    dialog = page.get_by_role("dialog")
    with page.expect_response(
        lambda answer: answer.request.method == "POST" and "/deliveries" in answer.url and answer.ok
    ):
        dialog.get_by_role("button", name="Deliver", exact=True).click()


def seen(listing: Listing) -> dict[str, object]:
    found: dict[str, object] = listing.customer.get(f"/api{listing.path}").json
    return found


def test_a_link_is_added_its_health_is_shown_and_the_customer_opens_it(latchkey: Running, visit: Visit) -> None:
    listing = latchkey.paid(latchkey.customer(), photos=2)
    desk = visit(latchkey.staff())
    page = desk.open(f"/studio{listing.path}")
    page.get_by_role("button", name="Add a link").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Address").fill("not an address")
    desk.expects(422)
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(dialog.get_by_label("Address")).to_have_attribute("aria-invalid", "true")
    dialog.get_by_label("Address").fill("tours.example.com/walk")
    dialog.get_by_label("Title").fill("Walk through")
    dialog.get_by_role("button", name="Add", exact=True).click()
    row = page.get_by_role("listitem").filter(has_text="Walk through")
    expect(row).to_contain_text("With the next delivery")
    expect(row.get_by_text(re.compile("Checking…|Answers|Does not work"))).to_be_visible()
    latchkey.check_links()  # the local stand-in answers for every site
    expect(row.get_by_text(re.compile("Answers|Does not work"))).to_be_visible()
    desk.look()
    for kind, title in (("website", "Property website"), ("link", "Film")):
        link = {"order_id": listing.order_id, "kind": kind, "title": title, "url": f"https://{kind}.example.com/"}
        latchkey.staff().post(f"/api{listing.path}/links", link, expect=201)
    page.reload()
    deliver_again(page)
    until(lambda: seen(listing)["links"] or None, seconds=90, what="the links")
    customer = visit(listing.customer, phone=True)
    opened = customer.open(listing.path)
    expect(opened.get_by_role("link", name="Walk through")).to_have_attribute("rel", re.compile("noopener"))
    expect(opened.get_by_role("region", name="Tours and links").get_by_role("link")).to_have_count(3)
    customer.look()


def test_a_pin_goes_to_the_studio_and_comes_back_as_another_file(latchkey: Running, visit: Visit) -> None:
    listing = latchkey.paid(latchkey.customer(), photos=2)
    customer, desk = visit(listing.customer), visit(latchkey.staff())
    page = customer.open(listing.path)
    page.get_by_role("button", name=re.compile("^Open Photo")).first.click()
    page.get_by_role("button", name=re.compile("^Ask for a change")).click()
    dialog = page.get_by_role("dialog", name="Ask for a change")
    dialog.get_by_label("What should change").fill("A little brighter, please")
    dialog.get_by_role("button", name="Send request").click()
    expect(page.get_by_text("Sent. We look at it.")).to_be_visible()
    expect(dialog.get_by_text("A little brighter, please")).to_be_visible()
    customer.look()

    studio = desk.open(f"/studio{listing.path}")
    asked = studio.get_by_role("region", name="1 change asked for")
    expect(asked).to_contain_text("A little brighter, please")
    before = studio.get_by_role("button", name="Edit 0").first.get_attribute("aria-label")
    studio.get_by_role("button", name=str(before)).click()
    new = originals.shoot()[4]
    studio.locator("[data-pick=replacement]").set_input_files(str(new))
    sheet = studio.get_by_role("dialog")
    expect(sheet.get_by_text("This file is new. The customer sees the one before")).to_be_visible(timeout=90_000)
    desk.look()
    sheet.get_by_role("button", name="Cancel").click()
    expect(asked.get_by_text("The photo was replaced")).to_be_visible()
    old = seen(listing)["assets"]
    studio.get_by_role("button", name="Deliver again").click()
    expect(studio.get_by_role("dialog")).to_contain_text("The customer reads: 1 replaced.")
    desk.look()
    studio.get_by_role("button", name="Not now").click()
    assert seen(listing)["assets"] == old
    deliver_again(studio)
    until(lambda: seen(listing)["assets"] != old or None, seconds=90, what="the new file")
    asked.get_by_role("button", name="Resolve").click()
    studio.get_by_role("dialog").get_by_label("Answer").fill("Brighter now")
    desk.look()
    studio.get_by_role("dialog").get_by_role("button", name="Resolve").click()
    expect(asked).to_have_count(0)
    page = customer.open(f"/orders/{listing.order_id}")
    expect(page.get_by_text("Brighter now")).to_be_visible()


def test_a_delivery_is_taken_back_and_published_again(latchkey: Running, visit: Visit) -> None:
    listing = latchkey.paid(latchkey.customer(), photos=2)
    desk, customer = visit(latchkey.staff()), visit(listing.customer)
    page = desk.open(f"/studio{listing.path}")
    page.get_by_role("button", name="Unpublish").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Reason").fill("The wrong house")
    desk.look()
    dialog.get_by_role("button", name="Unpublish").click()
    expect(page.get_by_text("Unpublished. The customer sees that it is in progress.")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="Deliver again to publish it.")).to_be_visible()
    desk.look()
    gone = customer.open(listing.path)
    expect(gone.get_by_role("heading", name="12 Ocean Drive")).to_be_visible()
    expect(gone.get_by_role("button", name=re.compile("^Open Photo"))).to_have_count(0)
    customer.look()
    deliver_again(page)
    until(lambda: seen(listing)["assets"] or None, seconds=90, what="the gallery")
    back = customer.open(listing.path)
    expect(back.get_by_role("button", name=re.compile("^Open Photo"))).to_have_count(2)


def test_the_watermark_is_tried_and_saved(latchkey: Running, visit: Visit) -> None:
    desk = visit(latchkey.staff())
    page = desk.open("/studio/settings/watermark")
    picture = page.get_by_role("img", name="A photo with this watermark")
    expect(picture).to_be_visible()
    desk.look()
    before = picture.get_attribute("src")
    text = page.get_by_role("textbox", name="Text")
    was = text.input_value()
    text.fill("Harbor Light 2026")
    expect(picture).not_to_have_attribute("src", str(before))
    page.get_by_role("button", name="Save watermark").click()
    expect(page.get_by_text("The watermark is saved.")).to_be_visible()
    page.reload()
    expect(text).to_have_value("Harbor Light 2026")
    text.fill(was)
    page.get_by_role("button", name="Save watermark").click()
    expect(page.get_by_text("The watermark is saved.")).to_be_visible()


def test_the_back_button_asks_before_what_was_typed_is_lost(latchkey: Running, visit: Visit) -> None:
    desk = visit(latchkey.staff())
    page = desk.open("/studio/listings")
    page.get_by_role("link", name="Settings").click()
    text = page.get_by_role("textbox", name="Name")
    text.fill("Half a wo")
    expect(page.get_by_role("button", name="Discard changes")).to_be_visible()
    for answer in ("Keep editing", "Discard changes"):
        page.go_back()
        dialog = page.get_by_role("dialog", name="Leave without saving?")
        expect(text).to_have_value("Half a wo")
        expect(page).to_have_url(re.compile("/studio/settings/brand$"))
        if answer == "Keep editing":
            desk.look()
        dialog.get_by_role("button", name=answer).click()
        expect(dialog).to_have_count(0)
    expect(page).to_have_url(re.compile("/studio/listings$"))
    expect(page.get_by_role("heading", name="Listings", exact=True)).to_be_visible()


def test_links_wait_for_payment_when_an_owner_says_so(latchkey: Running, visit: Visit) -> None:
    desk = visit(latchkey.staff())
    page = desk.open("/studio/settings")
    page.get_by_role("navigation", name="Settings").get_by_role("link", name="Links", exact=True).click()
    switch = page.get_by_role("switch", name="Links wait for payment")
    expect(switch).not_to_be_checked()
    desk.look()
    switch.press("Space")
    expect(page.get_by_text("Links wait for payment now.")).to_be_visible()
    page.reload()
    expect(switch).to_be_checked()
    switch.press("Space")
    expect(page.get_by_text("Links are open from delivery now.")).to_be_visible()
