"""The session check: who stands behind the cookie, in one read, on every request (house 3, Identity).

The cookie is `<account id>.<secret>`. The id only says in which partition to look; the secret, of which the table keeps
a hash, proves it. Session, account and business are read together, so removal and sign-out hold at the next request.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from latchkey import keys
from latchkey.clock import rfc3339
from latchkey.errors import NotFoundError, UnauthenticatedError
from latchkey.ids import fingerprint, is_id
from latchkey.tables import read_many
from latchkey.viewer import Viewer
from latchkey.writes import Item, Table

COOKIE = "__Host-latchkey"


@dataclass(frozen=True, slots=True)
class Identified:
    """The business of the host, the person, and whether a sign-up of this browser waits for its code."""

    business: Item
    viewer: Viewer
    session_hash: str = ""
    sign_up_id: str = ""
    sign_up_hash: str = ""


def identify(business_id: str, cookies: list[str], now: datetime, view_as: str = "") -> Identified:
    """Reads business, and for a cookie session and account, in one BatchGetItem. Raises NotFoundError without a business.

    A cookie that is foreign, ended, expired, doubled or mangled makes the viewer anonymous, never an error.
    """
    subject, secret = _credentials(cookies)
    secret_hash = fingerprint(secret) if secret else ""
    wanted: list[tuple[Table, keys.Key]] = [("people", keys.business(business_id))]
    if is_id("acc", subject):
        wanted += [
            ("people", keys.session(business_id, subject, secret_hash)),
            ("people", keys.account(business_id, subject)),
        ]
        if is_id("cus", view_as):
            wanted.append(("people", keys.customer(business_id, view_as)))
    business, *found = read_many(wanted)
    if business is None:
        raise NotFoundError
    if is_id("sgn", subject):
        return Identified(business, Viewer("anonymous", business_id), sign_up_id=subject, sign_up_hash=secret_hash)
    viewer = _viewer(business_id, found, now) if found else Viewer("anonymous", business_id)
    if view_as:
        viewer = _as_customer(viewer, found[2] if len(found) > 2 else None)
    return Identified(business, viewer, session_hash=secret_hash if viewer.account_id else "")


def _credentials(cookies: list[str]) -> tuple[str, str]:
    """Subject and secret of our one cookie; two of that name are nobody (guarantees 5)."""
    ours = [text.partition("=")[2].strip() for text in cookies if text.partition("=")[0].strip() == COOKIE]
    if len(ours) != 1:
        return "", ""
    subject, _, secret = ours[0].partition(".")
    return (subject, secret) if 20 <= len(secret) <= 100 else ("", "")


def _viewer(business_id: str, found: list[Item | None], now: datetime) -> Viewer:
    session, account = found[0], found[1]
    if session is None or account is None or not _holds(session, account, now):
        return Viewer("anonymous", business_id)
    return viewer_of(account) or Viewer("anonymous", business_id)


def viewer_of(account: Item) -> Viewer | None:
    """The person of an account; None once it was removed."""
    if account.get("removed_at"):
        return None
    role: Any = account.get("role")
    return Viewer(
        "staff" if role else "customer",
        account["business_id"],
        account_id=account["account_id"],
        customer_id=account.get("customer_id", ""),
        email=account["email"],
        name=account.get("name", ""),
        role=role,
        person_id="" if role else account["account_id"],
    )


def _holds(session: Item, account: Item, now: datetime) -> bool:
    at = rfc3339(now)
    return bool(session["expires_at"] > at and session["created_at"] >= account.get("sessions_valid_from", ""))


def _as_customer(staff: Viewer, customer: Item | None) -> Viewer:
    """What that customer sees, for staff, without any right to change it (product 12)."""
    if not staff.is_staff:
        raise UnauthenticatedError("Please sign in as a member of the business first.")
    if customer is None:
        raise NotFoundError
    return Viewer(
        "customer",
        staff.business_id,
        account_id=staff.account_id,
        customer_id=customer["customer_id"],
        email=customer["email"],
        name=customer.get("name", ""),
        read_only=True,
        person_id=customer.get("account_id", ""),
    )
