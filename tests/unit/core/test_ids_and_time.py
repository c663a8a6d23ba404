"""Ids sort by birth and never carry anything into a key; instants are aware and sort as text."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from latchkey import keys
from latchkey.clock import instant, rfc3339
from latchkey.ids import fingerprint, is_id, new_id, new_secret

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
instants = st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2090, 1, 1), timezones=st.just(UTC))


def test_ids_sort_by_their_birth() -> None:
    made = [new_id("ord", NOON + timedelta(seconds=n)) for n in range(50)]
    assert made == sorted(made)
    assert all(is_id("ord", one) for one in made)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ord_",
        "ord_1",
        "lst_01J00000000000000000000000",
        "ord_01J0000000000000000000000#",
        "ord_01j00000000000000000000000",
        "ord_01J00000000000000000000000\n",
        "ord_01J000000000000000000000000",
    ],
)
def test_what_is_not_exactly_an_id_is_none(text: str) -> None:
    assert not is_id("ord", text)


@given(instants, instants)
def test_written_instants_sort_like_instants(first: datetime, second: datetime) -> None:
    first, second = (one.replace(microsecond=one.microsecond // 1000 * 1000) for one in (first, second))
    assert (rfc3339(first) < rfc3339(second)) == (first < second)
    assert instant(rfc3339(first)) == first


@pytest.mark.parametrize("broken", [lambda: rfc3339(datetime(2026, 5, 4)), lambda: instant("2026-05-04T12:00:00")])
def test_a_naive_time_is_refused(broken: object) -> None:
    with pytest.raises(ValueError, match="naive"):
        broken()  # type: ignore[operator]


def test_secrets_are_long_different_and_kept_as_hashes() -> None:
    made = {new_secret() for _ in range(100)}
    assert len(made) == 100
    assert min(map(len, made)) >= 43
    assert all(one not in fingerprint(one) for one in made)


def test_no_business_is_the_prefix_of_another() -> None:
    first, second = new_id("biz", NOON), new_id("biz", NOON)
    assert not keys.order(first, "ord_1").pk.startswith(second)
    assert len({len(new_id("biz", NOON + timedelta(days=n))) for n in range(0, 9000, 500)}) == 1
