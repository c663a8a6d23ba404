"""The business's mark in the pixels of a preview: in every 256 px tile, strongest in the middle (product 4.5, 4.6).

The mark is drawn once as a small two-tone tile (a light face over a dark rim, so it shows on any wall) and pasted
only where it has ink: blending the whole picture would cost more than encoding it.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

Style = Literal["tiled", "centered"]

_FALLBACK_TEXT: Final = "PREVIEW"
_LEVELS: Final = 6
_EDGE_SHARE: Final = 0.45
_FLOOR_SHARE: Final = 0.4
_MAX_TEXT: Final = 40
_MAX_LOGO_PIXELS: Final = 4_000_000
_WIDEST_GAP: Final = 96


@dataclass(frozen=True)
class Mark:
    """A business's watermark; `opacity` in percent (10 to 90) counts in the middle, `logo` is a raster file or None."""

    text: str
    style: Style = "tiled"
    opacity: int = 60
    logo: bytes | None = None


def stamp(picture: Image.Image, mark: Mark) -> Image.Image:
    """A marked copy of an RGB, YCbCr or L picture."""
    marked = picture.copy()
    strength = max(10, min(90, mark.opacity)) / 100
    if mark.style == "centered":
        _paste_floor(marked, mark, strength * _FLOOR_SHARE, strength * _FLOOR_SHARE)
        _paste_centre(marked, mark, strength)
    else:
        _paste_floor(marked, mark, strength * _EDGE_SHARE, strength)
    return marked


def _paste_floor(picture: Image.Image, mark: Mark, at_edge: float, at_centre: float) -> None:
    width, height = picture.size
    letter = max(9, round(max(width, height) * 0.017))
    face = _face(mark, letter, picture.mode)
    tile_width, tile_height = face.ink.size
    step_x, step_y = tile_width + min(_WIDEST_GAP, 2 * letter), tile_height + min(_WIDEST_GAP, 3 * letter)
    for row, top in enumerate(range(-tile_height // 2, height, step_y)):
        shift = (row % 2) * (step_x // 2)
        for left in range(-tile_width // 2 - shift, width, step_x):
            near = _nearness(left + tile_width / 2, top + tile_height / 2, width, height)
            share = at_edge + (at_centre - at_edge) * near
            picture.paste(face.tone, (left, top), face.at(share))


def _paste_centre(picture: Image.Image, mark: Mark, strength: float) -> None:
    width, height = picture.size
    probe = _face(mark, 64, picture.mode)
    letter = max(12, int(64 * min(0.7 * width / probe.ink.width, 0.4 * height / probe.ink.height)))
    face = _face(mark, letter, picture.mode)
    left, top = (width - face.ink.width) // 2, (height - face.ink.height) // 2
    picture.paste(face.tone, (left, top), face.at(strength))


def _nearness(x: float, y: float, width: int, height: int) -> float:
    """1.0 in the middle of the picture, 0.0 at its rim, in a few steps so that masks can be kept."""
    away = max(abs(2 * x / width - 1), abs(2 * y / height - 1))
    return round((1 - min(1.0, away)) * (_LEVELS - 1)) / (_LEVELS - 1)


@dataclass(frozen=True, eq=False)
class _Face:
    """One drawn mark: `tone` holds light and dark, `ink` how much of it covers the picture."""

    tone: Image.Image
    ink: Image.Image

    @lru_cache(maxsize=64)  # noqa: B019  faces live as long as the worker, there are few
    def at(self, share: float) -> Image.Image:
        return self.ink.point([round(value * share) for value in range(256)])


@lru_cache(maxsize=32)
def _face(mark: Mark, letter: int, mode: str) -> _Face:
    light = _logo_shape(mark.logo, letter) if mark.logo else _text_shape(mark.text, letter)
    rim = max(1, min(4, letter // 14))
    room = Image.new("L", (light.width + 2 * rim, light.height + 2 * rim))
    room.paste(light, (rim, rim))
    ink = room.filter(ImageFilter.MaxFilter(2 * rim + 1))
    tone = Image.merge("RGB", (room, room, room)).convert(mode)
    return _Face(tone, ink)


def _text_shape(text: str, letter: int) -> Image.Image:
    printable = "".join(c for c in " ".join(text.split()) if c.isprintable())[:_MAX_TEXT]
    font = ImageFont.load_default(letter)
    box = font.getbbox(printable) if printable.strip() else (0, 0, 0, 0)
    if box[2] - box[0] < letter or box[3] - box[1] < letter // 3:
        printable = _FALLBACK_TEXT
        box = font.getbbox(printable)
    left, top, right, bottom = (int(value) for value in box)
    shape = Image.new("L", (right - left, bottom - top))
    ImageDraw.Draw(shape).text((-left, -top), printable, fill=255, font=font)
    return shape


def _logo_shape(logo: bytes, letter: int) -> Image.Image:
    """The logo's silhouette, `3 * letter` px high: its alpha, or its darkness when it has none."""
    picture = Image.open(io.BytesIO(logo), formats=("PNG", "WEBP", "JPEG"))
    if picture.width * picture.height > _MAX_LOGO_PIXELS:
        raise ValueError("logo has too many pixels")
    if "A" in picture.getbands() or "transparency" in picture.info:
        shape = picture.convert("RGBA").getchannel("A")
    else:
        shape = ImageChops.invert(picture.convert("L"))
    box = shape.getbbox()
    if box is None:
        return _text_shape(_FALLBACK_TEXT, letter)
    shape = shape.crop(box)
    height = 3 * letter
    return shape.resize((max(1, min(12 * letter, round(shape.width * height / shape.height))), height))
