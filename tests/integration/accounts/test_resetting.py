"""A forgotten password: a mailed code, a new one, and nobody learns who has an account (product 2.3, guarantees 5, 10, 11)."""

import re
from datetime import timedelta
from io import StringIO

import pytest

from accounts import api, password, people_api
from accounts.business import Business
from accounts.reset import PasswordReset
from latchkey import keys
from latchkey.clock import epoch, rfc3339, utc_now
from latchkey.ids import fingerprint
from latchkey.tables import commit
from latchkey.writes import Update
from tests.browsing import Answer
from tests.building import Browser, Person, a_business, a_customer, a_staff_member, all_items, anonymous, signed_in
from tests.integration.accounts.people import PASSWORD, calls, mails, member, newest_code, sign_in, type_code, viewer
from tests.rights import of_nobody

JOE = "joe@example.com"
FRESH = "walnut river"
WRONG = "000000"


def visitor(business: Business) -> Browser:
    return anonymous(people_api.handler, business)


def ask(browser: Browser, email: str = JOE) -> Answer:
    return browser.using(people_api.handler).post("/api/auth/resets", {"email": email})


def finish(browser: Browser, code: str, chosen: str = FRESH) -> Answer:
    body = {"code": code, "password": chosen}
    return browser.using(people_api.handler).post("/api/auth/resets/completion", body)


def pending() -> dict[str, object]:
    (item,) = [item for item in all_items("people") if item["sk"] == "reset"]
    return item


@pytest.fixture
def joe(business: Business) -> Person:
    return a_customer(business, JOE)


def test_the_code_and_a_new_password_sign_in_here_and_out_everywhere_else(business: Business, joe: Person) -> None:
    elsewhere, here = signed_in(api.handler, business, joe), visitor(business)
    assert ask(here, " JOE@Example.com ").json == {"next": "code"}
    assert viewer(elsewhere) is not None, "asking alone ends nothing"
    answer = finish(here, newest_code(JOE))
    assert answer.status == 200
    assert answer.json["viewer"] == viewer(here.using(api.handler))
    assert answer.json["viewer"]["account_id"] == joe.account_id
    assert viewer(elsewhere) is None
    assert sign_in(anonymous(api.handler, business), JOE, FRESH).status == 200
    assert [mail["mail"] for mail in mails()] == ["password_reset", "password_changed"]
    assert {mail["to"] for mail in mails()} == {JOE}


def test_staff_reset_theirs_alike(business: Business) -> None:
    a_staff_member(business, "manager", email="mia@example.com")
    here = visitor(business)
    ask(here, "mia@example.com")
    assert finish(here, newest_code("mia@example.com")).json["viewer"]["role"] == "manager"


def test_an_unknown_and_a_removed_address_answer_alike_at_the_same_price_and_get_no_mail(
    business: Business, joe: Person, log: StringIO
) -> None:
    gone = a_customer(business, "gone@example.com")
    removed = {"removed_at": rfc3339(utc_now())}
    commit([Update("people", keys.account(business.business_id, gone.account_id), removed)])
    answers, shapes = [], []
    for email in (JOE, "nobody@example.com", "gone@example.com"):
        calls(log)
        answers.append(ask(visitor(business), email))
        assert calls(log) == [4]
        shapes.append(re.sub(r"=rst_\w{26}\.[\w-]{43};", "=…;", answers[-1].set_cookies[0]))
    assert len({(one.status, one.text, str(one.headers)) for one in answers}) == 1
    assert set(shapes) == {"__Host-latchkey=…; Path=/; Max-Age=86400; HttpOnly; Secure; SameSite=Lax"}
    assert [mail["to"] for mail in mails()] == [JOE]
    assert len(all_items("events")) == 3, "the step writes as much for everybody"
    assert "nobody@" not in str(all_items("events"))


def test_a_wrong_code_says_the_same_at_the_same_price_for_everybody(
    business: Business, joe: Person, log: StringIO
) -> None:
    known, unknown = visitor(business), visitor(business)
    ask(known)
    ask(unknown, "nobody@example.com")
    wrong = WRONG if newest_code(JOE) != WRONG else "111111"
    calls(log)
    answers = [finish(known, wrong), finish(unknown, wrong)]
    assert calls(log) == [3, 3]
    assert answers[0].status == answers[1].status == 422
    assert (answers[0].text, answers[0].headers) == (answers[1].text, answers[1].headers)


def test_no_code_at_all_opens_the_reset_of_an_unknown_address(business: Business) -> None:
    browser = visitor(business)
    ask(browser, "nobody@example.com")
    reset = PasswordReset.of(pending())
    proof = fingerprint(browser.cookies["__Host-latchkey"].partition(".")[2])
    assert not any(reset.is_proven_by(f"{number:06d}", proof) for number in range(0, 1_000_000, 997))


def test_a_code_works_only_in_the_browser_that_asked_for_it(business: Business, joe: Person) -> None:
    one, other = visitor(business), visitor(business)
    ask(one)
    code = newest_code(JOE)
    ask(other)
    if code != newest_code(JOE):
        assert finish(other, code).status == 422
    assert finish(visitor(business), code).status == 401
    assert finish(one, code).status == 200


def test_who_knows_only_the_id_of_a_reset_cannot_even_use_up_its_tries(business: Business, joe: Person) -> None:
    browser = visitor(business)
    ask(browser)
    reset_id = browser.cookies["__Host-latchkey"].partition(".")[0]
    forged = Browser(people_api.handler, business, {"__Host-latchkey": f"{reset_id}.{'a' * 43}"})
    assert finish(forged, newest_code(JOE)).status == 401
    assert pending()["tries"] == 0


def test_five_tries_and_the_right_code_comes_too_late(business: Business, joe: Person) -> None:
    browser = visitor(business)
    ask(browser)
    code = newest_code(JOE)
    wrong = WRONG if code != WRONG else "111111"
    assert [finish(browser, wrong).status for _ in range(5)] == [422] * 5
    assert "ask for a new one" in finish(browser, code).json["detail"]
    ask(browser)
    assert finish(browser, newest_code(JOE)).status == 200


def test_a_bad_new_password_says_so_at_its_field_and_costs_no_try(business: Business, joe: Person) -> None:
    browser = visitor(business)
    ask(browser)
    for bad in ("short", "password1", JOE):
        answer = finish(browser, newest_code(JOE), bad)
        assert (answer.status, answer.json["errors"][0]["field"]) == (422, "password")
    assert pending()["tries"] == 0
    assert finish(browser, newest_code(JOE)).status == 200


def test_a_code_is_used_once(business: Business, joe: Person) -> None:
    browser = visitor(business)
    ask(browser)
    code, cookies = newest_code(JOE), dict(browser.cookies)
    assert finish(browser, code).status == 200
    assert finish(Browser(people_api.handler, business, cookies), code, "another one").status == 401
    assert sign_in(anonymous(api.handler, business), JOE, "another one").status == 401


def test_expiry_is_checked_although_the_table_still_has_the_item(business: Business, joe: Person) -> None:
    browser = visitor(business)
    ask(browser)
    item, past = pending(), utc_now() - timedelta(seconds=1)
    key = keys.Key(str(item["pk"]), "reset")
    commit([Update("people", key, {"code_expires_at": rfc3339(past)})])
    assert "ask for a new one" in finish(browser, newest_code(JOE)).json["detail"]
    commit([Update("people", key, {"expires_at": rfc3339(past), "expires_at_epoch": epoch(past)})])
    assert finish(browser, newest_code(JOE)).status == 401


@pytest.mark.parametrize("changed", [{"email": "joe.new@example.com"}, {"removed_at": "2026-01-01T00:00:00.000Z"}])
def test_an_account_that_moved_or_went_meanwhile_is_not_reset(
    business: Business, joe: Person, changed: dict[str, str]
) -> None:
    browser = visitor(business)
    ask(browser)
    commit([Update("people", keys.account(business.business_id, joe.account_id), changed)])
    assert finish(browser, newest_code(JOE)).status == 401
    assert [mail["mail"] for mail in mails()] == ["password_reset"]


def test_a_sign_up_is_no_reset_and_a_reset_no_sign_up(business: Business, joe: Person) -> None:
    signing_up, resetting = anonymous(api.handler, business), visitor(business)
    signing_up.post("/api/auth/sign-ups", {"email": "new@example.com", "password": PASSWORD})
    assert finish(signing_up, newest_code("new@example.com")).status == 401
    ask(resetting)
    assert type_code(resetting.using(api.handler), newest_code(JOE)).status == 401
    assert resetting.using(api.handler).get("/api/session").json["pending_sign_up"] is False


def test_a_reset_reaches_the_account_of_this_business_alone(business: Business, joe: Person) -> None:
    other = a_business()
    there = a_customer(other, JOE)
    browser = visitor(business)
    ask(browser)
    finish(browser, newest_code(JOE))
    assert viewer(signed_in(api.handler, other, there)) is not None
    assert sign_in(anonymous(api.handler, other), JOE, FRESH).status == 401


def test_a_cookie_of_another_business_finishes_nothing_here(business: Business, joe: Person) -> None:
    other = a_business()
    a_customer(other, JOE)
    theirs = visitor(other)
    ask(theirs)
    assert finish(Browser(people_api.handler, business, dict(theirs.cookies)), newest_code(JOE)).status == 401


@pytest.mark.usefixtures("one_instant")
def test_mails_with_codes_are_bounded_for_an_address_whoever_asks(business: Business, joe: Person) -> None:
    proven = signed_in(api.handler, business, joe)
    places = [visitor(business) for _ in range(9)]
    for number, browser in enumerate(places):
        browser.source_ip = f"198.51.100.{number}"
    answers = [ask(browser) for browser in places]
    assert [one.status for one in answers] == [202] * 6 + [429] * 3
    assert int(answers[-1].headers["retry-after"]) > 0
    assert len(mails()) == 6
    assert viewer(proven) is not None, "who is signed in stays signed in"


def test_a_sign_in_with_the_old_password_that_overlaps_the_reset_opens_nothing(
    business: Business, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It read the old hash before the reset; its session would be younger than the reset and so outlive it."""
    member(business, JOE)
    resetting = visitor(business)
    ask(resetting)
    fits = password.fits

    def meanwhile(typed: str, kept: str | None) -> bool:
        right = fits(typed, kept)
        with of_nobody():
            assert finish(resetting, newest_code(JOE)).status == 200
        return right

    monkeypatch.setattr(password, "fits", meanwhile)
    late = anonymous(api.handler, business)
    assert sign_in(late, JOE, PASSWORD).status == 401
    assert viewer(late) is None


def test_the_item_of_a_reset_tells_a_reader_nothing_useful(business: Business, joe: Person) -> None:
    browser = visitor(business)
    ask(browser)
    secret = browser.cookies["__Host-latchkey"].partition(".")[2]
    item = pending()
    assert secret not in str(item)
    assert newest_code(JOE) not in str({name: item[name] for name in item if "expires" not in name})


def test_nothing_else_can_be_sent_along(business: Business, joe: Person) -> None:
    browser = visitor(business)
    ask(browser)
    for field in ("role", "account_id", "email", "customer_id", "known", "business_id"):
        body = {"code": newest_code(JOE), "password": FRESH, field: "owner"}
        assert browser.post("/api/auth/resets/completion", body).status == 422
    assert browser.post("/api/auth/resets", {"email": JOE, "account_id": joe.account_id}).status == 422
