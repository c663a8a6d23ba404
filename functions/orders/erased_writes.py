"""What is left of an order once its customer was deleted: the books, and nothing that names a person (ADR 0070)."""

from collections.abc import Iterator, Sequence

from latchkey import keys
from latchkey.conditions import present
from latchkey.ids import fingerprint
from latchkey.writes import Delete, Item, Update, Write

DELETED = "Deleted customer"
_BY_PERSON = ("customer", "guest")
# What leads a person to the order, and what they said in it.
_GONE = (
    "access_notes",
    "customer_orders",
    "customer_orders_by_status",
    "shared_orders",
    "shared_with",
    "last_request",
    "open_revisions",
)


def order_erased(business_id: str, items: Sequence[Item], at: str, guest_secret: str | None) -> list[Write]:
    """Everything in an order's partition without the person; the order itself comes last and leaves their lists by it.

    Line items, amounts, the property and the ledger stay, and the recipient's name on an invoice that was issued.
    """
    order = next(item for item in items if item["sk"] == "order")
    others = [write for item in items for write in _erased(item)]
    if guest_secret:
        others.append(Delete("orders", keys.guest_link(business_id, fingerprint(guest_secret))))
    return [
        *others,
        Update(
            "orders",
            _key(order),
            {
                "customer_name": DELETED,
                "customer_email": "",
                "contact": {"name": DELETED, "phone": "", "email": None},
                "erased_at": order.get("erased_at", at),
            },
            remove=_GONE,
            condition=present(),
        ),
    ]


def name_erased(items: Sequence[Item], name: str) -> Iterator[Write]:
    """The lines of somebody else's order that this person caused, without their name and words."""
    for item in items:
        if item["sk"].startswith("history#") and item["actor"] in _BY_PERSON and item.get("actor_name") == name:
            yield _without(item, "actor_name", "reason")


def find_rows_erased(rows: Sequence[Item]) -> list[Write]:
    """The words by which the person found their orders; the business's own stay."""
    return [Delete("orders", _key(row)) for row in rows]


def _erased(item: Item) -> Iterator[Write]:
    if item["sk"].startswith("history#"):
        # What staff wrote may name the person too; what the system wrote are amounts.
        named = ("actor_name",) if item["actor"] in _BY_PERSON else ()
        said = ("reason",) if item["actor"] != "system" else ()
        if any(item.get(name) for name in (*named, *said)):
            yield _without(item, *named, *said)
    elif item["sk"] == "invoice":
        # Tax law wants the recipient's name on an invoice that was issued; nothing else of the person.
        yield Update("orders", _key(item), {"bill_to": {"name": item["bill_to"]["name"]}}, condition=present())


def _without(item: Item, *names: str) -> Update:
    return Update("orders", _key(item), remove=names, condition=present())


def _key(item: Item) -> keys.Key:
    return keys.Key(item["pk"], item["sk"])
