"""What the share links' API takes and gives. What the holder of a link gets names no order, no price and no person."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from latchkey.http import Input, Output
from media.kinds import PictureKind
from media.link_answers import SharedLinkOut
from media.picture_answers import PreviewOut
from media.share import Days
from media.video_answers import SharedVideoOut


class ShareIn(Input):
    """`note`: for whom the link is, for the eyes of those who see the list."""

    days: Days
    note: Annotated[str, Field(max_length=80)] = ""


class ShareTokenIn(Input):
    """The secret of a link, which stays out of every path."""

    token: Annotated[str, Field(max_length=200)]


class ShareOut(Output):
    """`opened_at`: within an hour, when somebody last looked."""

    share_id: str
    note: str
    by_business: bool
    created_at: str
    expires_at: str
    opened_at: str | None


class MadeShareOut(Output):
    """`url` is told this once."""

    share: ShareOut
    url: str


class SharesOut(Output):
    shares: list[ShareOut]


class SharedPhotoOut(Output):
    asset_id: str
    kind: PictureKind
    caption: str
    alt: str
    section: str
    branded: bool
    preview: PreviewOut


class SharedListingOut(Output):
    address_line: str
    photos: list[SharedPhotoOut]
    videos: list[SharedVideoOut]
    links: list[SharedLinkOut]
    media_expires_at: str
