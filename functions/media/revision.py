"""A revision: a person's pin on a delivered photo with what should change. Pure."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

from latchkey.writes import Item
from media.asset import Asset

Reason = Literal["brightness", "color", "straighten", "remove", "sharpness", "other"]
WORDS: Final[dict[Reason, str]] = {
    "brightness": "Too dark or too bright",
    "color": "Colors are off",
    "straighten": "Crooked or badly cropped",
    "remove": "Remove something",
    "sharpness": "Not sharp",
    "other": "Something else",
}
# Open ones of a listing: they are one item, and nobody works through more.
MOST_OPEN: Final = 30


@dataclass(frozen=True, slots=True)
class Revision:
    """`x`, `y` in per mille of the upright photo from its top left; `request` is the form that made it."""

    revision_id: str
    asset_id: str
    order_id: str
    x: int
    y: int
    reason: Reason
    text: str
    account_id: str
    by: str
    at: str
    request: str

    def item(self) -> dict[str, Any]:
        """As an entry of the listing's open revisions."""
        return {name: value for name, value in asdict(self).items() if name != "revision_id"}

    def told(self, photo_name: str) -> str:
        """In words, for the order's history."""
        return f"{photo_name}: {WORDS[self.reason]}{f'. {self.text}' if self.text else ''}"


def revisions_of(item: Item | None) -> list[Revision]:
    """The open ones, oldest first."""
    entries = (item or {}).get("open", {})
    return [Revision(revision_id=one, **entries[one]) for one in sorted(entries)]


def is_replaced(revision: Revision, assets: tuple[Asset, ...]) -> bool:
    """Whether a newer file stands in its place, or it was taken away and another of its name and order is there."""
    pinned = next((one for one in assets if one.asset_id == revision.asset_id), None)
    if pinned is None:
        return False
    if pinned.file_id and pinned.created_at > revision.at:
        return True
    if not pinned.hidden:
        return False
    name = pinned.name.casefold()
    return any(
        one.order_id == pinned.order_id and one.name.casefold() == name and one.state == "ready" and not one.hidden
        for one in assets
    )
