"""Opens an uploaded photo: its format is decided by its bytes, and what cannot be shown is refused with a reason.

Nothing is decoded here beyond the header, so that a hostile file costs a refusal and not a worker (product 4.4, 4.5).
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageFile, JpegImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin

MAX_BYTES: Final = 200 * 1000 * 1000
MAX_PIXELS: Final = 100 * 1000 * 1000
ACCEPTED: Final = "JPEG, PNG, TIFF or WebP"

_FORMATS: Final = ("JPEG", "PNG", "TIFF", "WEBP")
_ORIENTATION: Final = 0x0112
_SUBFILE_TYPE: Final = 0x00FE
_PHOTOMETRIC: Final = 0x0106
_COMPRESSION: Final = 0x0103
_DNG_VERSION: Final = 0xC612
_COLOR_FILTER_ARRAYS: Final = (32803, 34892)
_OLD_JPEG: Final = 6
_READABLE_MODES: Final = frozenset(
    ("1", "L", "LA", "P", "PA", "RGB", "RGBA", "RGBX", "CMYK", "YCbCr", "LAB", "I;16", "I;16B", "I;16L")
)
BROKEN: Final = (OSError, ValueError, SyntaxError, KeyError, IndexError, TypeError, EOFError, OverflowError)

# Named here because Pillow otherwise imports all of its forty formats when it meets one that is not registered.
_PLUGINS: Final = (JpegImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin)
Image.preinit()
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
ImageFile.LOAD_TRUNCATED_IMAGES = False


class RefusedError(ValueError):
    """The file is not a photo that can be shown; `reason` is one sentence for the person who uploaded it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Original:
    """What the header says: sizes in px as stored (before orientation), `orientation` 1 to 8 as in EXIF."""

    format: str
    width: int
    height: int
    orientation: int

    @property
    def suffix(self) -> str:
        return {"JPEG": "jpg", "PNG": "png", "TIFF": "tif", "WEBP": "webp"}[self.format]

    @property
    def content_type(self) -> str:
        return f"image/{self.format.lower()}"

    @property
    def upright_size(self) -> tuple[int, int]:
        return (self.height, self.width) if self.orientation >= 5 else (self.width, self.height)


def open_original(data: bytes) -> tuple[Image.Image, Original]:
    """The picture, its pixels not decoded yet, and its header; raises RefusedError (product 4.5: type, 100 MP, 200 MB)."""
    if not data:
        raise RefusedError("The file is empty.")
    if len(data) > MAX_BYTES:
        raise RefusedError(f"The file has {len(data) // 1_000_000} MB; a photo may have up to 200 MB.")
    picture = _open(data)
    width, height = picture.size
    if width * height > MAX_PIXELS:
        raise RefusedError(_too_many_pixels(width * height))
    # A camera's multi-picture JPEG is its first picture.
    format_name = "JPEG" if picture.format == "MPO" else str(picture.format)
    _refuse_odd(picture, format_name)
    return picture, Original(format_name, width, height, _orientation(picture))


def damaged() -> RefusedError:
    """The refusal of a file whose header is right and whose pixels are not."""
    return RefusedError("The file is damaged or incomplete: it cannot be read to its last row.")


def _open(data: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return Image.open(io.BytesIO(data), formats=_FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise RefusedError("The picture has more than 100 megapixels, which is the limit.") from bomb
    except BROKEN as unreadable:
        raise _not_a_photo(data) from unreadable


def _too_many_pixels(pixels: int) -> str:
    return f"The picture has {pixels // 1_000_000} megapixels; the limit is 100."


def _refuse_odd(picture: Image.Image, format_name: str) -> None:
    if format_name == "TIFF":
        _refuse_odd_tiff(picture)
    if format_name != "JPEG" and _has_second_frame(picture):
        raise RefusedError("The file holds several pictures or an animation; upload one picture per file.")
    if picture.mode not in _READABLE_MODES:
        raise RefusedError("Its pixels are stored as 32-bit numbers; export it with 8 or 16 bits per channel.")


def _refuse_odd_tiff(picture: Image.Image) -> None:
    tags = getattr(picture, "tag_v2", {})
    raw = (
        _DNG_VERSION in tags
        or tags.get(_PHOTOMETRIC) in _COLOR_FILTER_ARRAYS
        or int(tags.get(_SUBFILE_TYPE, 0)) & 1
        or tags.get(_COMPRESSION) == _OLD_JPEG
    )
    if raw:
        raise RefusedError(f"This is a camera's RAW file; export it as {ACCEPTED}.")


def _has_second_frame(picture: Image.Image) -> bool:
    if picture.format == "TIFF":
        try:
            picture.seek(1)
        except EOFError:
            return False
        except BROKEN as broken:
            raise damaged() from broken
        return True
    return int(getattr(picture, "n_frames", 1)) > 1


def _orientation(picture: Image.Image) -> int:
    try:
        value = picture.getexif().get(_ORIENTATION, 1)
    except BROKEN:
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


_SIGNS: Final[tuple[tuple[int, tuple[bytes, ...], str], ...]] = (
    (4, (b"ftyphei", b"ftyphev", b"ftypmif1", b"ftypmsf1"), "a HEIC photo"),
    (4, (b"ftypavif", b"ftypavis"), "an AVIF picture"),
    (4, (b"ftypcrx",), "a camera's RAW file"),
    (4, (b"ftyp", b"moov", b"mdat"), "a video"),
    (0, (b"\x1aE\xdf\xa3",), "a video"),
    (0, (b"%PDF",), "a PDF document"),
    (0, (b"GIF8",), "a GIF picture"),
    (0, (b"BM",), "a BMP picture"),
    (0, (b"8BPS",), "a Photoshop file"),
    (0, (b"FUJIFILM", b"IIU\x00", b"IIRO", b"\x00MRM", b"FOVb"), "a camera's RAW file"),
    (0, (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf"), "an archive"),
    (0, (b"<svg", b"<?xml", b"<!DOCTYPE", b"<html"), "a text or drawing file"),
)
_STARTS: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*")


def _not_a_photo(data: bytes) -> RefusedError:
    if data.startswith(_STARTS) or (data.startswith(b"RIFF") and data[8:12] == b"WEBP"):
        return damaged()
    for offset, signs, what in _SIGNS:
        if data[offset : offset + 16].startswith(signs):
            return RefusedError(f"This is {what}; photos are accepted as {ACCEPTED}.")
    return RefusedError(f"This is not a photo; photos are accepted as {ACCEPTED}.")
