"""Earlier guest orders join the account of who proved their address, and both sides are told (product 2.6)."""

from typing import Any

import pytest

import orders.api
from accounts import api, customers_api
from accounts.business import Business
from tests.building import a_business, a_customer, anonymous, as_staff, signed_in
from tests.integration.accounts.booking import a_product, accept, book, book_as_guest, orders_of
from tests.integration.accounts.people import member, newest_code, sign_in, sign_up, type_code, viewer

JOE = "joe@example.com"


@pytest.fixture
def product(business: Business) -> str:
    return a_product(business)


def customer_of(business: Business, customer_id: str) -> Any:
    return as_staff(customers_api.handler, business).get(f"/api/customers/{customer_id}").json


def test_the_customer_is_told_how_many_earlier_orders_and_listings_were_added(business: Business, product: str) -> None:
    placed = [book_as_guest(business, product, email) for email in (JOE, "JOE@example.com ", JOE)]
    accept(business, placed[0])
    browser = anonymous(api.handler, business)
    sign_up(browser, JOE)
    waiting = browser.get("/api/session").json
    assert waiting["linked"] is None, "before the code there is no count and no hint"
    assert orders_of(browser) == []
    answer = type_code(browser, newest_code(JOE)).json
    assert answer["linked"] == {"orders": 3, "listings": 1}
    assert sorted(orders_of(browser)) == sorted(order["order_id"] for order in placed)
    assert browser.get("/api/session").json["linked"] is None, "it is told once"


def test_staff_see_what_was_added_and_when(business: Business, product: str) -> None:
    book_as_guest(business, product, JOE)
    browser = member(business, JOE)
    shown = customer_of(business, viewer(browser)["customer_id"])
    assert (shown["linked_orders"], shown["linked_listings"]) == (1, 0)
    assert shown["account_since"]
    assert (shown["email"], shown["name"], shown["phone"]) == (JOE, "Jordan Avery", "+1 207 555 0110")


def test_nothing_is_told_where_nothing_was_booked(business: Business, product: str) -> None:
    book_as_guest(business, product, "somebody.else@example.com")
    browser = anonymous(api.handler, business)
    sign_up(browser, JOE)
    assert type_code(browser, newest_code(JOE)).json["linked"] is None
    shown = customer_of(business, viewer(browser)["customer_id"])
    assert (shown["linked_orders"], shown["account_since"] is not None) == (0, True)


def test_a_later_guest_booking_of_a_proven_address_is_there_at_once(business: Business, product: str) -> None:
    browser = member(business, JOE)
    later = book_as_guest(business, product, " Joe@Example.com")
    assert orders_of(browser) == [later["order_id"]]


LOOK_ALIKES = [
    "joe+photos@example.com",
    "j.oe@example.com",
    "j\u043ee@example.com",  # Cyrillic o
    "\uff4aoe@example.com",  # full-width j, which NFKC would make a j
    "joe@ex\u0430mple.com",  # a domain with a Cyrillic a, and as the network spells it
    "joe@xn--exmple-4nf.com",
    "joe@example.co",
    "joe@mail.example.com",
]


@pytest.mark.parametrize("other", LOOK_ALIKES)
def test_who_proves_an_address_that_only_looks_like_it_gets_nothing_of_it(
    business: Business, product: str, other: str
) -> None:
    theirs, mine = book_as_guest(business, product, JOE), book_as_guest(business, product, other)
    browser = member(business, other)
    later = book_as_guest(business, product, JOE)
    assert orders_of(browser) == [mine["order_id"]]
    for order in (theirs, later):
        assert browser.using(orders.api.handler).get(f"/api/orders/{order['order_id']}").status == 404
    owner = member(business, JOE)
    assert sorted(orders_of(owner)) == sorted([theirs["order_id"], later["order_id"]])


def test_what_a_signed_in_customer_types_as_contact_brings_nothing_in(business: Business, product: str) -> None:
    theirs = book_as_guest(business, product, "victim@example.com")
    browser = member(business, JOE)
    mine = book(browser, product, "victim@example.com").json
    assert orders_of(browser) == [mine["order_id"]]
    assert theirs["order_id"] not in orders_of(browser)


@pytest.mark.parametrize(
    "email", ["joe@example.com.", "joe@example", "joe@@example.com", "joe@example.com, eve@example.com"]
)
def test_what_is_no_address_books_nothing_and_signs_up_nobody(business: Business, product: str, email: str) -> None:
    assert book(anonymous(api.handler, business), product, email).status == 422
    assert sign_up(anonymous(api.handler, business), email).status == 422


def test_signing_in_again_tells_nothing_twice(business: Business, product: str) -> None:
    book_as_guest(business, product, JOE)
    member(business, JOE)
    assert sign_in(anonymous(api.handler, business), JOE).json["linked"] is None


def test_a_customer_is_shown_to_staff_of_its_business_alone(business: Business) -> None:
    person = a_customer(business, JOE)
    path = f"/api/customers/{person.customer_id}"
    assert as_staff(customers_api.handler, business, "photographer").get(path).status == 200
    foreign = as_staff(customers_api.handler, a_business()).get(path)
    missing = as_staff(customers_api.handler, business).get("/api/customers/cus_01K0000000000000000000000A")
    assert (foreign.status, foreign.text, foreign.headers) == (missing.status, missing.text, missing.headers)
    assert foreign.status == 404
    assert signed_in(customers_api.handler, business, person).get(path).status == 404
    assert anonymous(customers_api.handler, business).get(path).status == 401
