"""An owner founds a business on the platform's host, signs in on its own, moves it, and old links lead there (product 10.1)."""

import re
import secrets

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visit
from tests.running import Running, new_address

pytestmark = pytest.mark.browser
PASSWORD = "walnut river"


def test_a_business_is_founded_and_moved_and_its_old_links_lead_to_it(latchkey: Running, visit: Visit) -> None:
    mark, email = secrets.token_hex(3), new_address()
    first, second = f"olive-{mark}", f"grove-{mark}"
    phone = visit(phone=True)
    phone.origin = latchkey.cloud.origin("platform")
    page = phone.open("/")
    page.get_by_label("Name of your business").fill("Olive & Sons Photography")
    expect(page.get_by_label("Web address")).to_have_value("olive-sons-photography")
    page.get_by_label("Web address").fill("Summit")
    expect(page.locator("p[id$=error]", has_text="This name is taken")).to_be_visible()
    page.get_by_label("Web address").fill(first)
    expect(page.locator("p[id$=hint]", has_text=f"{first}.localhost is free.")).to_be_visible()
    page.get_by_label("Your e-mail").fill(email)
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    phone.look()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text(f"We sent a 6-digit code to {email}.")).to_be_visible()
    phone.look()
    page.get_by_label("Code").fill(latchkey.code_for(email))
    page.get_by_role("button", name="Create the business").click()
    there = page.get_by_role("link", name=f"Go to {first}.localhost")
    expect(there).to_be_visible()
    phone.look()

    there.click()
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Orders", exact=True)).to_be_visible()
    phone.origin = latchkey.cloud.origin(first)
    phone.open("/studio/settings/address")
    page.get_by_label("Name").fill(second)
    expect(page.locator("p[id$=hint]", has_text=f"{second}.localhost is free.")).to_be_visible()
    phone.look()
    page.get_by_role("button", name="Change the address").click()
    phone.look()
    page.get_by_role("dialog").get_by_role("button", name="Change the address").click()
    moved = latchkey.cloud.origin(second)
    expect(page).to_have_url(f"{moved}/sign-in")

    phone.open("/orders?status=Pending")
    expect(page).to_have_url(re.compile(rf"^{re.escape(moved)}/sign-in\?next=%2Forders%3Fstatus%3DPending$"))
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert "Olive & Sons Photography" in page.title()
