"""A code: of one browser, for ten minutes, for five tries (product 2.2, guarantees 14, 58)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from accounts import code
from accounts.sign_up import SignUp, begin

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def waiting(*, known: bool = False) -> SignUp:
    return begin("biz_1", "sgn_1", "proof", "joe@example.com", "hash", known=known, now=NOW).with_code(
        "123456", "proof", NOW
    )


def test_codes_are_six_digits_and_spread() -> None:
    codes = {code.new_code() for _ in range(2000)}
    assert all(len(one) == 6 and one.isdigit() for one in codes)
    assert len(codes) > 1950
    assert {one[0] for one in codes} == set("0123456789")


def test_only_the_code_in_the_browser_that_asked_fits() -> None:
    assert waiting().is_proven_by("123456", "proof")
    assert not waiting().is_proven_by("123457", "proof")
    assert not waiting().is_proven_by("123456", "another browser's proof")


def test_no_code_fits_a_known_address() -> None:
    assert not waiting(known=True).is_proven_by("123456", "proof")


def test_a_new_code_ends_the_one_before_and_gives_all_tries_back() -> None:
    renewed = replace(waiting(), tries=4).with_code("654321", "proof", NOW)
    assert renewed.is_proven_by("654321", "proof")
    assert not renewed.is_proven_by("123456", "proof")
    assert renewed.tries == 0


@pytest.mark.parametrize(
    ("after", "tries", "taken"),
    [
        (timedelta(0), 0, True),
        (timedelta(minutes=10) - SECOND, 4, True),
        (timedelta(minutes=10), 0, False),
        (timedelta(0), 5, False),
    ],
)
def test_a_code_is_taken_for_ten_minutes_and_five_tries(after: timedelta, tries: int, taken: bool) -> None:
    assert replace(waiting(), tries=tries).takes_code(NOW + after) is taken


def test_a_sign_up_is_held_by_its_browser_for_a_day() -> None:
    assert waiting().is_held_by("proof", NOW + timedelta(hours=24) - SECOND)
    assert not waiting().is_held_by("proof", NOW + timedelta(hours=24))
    assert not waiting().is_held_by("other", NOW)


def test_the_table_keeps_neither_code_nor_proof() -> None:
    kept = waiting().item()
    assert "123456" not in str(kept)
    assert "proof" not in kept.values()
    assert SignUp.of({**kept, "pk": "x", "of a later release": 1}) == waiting()
