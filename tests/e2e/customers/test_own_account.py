"""A person's own account in the browser: the theme before anything is painted, devices, password, and another e-mail."""

import re

import pytest
from playwright.sync_api import Page, expect

from local.demo.businesses import PASSWORD
from tests.e2e.conftest import Visit
from tests.integration.accounts.branding import picture
from tests.running import Running, new_address

pytestmark = pytest.mark.browser

LIGHT, DARK = "rgb(248, 248, 247)", "rgb(18, 18, 20)"


def shows(page: Page, ground: str) -> None:
    expect(page.locator("body")).to_have_css("background-color", ground)


def test_a_chosen_theme_holds_before_anything_is_answered_and_until_it_is_taken_back(
    latchkey: Running, visit: Visit
) -> None:
    desk = visit(latchkey.customer())
    page = desk.open("/account")
    expect(page.get_by_text("You are signed in nowhere else.")).to_be_visible()
    shows(page, LIGHT)
    desk.look()
    page.get_by_label("Dark").check()
    shows(page, DARK)
    bars = page.locator("meta[name=theme-color]").evaluate_all("all => all.map((one) => one.content)")
    assert bars == ["#121214", "#121214"]
    desk.look([(1280, "light")])

    page.route("**/api/session", lambda route: None)
    page.reload(wait_until="commit")
    shows(page, DARK)
    page.unroute_all(behavior="ignoreErrors")
    desk.open("/account")
    expect(page.get_by_label("Dark")).to_be_checked()
    page.get_by_label("Like my device").check()
    shows(page, LIGHT)
    assert page.evaluate("() => localStorage.getItem('latchkey.theme')") is None


def test_a_picture_of_oneself_is_chosen_refused_and_removed(latchkey: Running, visit: Visit) -> None:
    desk = visit(latchkey.customer())
    desk.expects(422)
    page = desk.open("/account")
    mine = page.get_by_role("group", name="Picture of you")
    pick = page.locator("[data-pick=portrait]")
    pick.set_input_files({"name": "me.png", "mimeType": "image/png", "buffer": b"no picture"})
    expect(mine.get_by_text("This is not a picture that we can read.")).to_be_visible()
    page.get_by_label("Brokerage").fill("Half a wo")
    pick.set_input_files({"name": "me.png", "mimeType": "image/png", "buffer": picture("PNG", (500, 700))})
    expect(mine.get_by_role("button", name="Replace")).to_be_visible()
    expect(mine.locator("img")).to_have_js_property("naturalWidth", 480)
    expect(page.get_by_label("Brokerage")).to_have_value("Half a wo")
    desk.look()
    mine.get_by_role("button", name="Remove your picture").click()
    expect(mine.get_by_role("button", name="Choose a picture")).to_be_visible()


def test_a_forgotten_password_is_replaced_and_signs_out_the_other_devices(latchkey: Running, visit: Visit) -> None:
    forgetful = latchkey.customer()
    email = forgetful.get("/api/account").json["email"]
    desk, phone = visit(forgetful), visit(phone=True)
    phone.expects(422)
    page = phone.open("/sign-in")
    page.get_by_role("link", name="Forgot your password?").click()
    page.get_by_label("E-mail").fill(email)
    phone.look()
    page.get_by_role("button", name="Send the code").click()
    expect(page.get_by_role("heading", name="Choose a new password")).to_be_visible()
    mailed = re.search(r"\b\d{6}\b", latchkey.mail_to(email, "new password")["text"])
    assert mailed
    code = mailed.group()
    page.get_by_label("Code").fill("000000" if code != "000000" else "111111")
    page.get_by_role("textbox", name="New password").fill(f"{PASSWORD} again")
    page.get_by_role("button", name="Change the password").click()
    expect(page.get_by_label("Code")).to_have_attribute("aria-invalid", "true")
    phone.look()
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Change the password").click()
    expect(page.get_by_text("Your password is changed.")).to_be_visible()
    desk.open("/account")
    expect(desk.page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_an_account_moves_to_the_address_whose_code_was_typed(latchkey: Running, visit: Visit) -> None:
    mover = latchkey.customer()
    before, after = mover.get("/api/account").json["email"], new_address()
    phone = visit(mover, phone=True)
    phone.expects(422)
    page = phone.open("/account")
    page.get_by_role("button", name="Change e-mail").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("New e-mail").fill(after)
    dialog.get_by_role("textbox", name="Present password").fill("not this one")
    dialog.get_by_role("button", name="Send the code").click()
    expect(dialog.get_by_role("textbox", name="Present password")).to_have_attribute("aria-invalid", "true")
    phone.look()
    dialog.get_by_role("textbox", name="Present password").fill(PASSWORD)
    dialog.get_by_role("button", name="Send the code").click()
    expect(dialog.get_by_text(f"We sent a 6-digit code to {after}.")).to_be_visible()
    phone.look()
    dialog.get_by_label("Code").fill(latchkey.code_for(after))
    dialog.get_by_role("button", name="Change the e-mail").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_text("You sign in with it").locator("..")).to_contain_text(after)
    assert after not in latchkey.mail_to(before, "was changed")["text"]
    latchkey.person().sign_in(after, PASSWORD)
