"""The private page in a real browser: it pays, it listens, it fits a phone, and nothing typed into an order runs."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from accounts.business import Business
from latchkey.money import Money
from mail.account_mails import AccountExists, VerificationCode
from mail.letter import letter_of
from mail.messages import KINDS
from mail.order_mails import ListingDelivered, PaymentReceived
from mail.samples import sample
from mail.words import Words
from orders.order import Address
from tests.building import ROOT, a_business
from tests.integration.public.guest import a_guest, an_order
from tests.integration.public.serving import site

pytestmark = pytest.mark.browser
AXE = ROOT / "portal/node_modules/axe-core/axe.min.js"
LOOKS = [(width, scheme) for width in (320, 390, 1280) for scheme in ("light", "dark")]
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'--><svg onload=alert(3)>{{7*7}}"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield launched
        launched.close()


def opened(chromium: Browser, width: int = 390, scheme: Any = "light") -> tuple[Page, list[str]]:
    """A page, and what its console, dialogs and errors say."""
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
    )
    page, said = context.new_page(), list[str]()
    page.set_default_timeout(15_000)
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    return page, said


def complaints(page: Page) -> list[str]:
    """What axe finds; run outside of the page's own policy, which forbids foreign scripts."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found["violations"]]


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_page_fits_is_readable_and_says_nothing_to_the_console(
    business: Business, chromium: Browser, width: int, scheme: str
) -> None:
    guests = [a_guest(business, "Completed", due=52500, photos=5), a_guest(business)]
    with site(business, (200, {"state": "unpaid"})) as served:
        page, said = opened(chromium, width, scheme)
        for path in (guests[0].path, guests[1].path, f"{guests[0].path}/paid"):
            page.goto(served.origin + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.evaluate("[...document.images].every(one => !one.complete || one.naturalWidth > 0)")
            assert complaints(page) == []
        assert said == []


def test_pay_sends_the_link_as_our_own_script_and_follows_where_it_leads(business: Business, chromium: Browser) -> None:
    guest = a_guest(business, "Accepted", due=52500)
    with site(business) as served:
        served.answers[:] = [(200, {"checkout_url": f"{served.origin}/g/checkout-of-stripe-here-xx"})]
        page, _ = opened(chromium)
        page.goto(served.origin + guest.path)
        page.get_by_role("button", name="Pay $525.00").click()
        page.wait_for_url("**/g/checkout-of-stripe-here-xx")
        ((path, body, headers),) = served.asked
        assert (path, body) == ("/api/guest/checkout", {"token": guest.token})
        assert (headers["x-latchkey"], headers["origin"]) == ("1", served.origin)
        assert headers["content-type"] == "application/json"
        assert "referer" not in headers
        page.go_back()
        assert page.get_by_role("button", name="Pay $525.00").is_enabled()


def test_a_refusal_is_said_and_the_button_works_again(business: Business, chromium: Browser) -> None:
    guest = a_guest(business, "Accepted", due=52500)
    with site(business, (409, {"detail": "There is nothing left to pay."})) as served:
        page, _ = opened(chromium)
        page.goto(served.origin + guest.path)
        page.get_by_role("button", name="Pay").click()
        page.get_by_role("alert").get_by_text("There is nothing left to pay.").wait_for()
        assert page.get_by_role("button", name="Pay").is_enabled()


@pytest.mark.parametrize(("state", "says"), [("paid", "Paid. Thank you!"), ("processing", "Your bank is confirming")])
def test_coming_back_from_stripe_asks_until_it_is_known_and_then_stops(
    business: Business, chromium: Browser, state: str, says: str
) -> None:
    guest = a_guest(business, "Accepted", due=52500)
    with site(business, (200, {"state": "unpaid"}), (503, {}), (200, {"state": state})) as served:
        page, _ = opened(chromium)
        page.goto(f"{served.origin}{guest.path}/paid")
        page.get_by_role("heading", name=says).wait_for()
        assert page.get_by_role("button", name="Pay").count() == 0
        page.wait_for_timeout(3500)
        assert [path for path, _, _ in served.asked] == ["/api/guest/payment-confirmation"] * 3


def test_what_is_known_already_is_not_asked(business: Business, chromium: Browser) -> None:
    guest = a_guest(business, "Completed", paid=52500, photos=1)
    with site(business) as served:
        page, _ = opened(chromium)
        page.goto(f"{served.origin}{guest.path}/paid")
        page.get_by_role("heading", name="Paid. Thank you!").wait_for()
        assert served.asked == []


def test_nothing_that_was_typed_runs_on_a_page(cloud: None, chromium: Browser) -> None:
    business = a_business(name=HOSTILE[:80], phone=HOSTILE, email=HOSTILE)
    line = an_order(business, "Pending", due=0).lines[0]
    guest = a_guest(
        business,
        "Completed",
        due=100,
        photos=1,
        address=Address(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, "US"),
        lines=(replace(line, name=HOSTILE),),
    )
    with site(business, (200, {"state": "unpaid"})) as served:
        page, said = opened(chromium)
        for path in (guest.path, f"{guest.path}/paid"):
            page.goto(served.origin + path)
            page.wait_for_timeout(300)
            assert page.locator("svg, img[src=x]").count() == 0
        assert said == []


def test_nothing_that_was_typed_runs_in_a_mail(cloud: None, chromium: Browser) -> None:
    business = a_business(name=HOSTILE[:80], phone=HOSTILE, email=HOSTILE)
    money = Money(100, "USD")
    to, place = "joe@example.com", ("lst_1", "ord_1", HOSTILE)
    letters = [
        VerificationCode("biz_1", to, "204918", "2026-05-04T12:00:00.000Z"),
        AccountExists("biz_1", to),
        ListingDelivered("biz_1", to, *place, money, True, 1, "/g/abc"),
        PaymentReceived("biz_1", to, "ord_1", HOSTILE, HOSTILE, money, money, "/g/abc"),
    ]
    page, said = opened(chromium)
    for message in letters:
        page.set_content(letter_of(message, business, "https://harbor.example.test", Words("", HOSTILE, HOSTILE)).html)
        page.wait_for_timeout(200)
        assert page.locator("svg, img, script").count() == 0
    assert said == []


@pytest.mark.parametrize("width", [320, 640])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_mail_fits_and_is_readable_in_light_and_dark(cloud: None, chromium: Browser, width: int, scheme: str) -> None:
    place = "lst_1", "ord_1", "1200 Ocean Avenue, Unit 4, South Portland, ME 04106"
    message = ListingDelivered("biz_1", "joe@example.com", *place, Money(61900, "USD"), True, 38, "/listings/lst_1")
    page, said = opened(chromium, width, scheme)
    page.set_content(letter_of(message, a_business(), "https://harbor.example.test").html)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [one for one in complaints(page) if not one.startswith(("landmark", "region"))] == []
    business, words = a_business(), Words("", "Hello,\n\n" + "long" * 40, "Bye")
    for mail in KINDS:
        page.set_content(letter_of(sample(mail, business), business, "https://harbor.example.test", words).html)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, mail
    assert said == []
