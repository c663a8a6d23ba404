"""Recipients get copies of a customer's mails, each its own, and no right; whoever does not want them ends them for good
(product 11; guarantees 14, 60, 61)."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from botocore.exceptions import ClientError

import orders.api
from accounts import customers_api, password, people_api
from accounts.business import Business
from latchkey import keys
from latchkey.clients import client
from latchkey.clock import utc_now
from latchkey.money import Money
from latchkey.outbox import outgoing
from latchkey.tables import commit, read
from mail import api as mails_api
from mail import send
from mail.message import payload_of
from mail.order_mails import ListingUpdated, PaymentReceived
from public import pages
from tests.browsing import Answer, Browser
from tests.building import (
    Person,
    a_business,
    a_customer,
    all_items,
    anonymous,
    as_staff,
    sent_mails,
    signed_in,
    stream_records,
)
from tests.integration.accounts.booking import a_product, accept, book, book_as_guest
from tests.integration.accounts.people import PASSWORD, mails, member, newest_code

PATH = "/api/account/recipients"
SAM, PAT = "sam@example.com", "pat@example.com"


@pytest.fixture
def joe(business: Business) -> Person:
    return a_customer(business, "joe@example.com", name="Joe Reyes", password_hash=password.hashed(PASSWORD))


@pytest.fixture
def here(business: Business, joe: Person) -> Browser:
    return signed_in(people_api.handler, business, joe)


def add(browser: Browser, email: str = SAM, role: str = "assistant") -> Answer:
    return browser.post(PATH, {"email": email, "role": role})


def listed(browser: Browser) -> list[tuple[str, str, bool]]:
    found = browser.get(PATH).json["recipients"]
    return [(one["email"], one["role"], one["has_unsubscribed"]) for one in found]


def all_sent() -> list[tuple[str, str]]:
    """Sends until nothing is left, copies of copies included; who got which subject."""
    while (records := stream_records("mail"))["Records"]:
        assert send.handler(records, None) == {"batchItemFailures": []}
    return [(mail.destinations["ToAddresses"][0], mail.body) for mail in sent_mails()]


def copies_to(email: str) -> list[str]:
    return [body for to, body in all_sent() if to == email]


def an_accepted(business: Business, browser: Browser) -> dict[str, Any]:
    order: dict[str, Any] = book(browser, a_product(business)).json
    accept(business, order)
    return order


def unsubscribe_link(text: str) -> str:
    """The path of the link in a mail."""
    return re.findall(r"/g/copies/[\w-]+", text)[0]


def end(business: Business, path: str, **headers: str) -> Answer:
    """As a mail program does: no cookie, no origin, no header of ours (RFC 8058)."""
    return anonymous(pages.handler, business).post(path, headers={"origin": "", "x-latchkey": "", **headers})


# Copies ---------------------------------------------------------------------------------------------------------------
def test_each_recipient_gets_a_mail_of_their_own_without_money(business: Business, here: Browser) -> None:
    assert add(here).status == add(here, PAT, "seller").status == 201
    assert listed(here) == [(SAM, "assistant", False), (PAT, "seller", False)]
    order = an_accepted(business, here)
    to_sam, to_pat = copies_to(SAM), copies_to(PAT)
    assert "Joe Reyes has added you as an assistant" in to_sam[0]
    assert "Joe Reyes has added you as a seller" in to_pat[0]
    assert len(to_sam) == len(to_pat) == 2
    assert "does this shoot for Joe Reyes" in to_sam[1]
    for body in (*to_sam, *to_pat):
        assert f"https://{business.host}/g/copies/" in body
        assert not re.search(r"\$|/g/(?!copies/)", body), "no money, and no private link"
        assert "joe@" not in body
    assert f"/orders/{order['order_id']}" in to_sam[1], "where an account of theirs may open it"
    assert "/orders/" not in to_pat[1], "a seller has none"


def test_the_private_link_of_a_guest_order_reaches_no_recipient(business: Business) -> None:
    order = book_as_guest(business, a_product(business), "joe@example.com")
    joe = member(business, "joe@example.com").using(people_api.handler)
    add(joe)
    accept(business, order)
    (_, copy) = copies_to(SAM)
    secret = order["private_url"].rpartition("/")[2]
    assert secret not in copy
    assert secret in str(all_sent()), "the customer's own mail has it"


def test_an_update_says_what_is_new_and_a_payment_is_nobody_elses(
    business: Business, joe: Person, here: Browser
) -> None:
    add(here)
    facts: dict[str, Any] = {
        "business_id": business.business_id, "to": joe.email, "order_id": "ord_1", "customer_id": joe.customer_id,
        "address_line": "12 Ocean Avenue", "link_path": "/listings/lst_1", "due": Money(100, "USD"),
    }  # fmt: skip
    updated = ListingUpdated(**facts, listing_id="lst_1", locked=True, photo_count=38, added=12, replaced=3)
    paid = PaymentReceived(**facts, order_number="7", amount=Money(100, "USD"))
    for message in (updated, paid):
        commit([outgoing(business.business_id, "mail", payload_of(message), utc_now())])
    assert len([to for to, _ in all_sent() if to == joe.email]) == 2
    (_, copy) = copies_to(SAM)
    assert "12 new, 3 replaced" in copy
    assert "$1.00" not in copy


def test_a_copy_is_sent_once_each_however_often_its_mail_comes(business: Business, here: Browser) -> None:
    add(here)
    all_sent()
    an_accepted(business, here)
    records = stream_records("mail")

    def crash(**_: Any) -> None:
        raise SystemExit

    client("dynamodb").meta.events.register("before-call.dynamodb.TransactWriteItems", crash)
    with pytest.raises(SystemExit):
        send.handler(records, None)
    client("dynamodb").meta.events.unregister("before-call.dynamodb.TransactWriteItems", crash)
    for _ in range(3):
        send.handler(records, None)
    assert len(copies_to(SAM)) == 2, "the first mail, and one copy"


def test_one_recipient_whom_ses_refuses_holds_up_nobody(business: Business, here: Browser) -> None:
    add(here)
    add(here, PAT)
    all_sent()
    an_accepted(business, here)

    def refuse(params: Any, **_: Any) -> None:
        if SAM in str(params["body"]):
            raise ClientError({"Error": {"Code": "MessageRejected", "Message": "no"}}, "SendEmail")

    client("sesv2").meta.events.register("before-call.sesv2.SendEmail", refuse)
    assert len(copies_to(PAT)) == 2
    client("sesv2").meta.events.unregister("before-call.sesv2.SendEmail", refuse)
    assert len(copies_to(SAM)) == 1


def test_a_mail_that_the_business_switched_off_has_no_copies(business: Business, here: Browser) -> None:
    add(here)
    all_sent()
    off = {"subject": "", "opening": "", "closing": "", "is_on": False, "version": 0}
    assert as_staff(mails_api.handler, business).put("/api/mails/order_accepted", off).status == 200
    an_accepted(business, here)
    assert len(copies_to(SAM)) == 1


def test_the_own_new_address_gets_no_copy_beside_the_mail(business: Business, joe: Person, here: Browser) -> None:
    add(here)
    assert here.post("/api/account/email", {"email": SAM, "password": PASSWORD}).status == 202
    assert here.post("/api/account/email/verification", {"code": newest_code(SAM)}).status == 200
    all_sent()
    before = len(copies_to(SAM))
    an_accepted(business, here)
    assert len(copies_to(SAM)) == before + 2, "placed and accepted, each once"


# The end of it --------------------------------------------------------------------------------------------------------
def test_opening_the_link_changes_nothing_and_the_button_ends_it_for_the_whole_business(
    business: Business, here: Browser
) -> None:
    add(here)
    other = signed_in(people_api.handler, business, a_customer(business))
    add(other)
    path = unsubscribe_link(copies_to(SAM)[0])
    scanner = anonymous(pages.handler, business)
    for _ in range(3):
        assert "Unsubscribe?" in scanner.get(path).text
        assert scanner.send("HEAD", path).status == 200
    assert listed(here) == [(SAM, "assistant", False)]
    for _ in range(2):
        answer = end(business, path)
        assert (answer.status, "You are unsubscribed" in answer.text) == (200, True)
        assert answer.headers["cache-control"] == "no-store"
        assert "no-referrer" in answer.headers["referrer-policy"]
    assert "You are unsubscribed" in scanner.get(path).text
    assert listed(here) == listed(other) == [(SAM, "assistant", True)]
    an_accepted(business, here)
    an_accepted(business, other)
    assert len(copies_to(SAM)) == 2, "the two first mails alone"


def test_who_unsubscribed_cannot_be_added_again_by_anybody_here(business: Business, here: Browser) -> None:
    add(here)
    end(business, unsubscribe_link(copies_to(SAM)[0]))
    (one,) = here.get(PATH).json["recipients"]
    assert here.delete(f"{PATH}/{one['recipient_id']}").status == 204
    for browser in (here, signed_in(people_api.handler, business, a_customer(business))):
        answer = add(browser)
        assert (answer.status, answer.json["errors"][0]["field"]) == (422, "email")
        assert "unsubscribed" in answer.json["detail"]
        assert listed(browser) == []
    assert len(copies_to(SAM)) == 1
    elsewhere = a_business()
    assert add(signed_in(people_api.handler, elsewhere, a_customer(elsewhere))).status == 201, (
        "another business is another"
    )


def test_a_copy_that_waits_is_not_sent_to_who_unsubscribed_or_was_removed(business: Business, here: Browser) -> None:
    add(here)
    add(here, PAT)
    path = unsubscribe_link(copies_to(SAM)[0])
    an_accepted(business, here)
    send.handler(stream_records("mail"), None)  # the customer's own; the copies wait now
    end(business, path)
    (pat,) = [one for one in here.get(PATH).json["recipients"] if one["email"] == PAT]
    here.delete(f"{PATH}/{pat['recipient_id']}")
    assert (len(copies_to(SAM)), len(copies_to(PAT))) == (1, 1)
    assert [item["outcome"] for item in all_items("events") if item.get("outcome") == "unwanted"] == ["unwanted"] * 2


@pytest.mark.parametrize("path", ["/g/copies/short", f"/g/copies/{'a' * 43}"])
def test_a_wrong_link_is_nothing_and_writes_nothing(business: Business, path: str) -> None:
    before = all_items("people")
    for method in ("GET", "POST"):
        assert anonymous(pages.handler, business).send(method, path).status == 404
    assert all_items("people") == before


def test_the_link_of_one_business_is_nothing_at_another(business: Business, here: Browser) -> None:
    add(here)
    path = unsubscribe_link(copies_to(SAM)[0])
    assert end(a_business(), path).status == 404
    assert listed(here) == [(SAM, "assistant", False)]


def test_a_mail_program_is_told_how_to_end_it_in_one_press(business: Business, here: Browser) -> None:
    seen: list[Any] = []
    add(here)
    with _params(seen):
        all_sent()
    headers = {one["Name"]: one["Value"] for one in seen[-1]["Content"]["Simple"]["Headers"]}
    link = re.fullmatch(rf"<https://{business.host}(/g/copies/[\w-]{{43}})>", headers["List-Unsubscribe"])
    assert link
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert end(business, link[1], **{"content-type": "application/x-www-form-urlencoded"}).status == 200
    assert listed(here) == [(SAM, "assistant", True)]


@contextmanager
def _params(seen: list[Any]) -> Iterator[None]:
    def note(params: Any, **_: Any) -> None:
        seen.append(params)

    client("sesv2").meta.events.register("provide-client-params.sesv2.SendEmail", note)
    try:
        yield
    finally:
        client("sesv2").meta.events.unregister("provide-client-params.sesv2.SendEmail", note)


# Who may add whom -----------------------------------------------------------------------------------------------------
def test_what_does_not_fit_says_so_at_its_field_and_mails_nobody(here: Browser) -> None:
    add(here)
    for email in ("nobody", " JOE@example.com", SAM.upper()):
        answer = add(here, email)
        assert (answer.status, answer.json["errors"][0]["field"]) == (422, "email")
    assert add(here, PAT, "owner").status == 422
    assert len(mails()) == 1


@pytest.mark.usefixtures("one_instant")
def test_it_is_no_engine_for_spam(business: Business, here: Browser) -> None:
    statuses = []
    for number in range(12):
        statuses.append(add(here, f"p{number}@example.com").status)
        for one in here.get(PATH).json["recipients"][:-4]:
            here.delete(f"{PATH}/{one['recipient_id']}")
    assert statuses == [201] * 10 + [429] * 2
    full = signed_in(people_api.handler, business, a_customer(business))
    full.source_ip = "198.51.100.7"
    assert [add(full, f"q{number}@example.com").status for number in range(6)] == [201] * 5 + [409]
    many = []
    for number in range(11):
        one = signed_in(people_api.handler, business, a_customer(business))
        one.source_ip = f"198.51.100.{10 + number}"
        many.append(add(one, "victim@example.com").status)
    assert many == [201] * 10 + [429], "one address, whoever adds it"


def test_recipients_are_a_customers_own(business: Business, joe: Person, here: Browser) -> None:
    add(here)
    (one,) = here.get(PATH).json["recipients"]
    stranger = signed_in(people_api.handler, business, a_customer(business))
    assert listed(stranger) == []
    assert stranger.delete(f"{PATH}/{one['recipient_id']}").status == 404
    staff = as_staff(people_api.handler, business)
    assert (staff.get(PATH).status, add(staff).status) == (404, 404)
    staff.headers = {"x-latchkey-view-as": joe.customer_id}
    assert (staff.get(PATH).status, add(staff).status) == (404, 403)
    assert listed(here) == [(SAM, "assistant", False)]


def test_a_recipient_gains_no_right(business: Business, here: Browser) -> None:
    add(here)
    order = an_accepted(business, here)
    sam = signed_in(orders.api.handler, business, a_customer(business, SAM))
    assert sam.get(f"/api/orders/{order['order_id']}").status == 404


def test_an_unlinked_record_tells_its_former_account_s_recipients_nothing(
    business: Business, joe: Person, here: Browser
) -> None:
    add(here)
    order = book(here, a_product(business)).json
    all_sent()
    office = as_staff(customers_api.handler, business)
    assert office.delete(f"/api/customers/{joe.customer_id}/account").status == 204
    accept(business, order)
    assert len(copies_to(SAM)) == 1
    record = read("people", keys.customer(business.business_id, joe.customer_id))
    assert record is not None
    assert "recipients" not in record


def test_the_table_knows_the_secret_of_no_link(business: Business, here: Browser) -> None:
    add(here)
    secret = unsubscribe_link(copies_to(SAM)[0]).rpartition("/")[2]
    assert secret not in str(all_items("people")) + str(all_items("events"))
    assert SAM not in str([item for item in all_items("people") if item["sk"] == "copies"])
