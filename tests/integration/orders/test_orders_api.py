"""Orders through their public door: placing, lists, search, moves, and who may see what (product 3, guarantees 1, 13)."""

import uuid
from typing import Any

import pytest

from accounts.business import Business
from latchkey.clock import utc_now
from latchkey.ids import new_id
from latchkey.money import Money
from latchkey.tables import commit
from orders import writes
from orders.api import handler
from orders.product import Band, Product
from tests.building import Browser, a_business, a_customer, all_items, anonymous, as_customer, as_staff, signed_in

ADDRESS = {"line1": "12 Ocean Drive", "city": "Portland", "region": "ME", "postal_code": "04101", "country": "US"}
CONTACT = {"name": "Jordan Avery", "phone": "+1 207 555 0110"}


def a_product(business: Business, *, price: int = 24900, kind: str = "package") -> str:
    product_id = new_id("prd", utc_now())
    bands = (Band(3000, Money(price, "USD")), Band(None, Money(price * 2, "USD")))
    commit(
        [
            writes.product(
                business.business_id, Product(product_id, kind, "Essential photos", "25 photos", bands, 60, 24)
            )
        ]
    )  # type: ignore[arg-type]
    return product_id


def a_form(product_id: str, **changes: Any) -> dict[str, Any]:
    lines = [{"product_id": product_id, "quantity": 1}]
    return {"address": ADDRESS, "square_feet": 2000, "lines": lines, "contact": CONTACT, **changes}


def place(browser: Browser, product_id: str, *, key: str | None = None, **changes: Any) -> dict[str, Any]:
    answer = browser.post("/api/orders", a_form(product_id, **changes), key=key or str(uuid.uuid4()))
    assert answer.status == 201, answer.text
    return answer.json  # type: ignore[no-any-return]


def move(browser: Browser, order: dict[str, Any], to: str, **more: Any) -> Any:
    body = {"version": order["version"], **more}
    return browser.post(f"/api/orders/{order['order_id']}/{to}", body, key=str(uuid.uuid4()))


def test_a_customer_places_an_order_at_the_price_of_the_business(business: Business) -> None:
    customer = as_customer(handler, business)
    order = place(customer, a_product(business))
    assert order["status"] == "Pending"
    assert order["money"]["subtotal"] == {"amount": 24900, "currency": "USD"}
    assert order["money"]["total"] == {"amount": 24900 + 1370, "currency": "USD"}  # 5.5 % of 249.00, half up
    assert order["money"]["due"]["amount"] == 0  # nothing is owed before the business accepts
    assert [line["event"] for line in order["history"]] == ["placed"]
    assert customer.get(f"/api/orders/{order['order_id']}").json == order


def test_the_preview_is_the_price(business: Business) -> None:
    product_id = a_product(business)
    body = {"square_feet": 3001, "lines": [{"product_id": product_id, "quantity": 3}]}
    quote = anonymous(handler, business).post("/api/quotes", body).json
    order = place(as_customer(handler, business), product_id, square_feet=3001, lines=body["lines"])
    assert quote["total"] == order["money"]["total"]
    assert quote["lines"] == order["lines"]


def test_the_same_form_sent_twice_is_one_order(business: Business) -> None:
    customer, product_id, key = as_customer(handler, business), a_product(business), str(uuid.uuid4())
    first, second = (place(customer, product_id, key=key) for _ in range(2))
    assert first["order_id"] == second["order_id"]
    assert len(customer.get("/api/orders").json["orders"]) == 1
    other = customer.post("/api/orders", a_form(product_id, square_feet=2001), key=key)
    assert other.status == 409


def test_order_numbers_count_up_within_the_business(business: Business) -> None:
    customer, product_id = as_customer(handler, business), a_product(business)
    assert [place(customer, product_id)["number"] for _ in range(3)] == [1001, 1002, 1003]


def test_a_guest_gets_a_private_link_whose_secret_is_not_stored(business: Business) -> None:
    guest, product_id, key = anonymous(handler, business), a_product(business), str(uuid.uuid4())
    contact = {**CONTACT, "email": " Buyer+One@Example.TEST "}
    order = place(guest, product_id, contact=contact, key=key)
    assert order["private_url"].startswith(f"https://{business.host}/g/")
    again = place(guest, product_id, contact=contact, key=key)
    assert again["private_url"] == order["private_url"]
    secret = order["private_url"].rsplit("/", 1)[-1]
    assert secret not in str(all_items("orders"))
    assert guest.get(f"/api/orders/{order['order_id']}").status == 401


def test_two_orders_of_one_guest_address_belong_to_one_customer_record(business: Business) -> None:
    guest, product_id = anonymous(handler, business), a_product(business)
    for address in ("buyer@example.test", "BUYER@example.test"):
        place(guest, product_id, contact={**CONTACT, "email": address})
    rows = as_staff(handler, business).get("/api/orders").json["orders"]
    staff = as_staff(handler, business)
    customers = {staff.get(f"/api/orders/{row['order_id']}").json["customer"]["customer_id"] for row in rows}
    assert len(customers) == 1


@pytest.mark.parametrize("email", [None, "", "no-address", "a@b", "x@y.z\r\nBcc: all@example.test"])
def test_a_guest_without_a_sound_address_is_told_at_the_field(business: Business, email: str | None) -> None:
    form = a_form(a_product(business), contact={**CONTACT, "email": email})
    answer = anonymous(handler, business).post("/api/orders", form, key=str(uuid.uuid4()))
    assert answer.status == 422
    assert answer.json["errors"][0]["field"] == "contact.email"


def test_lists_are_newest_first_page_by_page_and_filtered_by_status(business: Business) -> None:
    customer, staff, product_id = as_customer(handler, business), as_staff(handler, business), a_product(business)
    placed = [place(customer, product_id) for _ in range(27)]
    move(staff, placed[0], "acceptance")
    for browser in (customer, staff):
        first = browser.get("/api/orders").json
        second = browser.get(f"/api/orders?cursor={first['next_cursor']}").json
        found = [row["order_id"] for row in first["orders"] + second["orders"]]
        assert found == [order["order_id"] for order in reversed(placed)]
        assert second["next_cursor"] is None
        accepted = browser.get("/api/orders?status=Accepted").json["orders"]
        assert [row["order_id"] for row in accepted] == [placed[0]["order_id"]]
        assert accepted[0]["due"]["amount"] == placed[0]["money"]["total"]["amount"]
        oldest = browser.get("/api/orders?sort=oldest").json["orders"]
        assert oldest[0]["order_id"] == placed[0]["order_id"]


def test_the_search_finds_words_anywhere_in_the_address_over_the_whole_history(business: Business) -> None:
    customer, product_id = as_customer(handler, business), a_product(business)
    wanted = place(customer, product_id, address={**ADDRESS, "line1": "9 Lighthouse Court"})
    for _ in range(30):
        place(customer, product_id)
    for text in ("lighthouse", "LIGHT court", "9 light", "portland lighthouse"):
        found = customer.get(f"/api/orders?search={text.replace(' ', '%20')}").json["orders"]
        assert [row["order_id"] for row in found] == [wanted["order_id"]], text
    assert customer.get("/api/orders?search=nowhere").json["orders"] == []
    assert customer.get("/api/orders?search=lighthouse&status=Canceled").json["orders"] == []


def test_a_cursor_belongs_to_its_person_query_and_business(business: Business) -> None:
    customer, product_id = as_customer(handler, business), a_product(business)
    for _ in range(26):
        place(customer, product_id)
    cursor = customer.get("/api/orders").json["next_cursor"]
    other, elsewhere = as_customer(handler, business), as_customer(handler, a_business())
    assert other.get(f"/api/orders?cursor={cursor}").status == 400
    assert elsewhere.get(f"/api/orders?cursor={cursor}").status == 400
    assert customer.get(f"/api/orders?cursor={cursor}&status=Pending").status == 400
    assert customer.get(f"/api/orders?cursor={cursor[:-3]}AAA").status == 400
    assert customer.get(f"/api/orders?cursor={cursor}").status == 200


def test_accepting_creates_the_listing_and_what_is_owed_in_one_step(business: Business) -> None:
    customer, staff = as_customer(handler, business), as_staff(handler, business)
    order = place(customer, a_product(business))
    accepted = move(staff, order, "acceptance").json
    assert accepted["status"] == "Accepted"
    assert accepted["money"]["due"] == accepted["money"]["total"]
    assert accepted["money"]["payment_state"] == "unpaid"
    assert accepted["listing"]["state"] == "in_progress"
    seen = customer.get(f"/api/orders/{order['order_id']}").json
    assert [line["event"] for line in seen["history"]] == ["placed", "accepted"]
    assert any(item["sk"] == "gallery#1listing" for item in all_items("listings"))


def test_a_button_pressed_twice_is_one_move_and_an_old_view_is_refused(business: Business) -> None:
    customer, staff = as_customer(handler, business), as_staff(handler, business)
    order = place(customer, a_product(business))
    body, key = {"version": order["version"]}, str(uuid.uuid4())
    path = f"/api/orders/{order['order_id']}/acceptance"
    first, second = staff.post(path, body, key=key), staff.post(path, body, key=key)
    assert (first.status, second.status) == (200, 200)
    assert len(second.json["history"]) == 2
    late = staff.post(f"/api/orders/{order['order_id']}/decline", {**body, "reason": "full"}, key=str(uuid.uuid4()))
    assert late.status == 409
    assert late.json["current"] == {"status": "Accepted", "version": 2}


def test_declining_and_canceling_need_a_reason_and_owe_nothing(business: Business) -> None:
    customer, staff, product_id = as_customer(handler, business), as_staff(handler, business), a_product(business)
    declined = place(customer, product_id)
    assert move(staff, declined, "decline").status == 422
    assert move(staff, declined, "decline", reason="We are fully booked.").json["status"] == "Canceled"
    withdrawn = place(customer, product_id)
    assert move(customer, withdrawn, "cancellation", reason="Sold already.").json["status"] == "Canceled"
    accepted = move(staff, place(customer, product_id), "acceptance").json
    assert move(customer, accepted, "cancellation", reason="No.").status == 409
    canceled = move(staff, accepted, "cancellation", reason="The roof is gone.").json
    assert (canceled["status"], canceled["money"]["due"]["amount"]) == ("Canceled", 0)
    (lock,) = [item for item in all_items("listings") if item["sk"].endswith("lock")]
    assert (lock["orders"][accepted["order_id"]]["canceled"], lock["orders"][accepted["order_id"]]["due"]) == (True, 0)


def test_somebody_elses_order_answers_like_a_missing_one(business: Business) -> None:
    order = place(as_customer(handler, business), a_product(business))
    foreign = a_business()
    missing_id = new_id("ord", utc_now())
    for browser in (as_customer(handler, business), as_customer(handler, foreign), as_staff(handler, foreign)):
        for path in ("", "/acceptance", "/decline", "/cancellation", "/reopening"):
            answers = []
            for order_id in (order["order_id"], missing_id, "ord_1", "x" * 300):
                url = f"/api/orders/{order_id}{path}"
                body = {"version": 1, "reason": "because"}
                answers.append(browser.post(url, body, key=str(uuid.uuid4())) if path else browser.get(url))
            assert {answer.status for answer in answers} == {404}
            assert len({(answer.text, tuple(answer.headers.items())) for answer in answers}) == 1


def test_only_staff_accept(business: Business) -> None:
    person = a_customer(business)
    customer = signed_in(handler, business, person)
    order = place(customer, a_product(business))
    assert move(customer, order, "acceptance").status == 404
    assert move(customer, order, "decline", reason="x").status == 409
    assert customer.get(f"/api/orders/{order['order_id']}").json["customer"] is None


def test_looking_as_the_customer_sees_their_orders_and_changes_nothing(business: Business) -> None:
    person = a_customer(business)
    order = place(signed_in(handler, business, person), a_product(business))
    staff = as_staff(handler, business)
    staff.headers["x-latchkey-view-as"] = person.customer_id
    seen = staff.get(f"/api/orders/{order['order_id']}")
    assert seen.status == 200
    assert seen.json["customer"] is None
    assert not any(action["allowed"] for action in seen.json["actions"])
    assert move(staff, order, "cancellation", reason="x").status == 403
    stranger = as_customer(handler, business)
    stranger.headers["x-latchkey-view-as"] = person.customer_id
    assert stranger.get(f"/api/orders/{order['order_id']}").status == 401


@pytest.mark.parametrize(
    "field", ["price", "total", "status", "customer_id", "business_id", "paid", "order_id", "version"]
)
def test_fields_that_are_not_the_callers_are_refused(business: Business, field: str) -> None:
    product_id = a_product(business)
    customer = as_customer(handler, business)
    for place_of_field in ("top", "line", "contact"):
        form = a_form(product_id)
        target = {"top": form, "line": form["lines"][0], "contact": dict(CONTACT)}[place_of_field]
        target[field] = 1
        if place_of_field == "contact":
            form["contact"] = target
        assert customer.post("/api/orders", form, key=str(uuid.uuid4())).status == 422
    assert customer.get("/api/orders").json["orders"] == []


@pytest.mark.parametrize("quantity", [0, -1, 51, "2", 1.5, True, None, 10**17])
def test_odd_quantities_are_refused_at_their_field(business: Business, quantity: object) -> None:
    form = a_form(a_product(business), lines=[{"product_id": a_product(business), "quantity": quantity}])
    answer = as_customer(handler, business).post("/api/orders", form, key=str(uuid.uuid4()))
    assert answer.status == 422
    assert answer.json["errors"][0]["field"] == "lines.0.quantity"


def test_pay_is_off_with_the_reason_while_the_business_cannot_charge(cloud: None) -> None:
    business = a_business(stripe_account=None)
    customer, staff = as_customer(handler, business), as_staff(handler, business)
    accepted = move(staff, place(customer, a_product(business)), "acceptance").json
    actions = customer.get(f"/api/orders/{accepted['order_id']}").json["actions"]
    (pay,) = [one for one in actions if one["action"] == "pay"]
    assert not pay["allowed"]
    assert pay["reason"].startswith("Online payment is switched off")
