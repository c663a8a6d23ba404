"""The spreadsheets of a business's copy: which columns they have, and which rows a record has in them. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from privacy.business_copy import Kind

TABLES: Final[dict[str, tuple[str, ...]]] = {
    "customers.csv": ("customer_id", "name", "email", "phone", "brokerage", "created_at"),
    "orders.csv": (
        "number", "placed", "status", "customer", "customer_email", "address", "contact", "phone", "email", "access_notes",
        "subtotal", "tax", "total", "currency", "paid", "due", "invoice",
    ),
    "money.csv": ("order", "at", "kind", "amount", "currency"),
    "originals.csv": (
        "listing_id", "address", "order_id", "asset_id", "name", "kind", "bytes", "sha256", "uploaded_at",
    ),
}  # fmt: skip
Row = tuple[str, dict[str, Any]]


def rows_of(kind: Kind, record: dict[str, Any]) -> Iterator[Row]:
    """The rows of a record, each with the name of its table."""
    match kind:
        case "customers":
            yield "customers.csv", record
        case "orders":
            yield "orders.csv", _order(record)
            for line in record["ledger"]:
                yield "money.csv", {"order": record["number"], **line}
        case "listings":
            for file in record["originals"]:
                place = {"listing_id": record["listing_id"], "address": record.get("address_line")}
                yield "originals.csv", {**place, **file}


def _order(order: dict[str, Any]) -> dict[str, Any]:
    contact, amounts = order["contact"], order["amounts"]
    return {
        **{
            name: order.get(name)
            for name in ("number", "status", "access_notes", "subtotal", "tax", "total", "currency")
        },
        "placed": order["created_at"],
        "customer": order.get("customer_name"),
        "customer_email": order.get("customer_email"),
        "address": order["address_line"],
        "contact": contact.get("name"),
        "phone": contact.get("phone"),
        "email": contact.get("email"),
        "paid": amounts.get("paid"),
        "due": amounts.get("due"),
        "invoice": (order["invoice"] or {}).get("number"),
    }
