"""What a person says about themselves: name, phone, brokerage, links; none of it is ever trusted as a right (guarantees 4)."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from latchkey.errors import InvalidError

MOST_LINKS = 5
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Profile:
    """Each a single line, or None; `links` are https addresses."""

    name: str | None = None
    phone: str | None = None
    brokerage: str | None = None
    links: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for field in ("name", "phone", "brokerage"):
            if _CONTROLS.search(getattr(self, field) or ""):
                raise InvalidError("One line without special characters, please.", field=field)
        for number, link in enumerate(self.links):
            if not _is_link(link):
                raise InvalidError("Please give whole addresses that begin with https://.", field=f"links.{number}")


def _is_link(text: str) -> bool:
    if _CONTROLS.search(text) or " " in text or "\\" in text:
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme == "https" and "." in (parts.hostname or "") and not (parts.username or parts.password)
    except ValueError:
        return False
