"""An account moves to another address: proven by its code, told to nobody before, and nothing of anybody else comes along
(product 2.4, 2.6; guarantees 3, 4, 10, 11)."""

import re
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest

import orders.api
from accounts import api, customers_api, email_writes, password, people_api, team_api
from accounts.business import Business
from accounts.email_change import EmailChange
from latchkey import keys
from latchkey.clock import rfc3339, utc_now
from latchkey.ids import fingerprint
from latchkey.session import COOKIE
from latchkey.tables import commit, read
from latchkey.writes import Update
from mail import send
from tests.browsing import Answer, Browser
from tests.building import (
    Person,
    a_business,
    a_customer,
    a_staff_member,
    all_items,
    anonymous,
    as_staff,
    sent_mails,
    signed_in,
    stream_records,
)
from tests.integration.accounts.booking import a_product, accept, book, book_as_guest, orders_of
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
from tests.integration.accounts.teams import a_team
from tests.rights import of_nobody

OLD, NEW = "joe@example.com", "joe.new@example.com"
HASH = password.hashed(PASSWORD)


def a_joe(business: Business) -> Person:
    return a_customer(business, OLD, password_hash=HASH, name="Joe Reyes")


@pytest.fixture
def joe(business: Business) -> Person:
    return a_joe(business)


@pytest.fixture
def here(business: Business, joe: Person) -> Browser:
    return signed_in(people_api.handler, business, joe)


def ask(browser: Browser, email: str = NEW, present: str = PASSWORD) -> Answer:
    return browser.using(people_api.handler).post("/api/account/email", {"email": email, "password": present})


def finish(browser: Browser, code: str) -> Answer:
    return browser.using(people_api.handler).post("/api/account/email/verification", {"code": code})


def elsewhere(business: Business, email: str = OLD) -> Browser:
    """Another session of the same person."""
    browser = anonymous(api.handler, business)
    assert sign_in(browser, email).status == 200
    return browser


def moves(browser: Browser, email: str = NEW) -> Answer:
    assert ask(browser, email).status == 202
    return finish(browser, newest_code(email))


def told() -> list[tuple[str, str]]:
    return [(mail["mail"], mail["to"]) for mail in mails()]


def email_of(browser: Browser) -> str | None:
    who = viewer(browser.using(api.handler))
    return who["email"] if who else None


# What follows the account ---------------------------------------------------------------------------------------------
def test_the_code_at_the_new_address_moves_the_account_and_ends_every_other_session(
    business: Business, joe: Person, here: Browser
) -> None:
    there = elsewhere(business)
    assert ask(here, f" {NEW.upper()} ").json == {"next": "code"}
    assert email_of(here) == email_of(there) == OLD, "asking alone changes nothing"
    answer = finish(here, newest_code(NEW))
    assert (answer.status, answer.json["email"]) == (200, NEW)
    assert answer.json == here.get("/api/account").json
    assert (email_of(here), email_of(there)) == (NEW, None)
    assert sign_in(anonymous(api.handler, business), OLD).status == 401
    assert sign_in(anonymous(api.handler, business), NEW).json["viewer"]["account_id"] == joe.account_id
    assert told() == [("email_change_code", NEW), ("email_changed", OLD)]
    assert NEW not in str([mail for mail in mails() if mail["to"] == OLD]), (
        "the former mailbox does not learn the new one"
    )


def test_every_order_stays_and_mails_about_earlier_ones_go_to_the_address_of_today(business: Business) -> None:
    product = a_product(business)
    as_guest = book_as_guest(business, product, OLD)
    joe = member(business, OLD)
    own = book(joe, product).json
    moves(joe)
    assert sorted(orders_of(joe)) == sorted([as_guest["order_id"], own["order_id"]])
    later = book(joe, product).json
    assert later["order_id"] in orders_of(joe)
    send.handler(stream_records("mail"), None)
    before = len(sent_mails())
    for order in (as_guest, own):
        accept(business, order)
    send.handler(stream_records("mail"), None)
    assert [mail.destinations["ToAddresses"] for mail in sent_mails()[before:]] == [[NEW], [NEW]]


def test_an_order_of_nobodys_account_is_mailed_to_the_address_that_it_was_placed_with(business: Business) -> None:
    order = book_as_guest(business, a_product(business), OLD)
    accept(business, order)
    send.handler(stream_records("mail"), None)
    assert {mail.destinations["ToAddresses"][0] for mail in sent_mails()} == {OLD, business.email} - {""}


def test_staff_find_the_customer_by_the_new_address_alone_and_see_the_move(business: Business, joe: Person) -> None:
    moves(signed_in(people_api.handler, business, joe), "ann.reyes@harbor.example")
    office = as_staff(customers_api.handler, business)

    def found(text: str) -> list[str]:
        return [row["email"] for row in office.get(f"/api/customers?search={text}").json["customers"]]

    assert found("harbor") == found("reyes") == ["ann.reyes@harbor.example"]
    assert found("com") == []
    history = office.get(f"/api/customers/{joe.customer_id}").json["history"]
    assert [(line["event"], line["by"]) for line in history if line["event"] == "email_changed"] == [
        ("email_changed", OLD)
    ]


def test_rosters_of_teams_and_staff_show_the_new_address(business: Business, joe: Person, here: Browser) -> None:
    team_id = a_team(business, joe)
    moves(here)
    roster = here.using(team_api.handler).get(f"/api/teams/{team_id}").json["members"]
    assert [one["email"] for one in roster] == [NEW]
    mia = a_staff_member(business, "owner", email="mia@example.com", password_hash=HASH)
    office = signed_in(people_api.handler, business, mia)
    moves(office, "mia.new@example.com")
    assert "mia.new@example.com" in [one["email"] for one in office.get("/api/staff").json["members"]]
    assert "mia@example.com" not in office.get("/api/staff").text


# The address that was left --------------------------------------------------------------------------------------------
def test_who_signs_up_with_the_old_address_later_sees_nothing_of_its_history(business: Business) -> None:
    product = a_product(business)
    theirs = book_as_guest(business, product, OLD)
    joe = member(business, OLD)
    moves(joe)
    after = book_as_guest(business, product, OLD)
    stranger = anonymous(api.handler, business)
    sign_up(stranger, OLD)
    assert type_code(stranger, newest_code(OLD)).json["linked"] == {"orders": 1, "listings": 0}
    assert orders_of(stranger) == [after["order_id"]], "what was booked since the address was free"
    assert orders_of(joe) == [theirs["order_id"]]
    path = f"/api/orders/{theirs['order_id']}"
    assert stranger.using(orders.api.handler).get(path).status == 404


def test_codes_for_the_old_address_die_with_the_move(business: Business, here: Browser) -> None:
    resetting = anonymous(people_api.handler, business)
    resetting.post("/api/auth/resets", {"email": OLD})
    code = newest_code(OLD)
    moves(here)
    body = {"code": code, "password": "walnut river"}
    assert resetting.post("/api/auth/resets/completion", body).status == 401
    assert email_of(here) == NEW


def test_a_sign_in_with_the_old_address_that_overlaps_the_move_opens_nothing(
    business: Business, here: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(here)
    fits = password.fits

    def meanwhile(typed: str, kept: str | None) -> bool:
        right = fits(typed, kept)
        with of_nobody():
            assert finish(here, newest_code(NEW)).status == 200
        return right

    monkeypatch.setattr(password, "fits", meanwhile)
    late = anonymous(api.handler, business)
    assert sign_in(late, OLD).status == 401
    assert viewer(late) is None


# The address that is wanted -------------------------------------------------------------------------------------------
def test_asking_tells_nothing_about_an_address_and_costs_the_same(business: Business, log: StringIO) -> None:
    a_customer(business, "known@example.com")
    book_as_guest(business, a_product(business), "guest@example.com")
    answers = []
    for number, email in enumerate(("known@example.com", "guest@example.com", "nobody@example.com")):
        asking = signed_in(
            people_api.handler, business, a_customer(business, f"j{number}@example.com", password_hash=HASH)
        )
        calls(log)
        answers.append(ask(asking, email))
        assert calls(log) == [3], "session, password and tries, and the commit"
    assert len({(one.status, one.text, str(one.headers)) for one in answers}) == 1
    assert [mail for mail, _ in told()][-3:] == ["email_change_code"] * 3
    texts = {re.sub(r"\d{6}|[\w.]+@|20\d\d-[^']+", "…", str(mail)) for mail in mails()[-3:]}
    assert len(texts) == 1


def test_an_address_with_an_account_says_so_only_to_who_typed_its_code(business: Business, here: Browser) -> None:
    other = a_customer(business, NEW)
    ask(here)
    wrong = "000000" if newest_code(NEW) != "000000" else "111111"
    assert finish(here, wrong).status == 422
    assert "account" not in finish(here, wrong).text
    answer = finish(here, newest_code(NEW))
    assert (answer.status, answer.json["detail"].split(".")[0]) == (409, "This address has an account of its own")
    assert email_of(here) == OLD
    assert email_of(signed_in(api.handler, business, other)) == NEW
    assert ("email_changed", OLD) not in told()


def test_bookings_under_the_new_address_are_never_pulled_in(business: Business, here: Browser) -> None:
    theirs = book_as_guest(business, a_product(business), NEW)
    ask(here)
    assert "bookings" not in finish(here, "000000").text
    answer = finish(here, newest_code(NEW))
    assert answer.status == 409
    assert "Sign up with it to see them" in answer.json["detail"]
    assert (email_of(here), orders_of(here)) == (OLD, [])
    newcomer = member(business, NEW)
    assert orders_of(newcomer) == [theirs["order_id"]]


def test_of_two_accounts_that_want_one_address_one_gets_it(business: Business, here: Browser) -> None:
    ann = signed_in(people_api.handler, business, a_customer(business, "ann@example.com", password_hash=HASH))
    ask(here)
    mine = newest_code(NEW)
    ask(ann)
    theirs = newest_code(NEW)
    assert (finish(ann, theirs).status, finish(here, mine).status) == (200, 409)
    assert (email_of(ann), email_of(here)) == (NEW, OLD)


def test_an_account_that_claims_the_address_between_look_and_commit_keeps_it(
    business: Business, here: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(here)
    code = newest_code(NEW)
    newcomer = anonymous(api.handler, business)
    sign_up(newcomer, NEW)
    theirs = newest_code(NEW)
    moved = email_writes.moved

    def meanwhile(*given: Any, **named: Any) -> Any:
        monkeypatch.setattr(email_writes, "moved", moved)
        with of_nobody():
            assert type_code(newcomer, theirs).status == 200
        return moved(*given, **named)

    monkeypatch.setattr(email_writes, "moved", meanwhile)
    assert finish(here, code).status == 409
    assert (email_of(here), email_of(newcomer)) == (OLD, NEW)


# What it takes --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("email", "present", "field"),
    [("joe", PASSWORD, "email"), (" JOE@example.com", PASSWORD, "email"), (NEW, "not my password", "password")],
)
def test_what_does_not_fit_says_so_at_its_field_and_mails_nobody(
    here: Browser, email: str, present: str, field: str
) -> None:
    answer = ask(here, email, present)
    assert (answer.status, answer.json["errors"][0]["field"]) == (422, field)
    assert mails() == []


def test_a_code_works_only_in_the_session_that_asked_for_it(business: Business, here: Browser) -> None:
    ask(here)
    there = elsewhere(business)
    stranger = signed_in(people_api.handler, business, a_customer(business))
    for other in (there, stranger):
        assert finish(other, newest_code(NEW)).status == 422
    assert finish(anonymous(people_api.handler, business), newest_code(NEW)).status == 401
    (item,) = [item for item in all_items("people") if item["sk"] == "email_change"]
    assert item["tries"] == 0, "nobody else uses up its tries"
    assert finish(here, newest_code(NEW)).status == 200
    assert finish(here, newest_code(NEW)).status == 422, "once"


def test_five_tries_and_the_right_code_comes_too_late(here: Browser) -> None:
    ask(here)
    code = newest_code(NEW)
    wrong = "000000" if code != "000000" else "111111"
    assert [finish(here, wrong).status for _ in range(5)] == [422] * 5
    assert "ask for a new one" in finish(here, code).json["detail"]
    assert moves(here).status == 200


def test_the_item_of_a_change_tells_a_reader_nothing_useful(here: Browser) -> None:
    ask(here)
    (item,) = [item for item in all_items("people") if item["sk"] == "email_change"]
    secret = here.cookies[COOKIE].partition(".")[2]
    change = EmailChange.of(item)
    for known in (secret, fingerprint(secret), item["proof_hash"]):
        assert not change.is_proven_by(newest_code(NEW), known), "what the table holds is not the salt of the code"


def test_expiry_is_checked_although_the_table_still_has_the_item(joe: Person, here: Browser) -> None:
    ask(here)
    key = keys.email_change(joe.account.business_id, joe.account_id)
    commit([Update("people", key, {"code_expires_at": rfc3339(utc_now() - timedelta(seconds=1))})])
    assert "ask for a new one" in finish(here, newest_code(NEW)).json["detail"]
    commit([Update("people", key, {"expires_at": rfc3339(utc_now() - timedelta(seconds=1))})])
    assert "start again" in finish(here, newest_code(NEW)).json["detail"]


@pytest.mark.usefixtures("one_instant")
def test_no_account_mails_codes_to_many_addresses(here: Browser) -> None:
    statuses = [ask(here, f"victim{number}@example.com").status for number in range(12)]
    assert statuses == [202] * 10 + [429] * 2
    assert len(mails()) == 10
    assert email_of(here) == OLD


@pytest.mark.usefixtures("one_instant")
def test_no_address_gets_many_codes_whoever_asks(business: Business) -> None:
    statuses = []
    for number in range(8):
        asking = signed_in(
            people_api.handler, business, a_customer(business, f"p{number}@example.com", password_hash=HASH)
        )
        asking.source_ip = f"198.51.100.{number}"
        statuses.append(ask(asking).status)
    assert statuses == [202] * 6 + [429] * 2


def test_an_address_of_another_business_is_free_here(business: Business, here: Browser) -> None:
    other = a_business()
    there = a_customer(other, NEW)
    assert moves(here).status == 200
    assert email_of(signed_in(api.handler, other, there)) == NEW
    assert read("people", keys.account_address(other.business_id, NEW)) is not None


def test_looking_as_the_customer_moves_nobody(business: Business, joe: Person) -> None:
    staff = signed_in(people_api.handler, business, a_staff_member(business, password_hash=HASH))
    staff.headers = {"x-latchkey-view-as": joe.customer_id}
    assert ask(staff).status == 403
    assert finish(staff, "000000").status == 403
