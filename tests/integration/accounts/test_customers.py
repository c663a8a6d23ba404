"""The customers of a business as its office sees them: listed, found, noted, changed, unlinked, looked through (product 12)."""

from io import StringIO
from typing import Any

import pytest

import media.api
import orders.api
from accounts import api, customers_api, people_api
from accounts.business import Business
from accounts.customer import Customer
from accounts.writes import customer_record
from deploy import customers
from latchkey import keys
from latchkey.clients import client
from latchkey.clock import rfc3339, utc_now
from latchkey.ids import new_id
from latchkey.tables import commit, read
from latchkey.writes import Delete, Update
from tests.building import (
    Browser,
    Person,
    a_business,
    a_customer,
    a_staff_member,
    all_items,
    anonymous,
    as_customer,
    as_staff,
    signed_in,
)
from tests.integration.accounts.booking import a_product, accept, book_as_guest, orders_of
from tests.integration.accounts.people import calls, member

JOE = "joe@example.com"
PATH = "/api/customers"


@pytest.fixture
def owner(business: Business) -> Person:
    return a_staff_member(business, name="Ada Lane")


@pytest.fixture
def office(business: Business, owner: Person) -> Browser:
    return signed_in(customers_api.handler, business, owner)


def add(office: Browser, email: str, **said: str) -> Any:
    answer = office.post(PATH, {"email": email, **said})
    assert answer.status == 201, answer.text
    return answer.json


def names(answer: Any) -> list[str]:
    return [one["name"] or one["email"] for one in answer.json["customers"]]


def found(office: Browser, text: str) -> list[str]:
    return names(office.get(f"{PATH}?search={text.replace(' ', '%20')}"))


def events(office: Browser, customer_id: str) -> list[tuple[str, str | None]]:
    return [(one["event"], one["by"]) for one in office.get(f"{PATH}/{customer_id}").json["history"]]


def as_(browser: Browser, customer_id: str, handler: Any) -> Browser:
    looking = browser.using(handler)
    looking.headers = {"x-latchkey-view-as": customer_id}
    return looking


# The list ------------------------------------------------------------------------------------------------------------
def test_every_customer_is_listed_newest_first_however_they_came(business: Business, office: Browser) -> None:
    book_as_guest(business, a_product(business), "guest@example.com")
    member(business, JOE)
    add(office, "zoe@example.com", name="Zoe Park")
    answer = office.get(PATH)
    assert names(answer)[0] == "Zoe Park"
    assert [one["email"] for one in answer.json["customers"]][1:] == [JOE, "guest@example.com"]
    assert [bool(one["account_since"]) for one in answer.json["customers"]] == [False, True, False]


def test_the_list_and_the_search_know_one_business_only(business: Business, office: Browser) -> None:
    other = a_business()
    add(as_staff(customers_api.handler, other), "spy@example.com", name="Zoe Spy")
    add(office, "zoe@example.com", name="Zoe Park")
    assert names(office.get(PATH)) == ["Zoe Park"]
    assert found(office, "zoe") == ["Zoe Park"]


def test_pages_and_the_search_cover_the_whole_history(business: Business, office: Browser, log: StringIO) -> None:
    for number in range(110):
        now = utc_now()
        record = Customer(
            business.business_id, new_id("cus", now), f"c{number}@example.com", rfc3339(now), f"Person {number:02d}"
        )
        commit(customer_record(record))
    calls(log)
    first = office.get(PATH)
    assert calls(log) == [2], "the session's read and one query"
    assert len(first.json["customers"]) == 25
    assert found(office, "person 00") == ["Person 00"], "the oldest of all, on no page that was loaded"
    assert calls(log) == [4], "a hundred words a query, then the records (ADR 0005)"
    seen, cursor = names(first), first.json["next_cursor"]
    while cursor:
        page = office.get(f"{PATH}?cursor={cursor}")
        seen += names(page)
        cursor = page.json["next_cursor"]
    assert len(seen) == len(set(seen)) == 110
    stranger = as_staff(customers_api.handler, business)
    assert stranger.get(f"{PATH}?cursor={first.json['next_cursor']}").status == 400, "a cursor is its reader's own"
    searched = office.get(f"{PATH}?search=person")
    assert searched.json["next_cursor"]
    assert office.get(f"{PATH}?cursor={searched.json['next_cursor']}").status == 400


def test_customers_are_found_by_the_beginnings_of_name_address_and_brokerage(office: Browser) -> None:
    add(office, "maria.lopez@harbor.com", name="María López-Quintana", brokerage="Señor Homes & Sons")
    add(office, "wei@example.com", name="王小明")
    for text in ("mar", "LOPEZ", "quin", "harbor lop", "senor sons", "maria.lopez@harbor.com"):
        assert found(office, text) == ["María López-Quintana"], text
    assert found(office, "王小") == ["王小明"]
    assert found(office, "harbor wei") == []
    assert found(office, "...") == []


def test_a_name_of_ligatures_and_one_of_a_thousand_words_are_stored(office: Browser) -> None:
    add(office, "long@example.com", name="ﷺ" * 120)
    add(office, "words@example.com", name=" ".join("abcdefghijklmnopqrstuvwxyz" * 2))
    assert len(names(office.get(PATH))) == 2


@pytest.mark.parametrize("role", ["owner", "manager", "photographer"])
def test_only_the_office_lists_adds_and_changes(business: Business, role: str) -> None:
    person = a_customer(business)
    staff = as_staff(customers_api.handler, business, role)
    path = f"{PATH}/{person.customer_id}"
    change = {"name": "Joe", "phone": "", "brokerage": "", "version": 1}
    row = {"line": 2, "email": JOE, "name": "", "phone": "", "brokerage": ""}
    answers = [
        staff.get(PATH),
        staff.post(PATH, {"email": "new@example.com"}),
        staff.put(path, change),
        staff.post("/api/customer-imports/preview", {"text": "email\njoe@example.com"}),
        staff.post("/api/customer-imports", {"rows": [row]}),
        staff.delete(f"{path}/account"),
    ]
    wanted = [403] * 6 if role == "photographer" else [200, 201, 200, 200, 200, 204]
    assert [answer.status for answer in answers] == wanted
    read = staff.get(path)
    assert read.status == 200
    assert bool(read.json["history"]) == read.json["may_change"] == (role != "photographer")


def test_customers_and_strangers_find_none_of_it(business: Business) -> None:
    person = a_customer(business)
    path = f"{PATH}/{person.customer_id}"
    for browser, status in ((signed_in(customers_api.handler, business, person), 404),
                            (anonymous(customers_api.handler, business), 401)):  # fmt: skip
        answers = [
            browser.get(PATH),
            browser.get(path),
            browser.post(PATH, {"email": JOE}),
            browser.put(path, {"name": "x", "phone": "", "brokerage": "", "version": 1}),
            browser.post(f"{path}/notes", {"text": "x"}),
            browser.delete(f"{path}/account"),
            browser.post("/api/customer-imports/preview", {"text": "email\na@b.example"}),
        ]
        assert {answer.status for answer in answers} == {status}


def test_customers_of_earlier_releases_are_listed_after_the_next_deployment(
    business: Business, office: Browser
) -> None:
    book_as_guest(business, a_product(business), "old@example.com")
    (row,) = office.get(PATH).json["customers"]
    place = keys.customer(business.business_id, row["customer_id"])
    commit([Update("people", place, {"schema": 1}, remove=("business_customers", "brokerage"))])
    for item in all_items("people"):
        if item["pk"].endswith("#find_customers"):
            commit([Delete("people", keys.Key(item["pk"], item["sk"]))])
    assert names(office.get(PATH)) == found(office, "old") == []
    assert [customers.index_old_ones(client("dynamodb")) for _ in range(2)] == [1, 0]
    assert office.get(PATH).json["customers"] == [row]
    assert found(office, "old") == ["Jordan Avery"]


# One customer --------------------------------------------------------------------------------------------------------
def test_adding_and_changing_are_seen_and_told(office: Browser, log: StringIO) -> None:
    row = add(office, " Zoe@Example.com ", name="Zoe Park", phone="+1 207 555 0100", brokerage="Pier Homes")
    path = f"{PATH}/{row['customer_id']}"
    again = office.post(PATH, {"email": "ZOE@example.com"})
    assert (again.status, again.json["current"]) == (409, {"customer_id": row["customer_id"]})
    calls(log)
    changed = office.put(path, {"name": "Zoe Quay", "phone": "", "brokerage": "", "version": 1})
    assert calls(log) == [3], "the session's read, the record, one commit"
    assert (changed.json["name"], changed.json["phone"], changed.json["brokerage"]) == ("Zoe Quay", None, None)
    assert found(office, "quay") == ["Zoe Quay"]
    assert found(office, "park") == found(office, "pier") == [], "an old word finds nobody"
    stale = office.put(path, {"name": "Zoe Late", "phone": "", "brokerage": "", "version": 1})
    assert stale.status == 409
    bad = office.put(path, {"name": "a\x00b", "phone": "", "brokerage": "", "version": 2})
    assert (bad.status, bad.json["errors"][0]["field"]) == (422, "name")
    assert events(office, row["customer_id"]) == [("edited", "Ada Lane"), ("added", "Ada Lane")]


def test_a_person_who_saves_their_profile_is_found_by_it(business: Business, office: Browser) -> None:
    joe = member(business, JOE)
    saved = joe.using(people_api.handler).put(
        "/api/account/profile", {"name": "Joe Reed", "phone": "", "brokerage": "Quayside", "links": [], "version": 1}
    )
    assert saved.status == 200
    assert found(office, "reed") == found(office, "quays") == ["Joe Reed"]
    saved = joe.using(people_api.handler).put(
        "/api/account/profile", {"name": "Joe Moss", "phone": "", "brokerage": "", "links": [], "version": 2}
    )
    assert saved.status == 200
    assert found(office, "moss") == ["Joe Moss"]
    assert found(office, "reed") == found(office, "quays") == []


def test_a_record_that_was_added_has_no_account_and_is_linked_by_the_typed_code_alone(
    business: Business, office: Browser
) -> None:
    row = add(office, JOE, name="Joe")
    book_as_guest(business, a_product(business), JOE)
    assert office.get(f"{PATH}/{row['customer_id']}").json["account_since"] is None
    joe = member(business, JOE)
    assert len(orders_of(joe)) == 1
    now = office.get(f"{PATH}/{row['customer_id']}").json
    assert (now["linked_orders"], bool(now["account_since"])) == (1, True)
    assert [event for event, _ in events(office, row["customer_id"])] == ["linked", "added"]


def test_a_note_is_read_by_staff_and_never_by_the_customer(business: Business, office: Browser) -> None:
    joe = member(business, JOE)
    order = book_as_guest(business, a_product(business), JOE)
    accept(business, order)
    (row,) = office.get(PATH).json["customers"]
    path = f"{PATH}/{row['customer_id']}"
    note = office.post(f"{path}/notes", {"text": "SECRET: pays late\nhas a dog"}).json
    assert (note["by"], note["may_delete"]) == ("Ada Lane", True)
    photographer = as_staff(customers_api.handler, business, "photographer")
    assert [one["text"] for one in photographer.get(path).json["notes"]] == ["SECRET: pays late\nhas a dog"]
    listing_id = office.using(orders.api.handler).get(f"/api/orders/{order['order_id']}").json["listing"]["listing_id"]
    doors = [
        (api, "/api/session"), (people_api, "/api/account"), (customers_api, path), (customers_api, PATH),
        (orders.api, "/api/orders"), (orders.api, f"/api/orders/{order['order_id']}"),
        (media.api, "/api/listings"), (media.api, f"/api/listings/{listing_id}"),
    ]  # fmt: skip
    for module, door in doors:
        assert "SECRET" not in joe.using(module.handler).get(door).text, door
        assert "SECRET" not in as_(office, row["customer_id"], module.handler).get(door).text, door
    assert "SECRET" not in str(all_items("events"))
    assert photographer.delete(f"{path}/notes/{note['note_id']}").status == 403, "another one's"
    assert office.delete(f"{path}/notes/{note['note_id']}").status == 204
    assert office.delete(f"{path}/notes/{note['note_id']}").status == 404
    assert office.get(path).json["notes"] == []
    assert office.post(f"{PATH}/cus_01K0000000000000000000000A/notes", {"text": "x"}).status == 404


def test_staff_filter_the_lists_by_customer_and_a_customer_cannot(business: Business, office: Browser) -> None:
    product = a_product(business)
    for email in (JOE, JOE, "zoe@example.com"):
        accept(business, book_as_guest(business, product, email))
    (joes,) = [one for one in office.get(PATH).json["customers"] if one["email"] == JOE]
    query = f"?customer_id={joes['customer_id']}"
    desk, shelf = office.using(orders.api.handler), office.using(media.api.handler)
    assert len(desk.get("/api/orders").json["orders"]) == 3
    assert len(desk.get(f"/api/orders{query}").json["orders"]) == 2
    assert len(shelf.get(f"/api/listings{query}").json["listings"]) == 2
    (zoes,) = [one for one in office.get(PATH).json["customers"] if one["email"] == "zoe@example.com"]
    both = f"{query}&customer_id={zoes['customer_id']}"
    first, *_, last = desk.get(f"/api/orders{both}").json["orders"]
    assert (first["customer_id"], last["customer_id"]) == (zoes["customer_id"], joes["customer_id"])
    assert (
        len(desk.get(f"/api/orders{both}").json["orders"])
        == len(shelf.get(f"/api/listings{both}").json["listings"])
        == 3
    )
    assert len(desk.get(f"/api/orders{both}&search=harbor").json["orders"]) == 3
    assert (
        desk.get("/api/orders?customer_id=all").status == desk.get(f"/api/orders{query}&customer_id=all").status == 404
    )
    assert desk.get(f"/api/orders?{'&'.join(['customer_id=cus_1'] * 41)}").status == 422
    zoe = as_customer(orders.api.handler, business)
    assert (
        zoe.get(f"/api/orders{query}").status == zoe.using(media.api.handler).get(f"/api/listings{query}").status == 404
    )
    other = as_staff(orders.api.handler, a_business())
    assert other.get(f"/api/orders{query}").json["orders"] == []


# Unlinking -----------------------------------------------------------------------------------------------------------
def test_unlinking_leaves_the_orders_with_the_record_and_the_account_with_an_empty_one(
    business: Business, office: Browser
) -> None:
    product = a_product(business)
    book_as_guest(business, product, JOE)
    joe = member(business, JOE)
    (row,) = office.get(PATH).json["customers"]
    path = f"{PATH}/{row['customer_id']}"
    assert len(orders_of(joe)) == 1
    assert office.delete(f"{path}/account").status == 204
    assert orders_of(joe) == [], "at the very next request"
    assert office.get(path).json["account_since"] is None
    assert [event for event, _ in events(office, row["customer_id"])] == ["unlinked", "linked", "created"]
    fresh, old = office.get(PATH).json["customers"]
    assert (old["customer_id"], fresh["email"]) == (row["customer_id"], JOE)
    assert fresh["account_since"]
    book_as_guest(business, product, JOE)
    assert len(orders_of(joe)) == 1, "a later booking of the proven address is theirs"
    assert (
        len(office.using(orders.api.handler).get(f"/api/orders?customer_id={old['customer_id']}").json["orders"]) == 1
    )
    assert office.delete(f"{path}/account").status == 409
    assert read("people", keys.customer_address(business.business_id, JOE))["customer_id"] == fresh["customer_id"]  # type: ignore[index]


# Looking as the customer ---------------------------------------------------------------------------------------------
def test_who_looked_with_whose_eyes_is_written_down_once_a_day(
    business: Business, office: Browser, log: StringIO
) -> None:
    person = a_customer(business)
    looking = as_(office, person.customer_id, orders.api.handler)
    calls(log)
    for _ in range(3):
        assert looking.get("/api/orders").status == 200
    assert calls(log) == [4, 3, 3], "the line is written with the first request; eyes of a customer read two times"
    assert as_(office, person.customer_id, media.api.handler).get("/api/listings").status == 200
    mia = a_staff_member(business, "manager", name="Mia Stone")
    as_(signed_in(orders.api.handler, business, mia), person.customer_id, orders.api.handler).get("/api/orders")
    viewed = [one for one in events(office, person.customer_id) if one[0] == "viewed"]
    assert sorted(viewed) == [("viewed", "Ada Lane"), ("viewed", "Mia Stone")]


def test_nobody_else_leaves_a_line(business: Business) -> None:
    person, other = a_customer(business), a_business()
    looks = [
        as_(as_customer(orders.api.handler, business), person.customer_id, orders.api.handler).get("/api/orders"),
        as_(as_staff(orders.api.handler, other), person.customer_id, orders.api.handler).get("/api/orders"),
        as_(anonymous(orders.api.handler, business), person.customer_id, orders.api.handler).get("/api/orders"),
        as_(as_staff(orders.api.handler, business), person.customer_id, orders.api.handler).post("/api/orders", {}),
    ]
    assert [look.status for look in looks] == [401, 404, 401, 403]
    assert not [one for one in all_items("people") if one["sk"].startswith("history#")]
