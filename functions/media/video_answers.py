"""What is told of a video: to the customer, and to the holder of a share link. Its file is named only to whom it is open."""

from __future__ import annotations

from latchkey.http import Output
from media.picture_answers import PreviewOut


class CaptionsOut(Output):
    """A file of WebVTT in a language by its tag of BCP 47."""

    language: str
    url: str


class VideoOut(Output):
    """`title` is its caption or, once it is open, its name; `url` plays it and `bytes` says that it may be saved.

    Neither its length, its size nor its captions are told while it is locked. No `preview`: it has no poster.
    """

    asset_id: str
    order_id: str
    title: str
    alt: str
    branded: bool
    width: int
    height: int
    locked: bool
    delivered_at: str | None
    replaces: bool
    preview: PreviewOut | None
    url: str | None
    captions: CaptionsOut | None
    seconds: int | None
    bytes: int | None


class SharedVideoOut(Output):
    """A video to look at; `url` and its captions' are signed by themselves, and absent while the sharer is shown the poster
    only.
    """

    asset_id: str
    title: str
    alt: str
    branded: bool
    width: int
    height: int
    preview: PreviewOut | None
    url: str | None
    captions: CaptionsOut | None
