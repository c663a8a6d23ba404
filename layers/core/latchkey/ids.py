"""Identifiers: a typed prefix and a ULID, so that an id says what it names and sorts by its birth; secrets are random."""

import hashlib
import re
import secrets
from datetime import datetime
from typing import NewType

BusinessId = NewType("BusinessId", str)
AccountId = NewType("AccountId", str)
CustomerId = NewType("CustomerId", str)
OrderId = NewType("OrderId", str)
ProductId = NewType("ProductId", str)
ListingId = NewType("ListingId", str)
AssetId = NewType("AssetId", str)
UploadId = NewType("UploadId", str)
DeliveryId = NewType("DeliveryId", str)
PaymentId = NewType("PaymentId", str)

_SHAPE = re.compile(r"[a-z]{3}_[0-9A-HJKMNP-TV-Z]{26}")


def new_id(prefix: str, now: datetime) -> str:
    """A fresh id such as `ord_01J…`: 26 Crockford base-32 digits, the first ten of them the millisecond of `now`."""
    # here, because most requests name nothing new
    from ulid import ULID

    return f"{prefix}_{ULID.from_datetime(now)}"


def is_id(prefix: str, text: str) -> bool:
    """Whether `text` has the exact shape of an id with this prefix; everything else never reaches a key."""
    return text.startswith(f"{prefix}_") and _SHAPE.fullmatch(text) is not None


def new_secret() -> str:
    """256 random bits, URL-safe: session secrets and private links. Only `fingerprint` of it is ever stored."""
    return secrets.token_urlsafe(32)


def fingerprint(secret: str) -> str:
    """SHA-256 of a secret in hex: what the tables keep in its place (guarantees 14)."""
    return hashlib.sha256(secret.encode()).hexdigest()
