"""The session check: who stands behind the cookie, in one read, on every request (house 3, Identity).

The cookie is `<account id>.<secret>`. The id only says in which partition to look; the secret, of which the table keeps
a hash, proves it. Session, account and business are read together, so removal and sign-out hold at the next request.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from latchkey import keys
from latchkey.clock import rfc3339
from latchkey.conditions import absent
from latchkey.errors import NotFoundError, UnauthenticatedError
from latchkey.ids import fingerprint, is_id
from latchkey.tables import read_many
from latchkey.viewer import Membership, Viewer
from latchkey.writes import Item, Table, Update

COOKIE = "__Host-latchkey"


@dataclass(frozen=True, slots=True)
class Identified:
    """The business of the host, the person, and which sign-up or reset of this browser waits for its code.

    `pending_hash` is the browser's proof for whatever waits for a code: only the cookie yields it, no table holds it.
    """

    business: Item
    viewer: Viewer
    session_hash: str = ""
    session_seen_on: str = ""
    pending_id: str = ""
    pending_hash: str = ""
    first_look: Update | None = None  # staff look with a customer's eyes, and nobody has written it down today


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
            wanted.append(("people", keys.customer_view(business_id, view_as, rfc3339(now)[:10], subject)))
    business, *found = read_many(wanted)
    if business is None:
        raise NotFoundError
    if is_id("sgn", subject) or is_id("rst", subject):
        return Identified(business, Viewer("anonymous", business_id), pending_id=subject, pending_hash=secret_hash)
    viewer = _viewer(business_id, found, now) if found else Viewer("anonymous", business_id)
    look = None
    if view_as:
        staff, (customer, line) = viewer, found[2:] or (None, None)
        viewer = _as_customer(staff, customer)
        look = None if line else _first_look(staff, viewer.customer_id, now)
    if not viewer.account_id or not may_enter(business, viewer):
        return Identified(business, Viewer("anonymous", business_id))
    seen_on = (found[0] or {}).get("seen_on", "")
    proof = fingerprint(f"{secret}.pending")  # the table knows the fingerprint of the secret alone
    return Identified(business, viewer, secret_hash, seen_on, pending_hash=proof, first_look=look)


def is_closing(business: Item) -> bool:
    """Whether an owner is closing the business: nobody else is let in, and nothing is changed (ADR 0073)."""
    return "closes_at" in business


def may_enter(business: Item, viewer: Viewer) -> bool:
    """A business that is being closed lets in its owners alone; once its deletion has begun, nobody."""
    if not is_closing(business):
        return True
    return viewer.role == "owner" and "closed_at" not in business


def founder(cookies: list[str]) -> Identified:
    """Whoever is on the platform's own host: nobody's customer, and perhaps founding a business. Reads nothing."""
    subject, secret = _credentials(cookies)
    known = Identified({"business_id": keys.PLATFORM}, Viewer("anonymous", keys.PLATFORM))
    return replace(known, pending_id=subject, pending_hash=fingerprint(secret)) if is_id("biz", subject) else known


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
        phone=account.get("phone", ""),
        role=role,
        person_id="" if role else account["account_id"],
        teams={} if role else teams_of(account),
    )


def teams_of(account: Item) -> dict[str, Membership]:
    """The customer teams of a person: on the account, an attribute each, so that every request knows them (ADR 0063)."""
    return {
        name: Membership(kept["role"], frozenset(kept["rights"]), frozenset(kept["customers"]))
        for name, kept in account.items()
        if name.startswith("tem_")
    }


def _holds(session: Item, account: Item, now: datetime) -> bool:
    at = rfc3339(now)
    return bool(session["expires_at"] > at and session["created_at"] >= account.get("sessions_valid_from", ""))


def _as_customer(staff: Viewer, customer: Item | None) -> Viewer:
    """What that customer sees, for staff, without any right to change it (product 12)."""
    if not staff.is_staff:
        raise UnauthenticatedError("Please sign in as a member of the business first.")
    if customer is None:
        raise NotFoundError
    account_id = customer.get("account_id", "")
    # The one request that reads twice: only the record says whose teams these are.
    (account,) = read_many([("people", keys.account(staff.business_id, account_id))]) if account_id else (None,)
    return Viewer(
        "customer",
        staff.business_id,
        account_id=staff.account_id,
        customer_id=customer["customer_id"],
        email=customer["email"],
        name=customer.get("name", ""),
        read_only=True,
        person_id=account_id,
        teams=teams_of(account or {}),
    )


def _first_look(staff: Viewer, customer_id: str, now: datetime) -> Update:
    """One line a member, customer and day in the customer's history (product 12): a view is many requests."""
    at = rfc3339(now)
    key = keys.customer_view(staff.business_id, customer_id, at[:10], staff.account_id)
    line = {"schema": 1, "at": at, "event": "viewed", "by": staff.name or staff.email}
    return Update("people", key, line, condition=absent())
