"""What customers and guests do with delivered listings; every byte they are pointed at was decided here and now."""

from __future__ import annotations

from latchkey import keys
from latchkey.clock import rfc3339
from latchkey.errors import ForbiddenError, NotFoundError
from latchkey.http import Caller
from latchkey.ids import fingerprint, is_id
from latchkey.observability import count, note
from latchkey.tables import commit, query_all
from latchkey.viewer import Viewer
from media import person_writes, signing, store
from media.access import Onlooker, locked, override_of, sees
from media.answers import (
    AccessOut,
    AddressOut,
    AssetOut,
    BundleFileOut,
    BundleOut,
    DownloadOut,
    DownloadSizeOut,
    ListingOrderOut,
    ListingOut,
    ListingTeamOut,
    PreparedOut,
)
from media.cards import state_of
from media.documents import document_out
from media.file_names import bundle_name, with_attachment
from media.kinds import PREVIEWS, Size, label_of, size_within
from media.link_answers import link_out
from media.manifest import SIZES, Photo, photos_in
from media.news import replacing
from media.paths import media_path
from media.photo_files import captions_file, download_path, files_of, names_of
from media.pictures import View, money, picture_kind, preview
from media.videos import video_out

Cookies = list[tuple[str, str, str]]
_EDGES: dict[Size, int | None] = {"original": None, "web": 1600, "mls": 2048}
_LOCKED = "These files are locked until the amount due is paid."
_NO_RIGHT = "In this team you can look, but not download."


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
        state=state_of(gallery.lock),
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
        agent=view.agent(),
        teams=[ListingTeamOut(team_id=one, shared=one in view.place.shared_with) for one in view.teams_to_share_with()],
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


def download(caller: Caller, listing_id: str, asset_id: str, size: Size, *, captions: bool = False) -> DownloadOut:
    """A short link to one file, or to the captions beside it, saved under our name for it."""
    gallery, view = _seen(caller, listing_id)
    visible = view.visible(gallery.photos)
    photo = next((photo for photo in visible if photo.asset_id == asset_id), None)
    if photo is None:
        raise NotFoundError
    _must_download(view, [photo])
    name = names_of(visible, gallery.lock["address_line"], size)[asset_id]
    secret, total = gallery.head["name_secret"], photo.bytes[size]
    path = download_path(secret, listing_id, photo, size)
    if captions:
        file = captions_file(secret, listing_id, photo, name)
        if file is None:
            raise NotFoundError
        path, name, total = file.path, file.name, file.bytes
    count("DownloadsAllowed")
    return DownloadOut(
        url=signing.link(caller.origin, with_attachment(path, name), caller.now),
        file_name=name,
        bytes=total,
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
    if not view.may("download"):
        raise ForbiddenError(_NO_RIGHT)
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


def _order(view: View, photos: list[Photo], order_id: str) -> ListingOrderOut:
    entry = view.lock["orders"][order_id]
    return ListingOrderOut(
        order_id=order_id,
        number=entry["number"],
        locked=locked(view.terms[order_id]),
        held=override_of(view.terms[order_id]) == "locked",
        due=money(entry["due"], view.lock) if view.may("see_prices") else None,
        may_pay=view.may("pay"),
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
        downloads=_downloads(photo) if view.may_download(photo.order_id) else None,
    )


def _downloads(photo: Photo) -> list[DownloadSizeOut]:
    return [_download(photo, size) for size in SIZES]


def _download(photo: Photo, size: Size) -> DownloadSizeOut:
    edge = _EDGES[size]
    width, height = size_within((photo.width, photo.height), edge) if edge else (photo.width, photo.height)
    return DownloadSizeOut(size=size, bytes=photo.bytes[size], width=width, height=height)
