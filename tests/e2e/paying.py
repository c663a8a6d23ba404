"""At Stripe's page: the payer fills the form and is sent back."""

from playwright.sync_api import Page, expect

from local.demo.flows import GOOD_CARD


def pay_at_stripe(page: Page, email: str, amount: str) -> None:
    """Pays `amount` with a good card; returns once the form is sent."""
    expect(page.get_by_role("heading", name="Payment details")).to_be_visible()
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Card number").fill(GOOD_CARD)
    page.get_by_label("Expiry").fill("12 / 39")
    page.get_by_label("Security code").fill("123")
    page.get_by_label("Full name").fill("Casey Brooks")
    page.get_by_role("button", name=f"Pay {amount}").click()
