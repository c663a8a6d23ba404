"""The mailed six-digit code: ten minutes, five tries, of use to the browser alone that asked for it (product 2.2)."""

import hashlib
import hmac
import secrets
from datetime import timedelta

LASTS = timedelta(minutes=10)
MAX_TRIES = 5


def new_code() -> str:
    """Six random digits."""
    return f"{secrets.randbelow(1_000_000):06d}"


def code_hash(code: str, proof: str) -> str:
    """What the table keeps of a code. The salt is the browser's own `proof`, which the table does not hold."""
    return hmac.new(proof.encode(), code.encode(), hashlib.sha256).hexdigest()


def matches(typed: str, proof: str, kept_hash: str) -> bool:
    """Whether `typed` is the code behind `kept_hash`, in constant time."""
    return hmac.compare_digest(code_hash(typed, proof), kept_hash)
