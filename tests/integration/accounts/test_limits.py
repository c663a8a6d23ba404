"""Tries are counted exactly, honestly refused, and never against a proven session (guarantees 11)."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from accounts import api, password
from accounts.business import Business
from accounts.tries import SIGN_IN
from latchkey import limits
from latchkey.errors import LimitedError
from latchkey.tables import commit, read_many
from tests.building import a_customer, all_items, anonymous, signed_in
from tests.integration.accounts.people import PASSWORD, mails, sign_in, sign_up, viewer

JOE = "joe@example.com"
pytestmark = pytest.mark.usefixtures("one_instant")
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def test_guessing_is_slowed_and_a_proven_session_goes_on(business: Business) -> None:
    person = a_customer(business, JOE, password_hash=password.hashed(PASSWORD))
    proven = signed_in(api.handler, business, person)
    guesser = anonymous(api.handler, business)
    statuses = Counter(sign_in(guesser, JOE, f"guess number {number}").status for number in range(13))
    assert statuses == {401: 10, 429: 3}
    refused = sign_in(guesser, JOE)
    assert refused.status == 429
    assert 0 < int(refused.headers["retry-after"]) == refused.json["retry_after_seconds"] <= 900
    assert viewer(proven) is not None


def test_only_wrong_passwords_count(business: Business) -> None:
    a_customer(business, JOE, password_hash=password.hashed(PASSWORD))
    browser = anonymous(api.handler, business)
    assert {sign_in(browser, JOE).status for _ in range(12)} == {200}
    assert not [item for item in all_items("people") if "#limit#" in item["pk"]]


def test_somebody_elses_limit_is_not_mine(business: Business) -> None:
    a_customer(business, JOE, password_hash=password.hashed(PASSWORD))
    for number in range(11):
        sign_in(anonymous(api.handler, business), "eve@example.com", f"guess number {number}")
    assert sign_in(anonymous(api.handler, business), JOE).status == 200


def test_mails_with_codes_are_bounded_for_an_address(business: Business) -> None:
    browser = anonymous(api.handler, business)
    first = [sign_up(browser, JOE).status for _ in range(3)]
    again = [browser.post("/api/auth/codes", {}).status for _ in range(5)]
    assert first + again == [202] * 6 + [429] * 2
    assert len(mails()) == 6


def test_a_refused_try_costs_neither_a_mail_nor_a_count(business: Business) -> None:
    browser = anonymous(api.handler, business)
    for _ in range(9):
        sign_up(browser, JOE)
    counts = [item["count"] for item in all_items("people") if "#limit#" in item["pk"]]
    assert counts == [6, 6, 6]


@pytest.mark.parametrize("tries", [400, pytest.param(10_000, marks=pytest.mark.long)])
def test_of_many_tries_from_five_hundred_places_no_more_pass_than_the_limit(business: Business, tries: int) -> None:
    """Over 50 minutes. Each looks first, as sign-in does; every 25th looked while there was room, as in a rush."""
    person = a_customer(business, JOE, password_hash=password.hashed(PASSWORD))
    proven = signed_in(api.handler, business, person)
    passed: Counter[int] = Counter()
    for number in range(tries):
        now = NOW + timedelta(seconds=number * 3000 / tries)
        counted = limits.counters(SIGN_IN, business.business_id, JOE, f"198.51.{number % 5}.{number // 5 % 100}", now)
        try:
            if number % 25:
                limits.must_have_room(counted, read_many([("people", one.key) for one in counted]))
            commit([one.spent() for one in counted])
        except LimitedError:
            continue
        passed[int(now.timestamp()) // 900] += 1
    assert list(passed.values()) == [SIGN_IN.per_person] * 4, "as many as the limit in each window, which begins anew"
    assert viewer(proven) is not None


def test_one_visitor_is_bounded_over_many_accounts(business: Business) -> None:
    passed = 0
    for number in range(80):
        counted = limits.counters(SIGN_IN, business.business_id, f"p{number}@example.com", "203.0.113.9", NOW)
        try:
            commit([one.spent() for one in counted])
        except LimitedError:
            continue
        passed += 1
    assert passed == SIGN_IN.per_visitor


def test_a_full_counter_refuses_also_the_right_password_in_the_step_that_would_tell(business: Business) -> None:
    counted = limits.counters(SIGN_IN, business.business_id, JOE, "203.0.113.9", NOW)
    for _ in range(10):
        commit([one.spent() for one in counted])
    with pytest.raises(LimitedError):
        commit([one.room() for one in counted])
