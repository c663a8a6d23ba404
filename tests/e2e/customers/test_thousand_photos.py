"""The gallery of 1,000 photos in a real browser: it shows, asks for what is in view, and goes to its end and back."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit
from tests.running import Listing, Running

pytestmark = pytest.mark.browser

THOUSAND = 1000
# A tile is three elements, and the heart over it as many; what lies far below is not asked for.
MOST_NODES, MOST_PICTURES = 8 * THOUSAND, 60
FIRST_SHOWN = """
async () => {
  const first = document.querySelector('main li img');
  await first.decode();
  return {
    nodes: document.querySelectorAll('*').length,
    pictures: performance.getEntriesByType('resource').filter((one) => one.name.includes('/media/')).length,
    milliseconds: Math.round(performance.now()),
  };
}
"""
AGAIN = """
(path, count) => {
  const own = window.fetch;
  const again = (asset, number) => ({
    ...asset,
    asset_id: asset.asset_id.slice(0, -4) + String(number).padStart(4, '0'),
    position: number + 1,
    preview: Object.fromEntries(
      Object.entries(asset.preview).map(([size, one]) => [size, {...one, url: `${one.url}?again=${number}`}])),
  });
  window.fetch = async (...asked) => {
    const answer = await own(...asked);
    if (new URL(answer.url).pathname !== path) return answer;
    const told = await answer.json();
    const assets = Array.from({length: count}, (_, number) => again(told.assets[number % told.assets.length], number));
    return Response.json({...told, assets}, {status: answer.status});
  };
}
"""
LAST_SHOWN = "async () => (await [...document.querySelectorAll('main li img')].at(-1).decode(), true)"


@pytest.fixture(scope="module")
def paid(latchkey: Running) -> Iterator[Listing]:
    return latchkey.paid(latchkey.customer(), photos=5)


def many(page: Page, listing: Listing) -> None:
    """Lets the listing's own answer come with 1,000 photos: its five, again and again, each by an address of its own."""
    page.add_init_script(f"({AGAIN})({json.dumps(f'/api{listing.path}')}, {THOUSAND})")


@pytest.mark.parametrize("phone", [False, True])
def test_the_first_view_of_a_thousand_photos_asks_for_what_it_shows(
    visit: Visit, paid: Listing, *, phone: bool
) -> None:
    customer = visit(paid.customer, phone=phone)
    many(customer.page, paid)
    page = customer.open(paid.path)
    expect(page.get_by_role("button", name="Open Photo").first).to_be_visible()
    shown = page.evaluate(FIRST_SHOWN)
    assert shown["nodes"] <= MOST_NODES, shown
    assert shown["pictures"] <= MOST_PICTURES, shown


def test_a_thousand_photos_are_walked_to_the_end_opened_and_chosen(visit: Visit, paid: Listing) -> None:
    customer = visit(paid.customer)
    many(customer.page, paid)
    page = customer.open(paid.path)
    tiles = page.get_by_role("button", name="Open Photo")
    expect(tiles).to_have_count(THOUSAND)
    tiles.last.scroll_into_view_if_needed()
    assert page.evaluate(LAST_SHOWN)
    tiles.last.click()
    expect(page.get_by_role("dialog")).to_contain_text(re.compile("1,?000 of 1,?000"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
