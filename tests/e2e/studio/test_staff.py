"""Somebody joins the studio by a mailed invitation, gets another role, and is out at once when removed (product 2.9)."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visit
from tests.running import Running, new_address

pytestmark = pytest.mark.browser


def test_somebody_is_invited_joins_and_is_removed(latchkey: Running, visit: Visit) -> None:
    desk = visit(latchkey.staff())
    page = desk.open("/studio/settings/staff")
    expect(page.get_by_text("(you)")).to_be_visible()
    address = new_address()
    page.get_by_role("button", name="Invite somebody").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("E-mail").fill(address)
    dialog.get_by_label("Role").select_option("manager")
    expect(dialog.get_by_text("Everything but the staff")).to_be_visible()
    desk.look()
    dialog.get_by_role("button", name="Send the invitation").click()
    invited = page.get_by_role("region", name="Invited").get_by_role("listitem")
    expect(invited).to_contain_text(address)
    desk.look()

    link = re.search(r"/join/\S+", latchkey.mail_to(address, "/join/")["text"])
    assert link
    phone = visit(phone=True)
    phone.expects(409, 401)
    joining = phone.open(link[0])
    expect(joining.get_by_text("invites you to work in the studio as a manager.")).to_be_visible()
    phone.look()
    joining.get_by_label("Your name").fill("Mia Stone")
    joining.get_by_role("textbox", name="Choose a password").fill("walnut river")
    joining.get_by_role("button", name="Join", exact=True).click()
    expect(joining.get_by_role("heading", name="Orders", exact=True)).to_be_visible()
    phone.open("/studio/settings/staff")
    expect(joining.get_by_text("Only an owner can invite")).to_be_visible()
    phone.look()

    page.reload()
    row = page.get_by_role("listitem").filter(has_text="Mia Stone")
    row.get_by_label("Role of Mia Stone").select_option("photographer")
    expect(page.get_by_text("Mia Stone: Photographer from now on.")).to_be_visible()
    row.get_by_role("button", name="Remove Mia Stone").click()
    desk.look()
    page.get_by_role("dialog").get_by_role("button", name="Remove", exact=True).click()
    expect(page.get_by_text("Mia Stone is not on the staff any more.")).to_be_visible()
    joining.reload()
    expect(joining.get_by_role("heading", name="Sign in")).to_be_visible()

    again = visit()
    again.expects(409)
    expect(again.open(link[0]).get_by_text("It was used or taken back")).to_be_visible()
    again.look()
