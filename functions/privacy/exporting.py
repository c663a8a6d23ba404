"""Makes the copy of everything that a business keeps about a customer: read page by page, written whole into its bucket."""

from __future__ import annotations

import io
import json
import zipfile
from contextlib import suppress
from typing import Any

from latchkey.clients import client
from latchkey.clock import rfc3339, utc_now
from latchkey.errors import ConflictError
from latchkey.observability import count
from latchkey.settings import settings
from latchkey.tables import commit
from privacy import collected, store, writes
from privacy.csv_file import csv_file

_READ_ME = """data.json holds everything that we keep about you. orders.csv and money.csv are its orders and what was owed and
paid for them, for a spreadsheet. Times are in UTC, amounts in the smallest unit of their currency (cents).
"""


def make(business_id: str, customer_id: str, request_id: str) -> None:
    """Makes the copy that this press of the button asked for; twice is once, and a newer press comes first."""
    _, export = store.requests_of(business_id, customer_id)
    if export is None or export.request_id != request_id or export.state == "ready":
        return
    data = collected.everything(business_id, customer_id, rfc3339(utc_now()))
    if data is None:
        return  # deleted meanwhile
    packed = _zip(data)
    client("s3").put_object(
        Bucket=settings().exports_bucket, Key=export.object_key, Body=packed, ContentType="application/zip"
    )
    with suppress(ConflictError):  # asked again meanwhile: that one is made next
        commit([writes.export_ready(export.ready(len(packed), utc_now()))])
        count("ExportsMade")


def _zip(data: dict[str, Any]) -> bytes:
    orders = data["orders"]
    money = [
        {"order": order["number"], **{name: line.get(name) for name in ("at", "kind", "amount", "currency")}}
        for order in orders
        for line in order["ledger"]
    ]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", _READ_ME)
        archive.writestr("data.json", json.dumps(data, indent=1, ensure_ascii=False))
        archive.writestr("orders.csv", csv_file(_ORDERS, [_row(order) for order in orders]))
        archive.writestr("money.csv", csv_file(("order", "at", "kind", "amount", "currency"), money))
    return packed.getvalue()


_ORDERS = ("number", "placed", "status", "address", "contact", "phone", "email", "access_notes", "total", "currency")


def _row(order: dict[str, Any]) -> dict[str, Any]:
    contact = order["contact"]
    return {
        "number": order["number"],
        "placed": order["created_at"],
        "status": order["status"],
        "address": order["address_line"],
        "contact": contact.get("name"),
        "phone": contact.get("phone"),
        "email": contact.get("email"),
        "access_notes": order.get("access_notes"),
        "total": order["total"],
        "currency": order["currency"],
    }
