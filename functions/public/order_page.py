"""What the private page of an order shows its holder: read and pay, nothing else (product 2.5). Pure, built from items."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from zoneinfo import ZoneInfo

from latchkey import keys
from latchkey.clock import instant
from latchkey.money import Money
from latchkey.viewer import Viewer
from latchkey.writes import Item
from media.access import Onlooker, folder_shown, override_of, shows_links
from media.kinds import PREVIEWS, Folder, size_within
from media.link import ShownLink, shown_links
from media.lock import place_of, terms_of
from media.manifest import Photo, photos_in
from orders.order import Order, sees
from orders.pricing import Line

# What of the history concerns the customer; anything else stays between the business and itself (product 3.2).
_EVENTS = {
    "placed": "Order placed",
    "accepted": "Accepted",
    "declined": "Declined",
    "canceled": "Canceled",
    "reopened": "Reopened",
    "delivered": "Photos delivered",
    "unpublished": "Photos taken back",
    "payment_received": "Payment received",
    "payment_processing": "Payment started, waiting for your bank",
    "payment_failed": "Payment did not go through",
}
_NOUNS = {"photo": "Photo", "floor_plan": "Floor plan"}
_PLANS = "Floor plans"
# Whose reason was written for the customer, or is the amount; why staff reopened is theirs.
_WITH_DETAIL = {"declined", "canceled", "unpublished", "payment_received"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A preview by its route, which decides anew at each request; width and height in px as shown.

    `place` counts from 1 over the whole page.
    """

    place: int
    asset_id: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Section:
    """Pictures under one heading; those without a heading come first."""

    title: str
    pictures: Sequence[Picture]


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the timeline; `at` in words, in the business's time zone with its name; `detail` e.g. a reason."""

    title: str
    at: str
    detail: str


@dataclass(frozen=True, slots=True)
class OrderPage:
    """`can_pay` only when paying now makes sense; `folder` is the set of pictures shown, None before delivery.

    `held`: staff keep it locked, also when all is paid.
    """

    number: int
    address_line: str
    status: str
    placed_at: str
    lines: Sequence[Line]
    subtotal: Money
    tax: Money
    total: Money
    paid: Money
    due: Money
    can_pay: bool
    is_processing: bool
    is_paid: bool
    folder: Folder | None
    held: bool
    photo_count: int
    plan_count: int
    video_count: int
    document_count: int
    sections: Sequence[Section]
    links: Sequence[ShownLink]
    steps: Sequence[Step]


def order_page(
    order: Order, history: Sequence[Item], gallery: Sequence[Item], business: Mapping[str, str], viewer: Viewer
) -> OrderPage | None:
    """The page; None when the order is not this viewer's, so that the answer is that of no order at all."""
    if not sees(viewer, order):
        return None
    zone = ZoneInfo(business["time_zone"])
    due, processing = int(order.ledger["due"]), int(order.ledger["processing"])
    is_owed = order.status in ("Accepted", "Completed")
    folder, assets = _shown(order, gallery, business, viewer)
    photos = [asset for asset in assets if asset.is_picture]
    return OrderPage(
        number=order.number,
        address_line=order.address.one_line,
        status=order.status,
        placed_at=_moment(order.created_at, zone),
        lines=order.lines,
        subtotal=order.subtotal,
        tax=order.tax,
        total=order.total,
        paid=Money(int(order.ledger["paid"]), order.currency),
        due=Money(due, order.currency),
        can_pay=is_owed and due > 0 and not processing,
        is_processing=processing > 0,
        is_paid=is_owed and due <= 0 and int(order.ledger["paid"]) > 0,
        folder=folder,
        held=_is_held(order, gallery, business),
        photo_count=sum(photo.kind == "photo" for photo in photos),
        plan_count=sum(photo.kind == "floor_plan" for photo in photos),
        video_count=sum(asset.kind == "video" for asset in assets),
        document_count=sum(asset.kind == "document" for asset in assets),
        sections=_sections(photos, folder) if folder else [],
        links=_links(order, gallery, business, viewer),
        steps=[_step(item, zone) for item in history if item["event"] in _EVENTS],
    )


def _shown(
    order: Order, gallery: Sequence[Item], business: Mapping[str, str], viewer: Viewer
) -> tuple[Folder | None, list[Photo]]:
    """What of this order is shown to its holder, by the one decision that every door asks (product 5)."""
    lock = _named(gallery, keys.lock("", ""))
    if lock is None or order.order_id not in lock["orders"]:
        return None, []
    folder = folder_shown(Onlooker(viewer), place_of(lock), terms_of(lock, order.order_id, business))
    if folder is None:
        return None, []
    chunks = [item for item in gallery if "rows" in item]
    return folder, [p for p in photos_in(chunks) if p.order_id == order.order_id and not p.hidden]


def _is_held(order: Order, gallery: Sequence[Item], business: Mapping[str, str]) -> bool:
    lock = _named(gallery, keys.lock("", ""))
    if lock is None or order.order_id not in lock["orders"]:
        return False
    return override_of(terms_of(lock, order.order_id, business)) == "locked"


def _links(order: Order, gallery: Sequence[Item], business: Mapping[str, str], viewer: Viewer) -> list[ShownLink]:
    """The order's tours, websites and other links, by the same decision as everywhere."""
    lock, head = _named(gallery, keys.lock("", "")), _named(gallery, keys.listing("", ""))
    if lock is None or head is None or order.order_id not in lock["orders"]:
        return []
    if not shows_links(Onlooker(viewer), place_of(lock), terms_of(lock, order.order_id, business)):
        return []
    return [link for link in shown_links(head) if link.order_id == order.order_id and not link.hidden]


def _named(gallery: Sequence[Item], key: keys.Key) -> Item | None:
    return next((item for item in gallery if item["sk"] == key.sk), None)


def _sections(photos: Sequence[Photo], folder: Folder) -> list[Section]:
    """In the order in which their first photos stand, and the floor plans last, as in the portal."""
    groups: dict[str, list[Photo]] = {"": []}
    for photo in photos:
        groups.setdefault(photo.section if photo.kind == "photo" else _PLANS, []).append(photo)
    places = count(1)
    return [
        Section(title, [_picture(photo, folder, next(places), len(photos)) for photo in group])
        for title, group in groups.items()
        if group
    ]


def _picture(photo: Photo, folder: Folder, place: int, of: int) -> Picture:
    small, *_ = PREVIEWS[folder]
    width, height = size_within((photo.width, photo.height), small.edge)
    return Picture(
        place, photo.asset_id, photo.alt or photo.caption or f"{_NOUNS[photo.kind]} {place} of {of}", width, height
    )


def _step(item: Item, zone: ZoneInfo) -> Step:
    event = item["event"]
    detail = (item.get("reason") or "") if event in _WITH_DETAIL else ""
    return Step(_EVENTS[event], _moment(item["at"], zone), detail)


def _moment(at: str, zone: ZoneInfo) -> str:
    local: datetime = instant(at).astimezone(zone)
    return f"{local:%a, %b} {local.day}, {local.year}, {local:%I:%M %p}".replace(", 0", ", ") + f" {local.tzname()}"
