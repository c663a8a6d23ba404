"""New pages at Stripe are counted exactly and honestly refused; the page that is open is everybody's (guarantees 11, 18)."""

import json
from io import StringIO

import pytest

from accounts.business import Business
from latchkey import private_links
from latchkey.clock import utc_now
from latchkey.limits import Counter, counters
from latchkey.tables import commit
from latchkey.writes import Update
from payments import api
from payments.checkout import CHECKOUT
from tests.browsing import Answer, Browser
from tests.building import all_items, anonymous
from tests.integration.payments.paying import Shop, a_shop, accepted_order, shop_in

pytestmark = pytest.mark.usefixtures("one_instant")
PERSON, VISITOR, PART_OF_BUSINESS = range(3)


def counters_of(shop: Shop, person: str, browser: Browser) -> list[Counter]:
    return counters(CHECKOUT, shop.business.business_id, person, browser.source_ip, utc_now())


def use_up(counter: Counter, *, left: int = 0) -> None:
    """Somebody has opened pages until only `left` are left in this window."""
    commit([Update("people", counter.key, {"schema": 1}, add={"count": counter.limit - left})])


def counts() -> list[int]:
    return [int(item["count"]) for item in all_items("people") if "#limit#" in item["pk"]]


def must_be_refused(answer: Answer, shop: Shop, sessions: int = 0) -> None:
    assert answer.status == 429, answer.text
    assert 0 < int(answer.headers["retry-after"]) == answer.json["retry_after_seconds"] <= 3600
    assert len([one for one in shop.sessions if one["status"] == "open"]) == sessions


@pytest.mark.parametrize("which", [PERSON, VISITOR, PART_OF_BUSINESS])
def test_a_new_page_needs_room_in_each_counter(business: Business, which: int) -> None:
    with a_shop(business) as shop:
        use_up(counters_of(shop, shop.customer.account_id, shop.browser)[which])
        must_be_refused(shop.ask_to_pay(), shop)


@pytest.mark.parametrize("which", [PERSON, VISITOR, PART_OF_BUSINESS])
def test_a_guest_is_counted_too(business: Business, which: int) -> None:
    with a_shop(business, guest=True) as shop:
        guest = anonymous(api.handler, business)
        use_up(counters_of(shop, shop.order.order_id, guest)[which])
        token = private_links.secret_of(business.business_id, shop.order.order_id)
        must_be_refused(guest.post("/api/guest/checkout", {"token": token}), shop)


def test_many_clicks_on_one_order_are_one_page_and_one_count(business: Business) -> None:
    with a_shop(business) as shop:
        assert len({shop.open_page()["checkout_url"] for _ in range(CHECKOUT.per_person + 5)}) == 1
        assert counts() == [1, 1, 1]


def test_the_open_page_is_given_when_nothing_is_left(business: Business) -> None:
    with a_shop(business) as shop:
        page = shop.open_page()
        for counter in counters_of(shop, shop.customer.account_id, shop.browser):
            use_up(counter)
        assert shop.open_page() == page


def test_the_last_page_passes_and_the_next_does_not(business: Business) -> None:
    with a_shop(business) as shop:
        use_up(counters_of(shop, shop.customer.account_id, shop.browser)[PERSON], left=1)
        shop.open_page()
        other = accepted_order(business, shop.customer, 5000)
        must_be_refused(shop.browser.post(f"/api/orders/{other.order_id}/checkout", {}), shop, sessions=1)


def test_a_count_that_fills_up_meanwhile_leaves_no_payable_page(business: Business) -> None:
    """The read found room; somebody else takes it while Stripe makes the page."""
    with a_shop(business) as shop:
        (mine, *_) = counters_of(shop, shop.customer.account_id, shop.browser)
        shop.stripe.faults.interrupt("checkout.sessions.create", lambda: use_up(mine))
        must_be_refused(shop.ask_to_pay(), shop)
        assert shop.rows("payment#") == []


def test_somebody_elses_limit_is_not_mine(business: Business) -> None:
    with a_shop(business) as shop:
        use_up(counters_of(shop, shop.customer.account_id, shop.browser)[PERSON])
        other = shop_in(shop.stripe, business)
        assert other.ask_to_pay().status == 200
        shop.browser.source_ip = "198.51.100.9"
        assert shop.ask_to_pay().status == 429


def test_a_page_costs_few_calls(business: Business, log: StringIO) -> None:
    """Beyond the session check, at most three of DynamoDB's (house 7): a guest's link, bill with counters, commit."""
    with a_shop(business, guest=True) as shop:
        token = private_links.secret_of(business.business_id, shop.order.order_id)
        assert anonymous(api.handler, business).post("/api/guest/checkout", {"token": token}).status == 200
        line = json.loads(log.getvalue().splitlines()[-1])
        assert line["calls"] <= 1 + 3
