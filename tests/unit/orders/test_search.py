"""Words of addresses: what is typed finds what is meant."""

import pytest

from orders.search import MAX_WORDS, matches, words


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("12 Ocean Drive, Portland, ME 04101", ["12", "ocean", "drive", "portland", "me", "04101"]),
        ("Straße 5, Zürich", ["strasse", "5", "zurich"]),
        ("5 5 5 Fifth", ["5", "fifth"]),
        ("—!?", []),
    ],
)
def test_the_words_of_an_address_are_plain_and_each_once(address: str, found: list[str]) -> None:
    assert words(address) == found


def test_a_long_address_keeps_a_bounded_number_of_words() -> None:
    assert len(words(" ".join(f"w{n}" for n in range(100)))) == MAX_WORDS


@pytest.mark.parametrize(("typed", "hit"), [("oce", True), ("12 port", True), ("cean", False), ("ocean lane", False)])
def test_each_typed_word_must_begin_a_word_of_the_address(typed: str, hit: bool) -> None:
    assert matches(words(typed), words("12 Ocean Drive, Portland")) is hit
