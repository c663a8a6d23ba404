"""Takes a logo in: whatever was uploaded becomes a small silhouette, because that is all a mark draws of it (guarantees 34).

What is kept is made from pixels here, never the file that was sent: no metadata, no script, no second picture in it.
"""

from __future__ import annotations

import io
from typing import Final

from PIL import Image, ImageChops, ImageOps

from latchkey.embedded import embedded_file
from latchkey.errors import InvalidError
from media.original import BROKEN
from media.watermark import MAX_LOGO_PIXELS

MAX_BYTES: Final = 1_000_000
# A mark in the middle of the largest preview needs no more.
_ROOM: Final = (1120, 430)
_MOST_KEPT: Final = 48_000
_FAINT: Final = 24
_FORMATS: Final = ("PNG", "JPEG", "WEBP")


def silhouette(text: str) -> bytes:
    """A PNG whose alpha is the logo in this base64. Raises InvalidError with one sentence for `logo`; again changes nothing."""
    too_large = "A logo may have up to 1 MB. Please export it smaller."
    shape = _shape(_open(embedded_file(text, field="logo", most_bytes=MAX_BYTES, too_large=too_large)))
    box = shape.getbbox()
    if box is None:
        raise _refused("There is nothing to see in this logo: all of it has one color.")
    shape = shape.crop(box)
    shape.thumbnail(_ROOM, Image.Resampling.LANCZOS)
    data = _encoded(shape)
    while len(data) > _MOST_KEPT:
        shape = shape.reduce(2)
        data = _encoded(shape)
    return data


def _open(data: bytes) -> Image.Image:
    start = data[:1024].lstrip().lower()
    if start.startswith((b"<svg", b"<?xml", b"<!doctype svg")) or b"<svg" in start:
        raise _refused("An SVG cannot be drawn into photos. Please export the logo as PNG.")
    try:
        picture = Image.open(io.BytesIO(data), formats=_FORMATS)
        if picture.width * picture.height > MAX_LOGO_PIXELS:
            raise _refused("This logo has too many pixels. 2,000 pixels wide is plenty.")
        picture.load()
    except (*BROKEN, Image.DecompressionBombError) as error:
        raise _refused("This is not a logo that we can read. Use a PNG, JPEG or WebP file.") from error
    return picture


def _shape(picture: Image.Image) -> Image.Image:
    """What is ink: the opaque part or, in a picture without transparency, what stands out from its corners."""
    alpha = picture.convert("RGBA").getchannel("A")
    if alpha.getextrema() != (255, 255):
        return _without_haze(alpha)
    light = picture.convert("L")
    corners = [light.getpixel((x, y)) for x in (0, light.width - 1) for y in (0, light.height - 1)]
    on_dark = sum(value for value in corners if isinstance(value, (int, float))) < 2 * 255
    return _without_haze(light if on_dark else ImageChops.invert(light))


def _without_haze(shape: Image.Image) -> Image.Image:
    """JPEG leaves a haze around everything, which would count as ink; sixteen steps of gray are enough, and compress."""
    return shape.point([0 if value < _FAINT else min(255, round(value / 17) * 17) for value in range(256)])


def _encoded(shape: Image.Image) -> bytes:
    file = io.BytesIO()
    # Quantized again, because reducing makes new grays; a clear rim says that the alpha is the logo, also of a solid one.
    ink = ImageOps.expand(_without_haze(shape), 1)
    Image.merge("LA", (Image.new("L", ink.size), ink)).save(file, "PNG", optimize=True)
    return file.getvalue()


def _refused(sentence: str) -> InvalidError:
    return InvalidError(sentence, field="logo")
