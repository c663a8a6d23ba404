"""Bookings by guests and customers, as the tests of linking need them."""

import uuid
from typing import Any

import orders.api
from accounts.business import Business
from latchkey.clock import utc_now
from latchkey.ids import new_id
from latchkey.money import Money
from latchkey.tables import commit
from orders import writes as orders_writes
from orders.product import Band, Product
from tests.browsing import Answer, Browser
from tests.building import anonymous, as_staff

ADDRESS = {"line1": "12 Harbor View Drive", "city": "Portland", "region": "ME", "postal_code": "04101", "country": "US"}


def a_product(business: Business) -> str:
    product_id = new_id("prd", utc_now())
    product = Product(product_id, "package", "Photos", "25 photos", (Band(None, Money(24900, "USD")),), 60, 24, ())
    commit([orders_writes.product(business.business_id, product)])
    return product_id


def book(browser: Browser, product_id: str, email: str | None = None) -> Answer:
    """Sends the booking form; `email` is what a guest typed into it."""
    form = {
        "address": ADDRESS,
        "square_feet": 2000,
        "lines": [{"product_id": product_id, "quantity": 1}],
        "contact": {"name": "Jordan Avery", "phone": "+1 207 555 0110", "email": email},
    }
    return browser.using(orders.api.handler).post("/api/orders", form, key=str(uuid.uuid4()))


def book_as_guest(business: Business, product_id: str, email: str) -> dict[str, Any]:
    answer = book(anonymous(orders.api.handler, business), product_id, email)
    assert answer.status == 201, answer.text
    order: dict[str, Any] = answer.json
    return order


def accept(business: Business, order: dict[str, Any]) -> None:
    staff = as_staff(orders.api.handler, business)
    where = f"/api/orders/{order['order_id']}/acceptance"
    assert staff.post(where, {"version": order["version"]}, key=str(uuid.uuid4())).status == 200


def orders_of(browser: Browser) -> list[str]:
    """The ids of the orders that this browser is shown."""
    answer = browser.using(orders.api.handler).get("/api/orders")
    return [row["order_id"] for row in answer.json["orders"]] if answer.status == 200 else []
