"""Everything that a business keeps about a customer, named one by one: what is not named here, such as secrets, stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from accounts.customer import Customer
from latchkey import keys
from latchkey.session import teams_of
from latchkey.tables import query_all, read_many
from latchkey.writes import Item, Table
from media.manifest import photos_in
from privacy import store

_PROFILE = ("email", "name", "phone", "brokerage", "links", "portrait", "created_at")
_RECORD = ("email", "name", "phone", "brokerage", "created_at", "claimed_at", "linked_orders", "linked_listings")
_ORDER = (
    "order_id", "number", "status", "created_at", "placed_by", "customer_name", "customer_email", "address",
    "address_line", "square_feet", "contact", "access_notes", "subtotal", "tax", "total", "currency", "listing_id",
    "delivered_at",
)  # fmt: skip
_LINE = ("name", "quantity", "unit_price", "amount", "tax")
_ENTRY = ("number", "kind", "amount", "currency", "at")
_PAYMENT = ("payment_id", "state", "amount", "currency", "created_at")
_INVOICE = ("number", "state", "issued_at", "total", "currency", "bill_to", "lines")
_INVITATION = ("email", "role", "invited_at", "expires_at")


def everything(business_id: str, customer_id: str, at: str) -> dict[str, Any] | None:
    """Account, record, orders, listings, teams, marks; None when there is no such customer (any more)."""
    record = store.record(business_id, customer_id)
    if record is None:
        return None
    account_id = record.account_id or ""
    folder = query_all("people", keys.customer(business_id, customer_id).pk, consistent=True)
    head = next(item for item in folder if item["sk"] == "customer")
    own = query_all("people", keys.account(business_id, account_id).pk, consistent=True) if account_id else []
    account = next((item for item in own if item["sk"] == "account"), {})
    return {
        "made_at": at,
        "business": store.business(business_id).get("name"),
        "account": named(account, _PROFILE) or None,
        "customer_record": named(head, _RECORD),
        "mail_recipients": [named(one, ("email", "added_at")) for one in head.get("recipients") or ()],
        # What staff noted about a person is that person's too; who noted it is not (GDPR, article 15).
        "notes_of_the_business": [named(one, ("at", "text")) for one in of_kind(folder, keys.NOTE)],
        "history": [named(one, ("at", "event")) for one in of_kind(folder, keys.HISTORY)],
        "sign_ins": [named(one, ("device", "begun_at", "seen_on", "expires_at")) for one in of_kind(own, "session#")],
        "teams": list(_teams(business_id, account)),
        "invitations": list(_invitations(business_id, record)),
        "orders": [order(business_id, one, _line) for one in store.order_ids(business_id, customer_id)],
        "listings": [_listing(business_id, lock, account_id) for lock in store.locks(business_id, customer_id)],
        "visits_and_favorites": list(_marks(business_id, account_id)),
    }


def named(item: Item, names: Iterable[str]) -> dict[str, Any]:
    """These attributes, as far as the item has them."""
    return {name: item[name] for name in names if item.get(name) is not None}


def of_kind(items: Iterable[Item], prefix: str) -> list[Item]:
    return [item for item in items if item["sk"].startswith(prefix)]


def order(business_id: str, order_id: str, line_of: Callable[[Item], dict[str, Any]]) -> dict[str, Any]:
    """An order with its money, invoice and history; `line_of` says what is told of a line of history."""
    items = store.order_items(business_id, order_id)
    head = next(item for item in items if item["sk"] == "order")
    invoice = next((item for item in items if item["sk"] == "invoice"), None)
    return {
        **named(head, _ORDER),
        "lines": [named(line, _LINE) for line in head["lines"]],
        "ledger": [named(one, _ENTRY) for one in of_kind(items, "entry#")],
        "amounts": named(head["ledger"], ("charged", "paid", "refunded", "credited", "due", "payment_state")),
        "payments": [named(one, _PAYMENT) for one in of_kind(items, "payment#")],
        "invoice": named(invoice, _INVOICE) if invoice else None,
        "history": [line_of(one) for one in of_kind(items, "history#")],
    }


# ---------------------------------------------------------------------------------------------------------------------
def _line(item: Item) -> dict[str, Any]:
    """What happened; the names of the business's people are theirs."""
    theirs = item["actor"] in ("customer", "guest")
    return named(item, ("at", "event", "actor", "reason", *(("actor_name",) if theirs else ())))


def _listing(business_id: str, lock: Item, account_id: str) -> dict[str, Any]:
    listing_id = lock["listing_id"]
    sharing, _ = store.shared_and_pinned(business_id, listing_id)
    chunks = [item for item in store.gallery_items(business_id, listing_id) if "3manifest" in item["sk"]]
    delivered = {one for one, terms in lock["orders"].items() if terms["delivered"] and not terms["canceled"]}
    files = [photo for photo in photos_in(chunks) if photo.order_id in delivered and not photo.hidden]
    return {
        **named(lock, ("listing_id", "address_line", "delivered_at")),
        "orders": sorted(lock["orders"]),
        "files": [
            {"name": photo.name, "kind": photo.kind, "caption": photo.caption, "alt_text": photo.alt} for photo in files
        ],
        "share_links": [
            named(one, ("note", "created_at", "expires_at", "opened_at"))
            for one in ((sharing or {}).get("links") or {}).values()
            if one["account_id"] == account_id
        ],
    }


def _teams(business_id: str, account: Item) -> Iterator[dict[str, Any]]:
    places = teams_of(account)
    wanted: list[tuple[Table, keys.Key]] = [("people", keys.team_row(business_id, one)) for one in places]
    for team_id, row in zip(places, read_many(wanted) if wanted else [], strict=True):
        place = places[team_id]
        yield {"name": (row or {}).get("name"), "role": place.role, "rights": sorted(place.rights)}


def _invitations(business_id: str, record: Customer) -> Iterator[dict[str, Any]]:
    """Open invitations to this address, by the business and by any team."""
    partitions = [keys.staff_owners(business_id).pk]
    partitions += [keys.team(business_id, one).pk for one in store.team_ids(business_id)]
    for partition in partitions:
        for item in query_all("people", partition, prefix=keys.INVITATION, consistent=True):
            if item["email"] == record.email:
                yield named(item, _INVITATION)


def _marks(business_id: str, account_id: str) -> Iterator[dict[str, Any]]:
    for item in store.marks(business_id, account_id) if account_id else []:
        if item["sk"].startswith("listing#"):
            favorites = sorted(name for name in item if name.startswith("ast_"))
            seen = named(item, ("visited_at", "visited_before"))
            yield {"listing_id": item["sk"].removeprefix("listing#"), **seen, "favorites": favorites}
