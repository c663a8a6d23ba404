"""What a page begins before its shell has come (ADR 0062): each read once, only where a customer is known, harmless where not."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit
from tests.running import Listing, Running

pytestmark = pytest.mark.browser

REMEMBERED = "() => localStorage.getItem('latchkey.viewer')"
PRELOADS = (
    "() => [...document.querySelectorAll('link[rel=preload][as=fetch]')].map((link) => link.getAttribute('href'))"
)
SCREENS = "() => [...document.querySelectorAll('head > link[rel=modulepreload]')].map((link) => link.href)"


@pytest.fixture(scope="module")
def paid(latchkey: Running) -> Iterator[Listing]:
    return latchkey.paid(latchkey.customer(), photos=3)


def test_a_known_customers_page_reads_its_data_once_and_early(visit: Visit, paid: Listing) -> None:
    customer = visit(paid.customer)
    page = customer.open("/orders")
    expect(page.get_by_role("heading", name="Orders", exact=True)).to_be_visible()
    assert page.evaluate(REMEMBERED) == "customer"
    for path, reads in (
        ("/", ["/api/listings", "/api/orders?status=Pending"]),
        (paid.path, [f"/api{paid.path}"]),
    ):
        asked = _asked(page)
        customer.open(path)
        expect(page.get_by_text("12 Ocean Drive").first).to_be_visible()
        assert sorted(page.evaluate(PRELOADS)) == sorted(["/api/session", *reads])
        assert [asked.count(read) for read in reads] == [1] * len(reads), "a read was begun, and then asked for again"
        scripts = page.evaluate(SCREENS)
        assert len(scripts) == len(set(scripts)) > 3
        for script in scripts:
            assert asked.count(script.removeprefix(customer.origin)) == 1


def test_whoever_is_not_known_begins_nothing(visit: Visit, paid: Listing) -> None:
    stranger = visit()
    page = stranger.open(paid.path)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert page.evaluate(PRELOADS) == ["/api/session"]
    assert page.evaluate(REMEMBERED) is None


def test_a_browser_that_remembers_an_ended_session_asks_for_the_sign_in_and_forgets(
    visit: Visit, paid: Listing
) -> None:
    stranger = visit()
    stranger.expects(401)
    page = stranger.open("/sign-in")
    page.evaluate("() => localStorage.setItem('latchkey.viewer', 'customer')")
    stranger.open(paid.path)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert page.evaluate(REMEMBERED) is None


def _asked(page: Page) -> list[str]:
    """Paths and queries that the page asks for from now on."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append("/" + request.url.split("/", 3)[3]))
    return asked
