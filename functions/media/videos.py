"""A video through one person's eyes: its poster while locked, its own file when it is open, by the one decision (product 5)."""

from __future__ import annotations

from media.kinds import FULL
from media.manifest import Photo
from media.paths import media_path
from media.photo_files import captions_path
from media.picture_answers import PreviewOut
from media.pictures import View, preview
from media.video_answers import CaptionsOut, VideoOut


def video_out(view: View, secret: bytes, video: Photo, *, replaces: bool) -> VideoOut:
    """What a person is told of a video that exists for them."""
    url = file_of(view, secret, video)
    return VideoOut(
        asset_id=video.asset_id,
        order_id=video.order_id,
        title=title_of(video, is_open=url is not None),
        alt=video.alt,
        branded=video.branded,
        width=video.width,
        height=video.height,
        locked=url is None,
        delivered_at=video.delivered_at,
        replaces=replaces,
        preview=poster_of(view, secret, video),
        url=url,
        captions=captions_of(view, secret, video),
        seconds=video.seconds if url else None,
        bytes=video.bytes["original"] if view.may_download(video.order_id) else None,
    )


def title_of(video: Photo, *, is_open: bool) -> str:
    """Its caption; what nobody named is told by its file's name, which nobody learns before it is open."""
    return video.caption or (video.name if is_open else "")


def poster_of(view: View, secret: bytes, video: Photo) -> PreviewOut | None:
    """The poster in the pictures that are shown now."""
    folder = view.folder(video.order_id)
    if not folder or not video.poster:
        return None
    return preview(secret, view.place.listing_id, video, folder, view.mark(video.order_id))


def file_of(view: View, secret: bytes, video: Photo) -> str | None:
    """Path of the one file that is both played and saved; None while it is locked."""
    if view.folder(video.order_id) != "clean":
        return None
    return media_path(secret, view.place.listing_id, video.order_id, video.asset_id, FULL, video.suffix)


def captions_of(view: View, secret: bytes, video: Photo) -> CaptionsOut | None:
    """Its captions, which open with the file itself: they say what is said in it."""
    if view.folder(video.order_id) != "clean":
        return None
    return captions_out(secret, view.place.listing_id, video)


def captions_out(secret: bytes, listing_id: str, video: Photo) -> CaptionsOut | None:
    """A video's captions for whom they are open to."""
    path = captions_path(secret, listing_id, video)
    return CaptionsOut(language=video.captions.language, url=path) if video.captions and path else None
