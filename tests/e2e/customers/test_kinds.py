"""Floor plans and documents from the staff's folder to the customer's disk, locked in between."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from local.demo import flows
from local.demo.person import until
from tests.e2e.conftest import Visit
from tests.integration.media.test_floor_plans import PLAN
from tests.originals import pdf
from tests.running import Listing, Running

pytestmark = pytest.mark.browser
DOCUMENT = pdf("Seller's disclosure")
FILES = [
    {"name": "Floor plan, ground.png", "mimeType": "image/png", "buffer": PLAN},
    {"name": "Sellers disclosure.pdf", "mimeType": "application/pdf", "buffer": DOCUMENT},
]


@pytest.fixture(scope="module")
def listing(latchkey: Running) -> Iterator[Listing]:
    return latchkey.delivered(latchkey.customer(), photos=2)


def test_plans_and_documents_from_the_folder_to_the_disk(latchkey: Running, visit: Visit, listing: Listing) -> None:
    desk = visit(latchkey.staff())
    page = desk.open(f"/studio{listing.path}")
    page.locator("[data-pick=files]").set_input_files(FILES)
    expect(page.get_by_role("heading", name="1 floor plan")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("heading", name="1 document")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("button", name="Edit Floor plan, ground.png")).to_be_enabled(timeout=60_000)
    desk.look()
    page.get_by_role("button", name="Deliver again").click()
    dialog = page.get_by_role("dialog")
    for words in ("2 photos", "1 floor plan", "1 document"):
        expect(dialog.get_by_text(words)).to_be_visible()
    dialog.get_by_role("button", name="Deliver", exact=True).click()
    seen = until(lambda: delivered_again(listing), seconds=60, what="the second delivery")
    assert (seen["documents"], "isclosure" in str(seen)) == ([], False)

    customer = visit(listing.customer)
    locked = customer.open(listing.path)
    expect(locked.get_by_text("Paying unlocks 2 photos, 1 floor plan, and 1 document.")).to_be_visible()
    expect(locked.get_by_role("heading", name="Floor plans")).to_be_visible()
    expect(locked.get_by_text("To download after the payment.")).to_be_visible()
    customer.look()
    paid(listing)
    page = customer.open(listing.path)
    document = page.get_by_role("listitem").filter(has_text="Sellers disclosure.pdf")
    customer.look()
    with page.expect_download() as saved:
        document.get_by_role("button", name="Download").click()
    assert saved.value.suggested_filename.endswith("-004-sellers-disclosure.pdf")
    assert saved.value.path().read_bytes() == DOCUMENT
    page.get_by_role("button", name="Download", exact=True).first.click()
    expect(page.get_by_role("dialog", name="Download 4 files")).to_be_visible()


def delivered_again(listing: Listing) -> dict[str, Any] | None:
    answer: dict[str, Any] = listing.customer.get(f"/api{listing.path}").json
    return answer if answer["orders"][0]["locked_documents"] else None


def paid(listing: Listing) -> None:
    page = flows.checkout(listing.customer, listing.order_id)["checkout_url"]
    flows.pay(page, email="casey@agents.example", name="Casey Brooks")
    listing.customer.post(f"/api/orders/{listing.order_id}/payment-confirmation")
    flows.unlocked(listing.customer, listing.listing_id)
