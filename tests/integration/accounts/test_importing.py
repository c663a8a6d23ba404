"""Customers from a CSV file: the dry run tells everything and writes nothing, the import may be repeated (product 12)."""

from io import StringIO
from typing import Any

import pytest

import orders.api
from accounts import customers_api
from accounts.business import Business
from accounts.customer_answers import MOST_ROWS_A_PART
from tests.building import Browser, a_customer, all_items, as_staff
from tests.integration.accounts.booking import a_product, book_as_guest, orders_of
from tests.integration.accounts.people import calls, member

LONG = f"{'a' * 200}@example.com"
FILE = """\ufeffFull name;E-mail;Mobile phone;Company
"Park; Zoe";ZOE@example.com;+1 207 555 0100;Pier Homes\r
José Núñez;jose@example.com;;\r
"""


@pytest.fixture
def office(business: Business) -> Browser:
    return as_staff(customers_api.handler, business)


def preview(office: Browser, text: str, mapping: dict[str, int] | None = None) -> Any:
    answer = office.post("/api/customer-imports/preview", {"text": text, "mapping": mapping})
    assert answer.status == 200, answer.text
    return answer.json


def outcomes(foreseen: Any) -> list[str]:
    return [row["outcome"] for row in foreseen["rows"]]


def rows_in(foreseen: Any) -> list[dict[str, Any]]:
    kept = ("line", "email", "name", "phone", "brokerage")
    return [{name: row[name] for name in kept} for row in foreseen["rows"] if row["outcome"] != "bad"]


def import_all(office: Browser, text: str) -> list[str]:
    rows, done = rows_in(preview(office, text)), []
    for start in range(0, len(rows), MOST_ROWS_A_PART):
        answer = office.post("/api/customer-imports", {"rows": rows[start : start + MOST_ROWS_A_PART]})
        assert answer.status == 200, answer.text
        done += [row["outcome"] for row in answer.json["rows"]]
    return done


def test_the_dry_run_tells_what_would_come_and_writes_nothing(office: Browser) -> None:
    before = all_items("people")
    foreseen = preview(office, FILE)
    assert foreseen["columns"] == ["Full name", "E-mail", "Mobile phone", "Company"]
    zoe, jose = foreseen["rows"]
    assert (zoe["line"], zoe["outcome"], zoe["name"], zoe["email"]) == (2, "new", "Park; Zoe", "zoe@example.com")
    assert (zoe["phone"], zoe["brokerage"], jose["line"]) == ("+1 207 555 0100", "Pier Homes", 3)
    assert all_items("people") == before


def test_an_import_again_changes_nothing(office: Browser) -> None:
    assert import_all(office, FILE) == ["new", "new"]
    before = all_items("people")
    assert outcomes(preview(office, FILE)) == ["same", "same"]
    assert import_all(office, FILE) == ["same", "same"]
    assert all_items("people") == before
    listed = office.get("/api/customers").json["customers"]
    assert sorted(one["name"] for one in listed) == ["José Núñez", "Park; Zoe"]
    (zoe,) = office.get("/api/customers?search=pier").json["customers"]
    history = office.get(f"/api/customers/{zoe['customer_id']}").json["history"]
    assert [(one["event"], one["by"]) for one in history] == [("imported", "Ada Lane")]


def test_what_is_there_is_changed_where_the_file_says_more(business: Business, office: Browser) -> None:
    import_all(office, FILE)
    newer = "email,name,phone\nzoe@example.com,Zoe Park,\njose@example.com,José Núñez,555 0199\n"
    zoe, jose = preview(office, newer)["rows"]
    assert zoe["changes"] == [{"field": "name", "before": "Park; Zoe", "after": "Zoe Park"}]
    assert jose["changes"] == [{"field": "phone", "before": "", "after": "555 0199"}]
    assert import_all(office, newer) == ["changed", "changed"]
    (zoe,) = office.get("/api/customers?search=zoe").json["customers"]
    assert (zoe["name"], zoe["phone"]) == ("Zoe Park", "+1 207 555 0100"), "an empty cell erases nothing"


def test_what_people_with_an_account_said_of_themselves_stays(business: Business, office: Browser) -> None:
    person = a_customer(business, "joe@example.com")  # Ada Lane, without a phone
    foreseen = preview(office, "email,name,phone\njoe@example.com,Somebody Else,555 0100\n")
    assert foreseen["rows"][0]["changes"] == [{"field": "phone", "before": "", "after": "555 0100"}]
    import_all(office, "email,name,phone\njoe@example.com,Somebody Else,555 0100\n")
    kept = office.get(f"/api/customers/{person.customer_id}").json
    assert (kept["name"], kept["phone"], bool(kept["account_since"])) == ("Ada Lane", "555 0100", True)


def test_an_imported_record_links_nothing_before_the_code(business: Business, office: Browser) -> None:
    product = a_product(business)
    import_all(office, "email\njoe@example.com\n")
    (joe,) = office.get("/api/customers").json["customers"]
    assert joe["account_since"] is None
    stranger = member(business, "jo\u0435@example.com")  # a Cyrillic letter
    order = book_as_guest(business, product, "joe@example.com")
    assert orders_of(stranger) == []
    assert orders_of(member(business, "joe@example.com")) == [order["order_id"]]
    desk = office.using(orders.api.handler)
    assert len(desk.get(f"/api/orders?customer_id={joe['customer_id']}").json["orders"]) == 1


def test_bad_rows_are_named_by_line_and_reason_and_hurt_no_other(office: Browser) -> None:
    text = "\n".join([
        "Email,First name,Last name,Phone",
        "good@example.com,=HYPERLINK(1),+1,-1",
        ",Nobody,,",
        "not an address,X,,",
        "GOOD@example.com,Twice,,",
        "g\u043eod@example.com,Look,alike,",
        f"book@example.com,{'x' * 10_000},,",
        'two@example.com,"Two\nlines",,',
        "bell@example.com,Ring\x07,,",
        "",
        "short@example.com",
    ])  # fmt: skip
    foreseen = preview(office, text)
    told = [(row["line"], row["outcome"], row["reason"]) for row in foreseen["rows"]]
    assert told == [
        (2, "new", None),
        (3, "bad", "There is no e-mail address."),
        (4, "bad", "This is no e-mail address."),
        (5, "bad", "Line 2 has the same address."),
        (6, "new", None),
        (7, "bad", "Name: at most 120 characters."),
        (8, "bad", "Name: one line."),
        (10, "bad", "Name: one line."),
        (12, "new", None),
    ]
    assert preview(office, f"email\n{LONG}")["rows"][0]["email"] == LONG, "a long address is whole"
    assert max(len(row["name"]) for row in foreseen["rows"]) == 120
    assert import_all(office, text) == ["new"] * 3
    assert sorted(one["name"] or "" for one in office.get("/api/customers").json["customers"]) == [
        "", "=HYPERLINK(1) +1", "Look alike",
    ]  # fmt: skip


def test_a_part_is_checked_again_and_of_one_address_the_first_is_taken(office: Browser) -> None:
    row = {"line": 2, "email": "A@example.com", "name": "First", "phone": "", "brokerage": ""}
    rows = [row, {**row, "line": 3, "email": "a@example.com", "name": "Second"}, {**row, "line": 4, "email": "no"}]
    answer = office.post("/api/customer-imports", {"rows": rows}).json["rows"]
    assert [(one["outcome"], one["reason"]) for one in answer] == [
        ("new", None),
        ("bad", "Another line has the same address."),
        ("bad", "This is no e-mail address."),
    ]
    assert [one["name"] for one in office.get("/api/customers").json["customers"]] == ["First"]
    assert office.post("/api/customer-imports", {"rows": [row] * (MOST_ROWS_A_PART + 1)}).status == 422
    assert office.post("/api/customer-imports", {"rows": [{**row, "account_id": "acc_1"}]}).status == 422


def test_the_person_says_which_column_holds_what(office: Browser) -> None:
    text = "a\tb\tc\nzoe@example.com\tPark\tZoe"
    assert outcomes(preview(office, text)) == ["bad"]
    row = preview(office, text, {"email": 0, "first_name": 2, "last_name": 1})["rows"][0]
    assert (row["outcome"], row["name"]) == ("new", "Zoe Park")
    assert preview(office, text, {"email": 99})["rows"][0]["reason"] == "There is no e-mail address."


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("email\n", "The first line names the columns"),
        ("\ufeff", "The first line names the columns"),
        ('email,name\na@example.com,"never closed\nb@example.com,x', "Line 2: a quotation mark is not closed"),
        ("email\n" + "a@example.com\n" * 2001, "At most 2,000 customers"),
        ("a," * 200 + "\nx", "At most 100 columns"),
        ("email\n" + "x" * 250_000 + "é" * 10_000, "At most 256 kB"),
        ("email\n\ud800@example.com", ""),
        ("x" * 262_145, ""),
    ],
)
def test_what_is_no_such_file_is_refused_in_one_sentence(office: Browser, text: str, told: str) -> None:
    answer = office.post("/api/customer-imports/preview", {"text": text})
    assert answer.status == 422
    assert answer.json["detail"].startswith(told)


def test_the_largest_file_is_foreseen_in_one_query_and_imported_in_parts(office: Browser, log: StringIO) -> None:
    lines = [f'"Person, {number}",p{number}@example.com,Brokers of {number % 9}\r' for number in range(2000)]
    text = "name,email,brokerage\r\n" + "\n".join(lines)
    calls(log)
    foreseen = preview(office, text)
    assert calls(log) == [2]
    assert set(outcomes(foreseen)) == {"new"}
    rows = rows_in(foreseen)[:MOST_ROWS_A_PART]
    assert office.post("/api/customer-imports", {"rows": rows}).status == 200
    (used,) = calls(log)
    assert used <= 6, "session, addresses, and the commits"
    assert outcomes(preview(office, text)).count("same") == MOST_ROWS_A_PART
