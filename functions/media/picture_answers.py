"""A picture as an answer points at it, and those of three sizes that stand for an asset."""

from __future__ import annotations

from latchkey.http import Output


class PictureOut(Output):
    url: str
    width: int
    height: int


class PreviewOut(Output):
    small: PictureOut
    medium: PictureOut
    large: PictureOut
