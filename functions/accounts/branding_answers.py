"""What the brand's API takes and gives; pictures travel in as base64 and out as paths of the business's own host."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from latchkey.http import Input, Output

_Color = Annotated[str, Field(max_length=20)]
_Base64 = Annotated[str, Field(min_length=1, max_length=4_000_000)]
_PictureName = Annotated[str, Field(min_length=32, max_length=32)]
_Percent = Annotated[int, Field(ge=0, le=100)]


class SchemeIn(Input):
    link: _Color
    soft: _Color
    ring: _Color


class PaletteIn(Input):
    """As the portal computes it from the accent; the server only verifies that people can read it."""

    accent: _Color
    accent_hover: _Color
    on_accent: _Color
    light: SchemeIn
    dark: SchemeIn


class PortalImageIn(Input):
    """`x` and `y`: the point that stays in view, in percent from the top left."""

    picture: _PictureName
    x: _Percent
    y: _Percent


class BrandIn(Input):
    """The whole brand, on the `version` that the person saw; pictures by the names that their uploads were given."""

    version: Annotated[int, Field(ge=0)]
    name: Annotated[str, Field(min_length=1, max_length=80)]
    phone: Annotated[str, Field(max_length=40)]
    email: Annotated[str, Field(max_length=254)]
    palette: PaletteIn
    logo: _PictureName | None
    favicon: _PictureName | None
    portal_image: PortalImageIn | None


class BrandPictureIn(Input):
    """A PNG, JPEG or WebP of at most 3 MB; a logo may be an SVG, and then `drawn` is the PNG of it that mails show."""

    use: Literal["logo", "favicon", "portal_image"]
    file: _Base64
    drawn: _Base64 | None = None


class PortraitIn(Input):
    """A PNG, JPEG or WebP of at most 3 MB."""

    file: _Base64


class PortraitOut(Output):
    portrait_url: str | None


class BrandPictureOut(Output):
    """`plate` is the ground that a logo needs in the other color scheme."""

    picture: str
    url: str
    width: int
    height: int
    plate: Literal["light", "dark"] | None


class PortalImageOut(Output):
    image: BrandPictureOut
    x: int
    y: int


class SchemeOut(Output):
    link: str
    soft: str
    ring: str


class PaletteOut(Output):
    accent: str
    accent_hover: str
    on_accent: str
    light: SchemeOut
    dark: SchemeOut


class BrandOut(Output):
    version: int
    may_change: bool
    name: str
    phone: str
    email: str
    palette: PaletteOut
    logo: BrandPictureOut | None
    favicon: BrandPictureOut | None
    portal_image: PortalImageOut | None
