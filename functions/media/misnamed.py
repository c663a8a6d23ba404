"""Refuses a file whose name says picture, video or PDF when its bytes say another of these (product 4.4, guarantees 34).

A person is told what it really is: under a name that says so the same file is welcome, or refused for what it is.
"""

from __future__ import annotations

from typing import Final, Literal

from media.original import RefusedError
from media.video_name import is_video_name

Said = Literal["picture", "video", "PDF"]

# How much of a file tells what it is.
START_BYTES: Final = 16
_PICTURES: Final = (
    ".jpg", ".jpeg", ".jpe", ".png", ".tif", ".tiff", ".webp", ".gif", ".bmp", ".heic", ".heif", ".avif",
)  # fmt: skip
# Where a sign stands, the sign, what it says, and how it is called. What is accepted under no name is not listed: the
# judges of pictures and videos refuse it with reasons of their own.
_SIGNS: Final[tuple[tuple[int, tuple[bytes, ...], Said, str, str], ...]] = (
    (0, (b"%PDF-",), "PDF", "a PDF document", ".pdf"),
    (0, (b"\xff\xd8\xff",), "picture", "a JPEG picture", ".jpg"),
    (0, (b"\x89PNG\r\n\x1a\n",), "picture", "a PNG picture", ".png"),
    (0, (b"II*\0", b"MM\0*"), "picture", "a TIFF picture", ".tif"),
    (8, (b"WEBP",), "picture", "a WebP picture", ".webp"),
    (4, (b"ftypqt  ",), "video", "a video", ".mov"),
    (4, (b"ftypiso", b"ftypmp4", b"ftypavc1", b"ftypM4V ", b"ftypMSNV", b"ftypXAVC"), "video", "a video", ".mp4"),
)


def said_by(name: str) -> Said | None:
    """What a name says that the file is; None when it says nothing."""
    lower = name.lower()
    if is_video_name(lower):
        return "video"
    if lower.endswith(_PICTURES):
        return "picture"
    return "PDF" if lower.endswith(".pdf") else None


def refuse_misnamed(name: str, start: bytes) -> None:
    """Raises RefusedError when the first bytes contradict the name."""
    said = said_by(name)
    for offset, signs, kind, what, suffix in _SIGNS:
        if said and said != kind and start[offset:].startswith(signs):
            raise RefusedError(f"This is {what}, not a {said}; rename it to end in {suffix} and upload it again.")
