"""What the watermark's API takes and gives; logos and pictures travel as base64, because they are small."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from latchkey.http import Input, Output
from media.mark import LEAST_OPACITY, MOST_LETTERS, MOST_OPACITY

_Base64 = Annotated[str, Field(min_length=1, max_length=1_400_000)]


class MarkIn(Input):
    """A mark; `logo` is what the route for logos gave back."""

    kind: Literal["text", "logo"]
    text: Annotated[str, Field(max_length=MOST_LETTERS)]
    opacity: Annotated[int, Field(ge=LEAST_OPACITY, le=MOST_OPACITY)]
    style: Literal["tiled", "centered"]
    logo: _Base64 | None = None


class WatermarkIn(MarkIn):
    """Saves a mark on the `version` that the person saw."""

    version: Annotated[int, Field(ge=0)]


class WatermarkPreviewIn(MarkIn):
    """Draws a mark on the cover of a listing, or on a plain wall."""

    listing_id: Annotated[str, Field(min_length=30, max_length=30)] | None = None


class LogoIn(Input):
    """A PNG, JPEG or WebP file of at most 1 MB."""

    file: _Base64


class LogoOut(Output):
    """A small PNG of what a mark draws of the logo."""

    logo: str


class StuckListingOut(Output):
    listing_id: str
    reason: str


class RemakingOut(Output):
    """How many photos of delivered galleries have the saved mark. `total` may grow while it runs."""

    state: Literal["running", "completed", "needs_attention"]
    done: int
    total: int
    reason: str | None
    stuck: list[StuckListingOut]


class WatermarkOut(Output):
    version: int
    kind: Literal["text", "logo"]
    text: str
    opacity: int
    style: Literal["tiled", "centered"]
    logo: str | None
    may_change: bool
    remaking: RemakingOut | None


class WatermarkPhotoOut(Output):
    listing_id: str
    address_line: str


class WatermarkPhotosOut(Output):
    """Listings whose covers can be looked at under a mark, newest first."""

    photos: list[WatermarkPhotoOut]


class WatermarkPreviewOut(Output):
    """A JPEG, exactly as a customer would get it."""

    jpeg: str
    width: int
    height: int
