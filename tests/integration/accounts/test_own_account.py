"""A person's own account: profile, password, sessions; each is theirs alone (product 2.3, guarantees 1, 4, 5, 11, 13)."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest

from accounts import api, password, people_api
from accounts.business import Business
from latchkey import keys
from latchkey.clock import rfc3339, utc_now
from latchkey.ids import fingerprint
from latchkey.session import COOKIE
from latchkey.tables import commit, read
from latchkey.writes import Update
from tests.building import Browser, Person, a_business, a_customer, a_staff_member, all_items, anonymous, signed_in
from tests.integration.accounts.booking import a_product, book
from tests.integration.accounts.people import PASSWORD, calls, mails, sign_in, viewer

JOE = "joe@example.com"
FRESH = "walnut river"
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
)
PROFILE = {
    "name": "Joe Reyes",
    "phone": "+1 207 555 0188",
    "brokerage": "Harbor Realty",
    "links": ["https://joe.example"],
}


@pytest.fixture
def joe(business: Business) -> Person:
    return a_customer(business, JOE, password_hash=password.hashed(PASSWORD))


@pytest.fixture
def here(business: Business, joe: Person) -> Browser:
    return signed_in(people_api.handler, business, joe)


def another_device(business: Business, email: str = JOE) -> Browser:
    browser = anonymous(api.handler, business)
    browser.headers = {"user-agent": CHROME}
    assert sign_in(browser, email).status == 200
    return browser.using(people_api.handler)


def is_in(browser: Browser) -> bool:
    return viewer(browser.using(api.handler)) is not None


def sessions(browser: Browser) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = browser.get("/api/account/sessions").json["sessions"]
    return listed


# Profile -------------------------------------------------------------------------------------------------------------
def test_a_profile_is_saved_and_used_for_the_next_order(business: Business, here: Browser) -> None:
    version = here.get("/api/account").json["version"]
    saved = here.put("/api/account/profile", {**PROFILE, "version": version})
    shown = {**PROFILE, "email": JOE, "portrait_url": None, "version": version + 1}
    assert saved.json == shown == here.get("/api/account").json
    who = viewer(here.using(api.handler))
    assert (who["name"], who["phone"]) == (PROFILE["name"], PROFILE["phone"])
    assert book(here, a_product(business)).json["contact"]["name"] == "Jordan Avery", "the form still decides"
    record = read("people", keys.customer(business.business_id, who["customer_id"]))
    assert record is not None
    assert (record["name"], record["phone"]) == (PROFILE["name"], PROFILE["phone"])


def test_what_is_left_empty_is_gone(here: Browser) -> None:
    here.put("/api/account/profile", {**PROFILE, "version": 1})
    empty = {"name": " ", "phone": "", "brokerage": "", "links": [], "version": 2}
    assert here.put("/api/account/profile", empty).json["name"] is None
    assert here.get("/api/account").json["links"] == []


def test_of_two_windows_the_slower_one_hears_of_it(here: Browser) -> None:
    assert here.put("/api/account/profile", {**PROFILE, "version": 1}).status == 200
    assert here.put("/api/account/profile", {**PROFILE, "name": "Old", "version": 1}).status == 409
    assert here.get("/api/account").json["name"] == PROFILE["name"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": "Joe\r\nBcc: all@example.com"}, "name"),
        ({"phone": "1\x00"}, "phone"),
        ({"brokerage": "evil \u202egnp"}, "brokerage"),
        ({"name": "x" * 81}, "name"),
        ({"links": ["javascript:alert(1)"]}, "links.0"),
        ({"links": ["https://ok.example", "http://plain.example"]}, "links.1"),
        ({"links": ["https://user:secret@evil.example"]}, "links.0"),
        ({"links": ["https://[::1"]}, "links.0"),
        ({"links": ["https://a.example"] * 6}, "links"),
    ],
)
def test_what_does_not_fit_says_so_at_its_field(here: Browser, changed: dict[str, Any], field: str) -> None:
    answer = here.put("/api/account/profile", {**PROFILE, "version": 1, **changed})
    assert (answer.status, answer.json["errors"][0]["field"]) == (422, field)
    assert here.get("/api/account").json["version"] == 1


def test_no_field_of_an_account_can_be_sent_along_and_no_right_changes(business: Business, here: Browser) -> None:
    stored = {name for item in all_items("people") for name in item} - {*PROFILE, "version"}
    before = viewer(here.using(api.handler))
    for field in sorted(stored | {"is_admin", "email_verified"}):
        assert here.put("/api/account/profile", {**PROFILE, "version": 1, field: "owner"}).status == 422
    here.put("/api/account/profile", {**PROFILE, "version": 1})
    after = viewer(here.using(api.handler))
    for right in ("kind", "role", "account_id", "customer_id", "email"):
        assert after[right] == before[right]


def test_staff_have_a_profile_and_no_customer_record(business: Business) -> None:
    staff = signed_in(people_api.handler, business, a_staff_member(business, "photographer"))
    assert staff.put("/api/account/profile", {**PROFILE, "version": 1}).json["name"] == PROFILE["name"]
    assert not [item for item in all_items("people") if "#customer" in item["pk"]]
    (row,) = [item for item in all_items("people") if item["sk"].startswith(keys.MEMBER)]
    assert row["name"] == PROFILE["name"], "the roster shows it too"


def test_looking_as_a_customer_is_not_their_account(business: Business, joe: Person) -> None:
    staff = signed_in(people_api.handler, business, a_staff_member(business))
    staff.headers = {"x-latchkey-view-as": joe.customer_id}
    assert staff.get("/api/account").status == 404
    assert staff.get("/api/account/sessions").status == 404
    assert staff.put("/api/account/profile", {**PROFILE, "version": 1}).status == 403
    assert staff.delete("/api/account/sessions").status == 403


# Password ------------------------------------------------------------------------------------------------------------
def change(browser: Browser, present: str = PASSWORD, chosen: str = FRESH) -> Any:
    return browser.post("/api/account/password", {"password": present, "new_password": chosen})


def test_another_password_ends_every_other_session_and_tells_the_owner(business: Business, here: Browser) -> None:
    there = another_device(business)
    assert change(here).status == 204
    assert is_in(here)
    assert not is_in(there)
    assert sign_in(anonymous(api.handler, business), JOE, PASSWORD).status == 401
    assert sign_in(anonymous(api.handler, business), JOE, FRESH).status == 200
    assert [(mail["mail"], mail["to"]) for mail in mails()] == [("password_changed", JOE)]


def test_without_the_present_password_nothing_changes(business: Business, here: Browser) -> None:
    there = another_device(business)
    answer = change(here, present="not my password")
    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "password")
    assert is_in(there)
    assert mails() == []


@pytest.mark.parametrize("bad", ["short", "password1", JOE])
def test_a_bad_new_password_says_so_at_its_field(here: Browser, bad: str) -> None:
    answer = change(here, chosen=bad)
    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "new_password")


@pytest.mark.usefixtures("one_instant")
def test_guessing_the_present_password_is_slowed_as_at_the_sign_in(business: Business, here: Browser) -> None:
    assert [change(here, present=f"guess number {number}").status for number in range(12)] == [422] * 10 + [429] * 2
    assert change(here).status == 429
    assert sign_in(anonymous(api.handler, business), JOE).status == 429, "one count for both doors"
    assert is_in(here), "the session itself goes on"


# Sessions ------------------------------------------------------------------------------------------------------------
def test_a_person_sees_where_they_are_signed_in(business: Business, here: Browser) -> None:
    another_device(business)
    listed = sessions(here)
    assert [(one["is_this"], one["device"]) for one in listed] == [(True, ""), (False, "Chrome on Windows")]
    assert {one["seen_on"] for one in listed} == {utc_now().date().isoformat()}
    secret = here.cookies[COOKIE].partition(".")[2]
    assert fingerprint(secret) not in str(listed)


def test_one_device_is_signed_out_and_the_rest_goes_on(business: Business, here: Browser) -> None:
    there, third = another_device(business), another_device(business)
    (target,) = [one for one in sessions(there) if one["is_this"]]
    assert here.delete(f"/api/account/sessions/{target['session_id']}").status == 204
    assert (is_in(here), is_in(there), is_in(third)) == (True, False, True)
    assert here.delete(f"/api/account/sessions/{target['session_id']}").status == 404


def test_all_others_are_signed_out_at_once(business: Business, here: Browser) -> None:
    there, third = another_device(business), another_device(business)
    begun = sessions(here)[0]["begun_at"]
    assert here.delete("/api/account/sessions").status == 204
    assert (is_in(here), is_in(there), is_in(third)) == (True, False, False)
    assert [(one["is_this"], one["begun_at"]) for one in sessions(here)] == [(True, begun)]


def test_somebody_elses_session_is_no_session(business: Business, here: Browser) -> None:
    mine = sessions(here)[0]["session_id"]
    eve = signed_in(people_api.handler, business, a_customer(business))
    other = a_business()
    foreign = signed_in(people_api.handler, other, a_customer(other))
    missing = eve.delete("/api/account/sessions/nothing")
    for stranger in (eve, foreign):
        answer = stranger.delete(f"/api/account/sessions/{mine}")
        assert (answer.status, answer.text, answer.headers) == (404, missing.text, missing.headers)
    eve.delete("/api/account/sessions")
    assert is_in(here)


def test_ended_and_expired_sessions_are_not_listed(business: Business, joe: Person, here: Browser) -> None:
    there = another_device(business)
    _, _, secret = there.cookies[COOKIE].partition(".")
    key = keys.session(business.business_id, joe.account_id, fingerprint(secret))
    commit([Update("people", key, {"expires_at": rfc3339(utc_now() - timedelta(seconds=1))})])
    assert [one["is_this"] for one in sessions(here)] == [True]


def test_the_day_is_kept_by_one_write_a_day(business: Business, joe: Person, here: Browser, log: StringIO) -> None:
    _, _, secret = here.cookies[COOKIE].partition(".")
    key = keys.session(business.business_id, joe.account_id, fingerprint(secret))
    with_api = here.using(api.handler)
    assert viewer(with_api) is not None
    assert calls(log) == [1], "today is known already"
    commit([Update("people", key, {"seen_on": "2026-01-01"})])
    for expected in (2, 1):
        viewer(with_api)
        assert calls(log) == [expected]
    assert sessions(here)[0]["seen_on"] == utc_now().date().isoformat()


def test_nobody_has_none_of_this(business: Business) -> None:
    nobody = anonymous(people_api.handler, business)
    for method, path in (
        ("GET", "/api/account"),
        ("GET", "/api/account/sessions"),
        ("DELETE", "/api/account/sessions"),
    ):
        assert nobody.send(method, path).status == 401
    assert change(nobody).status == 401
