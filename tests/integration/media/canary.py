"""A photograph, a document, or a video that gives itself away: found in whatever shows it, by its pixels and by its bytes."""

from __future__ import annotations

import io
import re
import zipfile
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from functools import cache

from PIL import Image, ImageChops, ImageOps, ImageStat, UnidentifiedImageError

from tests import originals as odd
from tests import videos
from tests.unit.media.test_watermark import tiles

SIZE = (1700, 1134)
# Mean difference of a 256 px tile from a clean resize, of 255: a clean rendition of these soft colors stays below 0.8
# whatever its size, a marked one above 3.4, and another canary above 9.
CLEAN_BELOW = 2.0
_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"RIFF", b"II*\0", b"MM\0*")
_IN_TEXT = re.compile(r"(?:/9j/|iVBORw0KGgo|UklGR|UEsDB)[A-Za-z0-9+/_-]{64,}")
_PIECE = 64


class Canary:
    """`number` 0 to 5 chooses one of six pictures that nobody can take for each other."""

    bytes_told = "bytes of the original"

    def __init__(self, number: int) -> None:
        self.number = number
        self.file = odd.jpeg(_painted(number))
        middle = len(self.file) // 2
        self._pieces = [self.file[place : place + _PIECE] for place in (middle // 2, middle, middle + middle // 2)]
        self._judged: dict[tuple[bytes, int], str] = {}

    def shown_by(self, data: bytes, *, unmarked_to: int = 0) -> str:
        """How these bytes show the canary without its mark, in words; empty when they do not.

        Looks into ZIPs and at pictures inside of pictures. Up to `unmarked_to` px no mark is asked for (product 4.6).
        """
        asked = data, unmarked_to
        if asked not in self._judged:
            self._judged[asked] = self._judge(data, unmarked_to)
        return self._judged[asked]

    def shown_by_text(self, text: str) -> str:
        """The same of the pictures that a text carries in base64."""
        for found in _IN_TEXT.finditer(text):
            code = found[0].translate(str.maketrans("+/", "-_"))
            if told := self.shown_by(urlsafe_b64decode(code[: len(code) // 4 * 4])):
                return told
        return ""

    def _judge(self, data: bytes, unmarked_to: int) -> str:
        if any(piece in part for part in _files_in(data) for piece in self._pieces):
            return self.bytes_told
        for picture in (one for part in _files_in(data) for one in _pictures_in(part)):
            if max(picture.size) > unmarked_to and self._has_a_clean_tile(picture):
                return f"clean pixels, {picture.width} x {picture.height}"
        return ""

    def _has_a_clean_tile(self, picture: Image.Image) -> bool:
        off = ImageChops.difference(_clean(self.number, picture.size), picture)
        return any(sum(ImageStat.Stat(off.crop(box)).mean) / 3 < CLEAN_BELOW for box in tiles(picture.size))


class Plan(Canary):
    """A picture that is told from the photos, so that a walk can prove that it knows floor plans."""

    bytes_told = "bytes of the floor plan"


class Paper(Canary):
    """A document with words that stand nowhere else; another `number` sings another song."""

    bytes_told = "words of the document"

    def __init__(self, number: int) -> None:
        words = f"Canary number {number} sings in this document"
        self.file = odd.pdf(words)
        self._pieces = [words.encode()]
        self._judged = {}

    def _has_a_clean_tile(self, picture: Image.Image) -> bool:
        return False


class Film(Paper):
    """A video whose every frame tells it; its poster is a picture with a canary of its own."""

    bytes_told = "frames of the video"

    def __init__(self, number: int) -> None:
        frames = [b"canary %d flies in frame %04d " % (number, place) * 8 for place in range(40)]
        self.file = videos.mp4(videos.picture(samples=frames), videos.sound(), videos.trace())
        self._pieces = [frames[place][:_PIECE] for place in (5, 20, 35)]
        self._judged = {}


class Speech(Paper):
    """Captions: what is said in a video, word for word."""

    bytes_told = "words of the captions"

    def __init__(self, number: int) -> None:
        words = f"Canary number {number} is what the owner says here"
        self.file = f"WEBVTT\n\n00:01.000 --> 00:04.000\n{words}\n".encode()
        self._pieces = [words.encode()]
        self._judged = {}


@cache
def _painted(number: int) -> Image.Image:
    """Soft colors, so that a codec adds next to no difference of its own."""
    down = Image.linear_gradient("L")
    shades = [shade.resize(SIZE) for shade in (down, down.rotate(90), Image.radial_gradient("L"))]
    turn = number % len(shades)
    picture = Image.merge("RGB", shades[turn:] + shades[:turn]).point(lambda value: 60 + value * 130 // 255)
    return picture if turn == number else ImageOps.invert(picture)


@cache
def _clean(number: int, size: tuple[int, int]) -> Image.Image:
    """As a clean rendition of that size would be: every scene looks at the same few sizes."""
    return ImageOps.fit(_painted(number), size, Image.Resampling.LANCZOS)


def _files_in(data: bytes) -> Iterator[bytes]:
    """The file itself, and those inside of a ZIP."""
    yield data
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield from _files_in(archive.read(name))


def _pictures_in(data: bytes) -> Iterator[Image.Image]:
    for start in sorted(found.start() for sign in _STARTS for found in re.finditer(re.escape(sign), data)):
        try:
            picture = Image.open(io.BytesIO(data[start:]))
            yield ImageOps.exif_transpose(picture).convert("RGB")
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
            continue
