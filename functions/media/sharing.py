"""Share links of a listing: made, listed and revoked by who sees it, opened by whoever holds one (product 5).

A link shows what its sharer would be shown now, never more, and nothing to save; every opening decides afresh. Each
picture is signed by itself: a cookie would open its whole folder, where the full files lie too (ADR 0044).
"""

from __future__ import annotations

from datetime import timedelta

from latchkey import limits
from latchkey.clock import rfc3339
from latchkey.errors import ConflictError, NotFoundError
from latchkey.http import Caller
from latchkey.ids import is_id
from latchkey.observability import count, note
from latchkey.tables import commit
from latchkey.viewer import Viewer
from media import share_writes, signing, store
from media.access import Onlooker, sees
from media.link_answers import SharedLinkOut
from media.manifest import Photo
from media.picture_answers import PictureOut, PreviewOut
from media.pictures import View, picture_kind, preview
from media.share import MOST_LIVE, ShareLink, links_of, listing_of, new_link, opened_by
from media.share_answers import MadeShareOut, SharedListingOut, SharedPhotoOut, ShareIn, ShareOut, SharesOut
from media.video_answers import CaptionsOut, SharedVideoOut
from media.videos import captions_of, file_of, poster_of, title_of

SHARES = limits.Rule("shares", timedelta(hours=1), per_person=30, per_visitor=120, per_shard=500)


def make_share(caller: Caller, listing_id: str, body: ShareIn) -> MadeShareOut:
    """A new link. Raises ConflictError when there is nothing to share yet, or when too many links are live."""
    view = _seen(caller, listing_id)
    viewer = caller.viewer
    if not _through(Onlooker(viewer), view, caller).folders():
        raise ConflictError("There is nothing to share before the listing is delivered.")
    sharing = store.sharing(caller.business_id, listing_id)
    known = links_of(sharing)
    if sum(one.is_live(caller.now) for one in known) >= MOST_LIVE:
        raise ConflictError(f"This listing has {MOST_LIVE} links already. Revoke one that is not needed any more.")
    link, token = new_link(
        listing_id,
        viewer.account_id,
        by_business=viewer.is_staff,
        note=body.note,
        days=body.days,
        now=caller.now,
    )
    ended = [one.share_id for one in known if not one.is_live(caller.now)]
    counted = limits.counters(SHARES, caller.business_id, viewer.account_id, caller.source_ip, caller.now)
    added = share_writes.share_added(caller.business_id, listing_id, sharing, link, ended)
    commit([*(one.spent() for one in counted), added])
    count("SharesMade")
    return MadeShareOut(share=_share(link), url=f"{caller.origin}/s/{token}")


def list_shares(caller: Caller, listing_id: str) -> SharesOut:
    """The links that open something, newest first: an ended one is gone, and so is one whose sharer is."""
    view = _seen(caller, listing_id)
    links = [one for one in links_of(store.sharing(caller.business_id, listing_id)) if one.is_live(caller.now)]
    sharers = store.people(caller.business_id, [one.account_id for one in links])
    alive = {account_id for account_id, one in sharers.items() if sees(Onlooker(one), view.place)}
    return SharesOut(shares=[_share(one) for one in links if one.account_id in alive])


def revoke_share(caller: Caller, listing_id: str, share_id: str) -> None:
    """The link opens nothing from the next request on; links to pictures that were given out die within minutes."""
    _seen(caller, listing_id)
    if not is_id("shr", share_id):
        raise NotFoundError
    commit([share_writes.share_revoked(caller.business_id, listing_id, share_id)])


def open_shared(caller: Caller, token: str) -> SharedListingOut:
    """What the holder of a link is shown now. Every reason for nothing is the same NotFoundError."""
    listing_id = listing_of(token)
    links = links_of(store.sharing(caller.business_id, listing_id)) if listing_id else []
    link = opened_by(links, token, caller.now)
    if link is None or listing_id is None:
        raise NotFoundError
    note(listing_id=listing_id)
    sharer = store.people(caller.business_id, [link.account_id]).get(link.account_id)
    gallery = store.gallery(caller.business_id, listing_id)
    if sharer is None or gallery is None:
        raise NotFoundError
    view = View.of(_holder(caller, listing_id, Onlooker(sharer)), gallery.lock, caller.business)
    visible = [photo for photo in view.visible(gallery.photos) if photo.kind != "document"]
    sites = view.links(gallery.head)
    if not visible and not sites:
        raise NotFoundError
    if link.opening_is_news(caller.now):
        commit([share_writes.share_opened(caller.business_id, listing_id, link.share_id, caller.now)])
    secret = gallery.head["name_secret"]
    return SharedListingOut(
        address_line=gallery.lock["address_line"],
        photos=[_photo(caller, view, secret, photo) for photo in visible if photo.is_picture],
        videos=[_video(caller, view, secret, video) for video in visible if video.kind == "video"],
        links=[SharedLinkOut(kind=site.kind, title=site.title, url=site.url) for site in sites],
        media_expires_at=rfc3339(caller.now + signing.LINK_LASTS),
    )


# ---------------------------------------------------------------------------------------------------------------------
def _seen(caller: Caller, listing_id: str) -> View:
    caller.viewer.must_be_signed_in()
    lock = store.lock(caller.business_id, listing_id) if is_id("lst", listing_id) else None
    view = View.of(Onlooker(caller.viewer), lock, caller.business) if lock else None
    if view is None or not sees(view.onlooker, view.place):
        raise NotFoundError
    note(listing_id=listing_id)
    return view


def _holder(caller: Caller, listing_id: str, sharer: Onlooker) -> Onlooker:
    """Whoever has the link: nobody in particular, also when a known browser opens it."""
    return Onlooker(Viewer("anonymous", caller.business_id), shared_listing_id=listing_id, sharer=sharer)


def _through(sharer: Onlooker, view: View, caller: Caller) -> View:
    """The listing as a link of this sharer shows it."""
    return View.of(_holder(caller, view.place.listing_id, sharer), view.lock, caller.business)


def _share(link: ShareLink) -> ShareOut:
    return ShareOut(
        share_id=link.share_id,
        note=link.note,
        by_business=link.by_business,
        created_at=link.created_at,
        expires_at=link.expires_at,
        opened_at=link.opened_at,
    )


def _photo(caller: Caller, view: View, secret: bytes, photo: Photo) -> SharedPhotoOut:
    folder = view.folder(photo.order_id) or "marked"
    shown = preview(secret, view.place.listing_id, photo, folder, view.mark(photo.order_id))
    return SharedPhotoOut(
        asset_id=photo.asset_id,
        kind=picture_kind(photo),
        caption=photo.caption,
        alt=photo.alt,
        section=photo.section,
        branded=photo.branded,
        preview=_signed_both(caller, shown),
    )


def _video(caller: Caller, view: View, secret: bytes, video: Photo) -> SharedVideoOut:
    """Looking at a video is having its file: the link to it lives for minutes, as each picture's does."""
    file, poster = file_of(view, secret, video), poster_of(view, secret, video)
    return SharedVideoOut(
        asset_id=video.asset_id,
        title=title_of(video, is_open=file is not None),
        alt=video.alt,
        branded=video.branded,
        width=video.width,
        height=video.height,
        preview=_signed_both(caller, poster) if poster else None,
        url=signing.link(caller.origin, file, caller.now) if file else None,
        captions=_signed_captions(caller, captions_of(view, secret, video)),
    )


def _signed_captions(caller: Caller, captions: CaptionsOut | None) -> CaptionsOut | None:
    if captions is None:
        return None
    return CaptionsOut(language=captions.language, url=signing.link(caller.origin, captions.url, caller.now))


def _signed_both(caller: Caller, shown: PreviewOut) -> PreviewOut:
    return PreviewOut(
        small=_signed(caller, shown.small),
        medium=_signed(caller, shown.medium),
        large=_signed(caller, shown.large),
    )


def _signed(caller: Caller, picture: PictureOut) -> PictureOut:
    url = signing.link(caller.origin, picture.url, caller.now)
    return PictureOut(url=url, width=picture.width, height=picture.height)
