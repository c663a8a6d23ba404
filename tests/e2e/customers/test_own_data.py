"""A customer takes their data along and asks to be deleted; the owner refuses, is asked again, and deletes (ADR 0070)."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from local.demo.businesses import PASSWORD
from tests.e2e.conftest import Visit
from tests.running import Running

pytestmark = pytest.mark.browser


def ask_to_be_deleted(page: Page) -> None:
    page.get_by_role("button", name="Ask to be deleted").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Present password").fill(PASSWORD)
    dialog.get_by_role("button", name="Ask to be deleted").click()
    expect(page.get_by_text("You asked to be deleted")).to_be_visible()


def test_a_customer_takes_their_data_along_is_refused_once_and_then_deleted(latchkey: Running, visit: Visit) -> None:
    leaver = latchkey.customer()
    viewer = leaver.get("/api/session").json["viewer"]
    email, at = viewer["email"], f"/studio/customers/{viewer['customer_id']}"
    phone, desk = visit(leaver, phone=True), visit(latchkey.staff())
    phone.expects(401)
    desk.expects(404, 422)
    page, studio = phone.open("/account"), desk.open("/studio/customers")
    page.get_by_role("button", name="Make a copy").click()
    save = page.get_by_role("button", name="Save the copy")
    expect(save).to_be_visible()
    phone.look()
    with page.expect_download() as download:
        save.click()
    files = zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert email in json.dumps(json.loads(files.read("data.json")))

    ask_to_be_deleted(page)
    phone.look()
    studio.reload()
    studio.get_by_role("link", name=f"{email} asks to be deleted").click()
    expect(studio.get_by_text("This customer asks to be deleted")).to_be_visible()
    desk.look()
    studio.get_by_role("button", name="Refuse").click()
    studio.get_by_role("dialog").get_by_label("Reason").fill("Two bookings of yours are still open.")
    desk.look()
    studio.get_by_role("dialog").get_by_role("button", name="Refuse").click()
    expect(studio.get_by_text("This customer asks to be deleted")).to_have_count(0)
    assert "Two bookings of yours are still open." in latchkey.mail_to(email, "did not delete")["text"]
    phone.open("/account")
    expect(page.get_by_text("Two bookings of yours are still open.")).to_be_visible()
    phone.look()

    ask_to_be_deleted(page)
    desk.open(at)
    studio.get_by_role("button", name="Delete the customer").click()
    dialog = studio.get_by_role("dialog")
    confirm = dialog.get_by_label(f"Type {email} to confirm")
    confirm.fill("somebody@else.example")
    dialog.get_by_role("button", name="Delete for good").click()
    expect(confirm).to_have_attribute("aria-invalid", "true")
    desk.look()
    confirm.fill(email)
    dialog.get_by_role("button", name="Delete for good").click()
    expect(studio.get_by_text("A customer is being deleted.")).to_be_visible()
    desk.look([(390, "dark"), (1280, "light")])
    phone.open("/account")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
