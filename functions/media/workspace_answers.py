"""What the studio's side of the media API takes and gives: the workspace of a listing, its pre-flight and its deliveries."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from latchkey.http import Id, Input, MoneyOut, Output
from media.card_answers import NewsOut
from media.kinds import AssetKind, PictureKind
from media.limits import LARGEST_CAPTIONS
from media.link_answers import WorkspaceLinkOut
from media.picture_answers import PreviewOut
from media.revision_answers import WorkspaceRevisionOut
from media.video_answers import CaptionsOut
from orders.override_answers import OverridesOut

Section = Annotated[str, Field(max_length=60)]
# Assets that change in one commit: with the manifest of 1,900 photos it stays within the 100 items of a transaction.
AT_ONCE: Final = 60


class AssetIn(Input):
    """What to change; a field that is left out stays. `branded`: it shows a name or a logo, so an MLS may not take it."""

    caption: Annotated[str, Field(max_length=200)] | None = None
    alt: Annotated[str, Field(max_length=500)] | None = None
    hidden: bool | None = None
    branded: bool | None = None
    section: Section | None = None
    kind: PictureKind | None = None
    position: Annotated[int, Field(ge=1, le=10_000)] | None = None


class CaptionsIn(Input, str_strip_whitespace=False):
    """A file of captions (WebVTT or SubRip) as its text, so that lines are counted as in the file; BCP 47 `language`."""

    text: Annotated[str, Field(max_length=LARGEST_CAPTIONS)]
    language: Annotated[str, Field(max_length=20, pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$")]


class AssetsIn(Input):
    """Puts several assets into a section at once; `""` takes them out of theirs."""

    asset_ids: Annotated[list[Id], Field(min_length=1, max_length=AT_ONCE)]
    section: Section


class CoverIn(Input):
    """The photo on the listing's cards; null: the first one."""

    asset_id: Id | None


class DeliveryIn(Input):
    """Delivers what is listed of an order; `collection`: payment is required before download."""

    order_id: Id
    collection: bool
    watermark: bool
    version: Annotated[int, Field(ge=1)]


class UnpublishIn(Input):
    """Takes an order's delivery back from the customer, or with null everything; `version` is the listing's as seen."""

    order_id: Id | None = None
    reason: Annotated[str, Field(min_length=1, max_length=500)]
    version: Annotated[int, Field(ge=1)]


class UnpublishedOut(Output):
    """The orders whose delivery was taken back."""

    order_ids: list[str]


class AssetStateOut(Output):
    asset_id: str
    state: Literal["uploading", "processing", "ready", "refused"]


class AssetsOut(Output):
    assets: list[AssetStateOut]


class OrderedOut(Output):
    name: str
    quantity: int


class PreflightCountOut(Output):
    """`ordered`: null where no product names a number."""

    kind: str
    ready: int
    ordered: int | None


class PreflightWarningOut(Output):
    """`asset_ids` where something can be done about each."""

    check: Literal[
        "fewer", "preparing", "refused", "link_broken", "undescribed", "without_poster", "hidden", "hidden_links"
    ]
    count: int
    asset_ids: list[str]


class PreflightOut(Output):
    """The look before a delivery: a problem stops it, a warning does not.

    `news` is what a further delivery would bring; `pay_off` is why the customer cannot pay what is due online, `least`
    the smallest amount that can be.
    """

    ordered: list[OrderedOut]
    counts: list[PreflightCountOut]
    problems: list[Literal["canceled", "stopped", "under_way", "uploading", "replacement_refused", "nothing_ready"]]
    warnings: list[PreflightWarningOut]
    uploading: int
    news: NewsOut | None
    pay_off: Literal["nothing_due", "processing", "not_charging", "currency", "too_small", "too_large"] | None
    least: MoneyOut | None


class WorkspaceOrderOut(Output):
    order_id: str
    number: int
    status: Literal["Accepted", "Completed", "Canceled"]
    customer_name: str
    collection: bool
    watermark: bool
    delivered: bool
    unpublished_at: str | None
    overrides: OverridesOut
    locked: bool
    due: MoneyOut
    payment_state: str
    preflight: PreflightOut


class ReplacementOut(Output):
    """A new file on its way to the place of another; a refused one leaves the old as it is."""

    name: str
    bytes: int
    state: Literal["uploading", "processing", "refused"]
    refused_reason: str | None
    upload_id: str | None


class WorkspaceVideoOut(Output):
    """`poster_reason`: why the last picture that was to stand for it was refused; an earlier one stays in its place."""

    seconds: int | None
    url: str | None
    poster: Literal["none", "coming", "made", "refused"]
    poster_reason: str | None
    captions: CaptionsOut | None


class WorkspaceAssetOut(Output):
    """`waits`: a new file stands there, and customers see the one before until the next delivery."""

    asset_id: str
    order_id: str
    kind: AssetKind
    name: str
    position: int
    state: Literal["uploading", "processing", "ready", "refused"]
    refused_reason: str | None
    caption: str
    alt: str
    section: str
    hidden: bool
    branded: bool
    delivered: bool
    width: int | None
    height: int | None
    bytes: int
    preview: PreviewOut | None
    upload_id: str | None
    waits: bool
    replacement: ReplacementOut | None
    video: WorkspaceVideoOut | None


class ProgressOut(Output):
    done: int
    total: int


class DeliveryOut(Output):
    delivery_id: str
    order_id: str
    state: Literal["preparing", "waiting_for_payment", "completed", "needs_attention", "unpublished"]
    round: int
    reason: str | None
    created_at: str
    progress: ProgressOut


class DefaultsOut(Output):
    collection: bool
    watermark: bool


class ViewAsOut(Output):
    customer_id: str


class CoverOut(Output):
    """The photo that stands for the listing, and whether somebody chose it or it is the first."""

    asset_id: str | None
    chosen: bool


class WorkspaceOut(Output):
    listing_id: str
    address_line: str
    version: int
    orders: list[WorkspaceOrderOut]
    assets: list[WorkspaceAssetOut]
    links: list[WorkspaceLinkOut]
    cover: CoverOut
    revisions: list[WorkspaceRevisionOut]
    deliveries: list[DeliveryOut]
    defaults: DefaultsOut
    view_as: ViewAsOut
    media_expires_at: str


class DeliveryStateOut(Output):
    delivery_id: str
    state: Literal["preparing", "waiting_for_payment", "completed", "needs_attention", "unpublished"]
