"""What the demo proves about pictures: marks in every tile, pixels untouched, nothing private left, nothing missing."""

import io
import zipfile
from itertools import product

from PIL import Image, ImageChops, ImageStat

TILE = 256


def weakest_tile(marked: bytes, clean: bytes) -> float:
    """The mean difference (0 to 255) of the least marked 256 px tile between the marked and the clean rendition."""
    one, other = (Image.open(io.BytesIO(data)).convert("L") for data in (marked, clean))
    if one.size != other.size:
        raise ValueError(f"the renditions differ in size: {one.size} and {other.size}")
    difference = ImageChops.difference(one, other)
    width, height = difference.size
    corners = product(range(0, max(width - TILE, 0) + 1, TILE), range(0, max(height - TILE, 0) + 1, TILE))
    tiles = [difference.crop((left, top, min(left + TILE, width), min(top + TILE, height))) for left, top in corners]
    return min(ImageStat.Stat(tile).mean[0] for tile in tiles)


def same_pixels(one: bytes, other: bytes) -> bool:
    """Whether two files decode to the very same pixels, before any orientation is applied."""
    first, second = (Image.open(io.BytesIO(data)) for data in (one, other))
    return first.mode == second.mode and first.size == second.size and first.tobytes() == second.tobytes()


def location_of(data: bytes) -> dict[int, object]:
    """The GPS block of a file; empty is what delivered files have."""
    return dict(Image.open(io.BytesIO(data)).getexif().get_ifd(0x8825))


def names_in_zip(data: bytes) -> list[str]:
    """The names in a ZIP whose every checksum holds. Raises ValueError for a broken one."""
    with zipfile.ZipFile(io.BytesIO(data)) as bundle:
        broken = bundle.testzip()
        if broken is not None:
            raise ValueError(f"{broken} in the bundle is broken")
        return bundle.namelist()
