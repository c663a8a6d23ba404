"""A business adds words to a mail, sees it before it leaves, and its customer gets what was shown (product 11)."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visit
from tests.running import Running

pytestmark = pytest.mark.browser
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>"


def test_words_are_tried_saved_and_mailed(latchkey: Running, visit: Visit) -> None:
    desk = visit(latchkey.staff())
    desk.expects(422)
    page = desk.open("/studio/settings/mails")
    page.get_by_role("link", name="Order placed").click()
    shown = page.frame_locator("iframe")
    expect(shown.get_by_role("heading", name="We have your order")).to_be_visible()
    page.get_by_label("Subject").fill("Hello {nobody}")
    expect(page.get_by_text("{nobody} means nothing in this mail.")).to_be_visible()
    page.get_by_label("Subject").fill("Hello from {business}")
    page.get_by_label("Opening").fill(f"Good to have you. {HOSTILE}")
    expect(shown.get_by_text(f"Good to have you. {HOSTILE}")).to_be_visible()
    page.get_by_role("button", name="Dark").click()
    expect(shown.get_by_text("Good to have you.")).to_have_css("color", "rgb(244, 244, 245)")
    desk.look()
    page.get_by_role("link", name="Brand").click()
    page.get_by_role("button", name="Keep editing").click()
    page.get_by_role("button", name="Save mail").click()
    expect(page.get_by_text("The mail leaves like this from now on.")).to_be_visible()

    customer = latchkey.regular()
    latchkey.order(customer)
    mail = latchkey.mail_to(latchkey.business.customer_email, "Hello from Harbor & Pine Photography")
    assert f"Good to have you. {HOSTILE}" in mail["text"]
    page.get_by_role("button", name="Back to the standard text").click()
    page.get_by_role("button", name="Save mail").click()
    expect(page.get_by_text("The mail leaves like this from now on.").last).to_be_visible()
