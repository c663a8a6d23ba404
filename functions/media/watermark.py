"""The business's mark in the pixels of a preview: in every 256 px tile, strongest in the middle (product 4.5, 4.6).

The mark is drawn once as a small two-tone tile (a light face over a dark rim, so it shows on any wall) and pasted
only where it has ink: blending the whole picture would cost more than encoding it. However faint a business wants it,
the floor of tiles is as strong as its own ink has to be for every tile to be seen to differ.
"""

from __future__ import annotations

import io
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont, ImageStat

from media.mark import LEAST_OPACITY, MOST_LETTERS, MOST_OPACITY, Style

_FALLBACK_TEXT: Final = "PREVIEW"
_LEVELS: Final = 6
_EDGE_SHARE: Final = 0.45
_FLOOR_SHARE: Final = 0.4
# How far a tile differs from the clean one at least, on average over its pixels; what is drawn aims higher, because
# tiles cut through marks.
LEAST_DIFFERENCE: Final = 1.0
_AIM: Final = 1.8 * LEAST_DIFFERENCE
_TILE: Final = 256
# The previews that customers get (product 4.5), as a wall in landscape and upright.
_WALLS: Final = ((1600, 1067), (1067, 1600), (800, 533), (533, 800), (400, 267), (267, 400))
MAX_LOGO_PIXELS: Final = 16_000_000
_WIDEST_GAP: Final = 96


@dataclass(frozen=True)
class Mark:
    """A business's watermark; `opacity` in percent (20 to 90) counts in the middle, `logo` is a raster file or None."""

    text: str
    style: Style = "tiled"
    opacity: int = 60
    logo: bytes | None = None


def stamp(picture: Image.Image, mark: Mark) -> Image.Image:
    """A marked copy of an RGB, YCbCr or L picture."""
    marked = picture.copy()
    strength = max(LEAST_OPACITY, min(MOST_OPACITY, mark.opacity)) / 100
    if mark.style == "centered":
        # The floor lies over it: a solid logo hides itself on a wall of its own color.
        _paste_centre(marked, mark, strength)
        _paste_floor(marked, mark, strength * _FLOOR_SHARE, strength * _FLOOR_SHARE)
    else:
        _paste_floor(marked, mark, strength * _EDGE_SHARE, strength)
    return marked


def weakest_tile(mark: Mark) -> float:
    """How far the tile that differs least differs from its clean one, on white, black and gray walls of every size shown.

    Below LEAST_DIFFERENCE a mark is none: its ink is too thin to be made strong enough.
    """
    weakest = 255.0
    for size in _WALLS:
        for color in ("white", "black", "gray"):
            wall = Image.new("L", size, color)
            changed = ImageChops.difference(stamp(wall, mark), wall)
            weakest = min(weakest, *(ImageStat.Stat(changed.crop(box)).mean[0] for box in tiles(size)))
    return weakest


def tiles(size: tuple[int, int]) -> list[tuple[int, int, int, int]]:
    """All 256 px tiles, the last of a row or column aligned with the rim."""

    def starts(length: int) -> list[int]:
        return [*range(0, max(1, length - _TILE + 1), _TILE), max(0, length - _TILE)]

    return [(x, y, min(size[0], x + _TILE), min(size[1], y + _TILE)) for x in starts(size[0]) for y in starts(size[1])]


def unknown_letters(text: str) -> str:
    """The letters of a text that the mark's font cannot draw, each once."""
    font = ImageFont.load_default(32)
    box = bytes(font.getmask("\uffff"))
    return "".join(
        dict.fromkeys(one for one in text if _plain(one).strip() and bytes(font.getmask(_plain(one))) == box)
    )


def _paste_floor(picture: Image.Image, mark: Mark, at_edge: float, at_centre: float) -> None:
    width, height = picture.size
    letter = max(9, round(max(width, height) * 0.017))
    face = _face(mark, letter, picture.mode)
    tile_width, tile_height = face.ink.size
    step_x, step_y = tile_width + min(_WIDEST_GAP, 2 * letter), tile_height + min(_WIDEST_GAP, 3 * letter)
    at_edge = max(at_edge, face.least_share(step_x * step_y))
    at_centre = max(at_centre, at_edge)
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

    def least_share(self, cell: int) -> float:
        """How strong one mark in `cell` px must be to be seen on the wall that hides it best."""
        light = self.tone.getchannel(0)
        on_black = ImageStat.Stat(ImageChops.multiply(self.ink, light)).sum[0]
        on_white = ImageStat.Stat(ImageChops.multiply(self.ink, ImageChops.invert(light))).sum[0]
        return min(MOST_OPACITY / 100, _AIM * cell / max(1.0, min(on_black, on_white)))


@lru_cache(maxsize=32)
def _face(mark: Mark, letter: int, mode: str) -> _Face:
    light = logo_shape(mark.logo, (12 * letter, 3 * letter)) if mark.logo else _text_shape(mark.text, letter)
    rim = max(1, min(4, letter // 14))
    room = Image.new("L", (light.width + 2 * rim, light.height + 2 * rim))
    room.paste(light, (rim, rim))
    ink = room.filter(ImageFilter.MaxFilter(2 * rim + 1))
    tone = Image.merge("RGB", (room, room, room)).convert(mode)
    return _Face(tone, ink)


def _text_shape(text: str, letter: int) -> Image.Image:
    printable = "".join(c for c in " ".join(_plain(text).split()) if c.isprintable())[:MOST_LETTERS]
    font = ImageFont.load_default(letter)
    box = font.getbbox(printable) if printable.strip() else (0, 0, 0, 0)
    if box[2] - box[0] < letter or box[3] - box[1] < letter // 3:
        printable = _FALLBACK_TEXT
        box = font.getbbox(printable)
    left, top, right, bottom = (int(value) for value in box)
    shape = Image.new("L", (right - left, bottom - top))
    ImageDraw.Draw(shape).text((-left, -top), printable, fill=255, font=font)
    return shape


def _plain(text: str) -> str:
    """Without accents, which the font does not know."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))


def logo_shape(logo: bytes, room: tuple[int, int]) -> Image.Image:
    """The logo's silhouette as large as `room` lets it be: its alpha, or its darkness when it has none."""
    picture = Image.open(io.BytesIO(logo), formats=("PNG", "WEBP", "JPEG"))
    if picture.width * picture.height > MAX_LOGO_PIXELS:
        raise ValueError("logo has too many pixels")
    if "A" in picture.getbands() or "transparency" in picture.info:
        shape = picture.convert("RGBA").getchannel("A")
    else:
        shape = ImageChops.invert(picture.convert("L"))
    box = shape.getbbox()
    if box is None:
        return _text_shape(_FALLBACK_TEXT, max(1, room[1] // 3))
    shape = shape.crop(box)
    scale = min(room[0] / shape.width, room[1] / shape.height)
    return shape.resize((max(1, round(shape.width * scale)), max(1, round(shape.height * scale))))
