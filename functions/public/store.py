"""What the private pages read: the link with the business, then the order, then its gallery; one call each."""

from dataclasses import dataclass

from latchkey import keys
from latchkey.ids import fingerprint
from latchkey.tables import query_all, read_many
from latchkey.writes import Item


@dataclass(frozen=True, slots=True)
class Door:
    """The business of the host, and the order that the link opens there (None: the link opens nothing)."""

    business: Item | None
    order_id: str | None


def door(business_id: str, token: str) -> Door:
    """Only the token's hash is ever looked up; a revoked link is as unknown as a wrong one (guarantees 14)."""
    business, link = read_many(
        [("people", keys.business(business_id)), ("orders", keys.guest_link(business_id, fingerprint(token)))]
    )
    opens = link is not None and not link.get("revoked_at")
    return Door(business, str(link["order_id"]) if link and opens else None)


def copies(business_id: str, token: str) -> tuple[Item | None, Item | None]:
    """The business of the host, and what it knows of the address behind this secret."""
    business, known = read_many(
        [("people", keys.business(business_id)), ("people", keys.mail_copies(business_id, fingerprint(token)))]
    )
    return business, known


def order_items(business_id: str, order_id: str) -> list[Item]:
    """Everything in the order's partition, consistent: a page after paying must not show the past."""
    return query_all("orders", keys.order_partition(business_id, order_id), consistent=True)


def gallery_items(business_id: str, listing_id: str) -> list[Item]:
    """Listing, lock and manifest; consistent, because an unlock counts at the very next request (product 5)."""
    return query_all("listings", keys.listing_partition(business_id, listing_id), prefix=keys.GALLERY, consistent=True)
