"""Every screen, with something on it and without: quiet console, whole pictures, nothing too wide, axe content."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from local.demo import pictures
from tests.e2e.conftest import Visit
from tests.running import Listing, Running

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def paid(latchkey: Running) -> Iterator[Listing]:
    return latchkey.paid(latchkey.customer(), photos=3)


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/sign-in", "Sign in"),
        ("/sign-up", "Create your account"),
        ("/order", "Place order"),
        ("/g/not-a-link-of-ours", "There is nothing here"),
    ],
)
def test_what_everybody_sees(latchkey: Running, visit: Visit, path: str, heading: str) -> None:
    somebody = visit()
    somebody.expects(404)
    somebody.open(path)
    expect(somebody.page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    somebody.look()


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/", "Your listings will be here"),
        ("/orders", "Your orders will be here"),
        ("/nowhere", "There is nothing at this address"),
    ],
)
def test_what_a_new_customer_sees(latchkey: Running, visit: Visit, path: str, says: str) -> None:
    customer = visit(latchkey.customer())
    customer.open(path)
    expect(customer.page.get_by_role("heading", name=says)).to_be_visible()
    customer.look()


def test_what_a_customer_sees(latchkey: Running, visit: Visit, paid: Listing) -> None:
    waiting = latchkey.order(paid.customer, address={"line1": "27 Birch Hill Road"})
    customer = visit(paid.customer)
    page = customer.open(f"/?placed={waiting}")
    expect(page.get_by_role("link", name="12 Ocean Drive")).to_be_visible()
    expect(page.get_by_text("Waiting for Harbor & Pine Photography")).to_be_visible()
    customer.look()
    customer.open("/orders")
    expect(page.get_by_role("link", name="27 Birch Hill Road")).to_be_visible()
    customer.look()
    customer.open(f"/orders/{waiting}")
    page.get_by_role("button", name="Cancel order").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    customer.look()
    page.get_by_role("button", name="Keep order").click()
    customer.open(f"/orders/{paid.order_id}")
    expect(page.get_by_role("heading", name="Payments")).to_be_visible()
    customer.look()
    customer.open(f"/orders/{paid.order_id}/paid")
    expect(page.get_by_role("heading", name="Thank you, your payment arrived")).to_be_visible()
    customer.look()


def test_the_open_gallery_with_its_lightbox_and_downloads(latchkey: Running, visit: Visit, paid: Listing) -> None:
    customer = visit(paid.customer)
    page = customer.open(paid.path)
    expect(page.get_by_role("button", name="Open Photo")).to_have_count(3)
    customer.look()
    page.get_by_role("button", name="Open Photo").first.click()
    expect(page.get_by_text("1 of 3")).to_be_visible()
    customer.look()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("2 of 3")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Download", exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    customer.look()


def test_originals_are_written_as_one_zip_by_the_browser(
    latchkey: Running, visit: Visit, paid: Listing, tmp_path: Path
) -> None:
    page = visit(paid.customer).open(paid.path)
    page.get_by_role("button", name="Download", exact=True).click()
    expect(page.get_by_role("radio", name="Original")).to_be_checked()
    with page.expect_download() as started:
        page.get_by_role("dialog").get_by_role("button", name="Download").click()
    started.value.save_as(tmp_path / "all.zip")
    data = (tmp_path / "all.zip").read_bytes()
    names = pictures.names_in_zip(data)
    assert names == sorted(names)
    with zipfile.ZipFile(io.BytesIO(data)) as bundle:
        for name, photo in zip(names, paid.photos, strict=True):
            assert pictures.same_pixels(photo.data, bundle.read(name))
    expect(page.get_by_text("Your download is complete")).to_be_visible()


def test_the_steps_of_an_order(latchkey: Running, visit: Visit, paid: Listing) -> None:
    customer = visit(paid.customer)
    page = customer.open("/order")
    for label, text in {
        "Street and number": "155 Mill Pond Way",
        "City": "Yarmouth",
        "State or region": "ME",
        "Postal code": "04096",
        "Size in square feet": "2400",
    }.items():
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name="Continue").click()
    page.get_by_text("Signature listing").click()
    page.get_by_role("group", name="Twilight exteriors").get_by_role("button", name="Add").click()
    customer.look()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("button", name="Place order for")).to_be_visible()
    customer.look()
    page.get_by_role("button", name="Contact", exact=True).click()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Casey Brooks")
    customer.look()


def test_what_the_studio_sees(latchkey: Running, visit: Visit, paid: Listing) -> None:
    waiting = latchkey.order(latchkey.regular(), address={"line1": "9 Lighthouse Court"})
    studio = visit(latchkey.staff())
    page = studio.open("/studio")
    expect(page.get_by_role("article").first).to_be_visible()
    studio.look()
    studio.open(f"/studio/orders/{waiting}")
    page.get_by_role("button", name="Decline").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    studio.look()
    studio.open("/studio/listings")
    expect(page.get_by_role("link", name="12 Ocean Drive").first).to_be_visible()
    studio.look()


def test_the_workspace_of_a_listing(latchkey: Running, visit: Visit) -> None:
    listing = latchkey.listing(latchkey.regular(), photos=3)
    studio = visit(latchkey.staff())
    page = studio.open(f"/studio{listing.path}")
    expect(page.get_by_role("button", name="Edit 0")).to_have_count(3)
    studio.look()
    page.get_by_role("button", name="Edit 0").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    studio.look()
    page.get_by_label("Caption").fill("The front at noon")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The front at noon")).to_be_visible()
    page.get_by_role("button", name="Deliver", exact=True).click()
    expect(page.get_by_role("dialog")).to_contain_text("3 photos")
    studio.look()


def test_signing_out_ends_the_session(latchkey: Running, visit: Visit) -> None:
    customer = visit(latchkey.customer())
    page = customer.open("/orders")
    page.get_by_role("button", name="@agents.example").click()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    customer.open("/orders")
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
