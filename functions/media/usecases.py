"""What customers and guests do with delivered listings; every byte they are pointed at was decided here and now."""

from __future__ import annotations

from typing import Literal

from latchkey import keys
from latchkey.clock import rfc3339
from latchkey.cursor import opened, sealed
from latchkey.errors import ForbiddenError, NotFoundError
from latchkey.http import Caller
from latchkey.ids import fingerprint, is_id
from latchkey.observability import count, note
from latchkey.tables import commit, query_all
from latchkey.viewer import Viewer
from latchkey.writes import Item
from media import person_writes, signing, store
from media.access import Onlooker, locked, override_of, sees
from media.answers import (
    AccessOut,
    AddressOut,
    AssetOut,
    BundleFileOut,
    BundleOut,
    CardOut,
    ContentOut,
    DownloadOut,
    ListingOrderOut,
    ListingOut,
    ListingsOut,
    NewsOut,
    PreparedOut,
)
from media.documents import document_out
from media.file_names import bundle_name, with_attachment
from media.kinds import PREVIEWS, Size, label_of
from media.link import KINDS as LINK_KINDS
from media.link_answers import link_out
from media.manifest import Photo, photos_in
from media.mine import read_visits
from media.news import is_new, news_since, replacing
from media.paths import media_path
from media.photo_files import cover_pictures, download_path, files_of, names_of
from media.picture_answers import PictureOut, PreviewOut
from media.pictures import View, downloads, money, picture_kind, preview
from media.videos import video_out

Cookies = list[tuple[str, str, str]]
_LOCKED = "These files are locked until the amount due is paid."


def list_listings(caller: Caller, cursor: str | None) -> ListingsOut:
    """One's own listings, newest delivery first; staff see all of the business (product 4.3)."""
    viewer = caller.viewer
    viewer.must_be_signed_in()
    scope = f"listings|{caller.business_id}|{viewer.account_id}|{viewer.kind}|{viewer.customer_id}"
    start = opened(cursor, scope)
    if viewer.is_staff:
        page = store.locks_of_business(caller.business_id, start)
    else:
        page = store.locks_of_customer(caller.business_id, viewer.customer_id, start)
    views = [View.of(Onlooker(viewer), lock, caller.business) for lock in page.items]
    visits = read_visits(caller)
    cards = [_card(caller, view, visits) for view in views if sees(view.onlooker, view.place)]
    return ListingsOut(listings=cards, next_cursor=sealed(page.next_key, scope))


def read_listing(caller: Caller, listing_id: str) -> tuple[ListingOut, Cookies]:
    """A listing's page, and the cookies that open exactly the pictures on it."""
    gallery, view = _seen(caller, listing_id)
    secret = gallery.head["name_secret"]
    photos = gallery.photos
    visible, replaced = view.visible(photos), replacing(photos)
    answer = ListingOut(
        listing_id=listing_id,
        address_line=gallery.lock["address_line"],
        address=AddressOut(**gallery.head["address"]),
        state=_state(gallery.lock),
        delivered_at=gallery.lock.get("delivered_at"),
        version=gallery.head["version"],
        orders=[_order(view, photos, order_id) for order_id in gallery.order_ids],
        assets=[
            _asset(view, secret, photo, place, replaces=photo.asset_id in replaced)
            for place, photo in enumerate(visible, start=1)
            if photo.is_picture
        ],
        videos=[
            video_out(view, secret, video, replaces=video.asset_id in replaced)
            for video in visible
            if video.kind == "video"
        ],
        documents=[document_out(photo) for photo in visible if photo.kind == "document"],
        media_expires_at=rfc3339(caller.now + signing.COOKIES_LAST),
        bundle=_prepared(gallery, view, visible),
        links=[link_out(link) for link in view.links(gallery.head)],
    )
    return answer, signing.cookies(caller.origin, view.folders(), caller.now)


def renew_access(caller: Caller, listing_id: str) -> tuple[AccessOut, Cookies]:
    """Fresh cookies after a fresh check."""
    caller.viewer.must_be_signed_in()
    lock = store.lock(caller.business_id, listing_id) if is_id("lst", listing_id) else None
    view = View.of(Onlooker(caller.viewer), lock, caller.business) if lock else None
    if view is None or not sees(view.onlooker, view.place):
        raise NotFoundError
    expires_at = rfc3339(caller.now + signing.COOKIES_LAST)
    return AccessOut(media_expires_at=expires_at), signing.cookies(caller.origin, view.folders(), caller.now)


def download(caller: Caller, listing_id: str, asset_id: str, size: Size) -> DownloadOut:
    """A short link to one file, saved under our name for it."""
    gallery, view = _seen(caller, listing_id)
    visible = view.visible(gallery.photos)
    photo = next((photo for photo in visible if photo.asset_id == asset_id), None)
    if photo is None:
        raise NotFoundError
    _must_download(view, [photo])
    name = names_of(visible, gallery.lock["address_line"], size)[asset_id]
    path = with_attachment(download_path(gallery.head["name_secret"], listing_id, photo, size), name)
    count("DownloadsAllowed")
    return DownloadOut(
        url=signing.link(caller.origin, path, caller.now),
        file_name=name,
        bytes=photo.bytes[size],
        expires_at=rfc3339(caller.now + signing.LINK_LASTS),
    )


def bundle(caller: Caller, listing_id: str, size: Size, asset_ids: list[str] | None) -> BundleOut:
    """Everything or a selection: the ZIP that is ready, or the files from which the browser writes one."""
    gallery, view = _seen(caller, listing_id)
    visible = view.visible(gallery.photos)
    chosen = _chosen(view, visible, asset_ids)
    count("DownloadsAllowed", len(chosen))
    file_name = bundle_name(gallery.lock["address_line"], size)
    if size == "mls" and asset_ids is None and (ready := _prepared(gallery, view, visible)):
        path = with_attachment(_bundle_path(gallery, visible[0].order_id), file_name)
        url = signing.link(caller.origin, path, caller.now)
        return BundleOut(kind="prepared", file_name=file_name, bytes=ready.bytes, url=url)
    files = _bundle_files(caller, gallery, visible, chosen, size)
    return BundleOut(kind="files", file_name=file_name, bytes=sum(file.bytes for file in files), files=files)


def set_favorite(caller: Caller, listing_id: str, asset_id: str, *, favorite: bool) -> None:
    """Marks one photo that this person sees, or takes the mark away; the same again changes nothing."""
    gallery, view = _seen(caller, listing_id)
    if asset_id not in {photo.asset_id for photo in view.visible(gallery.photos) if photo.is_picture}:
        raise NotFoundError
    person_id = caller.viewer.person_id
    if not person_id:
        raise ForbiddenError("Favorites belong to customers.")
    at = rfc3339(caller.now) if favorite else None
    commit([person_writes.favorite(caller.business_id, person_id, listing_id, asset_id, at)])


def guest_photo(caller: Caller, token: str, asset_id: str, *, small: bool) -> str:
    """A short link to the picture that the holder of this private link may see now (product 2.5)."""
    order = store.guest_order(caller.business_id, fingerprint(token)) if 20 <= len(token) <= 100 else None
    if order is None or not order.get("listing_id"):
        raise NotFoundError
    gallery = store.gallery(caller.business_id, order["listing_id"])
    if gallery is None:
        raise NotFoundError
    guest = Viewer("guest", caller.business_id, customer_id=order["customer_id"], order_id=order["order_id"])
    view = View.of(Onlooker(guest), gallery.lock, caller.business)
    photos = [one for one in view.visible(gallery.photos) if one.is_picture]
    photo = next((one for one in photos if one.asset_id == asset_id), None)
    folder = view.folder(photo.order_id) if photo else None
    if photo is None or folder is None:
        raise NotFoundError
    kind = PREVIEWS[folder][0 if small else -1]
    label = label_of(kind, view.mark(photo.order_id))
    path = media_path(gallery.head["name_secret"], order["listing_id"], photo.order_id, photo.file, label)
    return signing.link(caller.origin, path, caller.now)


# ---------------------------------------------------------------------------------------------------------------------
def _seen(caller: Caller, listing_id: str) -> tuple[store.Gallery, View]:
    caller.viewer.must_be_signed_in()
    gallery = store.gallery(caller.business_id, listing_id) if is_id("lst", listing_id) else None
    view = View.of(Onlooker(caller.viewer), gallery.lock, caller.business) if gallery else None
    if gallery is None or view is None or not sees(view.onlooker, view.place):
        raise NotFoundError
    note(listing_id=listing_id)
    return gallery, view


def _must_download(view: View, photos: list[Photo]) -> None:
    if all(view.may_download(photo.order_id) for photo in photos):
        return
    count("DownloadsRefused")
    raise ForbiddenError(_LOCKED)


def _chosen(view: View, visible: list[Photo], asset_ids: list[str] | None) -> list[Photo]:
    if asset_ids is None:
        chosen = [photo for photo in visible if view.may_download(photo.order_id)]
        if visible and not chosen:
            _must_download(view, visible)
    else:
        wanted = set(asset_ids)
        chosen = [photo for photo in visible if photo.asset_id in wanted]
        if len(chosen) != len(wanted):
            raise NotFoundError
        _must_download(view, chosen)
    if not chosen:
        raise NotFoundError
    return chosen


def _bundle_files(
    caller: Caller, gallery: store.Gallery, visible: list[Photo], chosen: list[Photo], size: Size
) -> list[BundleFileOut]:
    listing_id = gallery.head["listing_id"]
    partition = keys.listing_partition(caller.business_id, listing_id)
    checksums = query_all("listings", partition, prefix="checksums#", consistent=True)
    wanted = {photo.asset_id for photo in chosen}
    names = names_of(visible, gallery.lock["address_line"], size)
    return [
        BundleFileOut(url=file.path, name=file.name, bytes=file.bytes, crc32=file.crc32)
        for photo in photos_in(gallery.chunks, checksums) if photo.asset_id in wanted
        for file in files_of(gallery.head["name_secret"], listing_id, photo, names[photo.asset_id], size)
    ]  # fmt: skip


def _prepared(gallery: store.Gallery, view: View, visible: list[Photo]) -> PreparedOut | None:
    """The MLS bundle, when it holds exactly what this person may download."""
    order_ids = {photo.order_id for photo in visible}
    if len(order_ids) != 1 or not view.may_download(visible[0].order_id):
        return None
    ready = gallery.head["bundles"].get(visible[0].order_id)
    if not ready or ready["count"] != len(visible):
        return None
    return PreparedOut(size="mls", bytes=ready["bytes"])


def _bundle_path(gallery: store.Gallery, order_id: str) -> str:
    made_by = gallery.head["bundles"][order_id]["delivery_id"]
    return media_path(gallery.head["name_secret"], gallery.head["listing_id"], order_id, made_by, "bundle", "zip")


def _state(lock: Item) -> Literal["in_progress", "delivered"]:
    return "delivered" if any(entry["delivered"] for entry in lock["orders"].values()) else "in_progress"


def _card(caller: Caller, view: View, visits: Item) -> CardOut:
    lock, entries = view.lock, view.lock["orders"]
    live = {order_id: entry for order_id, entry in entries.items() if not entry["canceled"]}
    due = sum(entry["due"] for entry in live.values())
    owing = [order_id for order_id, entry in live.items() if entry["due"] > 0]
    told = [entries[order_id] for order_id in owing] or list(live.values())
    visited = visits.get(lock["listing_id"])
    fresh = bool(caller.viewer.person_id) and is_new(lock.get("delivered_at"), visited, caller.now)
    news = news_since(lock.get("news", ()), visited) if fresh else None
    return CardOut(
        listing_id=lock["listing_id"],
        address_line=lock["address_line"],
        state=_state(lock),
        delivered_at=lock.get("delivered_at"),
        locked=any(entries[o]["delivered"] and locked(view.terms[o]) for o in live),
        due=money(due, lock) if due else None,
        pay_order_id=owing[0] if len(owing) == 1 else None,
        payment_state=told[0]["payment_state"] if told else "not_required",
        photo_count=_told(view).get("photo", 0),
        contents=[ContentOut(kind=kind, count=number) for kind, number in _told(view).items()],
        is_new=fresh,
        news=NewsOut(added=news[0], replaced=news[1]) if news else None,
        cover=_cover(caller, view),
        orders=sorted(entries, key=lambda order_id: entries[order_id]["number"]),
        customer_name=lock["customer_name"] if caller.viewer.is_staff else None,
    )


def _told(view: View) -> dict[str, int]:
    """How many of which kind the card tells: of every order that is shown, and links only where they are open."""
    numbers: dict[str, int] = {}
    for order_id, of_order in (view.lock.get("contents") or {}).items():
        for kind, number in of_order.items():
            if view.folder(order_id) and (kind not in LINK_KINDS or view.shows_links(order_id)):
                numbers[kind] = numbers.get(kind, 0) + number
    # A listing that nobody has touched since photos alone were counted.
    return (
        numbers if "contents" in view.lock else {"photo": view.lock["photo_count"]} if view.lock["photo_count"] else {}
    )


def _cover(caller: Caller, view: View) -> PreviewOut | None:
    """Signed by itself, because a list has no cookies. The index it comes from lags only towards what was true before.

    The cover of a canceled order is no cover any more: the first picture of the next order stands in.
    """
    covers = [view.lock.get("cover"), *view.lock.get("other_covers", ())]
    cover, folder = next(
        ((one, folder) for one in covers if one and (folder := view.folder(one["order_id"]))), (None, None)
    )
    if not cover or not folder:
        return None
    small, medium, large = (
        PictureOut(url=signing.link(caller.origin, path, caller.now), width=width, height=height)
        for path, width, height in cover_pictures(cover, view.place.listing_id, folder)
    )
    return PreviewOut(small=small, medium=medium, large=large)


def _order(view: View, photos: list[Photo], order_id: str) -> ListingOrderOut:
    entry = view.lock["orders"][order_id]
    return ListingOrderOut(
        order_id=order_id,
        number=entry["number"],
        locked=locked(view.terms[order_id]),
        held=override_of(view.terms[order_id]) == "locked",
        due=money(entry["due"], view.lock),
        collection=entry["collection"],
        payment_state=entry["payment_state"],
        watermark=entry["watermark"],
        locked_documents=view.locked_documents(photos, order_id),
    )


def _asset(view: View, secret: bytes, photo: Photo, position: int, *, replaces: bool) -> AssetOut:
    folder = view.folder(photo.order_id) or "marked"
    return AssetOut(
        asset_id=photo.asset_id,
        order_id=photo.order_id,
        kind=picture_kind(photo),
        position=position,
        name=photo.name,
        caption=photo.caption,
        alt=photo.alt,
        section=photo.section,
        branded=photo.branded,
        width=photo.width,
        height=photo.height,
        locked=folder != "clean",
        delivered_at=photo.delivered_at,
        replaces=replaces,
        preview=preview(secret, view.place.listing_id, photo, folder, view.mark(photo.order_id)),
        downloads=downloads(photo) if view.may_download(photo.order_id) else None,
    )
