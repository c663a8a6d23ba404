"""What a listing's page takes and gives: bodies with their limits, answers with exactly what a caller may know."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from latchkey.http import Id, Input, MoneyOut, Output
from media.kinds import PictureKind
from media.link_answers import LinkOut
from media.picture_answers import PreviewOut
from media.video_answers import VideoOut

Size = Literal["original", "web", "mls"]


class DownloadIn(Input):
    """One file; of a video with `captions` the file of its captions instead of its own."""

    asset_id: Id
    size: Size
    captions: bool = False


class BundleIn(Input):
    """A selection, or with no list everything that may be downloaded."""

    size: Size
    asset_ids: Annotated[list[Id], Field(min_length=1, max_length=2000)] | None = None


class ListingOrderOut(Output):
    """`due` is missing for who may not see prices, and is not asked of who may not pay (product 2.8).

    `held`: staff have locked it, so that paying alone opens nothing. `locked_documents`: their number is all that is told
    of documents that may not be saved yet.
    """

    order_id: str
    number: int
    locked: bool
    held: bool
    due: MoneyOut | None
    may_pay: bool
    collection: bool
    payment_state: str
    watermark: bool
    locked_documents: int


class DownloadSizeOut(Output):
    size: Size
    bytes: int
    width: int
    height: int


class AssetOut(Output):
    """`branded`: it shows a name or a logo, so an MLS may not take it."""

    asset_id: str
    order_id: str
    kind: PictureKind
    position: int
    name: str
    caption: str
    alt: str
    section: str
    branded: bool
    width: int
    height: int
    locked: bool
    delivered_at: str | None
    replaces: bool
    preview: PreviewOut
    downloads: list[DownloadSizeOut] | None


class DocumentOut(Output):
    """A PDF that may be saved; `title` is its caption, or the name it was uploaded under."""

    asset_id: str
    order_id: str
    title: str
    branded: bool
    bytes: int
    delivered_at: str | None


class AddressOut(Output):
    line1: str
    line2: str | None = None
    city: str
    region: str
    postal_code: str
    country: str


class PreparedOut(Output):
    size: Literal["mls"]
    bytes: int


class ListingTeamOut(Output):
    team_id: str
    shared: bool


class SharedWithTeamIn(Input):
    shared: bool


class ListingOut(Output):
    """`agent`: whose listing it is, when somebody of the agent's team looks. `teams`: those with which whoever looks may
    share it, and has.
    """

    listing_id: str
    address_line: str
    address: AddressOut
    state: Literal["in_progress", "delivered"]
    delivered_at: str | None
    version: int
    orders: list[ListingOrderOut]
    assets: list[AssetOut]
    videos: list[VideoOut]
    documents: list[DocumentOut]
    media_expires_at: str
    bundle: PreparedOut | None
    links: list[LinkOut]
    agent: str | None
    teams: list[ListingTeamOut]


class MineOut(Output):
    """A listing to the person who looks: the visit before this one, and the favorites in no order."""

    last_visit_at: str | None
    favorites: list[str]


class AccessOut(Output):
    media_expires_at: str


class DownloadOut(Output):
    url: str
    file_name: str
    bytes: int
    expires_at: str


class BundleFileOut(Output):
    """`url` is a path on this host that the listing's cookies open."""

    url: str
    name: str
    bytes: int
    crc32: int


class BundleOut(Output):
    """`prepared`: one URL to a ZIP that is ready. `files`: the browser writes the ZIP from these files."""

    kind: Literal["prepared", "files"]
    file_name: str
    bytes: int
    url: str | None = None
    files: list[BundleFileOut] | None = None
