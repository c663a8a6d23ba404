"""A customer lets an assistant have copies; the assistant reads who did that, and ends them without signing in (ADR 0069)."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visit
from tests.running import Running, new_address

pytestmark = pytest.mark.browser


def test_a_recipient_is_added_and_unsubscribes_for_good(latchkey: Running, visit: Visit) -> None:
    address = new_address()
    desk, stranger = visit(latchkey.customer()), visit(phone=True)
    desk.expects(422)
    page = desk.open("/account")
    add = page.get_by_role("button", name="Add somebody")
    add.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("E-mail").fill(address)
    desk.look()
    dialog.get_by_role("button", name="Add", exact=True).click()
    row = page.get_by_role("listitem").filter(has_text=address)
    expect(row).to_contain_text("Assistant")
    desk.look()

    link = re.search(r"/g/copies/\S+", latchkey.mail_to(address, "/g/copies/")["text"])
    assert link
    ending = stranger.open(link[0])
    expect(ending.get_by_role("heading", name="Unsubscribe?")).to_be_visible()
    stranger.look()
    page.reload()
    expect(row).to_be_visible()
    expect(row.get_by_text("Unsubscribed")).to_have_count(0)
    ending.get_by_role("button", name="Unsubscribe").click()
    expect(ending.get_by_role("heading", name="You are unsubscribed")).to_be_visible()
    stranger.look()

    page.reload()
    expect(row.get_by_text("Unsubscribed")).to_be_visible()
    desk.look()
    row.get_by_role("button", name=f"Remove {address}").click()
    expect(row).to_have_count(0)
    add.click()
    dialog.get_by_label("E-mail").fill(address)
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(dialog.get_by_label("E-mail")).to_have_attribute("aria-invalid", "true")
    desk.look([(390, "light")])
