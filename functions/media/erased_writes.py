"""What is left of a listing once its customer was deleted: the business's work, without whose it was (ADR 0070)."""

from __future__ import annotations

from collections.abc import Iterator

from latchkey import keys
from latchkey.conditions import present
from latchkey.writes import Delete, Item, Update, Write
from orders.erased_writes import DELETED
from orders.history import revisions_counted


def listing_erased(lock: Item) -> list[Write]:
    """Its share links and open wishes end, and it leaves the lists of people; pictures stay with the business."""
    place = lock["business_id"], lock["listing_id"]
    return [
        Delete("listings", keys.sharing(*place)),
        Delete("listings", keys.revisions(*place)),
        Update("listings", keys.listing(*place), {"customer_email": ""}, condition=present()),
        Update(
            "listings",
            keys.lock(*place),
            {"customer_name": DELETED},
            add={"version": 1},
            remove=("customer_listings", "shared_listings", "shared_with"),
            condition=present(),
        ),
    ]


def traces_erased(
    business_id: str, listing_id: str, sharing: Item | None, open_ones: Item | None, account_id: str
) -> Iterator[Write]:
    """Share links and open revisions that this person made on somebody else's listing."""
    links = [one for one, kept in ((sharing or {}).get("links") or {}).items() if kept["account_id"] == account_id]
    if links:
        gone = tuple(f"links.{one}" for one in links)
        key = keys.sharing(business_id, listing_id)
        yield Update("listings", key, add={"version": 1}, remove=gone, condition=present())
    pins = {
        one: kept for one, kept in ((open_ones or {}).get("open") or {}).items() if kept["account_id"] == account_id
    }
    if pins:
        gone = tuple(f"open.{one}" for one in pins)
        key = keys.revisions(business_id, listing_id)
        yield Update("listings", key, add={"version": 1}, remove=gone, condition=present())
        for pin in pins.values():
            yield revisions_counted(business_id, pin["order_id"], -1)


def marks_erased(marks: list[Item]) -> list[Write]:
    """Visits and favorites of a person."""
    return [Delete("listings", keys.Key(item["pk"], item["sk"])) for item in marks]
