"""Signing in and out, and who a cookie makes somebody (product 2.3, 2.7; guarantees 4, 5, 6, 7, 10, 58, 69)."""

from datetime import timedelta
from io import StringIO

import pytest

from accounts import api, password
from accounts.business import Business
from accounts.create_business import Owner, create_business
from latchkey import keys
from latchkey.clock import rfc3339, utc_now
from latchkey.ids import fingerprint
from latchkey.session import COOKIE
from latchkey.tables import commit
from latchkey.writes import Update
from tests.building import (
    Browser,
    a_business,
    a_customer,
    a_staff_member,
    all_items,
    anonymous,
    business_value,
    signed_in,
)
from tests.integration.accounts.people import PASSWORD, calls, sign_in, viewer

JOE = "joe@example.com"


def test_the_right_password_opens_a_session(business: Business) -> None:
    person = a_customer(business, JOE, password_hash=password.hashed(PASSWORD))
    browser = anonymous(api.handler, business)
    answer = sign_in(browser, " JOE@example.com")
    assert answer.json["viewer"]["customer_id"] == person.customer_id
    (cookie,) = answer.set_cookies
    assert cookie.startswith(f"{COOKIE}={person.account_id}.")
    assert cookie.endswith("; Path=/; Max-Age=2592000; HttpOnly; Secure; SameSite=Lax")
    assert viewer(browser)["email"] == JOE


def test_an_owner_signs_in_as_staff(cloud: None) -> None:
    business = business_value()
    create_business(business, Owner("Olive@Example.com", "salt and harbor", "Olive Reed"), utc_now())
    browser = anonymous(api.handler, business)
    answer = sign_in(browser, "olive@example.com", "salt and harbor")
    assert answer.json["viewer"] == viewer(browser)
    assert (answer.json["viewer"]["kind"], answer.json["viewer"]["role"]) == ("staff", "owner")
    assert answer.json["viewer"]["customer_id"] is None


def test_a_wrong_password_and_an_unknown_address_are_the_same_answer_at_the_same_price(
    business: Business, log: StringIO
) -> None:
    a_customer(business, JOE, password_hash=password.hashed(PASSWORD))
    wrong = sign_in(anonymous(api.handler, business), JOE, "not my password")
    assert calls(log) == [4]
    unknown = sign_in(anonymous(api.handler, business), "nobody@example.com", "not my password")
    assert calls(log) == [4]
    assert wrong.status == unknown.status == 401
    assert (wrong.text, wrong.headers, wrong.set_cookies) == (unknown.text, unknown.headers, unknown.set_cookies)


def test_an_account_of_another_business_is_unknown_here(business: Business) -> None:
    a_customer(a_business(), JOE, password_hash=password.hashed(PASSWORD))
    assert sign_in(anonymous(api.handler, business), JOE).status == 401


def test_a_removed_account_signs_in_no_more_and_its_sessions_end(business: Business) -> None:
    person = a_customer(business, JOE, password_hash=password.hashed(PASSWORD))
    browser = signed_in(api.handler, business, person)
    assert viewer(browser) is not None
    removed = {"removed_at": rfc3339(utc_now())}
    commit([Update("people", keys.account(business.business_id, person.account_id), removed)])
    assert viewer(browser) is None
    assert sign_in(anonymous(api.handler, business), JOE).status == 401


def test_signing_out_holds_at_once_also_for_a_copy_of_the_cookie(business: Business) -> None:
    person = a_customer(business)
    browser, thief = signed_in(api.handler, business, person), signed_in(api.handler, business, person)
    answer = browser.delete("/api/auth/sessions/current")
    assert (answer.status, answer.text) == (204, "")
    assert answer.set_cookies == [f"{COOKIE}=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax"]
    assert viewer(browser) is None
    assert viewer(thief) is None
    assert browser.delete("/api/auth/sessions/current").status == 204


def test_signing_out_here_leaves_the_other_device_signed_in(business: Business) -> None:
    person = a_customer(business, JOE, password_hash=password.hashed(PASSWORD))
    here, there = signed_in(api.handler, business, person), anonymous(api.handler, business)
    sign_in(there, JOE)
    here.delete("/api/auth/sessions/current")
    assert viewer(there) is not None


def test_crafted_cookies_are_nobody(business: Business) -> None:
    person, other = a_customer(business), a_customer(a_business())
    account_id, _, secret = person.cookie.partition(".")
    hashed = fingerprint(secret)
    crafted = [
        other.cookie,
        f"{other.account_id}.{secret}",
        f"{account_id}.{secret[:-1]}",
        f"{account_id}.{secret}x",
        f"{account_id}.",
        account_id,
        f".{secret}",
        secret,
        "",
        f"{account_id.lower()}.{secret}",
        f"sgn_{account_id[4:]}.{secret}",
        f"cus_{account_id[4:]}.{secret}",
        f"{account_id}.{hashed}",
        f"{account_id}#x.{secret}",
        f"{account_id}..{secret}",
        f"{account_id}.{'a' * 101}",
        f"{business.business_id}.{secret}",
        '"' + person.cookie + '"',
        person.cookie.replace(".", "%2e"),
        person.cookie.upper(),
    ]
    for value in crafted:
        browser = Browser(api.handler, business, {COOKIE: value})
        answer = browser.get("/api/session")
        assert answer.status == 200, value
        assert answer.json["viewer"] is None, value
    assert viewer(signed_in(api.handler, business, person)) is not None


def test_two_cookies_of_the_name_and_names_without_the_prefix_are_nobody(business: Business) -> None:
    person = a_customer(business)
    browser = anonymous(api.handler, business)
    for cookies in (
        [f"{COOKIE}={person.cookie}", f"{COOKIE}={person.cookie}"],
        [f"{COOKIE}=x", f"{COOKIE}={person.cookie}"],
        [f"latchkey={person.cookie}"],
        [f"__host-latchkey={person.cookie}"],
    ):
        event = {**browser.event("GET", "/api/session"), "cookies": cookies}
        assert '"viewer":null' in api.handler(event, None)["body"]


def test_an_expired_session_is_over_although_the_table_still_has_it(business: Business) -> None:
    person = a_customer(business)
    _, _, secret = person.cookie.partition(".")
    key = keys.session(business.business_id, person.account_id, fingerprint(secret))
    commit([Update("people", key, {"expires_at": rfc3339(utc_now() - timedelta(seconds=1))})])
    assert viewer(signed_in(api.handler, business, person)) is None


def test_ending_all_sessions_holds_at_the_next_request(business: Business) -> None:
    person = a_customer(business)
    key = keys.account(business.business_id, person.account_id)
    commit([Update("people", key, {"sessions_valid_from": rfc3339(utc_now() + timedelta(seconds=1))})])
    assert viewer(signed_in(api.handler, business, person)) is None


def test_the_table_keeps_no_secret_of_a_session(business: Business) -> None:
    person = a_customer(business)
    secret = person.cookie.partition(".")[2]
    assert all(secret not in str(item) for item in all_items("people"))


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "null",
        "https://evil.test",
        "https://other.example.test",
        "https://{host}.evil.test",
        "https://evil-{host}",
        "http://{host}",
        "https://{host}:8443",
        "https://{host}/",
        "HTTPS://{host}",
    ],
)
def test_a_write_from_any_other_page_is_refused(business: Business, origin: str) -> None:
    browser = signed_in(api.handler, business, a_customer(business))
    headers = {"origin": origin.format(host=business.host)}
    assert browser.send("DELETE", "/api/auth/sessions/current", headers=headers).status == 403
    assert browser.send("POST", "/api/auth/codes", {}, headers=headers).status == 403
    assert viewer(browser) is not None


def test_a_write_without_the_scripts_own_header_is_refused(business: Business) -> None:
    browser = signed_in(api.handler, business, a_customer(business))
    assert browser.send("DELETE", "/api/auth/sessions/current", headers={"x-latchkey": ""}).status == 403


def test_the_business_is_the_edges_word_and_no_other_headers(business: Business) -> None:
    other = a_business()
    browser = signed_in(api.handler, business, a_staff_member(business))
    for name in ("host", "x-forwarded-host", "forwarded", "x-host", "x-original-url", "x-business"):
        answer = browser.send("GET", "/api/session", headers={name: other.host})
        assert answer.json["business"]["business_id"] == business.business_id
        assert answer.json["viewer"] is not None


@pytest.mark.parametrize("edge", ["", "wrong", "edge-secret-of-the-test", "edge-secret-of-the-tests ", "é"])
def test_what_did_not_come_through_the_edge_is_refused(business: Business, edge: str) -> None:
    browser = anonymous(api.handler, business)
    assert browser.send("GET", "/api/session", headers={"x-latchkey-edge": edge}).status == 403


def test_every_answer_is_private_and_open_to_no_other_origin(business: Business) -> None:
    browser = anonymous(api.handler, business)
    for answer in (
        browser.get("/api/session"),
        browser.get("/api/nothing"),
        sign_in(browser, JOE),
        browser.send("POST", "/api/auth/sessions", "{", headers={"origin": "https://evil.test"}),
    ):
        assert answer.headers["cache-control"] == "no-store"
        assert not [name for name in answer.headers if name.startswith("access-control-")]


def test_staff_and_customers_of_one_business_are_told_apart(business: Business) -> None:
    staff = a_staff_member(business, "photographer")
    assert viewer(signed_in(api.handler, business, staff))["role"] == "photographer"
    assert viewer(signed_in(api.handler, business, a_customer(business)))["role"] is None
