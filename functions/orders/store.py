"""Reading orders: one call a request, whatever their number (house 7)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from latchkey import keys
from latchkey.merged import Source, merged_page
from latchkey.tables import Page, query, query_all, read_many
from latchkey.viewer import Viewer
from latchkey.writes import Item, Table
from orders.order import Order, Status
from orders.product import Product
from orders.records import order_of, product_of
from orders.search import matches, words

PAGE = 25
_SEARCH_ROUNDS = 8


@dataclass(slots=True)
class Folder:
    """Everything in an order's partition: the order, its history (oldest first), payments, invoice, tasks."""

    order: Order
    history: list[Item] = field(default_factory=list)
    payments: list[Item] = field(default_factory=list)
    entries: list[Item] = field(default_factory=list)
    tasks: list[Item] = field(default_factory=list)
    invoice: Item | None = None


def folder(business_id: str, order_id: str) -> Folder | None:
    """One strongly consistent query of the order's partition; None when there is no such order."""
    items = query_all("orders", keys.order_partition(business_id, order_id), consistent=True)
    heads = [item for item in items if item["sk"] == "order"]
    if not heads:
        return None
    found = Folder(order_of(heads[0]))
    kinds = {"history": found.history, "payment": found.payments, "entry": found.entries, "task": found.tasks}
    for item in items:
        kind = item["sk"].partition("#")[0]
        if kind == "invoice":
            found.invoice = item
        elif kind in kinds:
            kinds[kind].append(item)
    return found


def products(business_id: str) -> list[Product]:
    """What the business offers now, in its own order."""
    found = [product_of(item) for item in query_all("orders", f"{business_id}#products")]
    return sorted((one for one in found if not one.retired), key=lambda one: (one.position, one.product_id))


def to_place(
    business_id: str, product_ids: list[str], customer: keys.Key | None
) -> tuple[dict[str, Product], int | None, Item | None]:
    """What placing needs, in one read: the products by id, the last order number, and what `customer` names."""
    wanted: list[tuple[Table, keys.Key]] = [("orders", keys.counter(business_id, "orders"))]
    wanted += [("orders", keys.product(business_id, product_id)) for product_id in product_ids]
    if customer:
        wanted.append(("people", customer))
    counter, *rest = read_many(wanted)
    found = rest.pop() if customer else None
    known = {item["product_id"]: product_of(item) for item in rest if item}
    return known, counter["value"] if counter else None, found


def page_of_business(
    business_id: str, status: Status | None, start: dict[str, str] | None, *, newest_first: bool
) -> Page:
    """A page of order rows of the whole business."""
    partition = f"{business_id}#{status}" if status else business_id
    name = "business_orders_by_status" if status else "business_orders"
    return query("orders", partition, index=name, limit=PAGE, start=start, newest_first=newest_first)


def page_of_circle(
    viewer: Viewer,
    circle: Mapping[str, bool],
    status: Status | None,
    start: dict[str, str] | None,
    *,
    newest_first: bool,
) -> Page:
    """A page of order rows of these customers in one list: of one customer one query, of several one each (ADR 0063)."""

    def source(customer_id: str, *, whole: bool) -> Source:
        whose = keys.lists_of_customer(viewer.business_id, customer_id)
        if not whole:
            return Source("shared_orders", whose)
        return Source("customer_orders_by_status", f"{whose}#{status}") if status else Source("customer_orders", whose)

    def seen(item: Item) -> bool:
        return _is_seen(viewer, item) and (status is None or item["status"] == status)

    sources = [source(one, whole=whole) for one, whole in circle.items()]
    return merged_page("orders", sources, sort="placed", seen=seen, limit=PAGE, start=start, newest_first=newest_first)


def search_orders(
    viewer: Viewer,
    circle: Mapping[str, bool],
    text: str,
    status: Status | None,
    start: dict[str, str] | None,
    *,
    newest_first: bool,
) -> Page:
    """Orders whose address has a word that starts like each word of `text`; reads only rows that match the longest one.

    Of several customers one after the other, each from its own rows.
    """
    wanted = words(text)
    if not wanted:
        return Page([], None)
    start_of_word = max(wanted, key=len)
    found: list[Item] = []
    scopes = list(circle) or ["all"]
    at, start = int((start or {}).pop("scope", "0")), start or None
    for _ in range(_SEARCH_ROUNDS + len(scopes)):
        partition = f"{viewer.business_id}#find#{scopes[at]}"
        rows = query("orders", partition, prefix=start_of_word, limit=PAGE, start=start, newest_first=newest_first)
        hits = [row["order_id"] for row in rows.items if matches(wanted, row["words"])]
        found += _orders(viewer, list(dict.fromkeys(hits)), status)
        start = rows.next_key
        at += start is None
        if at == len(scopes):
            return Page(found, None)
        if len(found) >= PAGE:
            break
    return Page(found, {"scope": str(at), **(start or {})})


def _orders(viewer: Viewer, order_ids: list[str], status: Status | None) -> list[Item]:
    if not order_ids:
        return []
    wanted: list[tuple[Table, keys.Key]] = [
        ("orders", keys.order(viewer.business_id, order_id)) for order_id in order_ids
    ]
    items = read_many(wanted, consistent=False)
    return [item for item in items if item and _is_seen(viewer, item) and (status is None or item["status"] == status)]


def _is_seen(viewer: Viewer, item: Item) -> bool:
    """Rows know what their orders knew a moment ago; what was shared, the session decides by now."""
    return viewer.is_staff or viewer.rights_over(item["customer_id"], item.get("shared_with", ())) is not None
