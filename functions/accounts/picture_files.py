"""Makes the files of a brand's picture from what was uploaded: decoded with caps, small, of pixels alone (guarantees 33-35).

What is kept is drawn anew here, or rebuilt by `safe_svg`, never the file that was sent: no metadata, no second picture.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from PIL import Image, ImageCms, ImageOps

from accounts import safe_svg
from accounts.pictures import Picture, Use
from latchkey.embedded import embedded_file
from latchkey.errors import InvalidError

# What a request may carry as base64 beside its other words.
MAX_BYTES: Final = 3_000_000
_MAX_PIXELS: Final = 50_000_000
_FORMATS: Final = ("PNG", "JPEG", "WEBP")
_TYPES: Final = {"png": "image/png", "webp": "image/webp", "svg": "image/svg+xml"}
# The room of a logo on a page, in CSS pixels; its file is drawn three times as large for dense screens.
_LOGO: Final = (200, 40)
_DENSITY: Final = 3
_TAB: Final = 64
_HOME: Final = 192
_LARGE: Final = 1600
_SMALL: Final = 800
_HEAVY: Final = 50_000
_PORTRAIT: Final = 480
_SMALLEST_PORTRAIT: Final = 160
# Ink below or above these lightnesses vanishes on a page of the other scheme, once a quarter of a logo is of it.
_DARK_INK: Final = 70
_LIGHT_INK: Final = 225
_UNREADABLE: Final = (
    OSError, ValueError, SyntaxError, KeyError, IndexError, TypeError, EOFError, OverflowError,
    Image.DecompressionBombError, ImageCms.PyCMSError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class File:
    """One object of the portal bucket; another content is another key, so it is cached for ever."""

    key: str
    data: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class Made:
    """A picture as stored, and the files to write before anything names them."""

    picture: Picture
    files: list[File]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """`size` in CSS pixels; `files` maps a purpose to its bytes and the ending that names their type."""

    size: tuple[float, float]
    files: dict[str, tuple[bytes, str]]
    plate: Literal["light", "dark"] | None = None


def made(folder: str, use: Use, file: str, drawn: str | None) -> Made:
    """The files for a `use` of this base64, for keys in `folder`.

    `drawn` is an SVG as the browser drew it, for mails, which show none. The same input makes the same names.
    Raises InvalidError with one sentence for `file`.
    """
    data = _decoded(file)
    name = hashlib.sha256(b"\0".join((use.encode(), data, (drawn or "").encode()))).hexdigest()[:32]
    if safe_svg.is_svg(data):
        if use != "logo":
            raise _refused("Only a logo may be an SVG. Please use a PNG, JPEG or WebP file.")
        svg = safe_svg.made_safe(data, _LOGO)
        return _made(folder, name, _vector_logo(svg, _opened(_decoded(drawn)) if drawn else None))
    return _made(folder, name, _MAKERS[use](_opened(data)))


def portrait(folder: str, file: str) -> File:
    """A person's picture from this base64 as a square, for a key in `folder`. Raises InvalidError with one sentence."""
    picture = _opened(_decoded(file))
    if min(picture.size) < _SMALLEST_PORTRAIT:
        raise _refused(f"This picture is too small. Use one of at least {_SMALLEST_PORTRAIT} pixels.")
    # Faces are rather in the upper half of a tall picture.
    square = ImageOps.fit(_on_white(picture), (_PORTRAIT, _PORTRAIT), Image.Resampling.LANCZOS, centering=(0.5, 0.35))
    return _file(folder, _webp(square), "webp")


def _vector_logo(svg: safe_svg.SafeSvg, drawn: Image.Image | None) -> _Drawn:
    files = {"page": (svg.text.encode(), "svg")}
    plate = None
    if drawn:
        small = _fitting(drawn, (_LOGO[0] * _DENSITY, _LOGO[1] * _DENSITY))
        files["mail"], plate = (_png(small), "png"), _plate(small)
    return _Drawn((svg.width, svg.height), files, plate)


def _logo(picture: Image.Image) -> _Drawn:
    picture = picture.convert("RGBA")
    box = picture.getchannel("A").getbbox()
    if box is None:
        raise _refused("There is nothing to see in this logo: all of it is transparent.")
    # Before its clear rim goes: without one it would look like a picture that has a ground of its own.
    plate = _plate(_fitting(picture, (_LOGO[0] * _DENSITY, _LOGO[1] * _DENSITY)))
    picture = _fitting(picture.crop(box), (_LOGO[0] * _DENSITY, _LOGO[1] * _DENSITY))
    scale = min(1, _LOGO[0] / picture.width, _LOGO[1] / picture.height)
    file = (_png(picture), "png")
    return _Drawn((picture.width * scale, picture.height * scale), {"page": file, "mail": file}, plate)


def _favicon(picture: Image.Image) -> _Drawn:
    picture = picture.convert("RGBA")
    tab = ImageOps.pad(picture, (_TAB, _TAB), Image.Resampling.LANCZOS, (0, 0, 0, 0))
    # Phones draw their own corners around it, and black where it is transparent.
    inner = ImageOps.pad(picture, (_HOME, _HOME), Image.Resampling.LANCZOS, (0, 0, 0, 0))
    home = Image.new("RGBA", inner.size, "white")
    home.alpha_composite(inner)
    return _Drawn((_TAB, _TAB), {"tab": (_png(tab), "png"), "home": (_png(home.convert("RGB")), "png")})


def _portal_image(picture: Image.Image) -> _Drawn:
    if min(picture.size) < 400:
        raise _refused("This picture is too small to fill a page. Use one of at least 1,200 pixels.")
    large = _fitting(_on_white(picture), (_LARGE, _LARGE))
    small = _fitting(large, (_SMALL, _SMALL))
    return _Drawn(large.size, {"large": (_webp(large), "webp"), "small": (_webp(small), "webp")})


_MAKERS: Final[dict[Use, Callable[[Image.Image], _Drawn]]] = {
    "logo": _logo,
    "favicon": _favicon,
    "portal_image": _portal_image,
}


# ---------------------------------------------------------------------------------------------------------------------
def _decoded(text: str) -> bytes:
    too_large = "This file is larger than 3 MB. Please export it smaller."
    return embedded_file(text, field="file", most_bytes=MAX_BYTES, too_large=too_large)


def _opened(data: bytes) -> Image.Image:
    """Upright sRGB pixels, RGB or RGBA."""
    try:
        picture: Image.Image = Image.open(io.BytesIO(data), formats=_FORMATS)
        if picture.width * picture.height > _MAX_PIXELS:
            raise _refused("This picture has too many pixels. 4,000 pixels wide is plenty.")
        picture.draft("RGB", (_LARGE, _LARGE))
        picture.load()
        picture = ImageOps.exif_transpose(picture)
        profile = picture.info.get("icc_profile")
        mode = "RGBA" if picture.has_transparency_data else "RGB"
        if profile and picture.mode in ("RGB", "RGBA", "CMYK", "L"):
            srgb, own = ImageCms.createProfile("sRGB"), ImageCms.ImageCmsProfile(io.BytesIO(profile))
            kept = picture.mode if picture.mode == "RGBA" else "RGB"
            converted = ImageCms.profileToProfile(picture, own, srgb, outputMode=kept)
            picture = converted or picture
        return picture.convert(mode)
    except _UNREADABLE as error:
        raise _refused("This is not a picture that we can read. Use a PNG, JPEG or WebP file.") from error


def _on_white(picture: Image.Image) -> Image.Image:
    flat = Image.new("RGB", picture.size, "white")
    flat.paste(picture, mask=picture.getchannel("A") if "A" in picture.getbands() else None)
    return flat


def _fitting(picture: Image.Image, room: tuple[int, int]) -> Image.Image:
    """At most as large as `room`; never made larger."""
    smaller = picture.copy()
    smaller.thumbnail(room, Image.Resampling.LANCZOS)
    return smaller


def _plate(logo: Image.Image) -> Literal["light", "dark"] | None:
    """Dark ink needs a light ground in the dark scheme, light ink a dark one in the light scheme; a solid logo has its own."""
    alpha = logo.convert("RGBA").getchannel("A")
    if alpha.getextrema()[0] == 255:
        return None
    shades = logo.convert("L").histogram(alpha.point([0] * 128 + [255] * 128))
    total = sum(shades) or 1
    dark, light = sum(shades[:_DARK_INK]) / total, sum(shades[_LIGHT_INK:]) / total
    if max(dark, light) < 0.25:
        return None
    return "light" if dark >= light else "dark"


def _png(picture: Image.Image) -> bytes:
    data = _saved(picture, "PNG", optimize=True)
    if len(data) > _HEAVY:
        few = picture.quantize(256, Image.Quantize.FASTOCTREE if picture.mode == "RGBA" else None)
        data = min(data, _saved(few, "PNG", optimize=True), key=len)
    return data


def _webp(picture: Image.Image) -> bytes:
    return _saved(picture, "WEBP", quality=74, method=4)


def _saved(picture: Image.Image, kind: str, **how: object) -> bytes:
    # A picture of its own: what Pillow remembers of the file (EXIF, XMP, profiles, texts) stays behind.
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    if picture.mode == "P":
        bare = picture.copy()
        bare.info = {name: bare.info[name] for name in ("transparency",) if name in bare.info}
    file = io.BytesIO()
    bare.save(file, kind, **how)
    return file.getvalue()


def _file(folder: str, data: bytes, ending: str) -> File:
    return File(f"{folder}{hashlib.sha256(data).hexdigest()[:32]}.{ending}", data, _TYPES[ending])


def _made(folder: str, name: str, drawn: _Drawn) -> Made:
    files = {purpose: _file(folder, *file) for purpose, file in drawn.files.items()}
    keys = {purpose: file.key for purpose, file in files.items()}
    width, height = (max(1, round(side)) for side in drawn.size)
    return Made(
        Picture(name=name, width=width, height=height, files=keys, plate=drawn.plate),
        list({file.key: file for file in files.values()}.values()),
    )


def _refused(sentence: str) -> InvalidError:
    return InvalidError(sentence, field="file")
