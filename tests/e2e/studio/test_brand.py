"""A business brings its own pictures and color; a minute later its sign-in shows them before anything was asked (product 10)."""

from __future__ import annotations

import re

from playwright.sync_api import FilePayload, expect

from local.demo.person import until
from tests.e2e.conftest import Visit
from tests.integration.accounts.branding import SVG, picture
from tests.running import Running

SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50 * 1024, "uploadThroughput": 50 * 1024}
# Of each frame, once anything is painted: what tells whose page it is, and whether a person reads something yet.
FRAMES = """
(() => {
  window.seen = [];
  const look = () => {
    const style = getComputedStyle(document.documentElement);
    const words = document.querySelector('#app')?.innerText ?? '';
    if (performance.getEntriesByType('paint').length)
      window.seen.push([style.getPropertyValue('--brand-accent'), document.title, words && words.includes(NAME)]);
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
"""
LOGO = FilePayload(name="logo.svg", mimeType="image/svg+xml", buffer=SVG.encode())
PHOTO = FilePayload(name="house.jpg", mimeType="image/jpeg", buffer=picture("JPEG", (1800, 1200)))


def test_a_new_brand_is_on_the_sign_in_before_anything_was_asked(latchkey: Running, visit: Visit) -> None:
    desk = visit(latchkey.staff())
    page = desk.open("/studio/settings/brand")
    color = page.get_by_role("textbox", name="Color", exact=True)
    was = color.input_value()
    page.locator("[data-pick=logo]").set_input_files(files=LOGO)
    expect(page.get_by_role("img", name="Your Logo")).to_be_visible()
    page.locator("[data-pick=portal_image]").set_input_files(files=PHOTO)
    point = page.get_by_role("slider", name="What stays in view")
    point.press("Shift+ArrowRight")
    expect(point).to_have_attribute("aria-valuetext", "60 % from the left, 50 % from the top")
    color.fill("#d9480f")
    desk.look()
    page.get_by_role("button", name="Save brand").click()
    expect(page.get_by_text("The brand is saved.")).to_be_visible()

    guest = visit(phone=True)
    until(lambda: "brand-image" in guest.open("/sign-in").content() or None, seconds=60, what="the new brand")
    # Nothing is answered: what stands in the page itself is what shows.
    guest.page.route("**/api/session", lambda route: None)
    guest.page.goto(f"{latchkey.origin}/sign-in", wait_until="commit")
    logo = guest.page.locator("header img")
    expect(logo).to_be_visible()
    expect(guest.page.locator("img[srcset]")).to_have_css("object-position", "60% 50%")
    assert logo.evaluate("picture => [picture.naturalWidth > 0, picture.clientHeight]") == [True, 40]
    guest.page.unroute_all(behavior="ignoreErrors")
    guest.open("/sign-in")
    guest.look()

    page.get_by_role("button", name=re.compile("Remove Logo")).click()
    page.get_by_role("button", name=re.compile("Remove Portal image")).click()
    color.fill(was)
    page.get_by_role("button", name="Save brand").click()
    expect(page.get_by_text("The brand is saved.").last).to_be_visible()


def test_on_a_slow_network_no_frame_is_without_the_brand(latchkey: Running, visit: Visit) -> None:
    guest = visit(phone=True)
    guest.page.context.new_cdp_session(guest.page).send("Network.emulateNetworkConditions", SLOW)
    guest.page.add_init_script(FRAMES.replace("NAME", repr(latchkey.business.name)))
    page = guest.open("/sign-in")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    frames = page.evaluate("() => window.seen")
    unbranded = [
        frame for frame in frames if not frame[0] or latchkey.business.name not in frame[1] or frame[2] is False
    ]
    assert len(frames) > 10
    assert len(unbranded) <= 1, f"{len(unbranded)} of {len(frames)} frames: {unbranded[:3]}"


def test_a_way_into_the_portal_is_copied_printed_and_put_on_a_website(latchkey: Running, visit: Visit) -> None:
    desk = visit(latchkey.staff())
    page = desk.open("/studio/settings/portal-links")
    booking = page.get_by_role("region", name="Booking")
    url = f"{latchkey.origin}/order"
    expect(booking.get_by_role("textbox", name="Address of Booking")).to_have_value(url)
    desk.look()
    booking.get_by_role("button", name="QR code").click()
    expect(page.get_by_role("img", name=f"QR code of {url}")).to_be_visible()
    desk.look()
    with page.expect_download() as given:
        page.get_by_role("button", name="Download SVG").click()
    assert given.value.suggested_filename == "qr-order.svg"
    page.get_by_role("button", name="Close").click()
    booking.get_by_role("button", name="HTML button").click()
    expect(page.get_by_label("Code")).to_have_value(
        re.compile(rf'^<a href="{re.escape(url)}" style="[^"<>]+">Book a shoot</a>$')
    )
    desk.look()
