"""An agent founds a team; who joins it by a mailed invitation finds the shared listing in the same list (product 2.8)."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visit
from tests.e2e.watching import Watched
from tests.running import Running, new_address

pytestmark = pytest.mark.browser


def test_a_team_is_founded_joined_and_shared_with(latchkey: Running, visit: Visit) -> None:
    agent, mate = latchkey.customer(), latchkey.customer()
    address = mate.get("/api/session").json["viewer"]["email"]
    listing = latchkey.delivered(agent, photos=1)
    desk = visit(agent)
    page = desk.open("/teams")
    expect(page.get_by_text("No team yet")).to_be_visible()
    desk.look()
    page.get_by_role("button", name="New team").click()
    page.get_by_role("dialog").get_by_label("Name").fill("Coast Realty")
    page.get_by_role("dialog").get_by_role("button", name="Create the team").click()
    expect(page.get_by_role("heading", name="Coast Realty")).to_be_visible()
    page_of_team = page.url.removeprefix(latchkey.origin)
    page.get_by_role("button", name="Invite somebody").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("E-mail").fill(address)
    dialog.get_by_label("Role").select_option("assistant")
    dialog.get_by_role("switch", name="Pay").check(force=True)
    expect(dialog.get_by_role("switch", name="See prices")).to_be_checked()
    desk.look()
    dialog.get_by_label("Role").select_option("member")
    dialog.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("region", name="Invited")).to_contain_text(address)
    desk.look()

    link = invitation_in(latchkey, address)
    stranger = visit(phone=True)
    stranger.expects(401)
    expect(stranger.open(link).get_by_role("link", name="Create an account")).to_be_visible()
    stranger.look()
    phone = visit(mate, phone=True)
    joining = phone.open(link)
    expect(joining.get_by_text("will see your listings and orders")).to_be_visible()
    phone.look()
    joining.get_by_role("button", name="Join the team").click()
    expect(joining.get_by_role("button", name="Leave")).to_be_visible()
    phone.look()
    phone.open("/")
    expect(joining.get_by_text("Your listings will be here")).to_be_visible()

    desk.open(listing.path)
    page.get_by_role("button", name="Share", exact=True).click()
    page.get_by_role("switch", name="Coast Realty").check(force=True)
    expect(page.get_by_role("switch", name="Coast Realty")).to_be_enabled()
    desk.look()
    joining.reload()
    expect(joining.get_by_role("link", name="12 Ocean Drive")).to_be_visible()
    phone.look()
    phone.open(listing.path)
    expect(joining.get_by_text("Listing of")).to_be_visible()
    phone.look()
    desk.open("/orders")
    expect(page.get_by_label("Agent", exact=True)).to_be_visible()
    desk.look()

    desk.open(page_of_team)
    newcomer = new_address()
    page.get_by_role("button", name="Invite somebody").click()
    dialog.get_by_label("E-mail").fill(newcomer)
    dialog.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("region", name="Invited")).to_contain_text(newcomer)
    joins_with_a_new_account(latchkey, stranger, newcomer)

    office = visit(latchkey.staff())
    studio = office.open(f"/studio{page_of_team}")
    expect(studio.get_by_role("region", name="Listings").get_by_role("link", name="12 Ocean Drive")).to_be_visible()
    expect(studio.get_by_role("region", name="Orders").get_by_role("link", name="12 Ocean Drive").first).to_be_visible()
    office.look()
    studio.get_by_role("list", name="Members").get_by_role("link").first.click()
    expect(studio.get_by_role("link", name="Coast Realty")).to_be_visible()
    office.look()


def joins_with_a_new_account(latchkey: Running, stranger: Watched, address: str) -> None:
    """The code leads back to the invitation, and not to an empty list."""
    entrance = stranger.open(invitation_in(latchkey, address))
    entrance.get_by_role("link", name="Create an account").click()
    entrance.get_by_label("E-mail").fill(address)
    entrance.get_by_label("Password", exact=True).fill("walnut river")
    entrance.get_by_role("button", name="Continue").click()
    entrance.get_by_label("Code").fill(latchkey.code_for(address))
    entrance.get_by_role("button", name="Join the team").click()
    expect(entrance.get_by_role("button", name="Leave")).to_be_visible()


def invitation_in(latchkey: Running, address: str) -> str:
    """The path that the mail leads to."""
    link = re.search(r"/teams/join/\S+", latchkey.mail_to(address, "/teams/join/")["text"])
    assert link
    return link[0]
