"""The stand-in's Checkout page in a real browser: readable, reachable by keyboard, quiet, on phone and desk (product 13)."""

import shutil
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from local.stripe_stand_in import accounts, sessions
from local.stripe_stand_in.server import StandInServer
from local.stripe_stand_in.stand_in import StripeStandIn
from local.stripe_stand_in.world import World
from tests.building import ROOT

pytestmark = pytest.mark.browser
AXE = ROOT / "portal/node_modules/axe-core/axe.min.js"
LOOKS = [(width, scheme) for width in (320, 390, 1280) for scheme in ("light", "dark")]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def server() -> Iterator[StandInServer]:
    stand_in = StripeStandIn(World(public_url=""))
    accounts.create(stand_in.world, {"business_profile": {"name": "Harbor Lane"}}, "acct_harbor")
    running = StandInServer(stand_in, 0, {})
    threading.Thread(target=running.serve, daemon=True).start()
    yield running
    running.stop()


def a_page(server: StandInServer, accent: str = "#f5d142") -> str:
    """The URL of a payable page; it leads back to the stand-in's own state page."""
    world = server.stand_in.world
    back = f"{world.public_url}/_stand_in/state"
    product = {"name": "Order 1042", "description": "14 Harbor Street, Portland, ME 04101"}
    price = {"currency": "usd", "unit_amount": "61900", "product_data": product}
    params: dict[str, Any] = {
        "mode": "payment",
        "line_items": [{"quantity": "1", "price_data": price}],
        "success_url": back + "?session={CHECKOUT_SESSION_ID}",
        "cancel_url": back,
        "branding_settings": {"button_color": accent, "display_name": "Harbor Lane Media"},
    }
    return str(sessions.create(world, "acct_harbor", params)["url"])


def opened(chromium: Browser, url: str, width: int = 390, scheme: Any = "light", **more: Any) -> tuple[Page, list[str]]:
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce", **more
    )
    page, said = context.new_page(), []

    def heard(message: ConsoleMessage) -> None:
        said.append(message.text)

    page.on("console", heard)
    page.goto(url)
    return page, said


def fill(page: Page, number: str = "4242 4242 4242 4242") -> None:
    for name, text in {
        "email": "ada@example.test",
        "number": number,
        "expiry": "12 / 34",
        "cvc": "123",
        "name": "Ada",
    }.items():
        page.fill(f"#{name}", text)


@pytest.mark.skipif(not AXE.exists(), reason="axe-core comes with the portal's packages")
@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_page_is_readable_everywhere(chromium: Browser, server: StandInServer, width: int, scheme: str) -> None:
    page, said = opened(chromium, a_page(server), width, scheme, bypass_csp=True)
    for state in ("fresh", "with mistakes"):
        page.evaluate(AXE.read_text())
        problems = page.evaluate("axe.run().then(found => found.violations.map(one => one.id))")
        assert problems == [], state
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), state
        page.click("button.pay")
        page.wait_for_selector("[aria-invalid]")
    assert said == []
    page.context.close()


def test_a_payer_mends_mistakes_is_declined_pays_and_goes_back(chromium: Browser, server: StandInServer) -> None:
    url = a_page(server)
    page, said = opened(chromium, url)
    page.fill("#email", "ada")
    page.click("button.pay")
    page.wait_for_selector("#email:focus")
    assert page.inner_text("#email-note") == "Enter an e-mail address like name@example.com."
    assert page.input_value("#email") == "ada"
    fill(page, "4000 0000 0000 0002")
    page.click("button.pay")
    page.wait_for_selector("#number:focus")
    assert page.inner_text("[role=alert]") == "Your card was declined. Try another card."
    fill(page)
    page.click("button.pay")
    page.wait_for_url("**/_stand_in/state?session=cs_test_*")
    page.goto(url)
    assert page.inner_text("h1") == "Payment received"
    assert said == []
    page.context.close()


def test_a_bank_debit_needs_no_card(chromium: Browser, server: StandInServer) -> None:
    page, said = opened(chromium, a_page(server))
    page.check("input[value=bank]")
    assert not page.is_visible("#number")
    page.fill("#email", "ada@example.test")
    page.fill("#name", "Ada")
    page.click("button.pay")
    page.wait_for_url("**/_stand_in/state?session=*")
    (row,) = [row for _, row in server.stand_in.world.journal.rows("session")]
    assert (row["object"]["status"], row["object"]["payment_status"]) == ("complete", "unpaid")
    assert said == []
    page.context.close()


def test_cancel_leads_back_and_pays_nothing(chromium: Browser, server: StandInServer) -> None:
    page, said = opened(chromium, a_page(server))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/_stand_in/state")
    assert server.stand_in.world.owned("intent", "acct_harbor") == []
    assert said == []
    page.context.close()
