"""The mark is in every 256 px tile and strongest in the middle, whatever the business calls itself (guarantees 31)."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageChops, ImageStat

from media.kinds import ON_ARRIVAL
from media.renditions import reduce_chain, render
from media.watermark import Mark, Style, stamp
from tests import originals as odd

LEAST_DIFFERENCE = 1.0


def tiles(size: tuple[int, int]) -> list[tuple[int, int, int, int]]:
    """All 256 px tiles, the last of a row or column aligned with the rim."""

    def starts(length: int) -> list[int]:
        return [*range(0, max(1, length - 255), 256), max(0, length - 256)]

    return [(x, y, min(size[0], x + 256), min(size[1], y + 256)) for x in starts(size[0]) for y in starts(size[1])]


def difference(one: Image.Image, other: Image.Image, box: tuple[int, int, int, int]) -> float:
    return sum(ImageStat.Stat(ImageChops.difference(one, other).crop(box).convert("L")).mean)


@pytest.mark.parametrize("style", ["tiled", "centered"])
@pytest.mark.parametrize("number", range(14))
def test_every_tile_of_every_photo_of_the_shoot_differs_from_the_clean_one(number: int, style: Style) -> None:
    data = odd.shoot()[number].read_bytes()
    by_name = {
        each.kind.name: Image.open(io.BytesIO(each.data)).convert("RGB")
        for each in render(data, Mark("Harbor Light Photography", style), ON_ARRIVAL)
    }
    for edge in (400, 800, 1600):
        marked, clean = by_name[f"marked_{edge}"], by_name[f"clean_{edge}"]
        assert marked.size == clean.size
        for box in tiles(marked.size):
            assert difference(marked, clean, box) >= LEAST_DIFFERENCE, (edge, box)


@pytest.mark.parametrize(
    "text", ["Harbor Light Photography", "A", "", "   ", "\u200b", "i" * 400, "日本写真", "<b>&\r\n\0x"]
)
@pytest.mark.parametrize("color", ["white", "black", "gray"])
def test_any_name_marks_every_tile_of_any_wall(text: str, color: str) -> None:
    wall = Image.new("RGB", (1600, 1067), color)
    for style in ("tiled", "centered"):
        marked = stamp(wall, Mark(text, style))
        for box in tiles(wall.size):
            assert difference(marked, wall, box) >= LEAST_DIFFERENCE, (text, style, box)


@pytest.mark.parametrize("style", ["tiled", "centered"])
def test_the_mark_is_strongest_in_the_middle(style: Style) -> None:
    wall = Image.new("RGB", (1600, 1067), "gray")
    marked = stamp(wall, Mark("Harbor Light Photography", style))
    middle = difference(marked, wall, (600, 400, 1000, 667))
    rim = max(difference(marked, wall, box) for box in ((0, 0, 400, 267), (1200, 800, 1600, 1067)))
    assert middle > 1.3 * rim


def logo(mode: str) -> bytes:
    picture = Image.new(mode, (300, 120), (255, 255, 255, 0)[: len(mode)])
    picture.paste((20, 20, 20, 255)[: len(mode)], (40, 20, 260, 100))
    return odd.encoded(picture, "PNG")


@pytest.mark.parametrize("mode", ["RGBA", "RGB"])
def test_a_logo_marks_every_tile_too(mode: str) -> None:
    wall = Image.new("RGB", (1600, 1067), "silver")
    for style in ("tiled", "centered"):
        marked = stamp(wall, Mark("Harbor Light", style, 60, logo(mode)))
        assert all(difference(marked, wall, box) >= LEAST_DIFFERENCE for box in tiles(wall.size))


@pytest.mark.parametrize("opacity", [-5, 0, 10, 90, 400])
def test_no_setting_switches_the_mark_off(opacity: int) -> None:
    wall = Image.new("RGB", (800, 533), "white")
    marked = stamp(wall, Mark("Harbor Light", "tiled", opacity))
    assert all(difference(marked, wall, box) > 0 for box in tiles(wall.size))


def test_stamping_leaves_the_clean_picture_alone() -> None:
    for _, picture in reduce_chain(odd.shoot()[0].read_bytes(), ON_ARRIVAL[:1]):
        before = picture.copy()
        stamp(picture, Mark("Harbor Light"))
        assert ImageChops.difference(before, picture).getbbox() is None
