"""Reading the customers of a business: a page is one query of their index, whatever their number (ADR 0064)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from accounts.customer import Customer, customer_of, words
from latchkey import keys
from latchkey.tables import Page, query, query_all, read, read_many
from latchkey.writes import Item
from orders.search import matches

PAGE = 25
_INDEX = "business_customers"
_SEARCH_ROUNDS = 8
_ROWS = 100  # small ones, of which many may have the word: "gmail"


@dataclass(slots=True)
class Folder:
    """A customer record with what staff noted about it and what happened to it, each oldest first."""

    record: Customer
    notes: list[Item] = field(default_factory=list)
    history: list[Item] = field(default_factory=list)
    overrides: list[Item] = field(default_factory=list)


def folder(business_id: str, customer_id: str) -> Folder | None:
    """Everything in a customer's partition, in one consistent query; None when there is no such customer."""
    items = query_all("people", keys.customer(business_id, customer_id).pk, consistent=True)
    if not items or items[0]["sk"] != "customer":
        return None
    head, *rest = items
    found = Folder(customer_of(head))
    kinds = {keys.NOTE: found.notes, keys.HISTORY: found.history, keys.OVERRIDE: found.overrides}
    for item in rest:
        kinds[item["sk"].partition("#")[0] + "#"].append(item)
    return found


def record(business_id: str, customer_id: str) -> Customer | None:
    """The record alone."""
    item = read("people", keys.customer(business_id, customer_id))
    return customer_of(item) if item else None


def page_of_customers(business_id: str, start: dict[str, str] | None) -> Page:
    """The newest customers first."""
    return query("people", business_id, index=_INDEX, limit=PAGE, start=start, newest_first=True)


def search_customers(business_id: str, text: str, start: dict[str, str] | None) -> Page:
    """Customers who have a word that starts like each word of `text`; reads only rows that match the longest one."""
    wanted = words(text)
    if not wanted:
        return Page([], None)
    longest = max(wanted, key=len)
    found: dict[str, Item] = {}
    for _ in range(_SEARCH_ROUNDS):
        rows = query("people", keys.customers_found(business_id), prefix=longest, limit=_ROWS, start=start)
        hits = [row["customer_id"] for row in rows.items if matches(wanted, row["words"])]
        found |= _records(business_id, [one for one in dict.fromkeys(hits) if one not in found])
        start = rows.next_key
        if start is None or len(found) >= PAGE:
            break
    return Page(list(found.values()), start)


def all_customers(business_id: str) -> dict[str, Customer]:
    """Every customer by address, for the dry run of an import: one query a megabyte, which is some 2,500 of them.

    Where two have one address, it is the younger one, which new bookings find (ADR 0064).
    """
    return {item["email"]: customer_of(item) for item in query_all("people", business_id, index=_INDEX)}


def of_addresses(business_id: str, addresses: Sequence[str]) -> dict[str, Customer]:
    """The records that these addresses have now, in two reads; at most 100 addresses."""
    if not addresses:
        return {}
    links = read_many([("people", keys.customer_address(business_id, address)) for address in addresses])
    found = _records(business_id, [link["customer_id"] for link in links if link])
    return {item["email"]: customer_of(item) for item in found.values()}


def _records(business_id: str, customer_ids: list[str]) -> dict[str, Item]:
    if not customer_ids:
        return {}
    items = read_many([("people", keys.customer(business_id, one)) for one in customer_ids])
    return {item["customer_id"]: item for item in items if item}
