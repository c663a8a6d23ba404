"""Sign-up: two fields, then the mailed code; the same for new and known addresses (product 2.2, guarantees 3, 10, 14)."""

import re
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest

from accounts import api
from accounts import writes as accounts_writes
from accounts.business import Business
from accounts.customer import Customer
from accounts.sign_up import SignUp
from latchkey import keys
from latchkey.clock import epoch, rfc3339, utc_now
from latchkey.ids import new_id
from latchkey.tables import commit, read
from latchkey.writes import Update
from tests.building import Browser, a_business, all_items, anonymous
from tests.integration.accounts.people import (
    PASSWORD,
    calls,
    mails,
    member,
    newest_code,
    sign_in,
    sign_up,
    type_code,
    viewer,
)

JOE = "joe@example.com"


@pytest.fixture
def visitor(business: Business) -> Browser:
    return anonymous(api.handler, business)


def test_after_the_code_a_person_is_signed_in_and_a_customer(visitor: Browser, business: Business) -> None:
    assert sign_up(visitor, " Joe@Example.com ").json == {"next": "code"}
    assert visitor.get("/api/session").json["pending_sign_up"] is True
    answer = type_code(visitor, newest_code(JOE))
    assert answer.status == 200
    assert answer.json["viewer"] == viewer(visitor)
    assert answer.json["viewer"]["email"] == JOE
    assert visitor.get("/api/session").json["pending_sign_up"] is False
    customer = read("people", keys.customer(business.business_id, answer.json["viewer"]["customer_id"]))
    assert customer is not None
    assert customer["account_id"] == answer.json["viewer"]["account_id"]


def test_before_the_code_there_is_neither_account_nor_customer_nor_session(visitor: Browser) -> None:
    sign_up(visitor, JOE)
    assert viewer(visitor) is None
    assert not [item for item in all_items("people") if "#account#" in item["pk"] or "#customer" in item["pk"]]
    assert sign_in(visitor, JOE).status == 401


def test_a_known_address_gets_the_same_answer_and_another_mail(business: Business, log: StringIO) -> None:
    member(business, JOE)
    calls(log)
    known = sign_up(anonymous(api.handler, business), JOE)
    assert calls(log) == [3]
    new = sign_up(anonymous(api.handler, business), "new@example.com")
    assert calls(log) == [3]
    assert (known.status, known.text, known.headers) == (new.status, new.text, new.headers)
    shapes = [re.sub(r"=sgn_\w{26}\.[\w-]{43};", "=…;", one.set_cookies[0]) for one in (known, new)]
    assert shapes[0] == shapes[1] == "__Host-latchkey=…; Path=/; Max-Age=86400; HttpOnly; Secure; SameSite=Lax"
    told = [mail["mail"] for mail in mails() if mail["mail"] != "welcome"]
    assert told == ["verification_code", "account_exists", "verification_code"]


def test_for_a_known_address_no_code_works_and_the_wrong_one_says_the_same(business: Business) -> None:
    member(business, JOE)
    known, new = anonymous(api.handler, business), anonymous(api.handler, business)
    sign_up(known, JOE)
    sign_up(new, "new@example.com")
    wrong = "000000" if newest_code("new@example.com") != "000000" else "111111"
    answers = [type_code(one, wrong) for one in (known, new)]
    assert answers[0].status == answers[1].status == 422
    assert answers[0].text == answers[1].text
    assert known.post("/api/auth/codes", {}).text == new.post("/api/auth/codes", {}).text
    assert mails()[-2]["mail"] == "account_exists"


def test_a_code_works_only_in_the_browser_that_asked_for_it(business: Business) -> None:
    one, other = anonymous(api.handler, business), anonymous(api.handler, business)
    sign_up(one, JOE)
    code_of_one = newest_code(JOE)
    sign_up(other, JOE)
    if code_of_one != newest_code(JOE):
        assert type_code(other, code_of_one).status == 422
    assert type_code(anonymous(api.handler, business), code_of_one).status == 401
    assert type_code(one, code_of_one).status == 200


def test_five_tries_and_the_right_code_comes_too_late(visitor: Browser) -> None:
    sign_up(visitor, JOE)
    code = newest_code(JOE)
    wrong = "000000" if code != "000000" else "111111"
    assert [type_code(visitor, wrong).status for _ in range(5)] == [422] * 5
    refused = type_code(visitor, code)
    assert refused.status == 422
    assert "ask for a new one" in refused.json["detail"]
    visitor.post("/api/auth/codes", {})
    assert type_code(visitor, newest_code(JOE)).status == 200


def test_parallel_tries_are_counted_by_the_table_not_by_what_was_read(visitor: Browser, business: Business) -> None:
    sign_up(visitor, JOE)
    (item,) = [item for item in all_items("people") if item["sk"] == "sign_up"]
    stale = SignUp.of({**item, "tries": 0, "expires_at_epoch": int(item["expires_at_epoch"])})
    for _ in range(5):
        commit([accounts_writes.wrong_code(stale)])
    with pytest.raises(Exception, match="does not work any more"):
        commit([accounts_writes.wrong_code(stale)])
    with pytest.raises(Exception, match="does not work any more"):
        commit([accounts_writes.used_code(stale)])


def test_a_new_code_makes_the_one_before_worthless(visitor: Browser) -> None:
    sign_up(visitor, JOE)
    first = newest_code(JOE)
    assert visitor.post("/api/auth/codes", {}).json == {"next": "code"}
    if first != newest_code(JOE):
        assert type_code(visitor, first).status == 422
    assert type_code(visitor, newest_code(JOE)).status == 200


def test_a_code_used_twice_opens_one_account(visitor: Browser, business: Business) -> None:
    sign_up(visitor, JOE)
    pending, code = dict(visitor.cookies), newest_code(JOE)
    assert type_code(visitor, code).status == 200
    again = Browser(api.handler, business, pending)
    assert type_code(again, code).status == 401
    assert len([item for item in all_items("people") if item["sk"] == "account" and "#account#" in item["pk"]]) == 1


def test_of_two_sign_ups_of_one_address_the_second_code_meets_the_account(business: Business) -> None:
    one, other = anonymous(api.handler, business), anonymous(api.handler, business)
    sign_up(one, JOE)
    code_of_one = newest_code(JOE)
    sign_up(other, JOE)
    code_of_other = newest_code(JOE)
    assert type_code(one, code_of_one).status == 200
    refused = type_code(other, code_of_other)
    assert refused.status == 409
    assert "already have an account" in refused.json["detail"]


def test_expiry_is_checked_although_the_table_still_has_the_item(visitor: Browser, business: Business) -> None:
    sign_up(visitor, JOE)
    (item,) = [item for item in all_items("people") if item["sk"] == "sign_up"]
    past = utc_now() - timedelta(seconds=1)
    key = keys.Key(item["pk"], item["sk"])
    commit([Update("people", key, {"code_expires_at": rfc3339(past)})])
    assert "ask for a new one" in type_code(visitor, newest_code(JOE)).json["detail"]
    commit([Update("people", key, {"expires_at": rfc3339(past), "expires_at_epoch": epoch(past)})])
    assert type_code(visitor, newest_code(JOE)).status == 401
    assert visitor.post("/api/auth/codes", {}).status == 401
    assert visitor.get("/api/session").json["pending_sign_up"] is False


def guest_record(business: Business, email: str) -> str:
    customer_id = new_id("cus", utc_now())
    commit(
        accounts_writes.customer_record(Customer(business.business_id, customer_id, email, rfc3339(utc_now()), "Joe"))
    )
    return customer_id


def test_the_typed_code_takes_over_the_record_of_earlier_guest_orders(visitor: Browser, business: Business) -> None:
    customer_id = guest_record(business, JOE)
    sign_up(visitor, JOE)
    record = read("people", keys.customer(business.business_id, customer_id))
    assert record is not None
    assert "account_id" not in record
    assert type_code(visitor, newest_code(JOE)).json["viewer"]["customer_id"] == customer_id
    record = read("people", keys.customer(business.business_id, customer_id))
    assert record is not None
    assert record["account_id"] == viewer(visitor)["account_id"]
    assert record["name"] == "Joe"


def test_a_record_of_another_spelling_business_or_tag_stays_where_it_is(visitor: Browser, business: Business) -> None:
    others = [guest_record(business, email) for email in ("j.oe@example.com", "joe+x@example.com", "joe@example.co")]
    others.append(guest_record(a_business(), JOE))
    sign_up(visitor, JOE)
    assert type_code(visitor, newest_code(JOE)).json["viewer"]["customer_id"] not in others


def test_a_claimed_record_is_never_claimed_by_another_account(business: Business) -> None:
    customer_id = guest_record(business, JOE)
    now = datetime(2026, 5, 4, tzinfo=UTC)
    commit([accounts_writes.claim_record(business.business_id, customer_id, "acc_1", now)])
    commit([accounts_writes.claim_record(business.business_id, customer_id, "acc_1", now)])
    with pytest.raises(Exception, match="already have an account"):
        commit([accounts_writes.claim_record(business.business_id, customer_id, "acc_2", now)])


def test_signing_up_again_with_another_password_changes_nothing_for_the_owner(business: Business) -> None:
    member(business, JOE)
    sign_up(anonymous(api.handler, business), JOE, "the attacker's own")
    assert sign_in(anonymous(api.handler, business), JOE, "the attacker's own").status == 401
    assert sign_in(anonymous(api.handler, business), JOE, PASSWORD).status == 200


@pytest.mark.parametrize("password", ["short", "password1", "a" * 129, "x" * 5000])
def test_a_bad_password_says_why_at_its_field(visitor: Browser, password: str) -> None:
    answer = sign_up(visitor, JOE, password)
    assert answer.status == 422
    assert answer.json["errors"][0]["field"] == "password"
    assert mails() == []


def test_the_spaces_of_a_password_are_its_own(business: Business) -> None:
    visitor = anonymous(api.handler, business)
    sign_up(visitor, JOE, "  seven7  ")
    type_code(visitor, newest_code(JOE))
    assert sign_in(visitor, JOE, "seven7").status == 401
    assert sign_in(visitor, JOE, "  seven7  ").status == 200


def test_nothing_of_a_stored_item_can_be_sent_along(visitor: Browser, business: Business) -> None:
    member(business, "someone@example.com")
    fields = {name for item in all_items("people") for name in item} - {"email", "password"}
    before = len(all_items("people"))
    for field in sorted(fields | {"role", "is_admin", "business_id", "customer_id"}):
        body = {"email": JOE, "password": PASSWORD, field: "owner"}
        assert visitor.post("/api/auth/sign-ups", body).status == 422
        assert visitor.post("/api/auth/sessions", body).status == 422
        assert visitor.post("/api/auth/codes", {field: "owner"}).status == 422
    assert len(all_items("people")) == before


def test_the_item_of_a_sign_up_tells_a_reader_nothing_useful(visitor: Browser) -> None:
    sign_up(visitor, JOE)
    (item,) = [item for item in all_items("people") if item["sk"] == "sign_up"]
    secret = visitor.cookies["__Host-latchkey"].partition(".")[2]
    assert secret not in str(item)
    assert newest_code(JOE) not in str({name: item[name] for name in item if not name.startswith("code_expires")})
    assert PASSWORD not in str(item)
