"""Everything that a business has, page by page and named one by one: what is not named here, such as secrets, stays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from latchkey import keys
from latchkey.tables import Page, query, query_all, read
from latchkey.writes import Item
from media.manifest import photos_in
from privacy import collected, originals, store
from privacy.business_copy import Kind
from privacy.collected import named, of_kind

Records = list[dict[str, Any]]
Start = Mapping[str, str] | None

# Records of one piece. A gallery may hold a thousand files, an order a few dozen lines.
_CUSTOMERS: Final = 100
_ORDERS: Final = 100
_LISTINGS: Final = 10
_TEAMS: Final = 50

_BUSINESS = (
    "business_id", "name", "host", "domain", "currency", "time_zone", "locale", "phone", "email", "accent", "palette",
    "watermark", "collection", "watermark_on", "tax_rate_basis_points", "stripe_account", "override", "customer_overrides",
    "links_wait_for_payment", "logo", "favicon", "portal_image",
)  # fmt: skip
_PERSON = ("email", "name", "phone", "brokerage", "role", "rights", "created_at")
_RECORD = ("customer_id", "email", "name", "phone", "brokerage", "created_at", "claimed_at", "version")
_PRODUCT = (
    "product_id", "kind", "name", "description", "currency", "bands", "duration_minutes", "turnaround_hours", "includes",
    "position", "retired",
)  # fmt: skip
_INVITATION = ("email", "role", "invited_by", "invited_at", "expires_at")
_LISTING = ("listing_id", "address_line", "customer_id", "customer_name", "delivered_at")
_LINK = ("kind", "title", "url", "hidden", "created_at", "changed_at")
_FILE = ("name", "kind", "caption", "alt", "section", "hidden", "width", "height")


def page(business_id: str, kind: Kind, start: Start) -> tuple[Records, Start]:
    """The next records of a kind and where the following ones begin (None: these were the last)."""
    return _PAGES[kind](business_id, dict(start) if start else None)


# ---------------------------------------------------------------------------------------------------------------------
def _business(business_id: str, _: Start) -> tuple[Records, None]:
    mails = read("people", keys.mail_settings(business_id)) or {}
    overrides = query_all("people", keys.business_override_line(business_id, "", "").pk, consistent=True)
    about = {
        **named(store.business(business_id), _BUSINESS),
        "mails": mails.get("mails", {}),
        "overrides_told": [named(one, ("at", "override", "by")) for one in overrides],
    }
    return [about], None


def _staff(business_id: str, _: Start) -> tuple[Records, None]:
    items = query_all("people", keys.staff_owners(business_id).pk, consistent=True)
    members = [named(one, _PERSON) for one in of_kind(items, keys.MEMBER)]
    return [*members, *({"invited": named(one, _INVITATION)} for one in of_kind(items, keys.INVITATION))], None


def _products(business_id: str, _: Start) -> tuple[Records, None]:
    return [named(one, _PRODUCT) for one in query_all("orders", keys.product(business_id, "").pk)], None


def _teams(business_id: str, start: Any) -> tuple[Records, Start]:
    rows = query("people", keys.team_row(business_id, "").pk, limit=_TEAMS, start=start)
    return [_team(business_id, row) for row in rows.items], rows.next_key


def _team(business_id: str, row: Item) -> dict[str, Any]:
    items = query_all("people", keys.team(business_id, row["team_id"]).pk, consistent=True)
    return {
        **named(row, ("team_id", "name", "created_at")),
        "members": [named(one, _PERSON) for one in of_kind(items, keys.MEMBER)],
        "invitations": [named(one, _INVITATION) for one in of_kind(items, keys.INVITATION)],
        "overrides_told": [named(one, ("at", "override", "by")) for one in of_kind(items, keys.OVERRIDE)],
    }


def _customers(business_id: str, start: Any) -> tuple[Records, Start]:
    found = _oldest("people", business_id, "business_customers", _CUSTOMERS, start)
    return [_customer(business_id, one) for one in found.items], found.next_key


def _customer(business_id: str, head: Item) -> dict[str, Any]:
    items = query_all("people", keys.customer(business_id, head["customer_id"]).pk, consistent=True)
    account = store.account_item(business_id, head["account_id"]) if head.get("account_id") else None
    return {
        **named(head, _RECORD),
        "account": named(account, (*_PERSON, "links")) if account else None,
        "mail_recipients": [named(one, ("email", "role", "added_at")) for one in head.get("recipients") or ()],
        "notes": [named(one, ("at", "text", "by")) for one in of_kind(items, keys.NOTE)],
        "history": [named(one, ("at", "event", "by")) for one in of_kind(items, keys.HISTORY)],
        "overrides_told": [named(one, ("at", "override", "by")) for one in of_kind(items, keys.OVERRIDE)],
    }


def _orders(business_id: str, start: Any) -> tuple[Records, Start]:
    found = _oldest("orders", business_id, "business_orders", _ORDERS, start)
    return [collected.order(business_id, one["order_id"], _of_all) for one in found.items], found.next_key


def _of_all(line: Item) -> dict[str, Any]:
    """A line of history with whoever it was: the business's people are its own."""
    return named(line, ("at", "event", "actor", "actor_name", "reason"))


def _listings(business_id: str, start: Any) -> tuple[Records, Start]:
    found = _oldest("listings", business_id, "business_listings", _LISTINGS, start)
    return [_listing(business_id, one) for one in found.items], found.next_key


def _listing(business_id: str, lock: Item) -> dict[str, Any]:
    listing_id = lock["listing_id"]
    items = query_all("listings", keys.listing_partition(business_id, listing_id), consistent=True)
    by_key = {item["sk"]: item for item in items}
    shares = (by_key.get(keys.sharing("", "").sk) or {}).get("links") or {}
    wishes = (by_key.get(keys.revisions("", "").sk) or {}).get("open") or {}
    photos = photos_in([item for item in items if "3manifest" in item["sk"]])
    return {
        **named(lock, _LISTING),
        "orders": sorted(lock["orders"]),
        "delivered_files": [{name: getattr(photo, name) for name in _FILE} for photo in photos],
        "originals": [one.told() for one in originals.originals_in(business_id, listing_id, items)],
        "links": [named(one, _LINK) for one in of_kind(items, "link#")],
        "share_links": [named(one, ("note", "created_at", "expires_at", "opened_at")) for one in shares.values()],
        "open_revisions": [named(one, ("at", "by", "reason", "text")) for one in wishes.values()],
    }


def _oldest(table: Any, partition: str, index: str, limit: int, start: Any) -> Page:
    """What is added while this is read comes last, and so is still read."""
    return query(table, partition, index=index, limit=limit, start=start)


_PAGES: dict[Kind, Callable[[str, Any], tuple[Records, Start]]] = {
    "business": _business,
    "staff": _staff,
    "products": _products,
    "teams": _teams,
    "customers": _customers,
    "orders": _orders,
    "listings": _listings,
}
