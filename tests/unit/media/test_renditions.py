"""The table of renditions (product 4.5) holds for ordinary and odd originals."""

from __future__ import annotations

import io
import math
import zlib

import pytest
from PIL import Image, ImageCms, ImageStat

from media.kinds import MLS, ON_ARRIVAL, WITHOUT_WATERMARK
from media.renditions import Rendition, reduce_chain, render
from media.watermark import Mark
from tests import originals as odd
from tests.bench.renditions import ssim

MARK = Mark("Harbor Light Photography")


def made(data: bytes) -> dict[str, Rendition]:
    return {each.kind.name: each for each in render(data, MARK)}


def opened(rendition: Rendition) -> Image.Image:
    return Image.open(io.BytesIO(rendition.data))


@pytest.fixture(scope="module")
def odd_files() -> dict[str, bytes]:
    return odd.odd_originals((2400, 1600))


def test_every_good_odd_original_gives_the_whole_table(odd_files: dict[str, bytes]) -> None:
    for name, data in odd_files.items():
        if name in odd.REFUSED:
            continue
        out = made(data)
        longest = max(max(Image.open(io.BytesIO(data)).size), 1)
        edges = {kind: max(each.width, each.height) for kind, each in out.items()}
        assert edges == {kind.name: min(kind.edge, longest) for kind in ON_ARRIVAL}, name


def test_a_rendition_is_a_plain_srgb_jpeg_without_metadata(odd_files: dict[str, bytes]) -> None:
    for name in ("location.jpg", "display-p3-turned.jpg", "scan.tif"):
        for each in made(odd_files[name]).values():
            picture = opened(each)
            assert (picture.format, picture.mode) == ("JPEG", "RGB")
            assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
            assert not picture.getexif()
            assert each.crc32 == zlib.crc32(each.data)
            assert (each.width, each.height) == picture.size


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_picture_stands_upright_for_every_orientation(orientation: int) -> None:
    flag = Image.new("RGB", (300, 200), "white")
    flag.paste("red", (0, 0, 60, 60))
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = flag.transpose(turns[orientation]) if orientation in turns else flag
    exif = Image.Exif()
    exif[0x0112] = orientation
    shown = opened(made(odd.jpeg(stored, exif=exif.tobytes()))["mls"])
    assert shown.size == (300, 200)
    red, green, _ = shown.getpixel((20, 20))
    assert red > 200
    assert green < 60
    assert min(shown.getpixel((280, 180))) > 230


def mean_color(picture: Image.Image) -> tuple[float, ...]:
    return tuple(ImageStat.Stat(picture.convert("RGB")).mean)


def test_a_wide_gamut_original_keeps_its_colors() -> None:
    colors = Image.new("RGB", (400, 400), (200, 60, 40))
    transform = ImageCms.buildTransform(
        ImageCms.ImageCmsProfile(io.BytesIO(odd.display_p3())), ImageCms.createProfile("sRGB"), "RGB", "RGB"
    )
    expected = ImageCms.applyTransform(colors, transform)
    shown = opened(made(odd.jpeg(colors, icc_profile=odd.display_p3(), quality=98, subsampling=0))["mls"])
    assert expected is not None
    assert math.dist(mean_color(shown), mean_color(expected)) < 4
    assert math.dist(mean_color(shown), (200, 60, 40)) > 8


def test_cmyk_and_sixteen_bit_originals_look_like_the_scene(odd_files: dict[str, bytes]) -> None:
    reference = odd.scene((2400, 1600)).resize((400, 267), Image.Resampling.LANCZOS)
    for name in ("cmyk.jpg", "sixteen-bit.png", "scan.tif", "web.webp", "progressive.jpg"):
        shown = opened(made(odd_files[name])["clean_400"]).convert("RGB")
        other = reference if shown.size == reference.size else reference.resize(shown.size)
        assert math.dist(mean_color(shown), mean_color(other)) < 6, name


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_every_pixel_layout_becomes_a_picture(mode: str) -> None:
    base = odd.scene((600, 400))
    picture = (
        base.convert("L").convert("I").point(lambda value: value * 257).convert("I;16")
        if mode == "I;16"
        else base.convert(mode)
    )
    name = "TIFF" if mode == "CMYK" else "PNG"
    shown = opened(made(odd.encoded(picture, name))["mls"]).convert("L")
    expected = base.convert("L") if mode != "1" else base.convert("1").convert("L")
    assert abs(ImageStat.Stat(shown).mean[0] - ImageStat.Stat(expected).mean[0]) < 6


def test_transparency_is_flattened_on_white() -> None:
    shown = opened(made(odd.encoded(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), "PNG"))["mls"])
    assert shown.getpixel((25, 25)) == (255, 255, 255)


def test_a_small_original_is_never_enlarged() -> None:
    out = made(odd.jpeg(Image.new("RGB", (320, 200), "teal")))
    assert {(each.width, each.height) for each in out.values()} == {(320, 200)}


def test_a_panorama_keeps_at_least_one_pixel() -> None:
    assert made(odd.jpeg(Image.new("RGB", (9000, 1))))["marked_400"].height == 1


def test_reducing_is_as_good_as_one_full_decode() -> None:
    data = odd.jpeg(odd.scene((6000, 4000)))
    whole = Image.open(io.BytesIO(data)).convert("RGB")
    for _, small in reduce_chain(data, (MLS,)):
        assert ssim(small.convert("RGB"), whole.resize(small.size, Image.Resampling.LANCZOS)) >= 0.985


def test_unmarked_locked_previews_have_at_most_800_px() -> None:
    out = list(render(odd.jpeg(odd.scene((2400, 1600))), MARK, WITHOUT_WATERMARK))
    assert [max(each.width, each.height) for each in out] == [800, 400]
    assert {each.kind.folder for each in out} == {"plain"}


def test_marked_and_clean_files_lie_in_folders_of_their_own() -> None:
    folders = {kind.name: kind.folder for kind in ON_ARRIVAL}
    assert {name for name, folder in folders.items() if folder == "marked"} == {
        "marked_400",
        "marked_800",
        "marked_1600",
    }
