"""Which passwords are taken, and how they are kept (product 2.3, guarantees 11 of the checklist)."""

import argon2
import pytest

from accounts import password
from latchkey.errors import InvalidError


@pytest.mark.parametrize("typed", ["12345678x", "correct horse", "å" * 8, "a" * 127 + "b", "        z "])
def test_eight_to_128_characters_of_any_kind_are_taken(typed: str) -> None:
    password.must_be_acceptable(typed, "joe@example.com")


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("short12", "at least 8"),
        ("a" * 129, "at most 128"),
        ("password1", "easy to guess"),
        ("PassWord1", "easy to guess"),
        ("qwertyuiop", "easy to guess"),
        ("joanna.long@example.com", "easy to guess"),
        ("Joanna.Long", "easy to guess"),
    ],
)
def test_short_long_common_and_own_addresses_are_refused(typed: str, why: str) -> None:
    with pytest.raises(InvalidError, match=why) as refused:
        password.must_be_acceptable(typed, "joanna.long@example.com")
    assert refused.value.facts["errors"][0]["field"] == "password"


def test_a_kept_password_is_argon2id_with_the_agreed_work() -> None:
    parameters = argon2.extract_parameters(password.hashed("tangerine boat"))
    assert parameters.type is argon2.Type.ID
    assert (parameters.memory_cost, parameters.time_cost, parameters.parallelism) == (46 * 1024, 2, 1)
    assert (parameters.hash_len, parameters.salt_len) == (32, 16)


def test_the_hash_of_nobody_costs_the_same_work() -> None:
    assert argon2.extract_parameters(password._NOBODY) == argon2.extract_parameters(password.hashed("tangerine boat"))


def test_only_the_same_password_fits_and_nothing_fits_nobody() -> None:
    kept = password.hashed("tangerine boat")
    assert kept != password.hashed("tangerine boat")
    assert password.fits("tangerine boat", kept)
    assert not password.fits("tangerine boat ", kept)
    assert not password.fits("tangerine boat", None)
    assert not password.fits("tangerine boat", "not a hash")


def test_the_same_letters_from_another_keyboard_fit() -> None:
    kept = password.hashed("se\u0301same ouvre-toi")
    assert password.fits("s\u00e9same ouvre-toi", kept)
