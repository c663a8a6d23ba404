"""One canonical form of an address, and what is none (product 2.4, guarantees 3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.address import canonical
from latchkey.errors import InvalidError


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Joe@Example.COM ", "joe@example.com"),
        ("joe+tag@example.com", "joe+tag@example.com"),
        ("j.o.e@example.com", "j.o.e@example.com"),
        ("JOSÉ@exämple.com", "josé@exämple.com"),
        ("a" * 64 + "@" + "b" * 180 + ".example", "a" * 64 + "@" + "b" * 180 + ".example"),
    ],
)
def test_an_address_is_trimmed_and_lower_cased_and_nothing_else(typed: str, kept: str) -> None:
    assert canonical(typed) == kept


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("paul@example.com", "pаul@example.com"),  # noqa: RUF001 (a Cyrillic a: that is the point)
        ("joe@example.com", "ｊoe@example.com"),  # noqa: RUF001 (full width)
        ("joe@example.com", "joe+x@example.com"),
        ("joe@example.com", "j.oe@example.com"),
    ],
)
def test_look_alikes_are_different_people(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "joe",
        "joe@",
        "@example.com",
        "joe@example",
        "joe@example.com.",
        "joe@@example.com",
        "a@b@example.com",
        "joe@exam ple.com",
        "joe@.example.com",
        "joe@example..com",
        "joe\r\nBcc: eve@evil.test@example.com",
        "joe\x00@example.com",
        "joe\u2028@example.com",
        "joe\u200b@example.com",
        "joe\u202e@example.com",
        "<joe@example.com>",
        "joe@example.com,eve@evil.test",
        "joe;eve@evil.test",
        '"joe eve"@example.com',
        "joe#order@example.com",
        "joe\ud800@example.com",
        "j" * 250 + "@example.com",
        "é" * 125 + "@example.com",
    ],
)
def test_what_is_no_address_is_refused_at_its_field(typed: str) -> None:
    with pytest.raises(InvalidError) as refused:
        canonical(typed)
    assert refused.value.facts["errors"][0]["field"] == "email"


@given(st.text(max_size=300))
def test_any_text_is_refused_or_becomes_one_stable_line(typed: str) -> None:
    try:
        kept = canonical(typed)
    except InvalidError:
        return
    assert canonical(kept) == kept
    assert kept.isprintable()
    assert "#" not in kept
    assert len(kept.encode()) <= 254
