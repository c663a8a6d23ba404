"""Reading orders: one call a request, whatever their number (house 7)."""

from dataclasses import dataclass, field

from latchkey import keys
from latchkey.tables import Page, query, query_all, read_many
from latchkey.writes import Item
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
    business_id: str, product_ids: list[str], address: str | None
) -> tuple[dict[str, Product], int | None, Item | None]:
    """What placing needs, in one read: the products by id, the last order number, and the customer of `address`."""
    wanted = [("orders", keys.counter(business_id, "orders"))]
    wanted += [("orders", keys.product(business_id, product_id)) for product_id in product_ids]
    if address:
        wanted.append(("people", keys.customer_address(business_id, address)))
    counter, *rest = read_many(wanted)  # type: ignore[arg-type]
    customer = rest.pop() if address else None
    known = {item["product_id"]: product_of(item) for item in rest if item}
    return known, counter["value"] if counter else None, customer


def page_of_orders(
    business_id: str,
    customer_id: str | None,
    status: Status | None,
    start: dict[str, str] | None,
    *,
    newest_first: bool,
) -> Page:
    """A page of order rows of one customer, or with None of the whole business."""
    whose = f"{business_id}#{customer_id}" if customer_id else business_id
    index = "customer_orders" if customer_id else "business_orders"
    partition = f"{whose}#{status}" if status else whose
    name = f"{index}_by_status" if status else index
    return query("orders", partition, index=name, limit=PAGE, start=start, newest_first=newest_first)


def search_orders(
    business_id: str,
    customer_id: str | None,
    text: str,
    status: Status | None,
    start: dict[str, str] | None,
    *,
    newest_first: bool,
) -> Page:
    """Orders whose address has a word that starts like each word of `text`; reads only rows that match the longest one."""
    wanted = words(text)
    if not wanted:
        return Page([], None)
    start_of_word = max(wanted, key=len)
    partition = f"{business_id}#find#{customer_id or 'all'}"
    found: list[Item] = []
    for _ in range(_SEARCH_ROUNDS):
        rows = query("orders", partition, prefix=start_of_word, limit=PAGE, start=start, newest_first=newest_first)
        hits = [row["order_id"] for row in rows.items if matches(wanted, row["words"])]
        found += _orders(business_id, list(dict.fromkeys(hits)), status)
        start = rows.next_key
        if start is None or len(found) >= PAGE:
            break
    return Page(found, start)


def _orders(business_id: str, order_ids: list[str], status: Status | None) -> list[Item]:
    if not order_ids:
        return []
    items = read_many([("orders", keys.order(business_id, order_id)) for order_id in order_ids], consistent=False)
    return [item for item in items if item and (status is None or item["status"] == status)]
