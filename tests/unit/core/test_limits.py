"""Windows and subjects of the counters (guarantees 11)."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.tries import SIGN_IN
from latchkey.errors import LimitedError
from latchkey.limits import Counter, counters, must_have_room

NOW = datetime(2026, 5, 4, 12, 7, 30, tzinfo=UTC)


def keys_of(person: str = "joe@example.com", visitor: str = "203.0.113.7", now: datetime = NOW) -> list[Counter]:
    return counters(SIGN_IN, "biz_1", person, visitor, now)


def test_a_window_ends_on_the_clock_and_says_when() -> None:
    assert {counter.ends_in_seconds for counter in keys_of()} == {450}
    assert [one.key for one in keys_of()] == [one.key for one in keys_of(now=NOW + timedelta(seconds=449))]
    fresh = keys_of(now=NOW + timedelta(seconds=450))
    assert not {one.key for one in keys_of()} & {one.key for one in fresh}
    assert {counter.ends_in_seconds for counter in fresh} == {900}


def test_neither_address_nor_visitor_stands_in_a_key() -> None:
    text = str([counter.key for counter in keys_of()])
    assert "joe" not in text
    assert "203.0.113" not in text


def test_a_household_of_ipv6_is_one_visitor() -> None:
    def visitor(address: str) -> str:
        return keys_of(visitor=address)[1].key.pk

    assert visitor("2001:db8:1:2::1") == visitor("2001:db8:1:2:ffff:ffff:ffff:1")
    assert visitor("2001:db8:1:2::1") != visitor("2001:db8:1:3::1")
    assert visitor("203.0.113.7") != visitor("203.0.113.8")
    assert visitor("") != visitor("not an address")


def test_a_full_counter_says_when_to_come_back() -> None:
    counted = keys_of()
    must_have_room(counted, [None, {"count": 59}, {"count": 249}])
    with pytest.raises(LimitedError, match="wait 8 minutes") as refused:
        must_have_room(counted, [{"count": 10}, None, None])
    assert refused.value.facts["retry_after_seconds"] == 450
