"""Makes the renditions of a photo (product 4.5) from one scaled decode and one chain of reductions.

A JPEG is decoded at the smallest scale that still holds the largest rendition, the planes stay in the codec's own
color space unless a profile has to be applied, and each rendition is reduced from the one before it.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from PIL import Image, ImageCms

from media.kinds import ON_ARRIVAL, Kind, size_within
from media.original import BROKEN, Original, damaged, open_original
from media.watermark import Mark, stamp

_MAX_PROFILE: Final = 4_000_000
_REDUCING_GAP: Final = 2.0
_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True)
class Rendition:
    """A finished JPEG: sRGB, upright, without metadata; `crc32` is of `data`."""

    kind: Kind
    width: int
    height: int
    data: bytes
    crc32: int


def render(data: bytes, mark: Mark, kinds: tuple[Kind, ...] = ON_ARRIVAL) -> Iterator[Rendition]:
    """Yields the renditions, largest first; raises RefusedError before the first one when the photo cannot be read."""
    for kind, picture in reduce_chain(data, kinds):
        shown = stamp(picture, mark) if kind.folder == "marked" else picture
        yield _encode(kind, shown)


def reduce_chain(data: bytes, kinds: tuple[Kind, ...]) -> Iterator[tuple[Kind, Image.Image]]:
    """Yields each kind with its pixels before mark and encoding (YCbCr of sRGB, upright), largest first."""
    largest = max(kind.edge for kind in kinds)
    picture, original = open_original(data)
    planes, merged = _decode(picture, original, largest), None
    for kind in sorted(kinds, key=lambda each: -each.edge):
        size = size_within(original.upright_size, kind.edge)
        if size != planes.luma.size or merged is None:
            planes = planes.reduced(size)
            merged = planes.merged()
        yield kind, merged


@dataclass(frozen=True)
class _Planes:
    """Luma, and chroma at half its size: that is all a 4:2:0 JPEG keeps, so reducing more is lost work."""

    luma: Image.Image
    chroma: tuple[Image.Image, Image.Image]

    @classmethod
    def of(cls, picture: Image.Image) -> _Planes:
        luma, blue, red = picture.convert("YCbCr").split()
        return cls(luma, (blue.reduce(2), red.reduce(2)))

    def reduced(self, size: tuple[int, int]) -> _Planes:
        if size == self.luma.size:
            return self
        half = ((size[0] + 1) // 2, (size[1] + 1) // 2)
        blue, red = (_shrunk(plane, half) for plane in self.chroma)
        return _Planes(_shrunk(self.luma, size), (blue, red))

    def turned(self, orientation: int) -> _Planes:
        turn = _TURNS.get(orientation)
        if turn is None:
            return self
        return _Planes(self.luma.transpose(turn), (self.chroma[0].transpose(turn), self.chroma[1].transpose(turn)))

    def merged(self) -> Image.Image:
        size = self.luma.size
        blue, red = (plane.resize(size, Image.Resampling.NEAREST) for plane in self.chroma)
        picture = Image.merge("YCbCr", (self.luma, blue, red))
        # Pillow would write the original's comment into each file that it saves.
        picture.info = {}
        return picture


def _shrunk(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=_REDUCING_GAP)


def _decode(picture: Image.Image, original: Original, edge: int) -> _Planes:
    """The upright sRGB pixels within `edge` px, decoded to the last row."""
    profile = _foreign_profile(picture)
    size = size_within(picture.size, edge)
    try:
        if original.format == "JPEG":
            picture.draft("YCbCr" if _is_stored_as_ycbcr(picture) else picture.mode, size)
        picture.load()
        if picture.mode == "YCbCr":
            planes = _Planes.of(picture).reduced(size)
        else:
            planes = _Planes.of(_to_srgb(_reduce(picture, size), profile))
            profile = None
    except BROKEN as broken:
        raise damaged() from broken
    if profile is not None:
        planes = _Planes.of(_to_srgb(planes.merged().convert("RGB"), profile))
    return planes.turned(original.orientation)


def _is_stored_as_ycbcr(picture: Image.Image) -> bool:
    if picture.mode != "RGB":
        return False
    if "jfif" in picture.info or picture.info.get("adobe_transform") == 1:
        return True
    components: list[tuple[int, ...]] = getattr(picture, "layer", [])
    return "adobe" not in picture.info and [component[0] for component in components] == [1, 2, 3]


def _reduce(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Reduces in the picture's own mode; transparency is flattened on white, palettes are resolved."""
    if picture.mode in ("P", "PA", "1") or "transparency" in picture.info:
        picture = picture.convert("RGBA" if "transparency" in picture.info or picture.mode == "PA" else "RGB")
    if picture.mode.startswith("I;16"):
        picture = _sixteen_bits_to_eight(picture)
    if picture.mode in ("RGBA", "LA"):
        return _flatten(picture, size)
    if picture.size == size:
        return picture
    return _shrunk(picture, size)


def _flatten(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    # Band by band: reducing with alpha in one go would hold the whole picture twice.
    bands = [_shrunk(picture.getchannel(name), size) for name in picture.getbands()]
    color = Image.merge("RGB" if len(bands) == 4 else "L", bands[:-1])
    white = Image.new(color.mode, size, "white")
    return Image.composite(color, white, bands[-1])


def _sixteen_bits_to_eight(picture: Image.Image) -> Image.Image:
    return picture.point(lambda value: value * (1 / 256)).convert("L")


def _to_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    if profile is not None:
        transform = _transform(profile, picture.mode)
        if transform is not None:
            converted = transform.apply(picture)
            if converted is not None:
                return converted
    if picture.mode in ("RGB", "YCbCr"):
        return picture
    if picture.mode == "LAB":
        lab = _transform(ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes(), "LAB")
        return lab.apply(picture) if lab is not None else picture.convert("RGB")
    return picture.convert("RGB")


def _foreign_profile(picture: Image.Image) -> bytes | None:
    """The embedded profile when it is not sRGB and of a size that a profile has."""
    profile = picture.info.get("icc_profile")
    if not isinstance(profile, bytes) or not 128 < len(profile) <= _MAX_PROFILE:
        return None
    return None if _is_srgb(profile) else profile


@lru_cache(maxsize=16)
def _is_srgb(profile: bytes) -> bool:
    try:
        return "sRGB" in ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile)))
    except (ImageCms.PyCMSError, *BROKEN):
        return True


@lru_cache(maxsize=16)
def _transform(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    """From the profile to sRGB, or None when the profile does not fit the pixels."""
    try:
        return ImageCms.buildTransform(
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            mode,
            "RGB",
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, *BROKEN):
        return None


def _encode(kind: Kind, picture: Image.Image) -> Rendition:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=kind.quality, subsampling="4:2:0")
    data = file.getvalue()
    return Rendition(kind, picture.width, picture.height, data, zlib.crc32(data))
