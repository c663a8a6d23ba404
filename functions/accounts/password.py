"""Passwords: what is accepted, and how one is kept: Argon2id, so that a copy of the table is of little use (product 2.3)."""

import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from latchkey.errors import InvalidError

MIN_LENGTH = 8
MAX_LENGTH = 128
# Of the same parameters, of no known password: an address without an account costs the same work (product 2.3).
_NOBODY = "$argon2id$v=19$m=47104,t=2,p=1$bGF0Y2hrZXkgbm9ib2R5IQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


def must_be_acceptable(password: str, email: str, *, field: str = "password") -> None:
    """Raises InvalidError (at `field`) for one that is too short, too long, common, or the address itself.

    The list holds the passwords of 8 and more characters among the 20,000 most common ones of Royce Williams, as Django
    ships them. There are no rules of composition.
    """
    plain = _plain(password)
    if len(plain) < MIN_LENGTH:
        raise InvalidError(f"Please use at least {MIN_LENGTH} characters.", field=field)
    if len(plain) > MAX_LENGTH:
        raise InvalidError(f"Please use at most {MAX_LENGTH} characters.", field=field)
    if plain.lower() in _common() or plain.lower() in (email, email.partition("@")[0]):
        raise InvalidError("This password is easy to guess. Please choose another one.", field=field)


def hashed(password: str) -> str:
    """The password as the table keeps it."""
    return str(_hasher().hash(_plain(password)))


def fits(password: str, kept: str | None) -> bool:
    """Whether the password is the one behind `kept`. Takes one Argon2 in any case, also when there is no account (None)."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return bool(_hasher().verify(kept or _NOBODY, _plain(password))) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _hasher() -> Any:
    """argon2's, loaded with the first password: most cold starts see none.

    Twice OWASP's least work for Argon2id (46 MiB, one pass); one lane, because a function has less than one processor.
    """
    from argon2 import PasswordHasher, Type

    return PasswordHasher(time_cost=2, memory_cost=46 * 1024, parallelism=1, hash_len=32, salt_len=16, type=Type.ID)


def _plain(password: str) -> str:
    """One spelling of what different keyboards send for the same letters."""
    return unicodedata.normalize("NFKC", password)


@cache
def _common() -> frozenset[str]:
    return frozenset(Path(__file__).with_name("common_passwords.txt").read_text().split("\n"))
