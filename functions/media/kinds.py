"""Kinds of assets, and the table of renditions (product 4.5), for those who make them and those who only point at them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Folder = Literal["marked", "plain", "clean"]
PictureKind = Literal["photo", "floor_plan"]
AssetKind = Literal[PictureKind, "video", "document"]
Size = Literal["original", "web", "mls"]


# In the order in which people are shown them and files are numbered.
ASSET_KINDS: Final[tuple[AssetKind, ...]] = ("photo", "floor_plan", "video", "document")
DOCUMENT_BYTES: Final = 100 * 1000 * 1000
VIDEO_BYTES: Final = 5 * 1000 * 1000 * 1000


@dataclass(frozen=True, slots=True)
class Kind:
    """One row of the table: `edge` is the longest edge in px, `folder` the part of the path that one cookie opens."""

    name: str
    folder: Folder
    edge: int
    quality: int


MLS: Final = Kind("mls", "clean", 2048, 88)
CLEAN_LARGE: Final = Kind("clean_1600", "clean", 1600, 82)
CLEAN_MEDIUM: Final = Kind("clean_800", "clean", 800, 80)
CLEAN_SMALL: Final = Kind("clean_400", "clean", 400, 80)
# Marks are fine edges, which cost bytes: at 70 a locked gallery is a fifth lighter than at 78 and looks the same.
MARKED_LARGE: Final = Kind("marked_1600", "marked", 1600, 70)
MARKED_MEDIUM: Final = Kind("marked_800", "marked", 800, 70)
MARKED_SMALL: Final = Kind("marked_400", "marked", 400, 70)
# What a locked listing without watermark shows: unmarked, and nothing larger (product 4.6).
PLAIN_LARGE: Final = Kind("plain_800", "plain", 800, 80)
PLAIN_SMALL: Final = Kind("plain_400", "plain", 400, 80)

FULL: Final = "full"
CAPTIONS: Final = "captions"
MARKED: Final = (MARKED_LARGE, MARKED_MEDIUM, MARKED_SMALL)
ON_ARRIVAL: Final = (MLS, CLEAN_LARGE, MARKED_LARGE, CLEAN_MEDIUM, MARKED_MEDIUM, CLEAN_SMALL, MARKED_SMALL)
# A video's poster is shown as a photo is, and never saved.
OF_A_POSTER: Final = ON_ARRIVAL[1:]
WITHOUT_WATERMARK: Final = (PLAIN_LARGE, PLAIN_SMALL)
# Small, medium, large: what a page lets the browser choose from (ADR 0054).
PREVIEWS: Final[dict[Folder, tuple[Kind, Kind, Kind]]] = {
    "marked": (MARKED_SMALL, MARKED_MEDIUM, MARKED_LARGE),
    "plain": (PLAIN_SMALL, PLAIN_LARGE, PLAIN_LARGE),
    "clean": (CLEAN_SMALL, CLEAN_MEDIUM, CLEAN_LARGE),
}
DOWNLOADS: Final[dict[Size, str]] = {"original": FULL, "web": CLEAN_LARGE.name, "mls": MLS.name}


def label_of(kind: Kind, mark: int) -> str:
    """What a rendition is called in names and in an asset's `made`: a marked one belongs to one version of the mark."""
    return f"{kind.name}@{mark}" if mark and kind.folder == "marked" else kind.name


def size_within(size: tuple[int, int], edge: int) -> tuple[int, int]:
    """Width and height reduced to a longest edge of `edge` px; nothing is enlarged, nothing vanishes."""
    longest = max(size)
    if longest <= edge:
        return size
    return (max(1, round(size[0] * edge / longest)), max(1, round(size[1] * edge / longest)))
