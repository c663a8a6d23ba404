"""An owner closes the business and takes that back; meanwhile everybody else finds a closed portal (ADR 0073)."""

import re
import time

import pytest
from playwright.sync_api import Page, Route, expect

from local.demo import flows
from local.demo.businesses import PASSWORD, SUMMIT
from local.demo.person import Person
from tests.e2e.conftest import Visit, sign_in
from tests.e2e.watching import Watched
from tests.running import Running, new_address

pytestmark = pytest.mark.browser
FEW = ((390, "light"), (1280, "dark"))


@pytest.fixture
def enter(latchkey: Running, visit: Visit) -> Visit:
    """`visit`, at the business that no other test needs open."""

    def opened(person: Person | None = None, *, phone: bool = False) -> Watched:
        seen = visit(phone=phone)
        seen.origin = latchkey.cloud.origin(SUMMIT.label)
        sign_in(seen.page.context, person, seen.origin)
        return seen

    return opened


def joined(latchkey: Running, owner: Person, role: str) -> tuple[Person, str]:
    """Somebody who came onto the staff by a mailed invitation, and their address."""
    email = new_address()
    owner.post("/api/staff/invitations", {"email": email, "role": role}, expect=201)
    link = re.search(r"/join/(\S+)", latchkey.mail_to(email, "/join/")["text"])
    assert link
    person = latchkey.person(SUMMIT)
    person.post("/api/auth/invitations/acceptance", {"token": link[1], "name": "Mia Stone", "password": PASSWORD})
    return person, email


def signs_in(page: Page, email: str) -> None:
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sees_it_closed(watched: Watched) -> None:
    """The calm page, read out by itself, with the way to the business."""
    heading = watched.page.get_by_role("heading", name="This portal is closed.")
    expect(heading).to_be_focused()
    expect(watched.page).to_have_title(f"Closed · {SUMMIT.name}")
    expect(watched.page.get_by_role("link", name=SUMMIT.phone)).to_have_attribute("href", "tel:+13035550177")
    expect(watched.page.get_by_role("link", name=SUMMIT.email)).to_have_attribute("href", f"mailto:{SUMMIT.email}")


def test_a_business_is_closed_for_everybody_and_kept(latchkey: Running, enter: Visit) -> None:
    owner, customer = latchkey.staff(SUMMIT), latchkey.regular(SUMMIT)
    manager, address = joined(latchkey, owner, "manager")
    placed = flows.place_order(customer, name="Priya Nolan")
    desk = enter(owner)
    desk.expects(409, 422)
    page = desk.open("/studio/settings/data")
    closing = page.get_by_role("region", name="Close the business")
    close = closing.get_by_role("button", name="Close the business")
    expect(closing.get_by_role("listitem")).to_have_text(
        [re.compile(rf"^Order {placed['number']} .* is still open"), re.compile("^Make a copy of everything above")]
    )
    expect(close).to_be_disabled()
    desk.look()
    decline = {"version": placed["version"], "reason": "We are closing."}
    owner.post(f"/api/orders/{placed['order_id']}/decline", decline)
    page.get_by_role("button", name="Make a copy").click()
    expect(close).to_be_enabled(timeout=120_000)
    expect(closing.get_by_role("listitem")).to_have_count(0)

    phone, guest, staff = enter(customer, phone=True), enter(phone=True), enter(manager)
    for watched in (phone, guest, staff):
        watched.expects(410, 403)
    phone.open("/orders")
    expect(phone.page.get_by_role("link", name="Listings").last).to_be_visible()
    guest.open("/order")
    expect(guest.page.get_by_label("Street and number")).to_be_visible()
    staff.open("/studio/settings/mails/order_placed")
    staff.page.get_by_label("Subject").fill("Not saved yet")

    close.click()
    dialog = page.get_by_role("dialog", name=f"Close {SUMMIT.name}?")
    name, password = dialog.get_by_role("textbox", name="Type"), dialog.get_by_label("Present password", exact=True)
    last = dialog.get_by_role("button", name="Close the business")
    name.fill("Summit")
    password.fill(PASSWORD)
    last.click()
    expect(dialog.get_by_text("This is not the name of the business.")).to_be_visible()
    expect(name).to_have_attribute("aria-invalid", "true")
    name.fill(SUMMIT.name)
    password.fill("not the password")
    last.click()
    expect(dialog.get_by_text("That is not your present password.")).to_be_visible()
    expect(password).to_have_attribute("aria-invalid", "true")
    desk.look()
    password.fill(PASSWORD)
    page.route("**/api/session", slowly, times=1)
    last.click()
    expect(page.get_by_text("The portal is closed for customers and staff.").last).to_be_visible()
    expect(closing.get_by_text(re.compile(r"^Everything is deleted on \w{3}, ")).first).to_be_focused()
    banner = page.get_by_role("region", name="The business is being closed")
    expect(banner).to_contain_text(re.compile(r"closes on \w{3} \d+, \d{4}\. Customers and staff see a closed portal"))
    desk.look()

    # Whatever they press next says it: a customer who reads, a guest who orders, staff who have not saved.
    phone.page.get_by_role("link", name="Listings").last.click()
    guest.page.reload()
    staff.page.get_by_role("button", name="Save mail").click()
    for watched in (phone, guest, staff):
        sees_it_closed(watched)
    phone.look()
    for path in ("/", "/sign-up", "/code", "/s/any-link", "/studio/settings/data", "/orders"):
        guest.open(path)
        sees_it_closed(guest)
    guest.page.get_by_role("link", name="Sign in as an owner").click()
    expect(guest.page.get_by_text("Owners of Summit Real Estate Media can still sign in.")).to_be_visible()
    expect(guest.page.get_by_role("link", name="Create an account")).to_have_count(0)
    guest.look(FEW)
    signs_in(guest.page, address)
    refused = "This portal is closed. Only an owner of the business can still sign in."
    expect(guest.page.get_by_text(refused)).to_be_visible()
    guest.page.get_by_role("link", name="Forgot your password?").click()
    expect(guest.page.get_by_role("button", name="Send the code")).to_be_visible()

    desk.open("/studio/settings/watermark")
    page.get_by_role("textbox", name="Text").fill("Summit")
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_text("The business is being closed, so nothing can be changed.")).to_be_visible()
    desk.look(FEW)

    guest.open("/sign-in")
    signs_in(guest.page, SUMMIT.owner_email)
    again = guest.page.get_by_role("region", name="The business is being closed")
    expect(again).to_be_visible()
    guest.look()
    again.get_by_role("link").click()
    guest.page.get_by_role("button", name="Keep the business").click()
    expect(guest.page.get_by_text("It is open for everybody again.").last).to_be_visible()
    expect(again).to_have_count(0)
    expect(guest.page.get_by_role("button", name="Close the business")).to_be_enabled()
    guest.look(FEW)
    phone.open("/orders")
    expect(phone.page.get_by_role("link", name=placed["address_line"].split(",")[0]).last).to_be_visible()


def slowly(route: Route) -> None:
    """The card has changed before the banner knows: whoever asked for both is not on the page any more."""
    time.sleep(2)
    route.continue_()
