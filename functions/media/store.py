"""Reading listings: the gallery in one read, the whole folder of a listing for the studio in one query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from latchkey import keys
from latchkey.merged import Source, merged_page
from latchkey.session import viewer_of
from latchkey.tables import Page, query, query_all, read, read_many
from latchkey.viewer import Viewer
from latchkey.writes import Item
from media.asset import Asset, asset_of, in_order
from media.delivery import ACTIVE, Delivery, delivery_of
from media.link import Link, link_of
from media.link import in_order as links_in_order
from media.manifest import Photo, photos_in
from media.replacement import in_place

PAGE = 24


@dataclass(frozen=True, slots=True)
class Gallery:
    """What a visitor's page needs: the head, the lock, the delivered photos."""

    head: Item
    lock: Item
    chunks: tuple[Item, ...] = ()

    @property
    def photos(self) -> list[Photo]:
        return photos_in(self.chunks)

    @property
    def order_ids(self) -> list[str]:
        """Oldest order first."""
        orders = self.lock["orders"]
        return sorted(orders, key=lambda order_id: (orders[order_id]["number"], order_id))


@dataclass(frozen=True, slots=True)
class Folder:
    """Everything of a listing: `assets` as people know them, each with the file that stands in its place now; `files` as
    they lie in storage, earlier ones and those on their way too.
    """

    gallery: Gallery
    assets: tuple[Asset, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    checksums: tuple[Item, ...] = field(default=())
    revisions: Item | None = None
    links: tuple[Link, ...] = ()
    files: tuple[Asset, ...] = ()

    @property
    def photos(self) -> list[Photo]:
        """The delivered photos with their checksums."""
        return photos_in(self.gallery.chunks, self.checksums)

    @property
    def is_being_delivered(self) -> bool:
        """Whether a delivery is deciding what visitors will see: whatever it reads moves the listing's version."""
        return any(one.state in ACTIVE and not one.is_delivered for one in self.deliveries)

    def asset(self, asset_id: str) -> Asset | None:
        return next((one for one in self.assets if one.asset_id == asset_id), None)

    def delivery(self, delivery_id: str) -> Delivery | None:
        return next((one for one in self.deliveries if one.delivery_id == delivery_id), None)


def gallery(business_id: str, listing_id: str) -> Gallery | None:
    """One strongly consistent query; None when there is no such listing."""
    partition = keys.listing_partition(business_id, listing_id)
    return _gallery(query_all("listings", partition, prefix=keys.GALLERY, consistent=True))


def folder(business_id: str, listing_id: str) -> Folder | None:
    """The listing's whole partition in one strongly consistent query; None when there is no such listing."""
    items = query_all("listings", keys.listing_partition(business_id, listing_id), consistent=True)
    found = _gallery(items)
    if found is None:
        return None
    assets = [asset_of(item) for item in items if item["sk"].startswith("asset#")]
    deliveries = [delivery_of(item) for item in items if item["sk"].startswith("delivery#")]
    checksums = [item for item in items if item["sk"].startswith("checksums#")]
    revisions = next((item for item in items if item["sk"] == keys.revisions("", "").sk), None)
    links = links_in_order((link_of(item) for item in items if item["sk"].startswith("link#")), found.order_ids)
    ordered = tuple(in_order(in_place(assets), found.order_ids))
    return Folder(found, ordered, tuple(deliveries), tuple(checksums), revisions, tuple(links), tuple(assets))


def lock(business_id: str, listing_id: str) -> Item | None:
    """The lock item alone, strongly consistent."""
    return read("listings", keys.lock(business_id, listing_id))


def head(business_id: str, listing_id: str) -> Item | None:
    """The listing's head alone, strongly consistent."""
    return read("listings", keys.listing(business_id, listing_id))


def asset(business_id: str, listing_id: str, asset_id: str) -> Asset | None:
    """One asset, strongly consistent."""
    item = read("listings", keys.asset(business_id, listing_id, asset_id))
    return asset_of(item) if item else None


def assets(business_id: str, listing_id: str, asset_ids: Iterable[str]) -> dict[str, Asset]:
    """These assets by their ids in one strongly consistent read; without those that are gone."""
    items = read_many([("listings", keys.asset(business_id, listing_id, one)) for one in asset_ids])
    return {asset.asset_id: asset for asset in (asset_of(item) for item in items if item)}


def delivery(business_id: str, listing_id: str, delivery_id: str) -> Delivery | None:
    """One delivery, strongly consistent."""
    item = read("listings", keys.delivery(business_id, listing_id, delivery_id))
    return delivery_of(item) if item else None


def links_due(at: str) -> Iterator[Item]:
    """Links of all businesses whose next check was due before `at`, the longest waiting first; may lag by a moment."""
    start = None
    while True:
        page = query("listings", "due", index="link_checks", limit=PAGE, start=start)
        for item in page.items:
            if item["check_at"] > at:
                return
            yield item
        if page.next_key is None:
            return
        start = page.next_key


def locks_of_circle(viewer: Viewer, circle: Mapping[str, bool], start: dict[str, str] | None) -> Page:
    """A page of the listings of these customers as their lock items, newest delivery first; may lag by a moment."""
    sources = [
        Source("customer_listings" if whole else "shared_listings", keys.lists_of_customer(viewer.business_id, one))
        for one, whole in circle.items()
    ]

    def seen(lock: Item) -> bool:
        return viewer.is_staff or viewer.rights_over(lock["customer_id"], lock.get("shared_with", ())) is not None

    return merged_page("listings", sources, sort="shown_at", seen=seen, limit=PAGE, start=start, newest_first=True)


def locks_of_business(business_id: str, start: dict[str, str] | None) -> Page:
    """A page of all listings of a business as their lock items, newest first; may lag by a moment."""
    return query("listings", business_id, index="business_listings", limit=PAGE, start=start, newest_first=True)


def order_and_numbers(business_id: str, order_id: str) -> tuple[Item | None, Item | None, Item | None, Item]:
    """The order, its invoice, the counter of invoices, and the business, in one strongly consistent read."""
    order, invoice, counter, business = read_many(
        [
            ("orders", keys.order(business_id, order_id)),
            ("orders", keys.invoice(business_id, order_id)),
            ("orders", keys.counter(business_id, "invoices")),
            ("people", keys.business(business_id)),
        ]
    )
    return order, invoice, counter, business or {}


def guest_order(business_id: str, secret_hash: str) -> Item | None:
    """The order that a guest's private link opens; None for unknown and revoked links."""
    link = read("orders", keys.guest_link(business_id, secret_hash))
    if not link or link.get("revoked_at"):
        return None
    return read("orders", keys.order(business_id, link["order_id"]))


def sharing(business_id: str, listing_id: str) -> Item | None:
    """The listing's share links, strongly consistent: a revoked one opens nothing any more."""
    return read("listings", keys.sharing(business_id, listing_id))


def people(business_id: str, account_ids: Iterable[str]) -> dict[str, Viewer]:
    """Who these accounts are now, in one strongly consistent read; without the ones that are gone."""
    wanted = list(dict.fromkeys(account_ids))
    found = read_many([("people", keys.account(business_id, one)) for one in wanted]) if wanted else []
    known = {one: viewer_of(item) for one, item in zip(wanted, found, strict=True) if item}
    return {account_id: viewer for account_id, viewer in known.items() if viewer}


def _gallery(items: list[Item]) -> Gallery | None:
    by_key = {item["sk"]: item for item in items}
    listing, lock_item = by_key.get(keys.listing("", "").sk), by_key.get(keys.lock("", "").sk)
    if listing is None or lock_item is None:
        return None
    chunks = [item for key, item in sorted(by_key.items()) if key.startswith(f"{keys.GALLERY}3manifest#")]
    return Gallery(listing, lock_item, tuple(chunks))
