"""Reading what is owed on an order, what was tried to pay it, and what still waits for an answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from latchkey import keys
from latchkey.limits import Counter
from latchkey.money import Money
from latchkey.tables import Page as TablePage
from latchkey.tables import query, query_all, read, read_many
from latchkey.writes import Item, Table
from orders.order import Order
from orders.records import order_of
from payments.ledger import Ledger, ledger_of
from payments.payment import Page, Payment
from payments.writes import SHARDS


@dataclass(frozen=True, slots=True)
class Bill:
    """An order as its payer and its bookkeeper see it: what is owed, and the page on which it can be paid."""

    order: Order
    ledger: Ledger
    page: Page | None
    generation: int
    has_invoice: bool = False

    @property
    def due(self) -> Money:
        return Money(self.ledger.due, self.order.currency)


def bill(business_id: str, order_id: str) -> Bill | None:
    """The bill of an order, or None when there is no such order. One read."""
    item = read("orders", keys.order(business_id, order_id))
    return bill_of(item) if item else None


def bill_and_counts(
    business_id: str, order_id: str, counters: Sequence[Counter]
) -> tuple[Bill | None, list[Item | None]]:
    """The bill of an order, and how much has been tried. One read."""
    wanted: list[tuple[Table, keys.Key]] = [("orders", keys.order(business_id, order_id))]
    item, *counts = read_many(wanted + [("people", counter.key) for counter in counters])
    return (bill_of(item) if item else None), counts


def bill_and_payment(business_id: str, order_id: str, payment_id: str) -> tuple[Bill, Payment] | None:
    """Both as they are now, in one strongly consistent read; None when one of them is missing."""
    order, payment, invoice = read_many(
        [
            ("orders", keys.order(business_id, order_id)),
            ("orders", keys.payment(business_id, order_id, payment_id)),
            ("orders", keys.invoice(business_id, order_id)),
        ]
    )
    if order is None or payment is None:
        return None
    return bill_of(order, has_invoice=invoice is not None), payment_of(payment)


def order_of_link(business_id: str, secret_hash: str) -> str | None:
    """Which order a guest's private link opens; None for unknown and revoked ones."""
    link = read("orders", keys.guest_link(business_id, secret_hash))
    return str(link["order_id"]) if link and not link.get("revoked_at") else None


@dataclass(frozen=True, slots=True)
class Books:
    """What is written about the money of an order: the order with its projection, its entries, its listing's lock."""

    order: Item
    entries: list[Item]
    lock: Item | None


def books(business_id: str, order_id: str) -> Books:
    """As they are now; a commit may lie between the two reads, so what looks wrong deserves a second look."""
    items = query_all("orders", keys.order_partition(business_id, order_id), consistent=True)
    (order,) = [item for item in items if item["sk"] == "order"]
    listing_id = order.get("listing_id")
    lock = read("listings", keys.lock(business_id, listing_id)) if listing_id else None
    return Books(order, [item for item in items if item["sk"].startswith("entry#")], lock)


def open_pages(older_than: str) -> Iterator[Payment]:
    """Every attempt that the sweeper is not done with and that was opened before `older_than` (RFC 3339).

    Oldest first in each shard: pages that may still be paid, and ended ones whose ledger was not folded again yet.
    """
    for shard in range(SHARDS):
        for item in _all_of("orders", str(shard), index="open_pages"):
            if item["opened_at"] >= older_than:
                break
            yield payment_of(item)


def pending_events(kind: str, older_than: str) -> Iterator[Item]:
    """Events of a kind that are still to be done and came before `older_than`, oldest first."""
    for item in _all_of("events", kind, index="pending"):
        if item["at"] >= older_than:
            break
        yield item


def bill_of(item: Item, *, has_invoice: bool = False) -> Bill:
    pointer = item.get("checkout") or {"generation": 0}
    page = None
    if "payment_id" in pointer:
        page = Page(
            payment_id=pointer["payment_id"],
            session_id=pointer["session_id"],
            url=pointer["url"],
            amount=pointer["amount"],
            expires_at=pointer["expires_at"],
            processing=pointer["processing"],
        )
    return Bill(order_of(item), ledger_of(item["ledger"]), page, pointer["generation"], has_invoice)


def payment_of(item: Item) -> Payment:
    return Payment(
        business_id=item["business_id"],
        order_id=item["order_id"],
        payment_id=item["payment_id"],
        generation=item["generation"],
        state=item["state"],
        amount=Money(item["amount"], item["currency"]),
        ledger_count=item["ledger_count"],
        session_id=item["session_id"],
        account=item.get("stripe_account"),
        opened_at=item["created_at"],
    )


def _all_of(table: Table, partition: str, *, index: str) -> Iterator[Item]:
    start = None
    while True:
        page: TablePage = query(table, partition, index=index, start=start)
        yield from page.items
        start = page.next_key
        if start is None:
            return
