"""Who is deleted is gone from every store (guarantees 64): a canary lives a whole life, and is looked for everywhere."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest

import orders.api
from accounts import api, customers_api
from accounts.business import Business
from latchkey import tables
from latchkey.clients import client
from latchkey.settings import settings
from privacy import api as privacy_api
from privacy import carry_out, erasing
from privacy.csv_file import csv_file
from tests.building import a_customer, a_staff_member, all_items, anonymous, sent_mails, signed_in, stream_records
from tests.integration.accounts.booking import a_product, book, orders_of
from tests.integration.accounts.people import PASSWORD, member, sign_in
from tests.integration.media.life import an_accepted_order
from tests.integration.payments.paying import Crash, a_stripe, taken_back
from tests.integration.privacy.canary import (
    EMAIL,
    TABLES,
    WORDS,
    Canary,
    a_canary,
    ends_by_itself,
    mails_after,
    run_mails,
    run_worker,
    traces,
)

# By name: an invoice that was issued keeps its recipient's name, and a reset that nobody ended is over within a day.
STAYS = {"orders invoice bill_to", "people reset email"}


@pytest.fixture(autouse=True)
def _no_late_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasing.time, "sleep", lambda _: None)


@pytest.fixture
def canary(business: Business) -> Iterator[Canary]:
    with a_stripe() as stripe:
        yield a_canary(business, stripe)


def test_a_person_is_gone_from_every_store_and_the_worker_may_die_after_each_write(
    canary: Canary, log: StringIO, monkeypatch: pytest.MonkeyPatch, figure: Callable[[str], None]
) -> None:
    assert canary.office.post("/api/business/data/copy", {}).status == 202
    run_worker()
    traced, others, books, mails = set(traces()), of_others(canary), the_books(), len(sent_mails())
    assert len(traced) > 35, "the canary sang in few places"
    assert canary.erase().status == 202
    who_is_signed_in = canary.browser.using(api.handler).get("/api/session").json["viewer"]
    assert who_is_signed_in is None, "the session ends with the decision"
    with taken_back():
        run_worker()
        after = gone(canary, others, books)
    deaths = erased_dying(monkeypatch)
    assert gone(canary, others, books) == after, "another end than without a death"
    assert deaths > 30
    run_mails()
    assert not [word for word in WORDS if word in log.getvalue().lower() + mails_after(mails)]
    figure(f"erasing: {len(traced)} kinds of traces, none left but {len(STAYS)} named; {deaths} deaths of the worker")


def gone(canary: Canary, others: Any, books: Any) -> list[str]:
    """Nothing names the person but what is named here, nobody else lost anything, and the books are as they were."""
    left = set(traces())
    assert left == STAYS
    for item in all_items("people"):
        assert EMAIL not in repr(item) or ends_by_itself(item)
    bills = [item["bill_to"] for item in all_items("orders") if item["sk"] == "invoice"]
    assert sorted(len(bill) for bill in bills) == [1, 1, 2], "the mate's is whole, of the person's the name is left"
    assert kinds_with(canary.person.account_id) == {"orders request", "people reset"}, "for a week, for a day"
    assert kinds_with(f"#find#{canary.customer_id}") == set()
    lying = client("s3").list_object_versions(Bucket=settings().portal_bucket, Prefix="assets/portraits/")
    assert "Versions" not in lying
    assert "DeleteMarkers" not in lying
    assert "Contents" not in client("s3").list_objects_v2(Bucket=settings().exports_bucket)
    assert of_others(canary) == others
    assert the_books() == books
    (row,) = [item for item in all_items("people") if item["sk"].startswith("erasure#")]
    assert (row["state"], row["orders"], "subject" in row) == ("done", 2, False)
    assert canary.office.get("/api/erasures").json["erasures"][0]["customer_name"] is None
    return sorted(f"{item['pk']} {item['sk']}" for table in TABLES for item in all_items(table))


def kinds_with(text: str) -> set[str]:
    """Which kinds of items hold an id of the person."""
    return {
        f"{table} {item['sk'].partition('#')[0]}" for table in TABLES for item in all_items(table) if text in repr(item)
    }


def of_others(canary: Canary) -> Any:
    """What the mate still has: their order with its lines, the team, and whom they may see in it."""
    mate = signed_in(orders.api.handler, canary.business, canary.mate)
    order = mate.get(f"/api/orders/{canary.for_mate.order_id}").json
    team = [item["role"] for item in all_items("people") if item["sk"] == f"member#{canary.mate.account_id}"]
    words = [line["event"] for line in order["timeline"]] if "timeline" in order else []
    return order["number"], order["status"], order["contact"], orders_of(mate)[0], team, words


def the_books() -> list[tuple[Any, ...]]:
    """What was owed and paid, invoiced, and for which house."""
    kept = []
    for item in all_items("orders"):
        kind = item["sk"].partition("#")[0]
        if kind in ("entry", "payment"):
            kept.append((item["sk"], item.get("kind"), item["amount"], item["currency"]))
        elif kind == "invoice":
            kept.append((item["pk"], item["number"], item["total"], item["bill_to"]["name"], repr(item["lines"])))
        elif kind == "order":
            kept.append((item["pk"], item["number"], item["total"], repr(item["ledger"]), repr(item["address"])))
    return sorted(kept, key=repr)


def erased_dying(monkeypatch: pytest.MonkeyPatch) -> int:
    """Runs the worker until it is through, killed each time after the first write that changed something."""
    deaths, budget = 0, 2
    while "pending" in next(item for item in all_items("events") if item["event_id"].startswith("erasure_")):
        before = everything()
        with monkeypatch.context() as patch:
            kill_after(patch, budget)
            try:
                carry_out.handler(stream_records("privacy_requested"), None)
            except Crash:
                deaths += 1
        # A step that finds nothing to do writes the same again, and the next death comes one write later.
        budget = 2 if everything() != before else budget + 1
    return deaths


def kill_after(patch: pytest.MonkeyPatch, number: int) -> None:
    send, written = tables._send, [0]

    def dying(requests: list[dict[str, Any]], mark: str) -> None:
        send(requests, mark)
        written[0] += 1
        if written[0] >= number:
            raise Crash

    patch.setattr(tables, "_send", dying)


def everything() -> str:
    return repr([{**item, "last_commit": ""} for table in TABLES for item in all_items(table)])


# What people do ------------------------------------------------------------------------------------------------------
def test_who_comes_back_begins_empty(business: Business) -> None:
    """The address is free again, and what it had before stays closed (guarantees 3)."""
    product = a_product(business)
    booked = book(anonymous(orders.api.handler, business), product, EMAIL).json
    browser = member(business, EMAIL)
    assert orders_of(browser) == [booked["order_id"]]
    office = signed_in(orders.api.handler, business, a_staff_member(business))
    decline = f"/api/orders/{booked['order_id']}/decline"
    assert office.post(decline, {"version": 1, "reason": "No time"}, key="a-key-of-the-form").status == 200
    before = customer_of(browser)
    erased(office, before)
    assert sign_in(anonymous(api.handler, business), EMAIL).status == 401
    back = member(business, EMAIL)
    assert orders_of(back) == []
    assert back.using(orders.api.handler).get(f"/api/orders/{booked['order_id']}").status == 404
    guest = anonymous(orders.api.handler, business).post  # the private link of before leads nowhere
    assert guest(f"/api/orders/{booked['order_id']}/cancellation", {"version": 2, "reason": "x"}).status == 401
    assert customer_of(back) != before


def test_a_customer_asks_with_the_password_and_may_stay_after_all(business: Business) -> None:
    mine = member(business, EMAIL).using(privacy_api.handler)
    asked = "/api/account/privacy/erasure"
    assert mine.post(asked, {"password": "wrong as can be"}).json["errors"][0]["field"] == "password"
    assert mine.post(asked, {"password": PASSWORD}).json["erasure"]["state"] == "waiting"
    owner = signed_in(privacy_api.handler, business, a_staff_member(business))
    (row,) = owner.get("/api/erasures").json["erasures"]
    assert (row["customer_email"], row["state"]) == (EMAIL, "waiting")
    place = f"/api/customers/{row['customer_id']}/privacy"
    assert owner.post(f"{place}/refusal", {"reason": "Your invoice of May is open."}).status == 200
    told = mine.get("/api/account/privacy").json["erasure"]
    assert (told["state"], told["reason"]) == ("refused", "Your invoice of May is open.")
    run_mails()
    (mail,) = [one for one in sent_mails() if "did not delete" in one.subject]
    assert mail.destinations["ToAddresses"] == [EMAIL]
    assert "Your invoice of May is open." in mail.body
    assert mine.delete(asked).status == 409
    assert mine.post(asked, {"password": PASSWORD}).status == 202
    assert mine.delete(asked).status == 204
    assert mine.get("/api/account/privacy").json["erasure"] is None
    assert owner.post(f"{place}/refusal", {"reason": "Too late"}).status == 404
    run_mails()
    assert len([one for one in sent_mails() if "did not delete" in one.subject]) == 1


def test_open_work_and_owed_money_stand_in_the_way_by_name(business: Business) -> None:
    person = a_customer(business)
    life = an_accepted_order(business, person=person)
    owner = signed_in(privacy_api.handler, business, a_staff_member(business))
    place = f"/api/customers/{person.customer_id}/privacy/erasure"
    refused = owner.post(place, {"email": person.email})
    assert refused.status == 409
    assert refused.json["detail"].startswith("Not yet possible. Order 1001 (12 Harbor View Drive")
    assert owner.post(place, {"email": "somebody@else.test"}).json["errors"][0]["field"] == "email"
    assert signed_in(orders.api.handler, business, person).get(f"/api/orders/{life.order_id}").status == 200


@pytest.mark.parametrize("role", ["manager", "photographer"])
def test_only_an_owner_deletes_refuses_or_copies(business: Business, role: str) -> None:
    person = a_customer(business)
    staff = signed_in(privacy_api.handler, business, a_staff_member(business, role))
    place = f"/api/customers/{person.customer_id}/privacy"
    assert staff.post(f"{place}/erasure", {"email": person.email}).status == 403
    assert staff.post(f"{place}/refusal", {"reason": "no"}).status == 403
    assert staff.post(f"{place}/export", {}).status == 403
    assert staff.get(f"{place}/export/download").status == 403
    assert staff.get(place).status == (200 if role == "manager" else 403)


# The copy ------------------------------------------------------------------------------------------------------------
def test_a_copy_holds_everything_of_the_person_and_no_secret_nor_others_names(canary: Canary) -> None:
    mine = canary.browser.using(privacy_api.handler)
    url = mine.get("/api/account/privacy/export/download").json["url"]
    assert "X-Amz-Expires=300" in url
    (listed,) = client("s3").list_objects_v2(Bucket=settings().exports_bucket)["Contents"]
    assert listed["Key"] in url
    packed = client("s3").get_object(Bucket=settings().exports_bucket, Key=listed["Key"])["Body"].read()
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        names, text = archive.namelist(), archive.read("data.json").decode()
        spreadsheet = archive.read("orders.csv").decode()
    assert names == ["README.txt", "data.json", "orders.csv", "money.csv"]
    assert [word for word in WORDS if word not in text.lower()] == ["quockerwodger"], "a password is no data"
    assert "'+1 207 5559876" in spreadsheet
    data = json.loads(text)
    assert [len(data[name]) for name in ("orders", "listings", "teams", "notes_of_the_business")] == [2, 2, 1, 1]
    assert data["listings"][0]["files"]
    for secret in ("hash", "secret", "last_commit", "Ada Lane", "name_secret", "/g/"):
        assert secret not in text, secret
    again = mine.post("/api/account/privacy/export", {})
    assert again.json["export"]["state"] == "ready", "one an hour is enough"


def test_no_cell_begins_a_formula_and_numbers_stay_numbers() -> None:
    hostile = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1"]
    text = csv_file(("a", "b"), [{"a": one, "b": -5} for one in hostile])
    rows = text.removeprefix("\ufeff").split("\r\n", 1)[1]
    assert rows.count(",-5\r\n") == len(hostile)
    assert all(f"'{one}" in text for one in hostile)


def customer_of(browser: Any) -> str:
    return str(browser.using(api.handler).get("/api/session").json["viewer"]["customer_id"])


def erased(office: Any, customer_id: str) -> None:
    """An owner deletes a customer, and the worker does it."""
    email = office.using(customers_api.handler).get(f"/api/customers/{customer_id}").json["email"]
    place = f"/api/customers/{customer_id}/privacy/erasure"
    answer = office.using(privacy_api.handler).post(place, {"email": email})
    assert answer.status == 202, answer.text
    run_worker()
