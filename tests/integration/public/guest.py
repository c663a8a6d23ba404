"""A guest's order in each of its states, stored as the services store it, with the link that opens its page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain, repeat
from typing import Any

from accounts.business import Business
from latchkey import keys
from latchkey.clock import utc_now
from latchkey.ids import new_id, new_secret
from latchkey.money import Money
from latchkey.tables import commit
from latchkey.viewer import Viewer
from latchkey.writes import Put, Update
from media import writes as media_writes
from media.lock import new_terms
from media.manifest import Photo, chunk_writes, packed
from orders import writes as orders_writes
from orders.history import history
from orders.order import Address, Contact, Order, Status
from orders.pricing import Line

TOTAL = 52500
ADDRESS = Address("1200 Ocean Avenue", "Unit 4", "South Portland", "ME", "04106", "US")


@dataclass(frozen=True, slots=True)
class Guest:
    """The order, its link's secret, and its listing's photos."""

    business: Business
    order: Order
    token: str
    photo_ids: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        return f"/g/{self.token}"


def an_order(
    business: Business, status: Status, *, due: int, paid: int = 0, processing: int = 0, **changes: Any
) -> Order:
    now = utc_now()

    def usd(amount: int) -> Money:
        return Money(amount, business.currency)

    lines = (
        Line("prd_1", "Signature package, up to 3,000 sq ft", 1, usd(39900), usd(39900), usd(2195)),
        Line("prd_2", "Twilight photo", 2, usd(4950), usd(9900), usd(505)),
    )
    ledger = {
        "count": 1, "charged": due + paid, "paid": paid, "refunded": 0, "credited": 0, "processing": processing,
        "due": due, "payment_state": "paid" if paid and not due else "unpaid",
    }  # fmt: skip
    plain = Order(
        business_id=business.business_id,
        order_id=new_id("ord", now),
        number=1042,
        version=1,
        status=status,
        customer_id=new_id("cus", now),
        customer_name="Ada Lane",
        customer_email="ada@example.com",
        placed_by="guest",
        address=ADDRESS,
        square_feet=2400,
        contact=Contact("Ada Lane", "+1 207 555 0101", "ada@example.com"),
        access_notes="The key is under the mat",
        lines=lines,
        subtotal=usd(49800),
        tax=usd(2700),
        total=usd(TOTAL),
        created_at=(now - timedelta(days=2)).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        ledger=ledger,
    )
    return replace(plain, **changes)


def a_guest(
    business: Business,
    status: Status = "Pending",
    *,
    due: int = 0,
    paid: int = 0,
    processing: int = 0,
    photos: int = 0,
    collection: bool = True,
    watermark: bool = True,
    sections: Sequence[str] = (),
    **changes: Any,
) -> Guest:
    """An order placed by a guest; `photos` of it are delivered with this switch for collection and watermark.

    `sections` are those of the first photos.
    """
    now = utc_now()
    listing_id = new_id("lst", now) if status in ("Accepted", "Completed") else None
    order = an_order(
        business, status, due=due, paid=paid, processing=processing, **{"listing_id": listing_id, **changes}
    )
    token = new_secret()
    viewer = Viewer("guest", business.business_id)
    commit([*orders_writes.placed(order, viewer, now - timedelta(days=2)), orders_writes.guest_link(order, token, now)])
    _happened(order, "accepted", "business", now - timedelta(days=1, hours=20), when=bool(listing_id))
    _happened(order, "canceled", "business", now - timedelta(days=1), when=status == "Canceled")
    if listing_id is None:
        return Guest(business, order, token)
    commit(_listing(order, due, now))
    delivered = _photos(order, photos, sections)
    if photos:
        commit(chunk_writes(business.business_id, listing_id, delivered, 0))
        changed = {"delivered": True, "collection": collection, "watermark": watermark}
        place = f"orders.{order.order_id}"
        lock = {f"{place}.{name}": value for name, value in changed.items()}
        commit([Update("listings", keys.lock(business.business_id, listing_id), lock)])
        _happened(order, "delivered", "business", now - timedelta(hours=3))
    _happened(order, "payment_received", "system", now - timedelta(hours=1), reason=f"${paid / 100:.2f}", when=paid > 0)
    return Guest(business, order, token, tuple(photo.asset_id for photo in delivered))


def add_order(guest: Guest, photos: int) -> tuple[str, ...]:
    """Another, paid order on the same listing, with delivered photos of its own; their ids."""
    listing_id = guest.order.listing_id
    assert listing_id is not None
    other = replace(guest.order, order_id=new_id("ord", utc_now()))
    delivered = _photos(other, photos)
    place = guest.business.business_id, listing_id
    terms = {**new_terms(1043, 0, "paid"), "delivered": True}
    commit(
        [
            Put("listings", keys.manifest_chunk(*place, 1), {"schema": 1, "rows": packed(delivered)}),
            Update("listings", keys.lock(*place), {f"orders.{other.order_id}": terms}),
        ]
    )
    return tuple(photo.asset_id for photo in delivered)


def _happened(
    order: Order, event: str, actor: str, at: datetime, *, reason: str | None = None, when: bool = True
) -> None:
    if when:
        commit([history(order.business_id, order.order_id, event, actor, None, reason, at)])


def _listing(order: Order, due: int, now: datetime) -> list[Put]:
    assert order.listing_id is not None
    writes = media_writes.create_listing(
        order.business_id,
        order.listing_id,
        order_id=order.order_id,
        order_number=order.number,
        customer_id=order.customer_id,
        customer_name=order.customer_name,
        customer_email=order.customer_email,
        by_guest=True,
        address={},
        address_line=order.address.one_line,
        currency=order.currency,
        due=due,
        payment_state="unpaid",
        now=now,
    )
    return [write for write in writes if isinstance(write, Put)]


def _photos(order: Order, count: int, sections: Sequence[str] = ()) -> list[Photo]:
    sizes = {"original": 9_000_000, "web": 400_000, "mls": 700_000}
    return [
        Photo(
            new_id("ast", utc_now()), order.order_id, f"{number:03}.jpg", "", "", 6000, 4000, "jpg",
            sizes, dict.fromkeys(sizes, 0), hidden=number == 3 and count > 3, section=section,
        )
        for number, section in zip(range(1, count + 1), chain(sections, repeat("")), strict=False)
    ]  # fmt: skip
