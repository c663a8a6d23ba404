"""The office imports customers after a dry run, finds one, writes a note, and looks with their eyes: that is written down."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visit
from tests.running import Running, new_address

pytestmark = pytest.mark.browser


def test_customers_are_imported_found_noted_and_looked_through(latchkey: Running, visit: Visit) -> None:
    address = new_address()
    name = address.partition("@")[0]
    text = f'\ufeffMail;Agent;Office\r\n{address};"Park, {name}";Pier Homes\r\nno address;=1+1;\r\n'
    desk = visit(latchkey.staff())
    page = desk.open("/studio/customers/import")
    page.locator("[data-pick=customers]").set_input_files(
        {"name": "customers.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )
    expect(page.get_by_text("1 new · 1 left out")).to_be_visible()
    expect(page.get_by_text("This is no e-mail address.")).to_be_visible()
    desk.look()
    page.get_by_label("Brokerage").select_option("Not in the file")
    expect(page.get_by_text(f"Park, {name} · Pier Homes")).to_have_count(0)
    page.get_by_label("Brokerage").select_option("Office")
    expect(page.get_by_text(f"Park, {name} · Pier Homes")).to_be_visible()
    page.get_by_role("button", name="Import 1 customer").click()
    expect(page.get_by_text("1 customer imported")).to_be_visible()

    page.get_by_role("link", name="To the customers").click()
    page.get_by_label("Search by name").fill(f"pier {name}")
    expect(page.get_by_role("link", name="Park,")).to_have_count(1)
    desk.look()
    page.get_by_role("link", name="Park,").first.click()
    expect(page.get_by_role("heading", name=f"Park, {name}")).to_be_visible()
    page.get_by_label("New note").fill("Prefers twilight.")
    page.get_by_role("button", name="Add note").click()
    expect(page.get_by_text("Prefers twilight.")).to_be_visible()
    desk.look()

    page.get_by_role("link", name="View as customer").click()
    expect(page.get_by_text("As the customer sees it. Nothing can be changed here.")).to_be_visible()
    expect(page.get_by_text("Your listings will be here")).to_be_visible()
    page.get_by_role("link", name="Back to the studio").click()
    expect(page.get_by_role("heading", name=f"Park, {name}")).to_be_visible()
    history = page.get_by_role("listitem").filter(has_text="Looked at as the customer")
    expect(history).to_have_count(1)
    expect(page.get_by_text("Imported from a file")).to_be_visible()
