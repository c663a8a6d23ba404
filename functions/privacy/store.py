"""What privacy reads: the person's things in every table, page by page, by the same keys that wrote them."""

from collections.abc import Iterator

from accounts.account import Account, account_of
from accounts.customer import Customer, customer_of
from accounts.invitation import TeamInvitation
from accounts.team import Team, member_of, team_of
from latchkey import keys
from latchkey.conditions import attribute
from latchkey.tables import query, query_all, read, read_many
from latchkey.writes import Item, Table
from privacy.business_copy import BusinessCopy, copy_of
from privacy.closing import Closing, closing_of
from privacy.subject import Erasure, Export, erasure_of, export_of


def requests_of(business_id: str, customer_id: str) -> tuple[Erasure | None, Export | None]:
    """What was asked about a customer, in one read."""
    wanted: list[tuple[Table, keys.Key]] = [
        ("people", keys.erasure(business_id, customer_id)),
        ("people", keys.data_export(business_id, customer_id)),
    ]
    erasure, export = read_many(wanted)
    return (erasure_of(erasure) if erasure else None), (export_of(export) if export else None)


def business_copy(business_id: str) -> BusinessCopy | None:
    """The newest copy of everything that the business has."""
    item = read("people", keys.business_copy(business_id))
    return copy_of(item) if item else None


def closing(business_id: str) -> Closing | None:
    """That the business is being closed."""
    item = read("people", keys.closing(business_id))
    return closing_of(item) if item else None


def unsettled_orders(business_id: str) -> list[Item]:
    """The orders that are open, or on which money is due or on its way; may lag by a moment."""
    status, due, processing = attribute("status"), attribute("ledger.due"), attribute("ledger.processing")
    only = status.eq("Pending") | status.eq("Accepted") | due.gt(0) | processing.gt(0)
    return query_all("orders", business_id, index="business_orders", only=only)


def event(business_id: str, event_id: str) -> Item | None:
    return read("events", keys.event(business_id, event_id))


def erasures(business_id: str) -> list[Erasure]:
    """Every erasure that was ever asked for, the open ones among them: few are."""
    partition = keys.erasure(business_id, "").pk
    return [erasure_of(item) for item in query_all("people", partition, prefix=keys.ERASURE, consistent=True)]


def record(business_id: str, customer_id: str) -> Customer | None:
    item = read("people", keys.customer(business_id, customer_id))
    return customer_of(item) if item else None


def records(business_id: str, customer_ids: list[str]) -> dict[str, Customer]:
    """These records, at most a hundred."""
    found = read_many([("people", keys.customer(business_id, one)) for one in customer_ids]) if customer_ids else []
    return {item["customer_id"]: customer_of(item) for item in found if item}


def account_item(business_id: str, account_id: str) -> Item | None:
    return read("people", keys.account(business_id, account_id))


def account(business_id: str, account_id: str) -> Account | None:
    item = account_item(business_id, account_id)
    return account_of(item) if item else None


def business(business_id: str) -> Item:
    return read("people", keys.business(business_id)) or {}


def team(business_id: str, team_id: str) -> Team | None:
    """The team with its roster and invitations."""
    head_key = keys.team(business_id, team_id)
    items = query_all("people", head_key.pk, consistent=True)
    head = next((item for item in items if item["sk"] == head_key.sk), None)
    if head is None:
        return None
    members = tuple(member_of(item) for item in items if item["sk"].startswith(keys.MEMBER))
    invitations = tuple(TeamInvitation.of(item) for item in items if item["sk"].startswith(keys.INVITATION))
    return team_of(head, members, invitations)


def team_ids(business_id: str) -> Iterator[str]:
    """Every customer team of the business."""
    return (row["team_id"] for row in each("people", keys.team_row(business_id, "").pk))


def order_ids(business_id: str, customer_id: str) -> Iterator[str]:
    """The orders of a customer, oldest first; may lag by a moment."""
    partition = keys.lists_of_customer(business_id, customer_id)
    return (item["order_id"] for item in each("orders", partition, index="customer_orders"))


def order_heads(business_id: str, customer_id: str) -> list[Item]:
    partition = keys.lists_of_customer(business_id, customer_id)
    return list(each("orders", partition, index="customer_orders"))


def order_items(business_id: str, order_id: str) -> list[Item]:
    """Everything in an order's partition, strongly consistent."""
    return query_all("orders", keys.order_partition(business_id, order_id), consistent=True)


def locks(business_id: str, customer_id: str) -> Iterator[Item]:
    """The listings of a customer as their lock items; may lag by a moment."""
    return each("listings", keys.lists_of_customer(business_id, customer_id), index="customer_listings")


def listing_items(business_id: str, listing_id: str) -> list[Item]:
    """Everything in a listing's partition, strongly consistent; empty when there is no such listing."""
    return query_all("listings", keys.listing_partition(business_id, listing_id), consistent=True)


def gallery_items(business_id: str, listing_id: str) -> list[Item]:
    """Head, lock and manifest of a listing."""
    return query_all("listings", keys.listing_partition(business_id, listing_id), prefix=keys.GALLERY, consistent=True)


def shared_and_pinned(business_id: str, listing_id: str) -> tuple[Item | None, Item | None]:
    """The share links and the open revisions of a listing."""
    sharing, revisions = read_many(
        [("listings", keys.sharing(business_id, listing_id)), ("listings", keys.revisions(business_id, listing_id))]
    )
    return sharing, revisions


def marks(business_id: str, account_id: str) -> list[Item]:
    """Visits and favorites of a person."""
    return query_all("listings", keys.visits(business_id, account_id).pk, consistent=True)


def pending_events(kind: str) -> Iterator[Item]:
    """Events of all businesses that wait, or that nobody could use."""
    return each("events", kind, index="pending")


def each(table: Table, partition: str, *, index: str | None = None) -> Iterator[Item]:
    """Item by item, a page at a time; what is written meanwhile moves no page."""
    start = None
    while True:
        page = query(table, partition, index=index, start=start)
        yield from page.items
        start = page.next_key
        if start is None:
            return
