"""Links that open without a session: unguessable, kept only as a hash, yet derivable so that a later mail can carry them."""

import base64
import hashlib
import hmac

from latchkey.secrets import secret
from latchkey.settings import settings


def secret_of(business_id: str, order_id: str) -> str:
    """256 bits that only this deployment can compute, URL-safe (product 2.5)."""
    return _derived("private link", business_id, order_id)


def path_of(business_id: str, order_id: str) -> str:
    """Where the guest's page of this order is, on the business's host."""
    return f"/g/{secret_of(business_id, order_id)}"


def copies_secret_of(business_id: str, address: str) -> str:
    """What its holder ends the copies of mails with that this address gets from the business (ADR 0069)."""
    return _derived("mail copies", business_id, address)


def copies_path_of(business_id: str, address: str) -> str:
    """Where that is done, on the business's host."""
    return f"/g/copies/{copies_secret_of(business_id, address)}"


def _derived(use: str, *named: str) -> str:
    key = secret(settings().cursor_secret_id).encode()
    digest = hmac.digest(key, "\0".join((use, *named)).encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
