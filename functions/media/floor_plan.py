"""Which pictures are floor plans: by the names that people give them, until staff say otherwise (product 4.1)."""

from __future__ import annotations

import re
from typing import Final

from media.kinds import PictureKind

_WORDS: Final = re.compile(r"(?<![a-z])floor[\s_.-]*plans?(?![a-z])", re.IGNORECASE)


def kind_by_name(name: str, folder: str = "") -> PictureKind:
    """What a picture is taken for; `folder` is the path that it lay in, "" when it is not known."""
    return "floor_plan" if says_floor_plan(f"{folder}/{name}") else "photo"


def says_floor_plan(text: str) -> bool:
    return _WORDS.search(text) is not None
