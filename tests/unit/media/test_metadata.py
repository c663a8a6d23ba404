"""The full copy keeps every pixel, the color profile and the orientation, and tells nothing else (guarantees 32).

exiftool, which the setup installs, is the independent oracle beside the searches by byte.
"""

from __future__ import annotations

import io
import json
import subprocess
import warnings
import zlib
from contextlib import suppress

import pytest
from PIL import Image, ImageChops, PngImagePlugin, TiffImagePlugin

from media.metadata import copy_with_crc, full_copy
from media.original import RefusedError
from tests import originals as odd

SIZE = (900, 600)
SECRETS = (
    odd.SERIAL.encode(),
    odd.OWNER.encode(),
    b"4711",
    b"Secret Ave",
    b"MAKERNOTE",
    b"xmpmeta",
    b"script",
    b"GPS",
)
FORBIDDEN_GROUPS = ("EXIF:GPS", "GPS", "XMP", "IPTC", "MakerNotes", "MPF", "Photoshop", "JFXX")


def private_tiff(**options: object) -> bytes:
    info = TiffImagePlugin.ImageFileDirectory_v2()
    info[0x010F], info[0x013B], info[0x0131], info[270] = (
        "Camera Works",
        odd.OWNER,
        "Editor 4711",
        "gate code 4711",
    )
    info[700], info[33723], info[274] = odd.XMP, b"\x1c\x02\x5c\x00\x0d12 Secret Ave", 6
    info.tagtype[700], info.tagtype[33723] = 1, 7
    return odd.encoded(odd.scene(SIZE), "TIFF", tiffinfo=info, icc_profile=odd.display_p3(), **options)


def private_png() -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "gate code 4711")
    notes.add_itxt("XML:com.adobe.xmp", odd.XMP.decode())
    notes.add_text("Owner", odd.OWNER, zip=True)
    return odd.encoded(odd.scene(SIZE), "PNG", pnginfo=notes, exif=odd.private_exif(6), icc_profile=odd.display_p3())


def private_webp() -> bytes:
    return odd.encoded(
        odd.scene(SIZE),
        "WEBP",
        quality=80,
        method=0,
        exif=odd.private_exif(6),
        xmp=odd.XMP,
        icc_profile=odd.display_p3(),
    )


FILES = {
    "jpeg": lambda: odd.private_jpeg(odd.scene(SIZE), 6, icc_profile=odd.display_p3()),
    "progressive": lambda: odd.private_jpeg(odd.scene(SIZE), 6, icc_profile=odd.display_p3(), progressive=True),
    "cmyk": lambda: odd.jpeg(odd.scene(SIZE).convert("CMYK"), exif=odd.private_exif(6), icc_profile=odd.display_p3()),
    "png": private_png,
    "webp": private_webp,
    "tiff": private_tiff,
    "tiff-lzw": lambda: private_tiff(compression="tiff_lzw"),
    "tiff-jpeg": lambda: private_tiff(compression="jpeg"),
    "bigtiff": lambda: private_tiff(big_tiff=True),
}


@pytest.fixture(scope="module", params=FILES, ids=str)
def pair(request: pytest.FixtureRequest) -> tuple[bytes, bytes]:
    data = FILES[request.param]()
    return data, full_copy(data)


def test_every_pixel_is_the_same(pair: tuple[bytes, bytes]) -> None:
    before, after = (Image.open(io.BytesIO(data)) for data in pair)
    assert (before.mode, before.size) == (after.mode, after.size)
    for name in before.getbands():
        assert ImageChops.difference(before.getchannel(name), after.getchannel(name)).getbbox() is None


def test_the_copy_is_one_picture_that_a_strict_reader_opens_without_a_warning(pair: tuple[bytes, bytes]) -> None:
    """A camera's index of several pictures (MPF) must not outlive the pictures it names."""
    with warnings.catch_warnings(action="error"):
        picture = Image.open(io.BytesIO(pair[1]))
    assert picture.format in ("JPEG", "PNG", "WEBP", "TIFF")
    assert getattr(picture, "n_frames", 1) == 1


def test_profile_and_orientation_stay(pair: tuple[bytes, bytes]) -> None:
    before, after = (Image.open(io.BytesIO(data)) for data in pair)
    assert after.info.get("icc_profile") == before.info.get("icc_profile") == odd.display_p3()
    assert after.getexif().get(0x0112) == before.getexif().get(0x0112) == 6


def test_no_secret_byte_is_left(pair: tuple[bytes, bytes]) -> None:
    before, after = pair
    assert any(secret in before for secret in SECRETS)
    assert not [secret for secret in SECRETS if secret in after]


def told_by_exiftool(data: bytes) -> dict[str, object]:
    done = subprocess.run(
        ["exiftool", "-json", "-a", "-u", "-U", "-G1", "-ee", "-"],
        input=data,
        capture_output=True,
        check=True,
    )
    (told,) = json.loads(done.stdout)
    return {
        key: value
        for key, value in told.items()
        if not key.startswith(("ExifTool", "System", "Composite", "SourceFile"))
    }


def test_an_independent_reader_finds_no_location_serial_owner_comment_or_preview(
    pair: tuple[bytes, bytes],
) -> None:
    before, after = (told_by_exiftool(data) for data in pair)
    telling = ("GPS", "XMP", "IPTC", "MakerNotes", "MPF", "Photoshop", "IFD1", "ExifIFD")
    words = (
        "Serial",
        "Owner",
        "Comment",
        "Artist",
        "Thumbnail",
        "Preview",
        "Make",
        "Software",
        "ImageDescription",
    )

    def tells(told: dict[str, object]) -> list[str]:
        return [
            key
            for key in told
            if key.split(":")[0].startswith(telling)
            or (not key.startswith("ICC") and any(word in key for word in words))
        ]

    assert tells(before)
    assert tells(after) == []


def test_an_mpo_loses_its_second_picture() -> None:
    first, second = odd.scene((400, 300)), odd.scene((400, 300), 2)
    data = odd.encoded(first, "MPO", save_all=True, append_images=[second])
    cleaned = full_copy(data)
    assert cleaned.count(b"\xff\xd8\xff") == 1
    assert Image.open(io.BytesIO(cleaned)).format == "JPEG"


def test_an_upright_file_gets_no_block_that_it_did_not_have() -> None:
    plain = odd.jpeg(odd.scene((300, 200)))
    assert full_copy(plain) == plain
    assert b"Exif" not in full_copy(odd.private_jpeg(odd.scene((300, 200)), 1))


def test_the_crc_is_of_the_copy() -> None:
    copy = copy_with_crc(odd.private_jpeg(odd.scene((300, 200))))
    assert copy.crc32 == zlib.crc32(copy.data)


@pytest.mark.parametrize("name", FILES)
def test_a_file_cut_anywhere_is_refused_or_stays_inside_its_bytes(name: str) -> None:
    data = FILES[name]()
    for part in range(1, 40):
        with suppress(RefusedError):
            assert len(full_copy(data[: len(data) * part // 40])) <= len(data)
