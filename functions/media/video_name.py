"""Which files are taken for videos, and which kinds are refused before a byte travels: by their names (product 4.5)."""

from __future__ import annotations

from typing import Final

_VIDEOS: Final = (".mp4", ".mov", ".m4v")
_OTHER_VIDEOS: Final = (
    ".mkv", ".avi", ".webm", ".wmv", ".flv", ".mpg", ".mpeg", ".mts", ".m2ts", ".3gp", ".mxf", ".braw", ".r3d",
)  # fmt: skip
_RAW: Final = (
    ".dng", ".cr2", ".cr3", ".crw", ".nef", ".nrw", ".arw", ".srf", ".raf", ".orf", ".rw2", ".pef", ".srw", ".3fr",
)  # fmt: skip


def is_video_name(name: str) -> bool:
    return name.lower().endswith(_VIDEOS)


def refusal_by_name(name: str) -> str | None:
    """Why a file of this name is refused; None when its bytes decide."""
    if name.lower().endswith(_OTHER_VIDEOS):
        return "This kind of video is not accepted; export it as MP4 or MOV."
    if name.lower().endswith(_RAW):
        return "This is a camera's RAW file; export it as JPEG, PNG, TIFF or WebP."
    return None
