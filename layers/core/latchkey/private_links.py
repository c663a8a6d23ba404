"""The private link of a guest's order: unguessable, kept only as a hash, yet derivable so that a later mail can carry it."""

import base64
import hashlib
import hmac

from latchkey.secrets import secret
from latchkey.settings import settings


def secret_of(business_id: str, order_id: str) -> str:
    """256 bits that only this deployment can compute, URL-safe (product 2.5)."""
    key = secret(settings().cursor_secret_id).encode()
    digest = hmac.digest(key, f"private link\0{business_id}\0{order_id}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def path_of(business_id: str, order_id: str) -> str:
    """Where the guest's page of this order is, on the business's host."""
    return f"/g/{secret_of(business_id, order_id)}"
