"""A business's mark as a setting: what it may be, which version it is, and how far its pictures have been made (product 4.6).

Pure: what a mark looks like is drawn by `media.watermark`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Literal

from latchkey.writes import Item

Kind = Literal["text", "logo"]
Style = Literal["tiled", "centered"]
LEAST_OPACITY: Final = 20
MOST_OPACITY: Final = 90
MOST_LETTERS: Final = 40
_USUAL_OPACITY: Final = 60


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn: `opacity` in percent counts in the middle. The text stays known while a logo is shown."""

    kind: Kind
    text: str
    opacity: int
    style: Style


@dataclass(frozen=True, slots=True)
class Run:
    """How far a version of the mark has come on the pictures that customers see; `round` counts executions.

    `stuck` maps a listing to the reason why one of its photos could not be made anew.
    """

    version: int
    state: Literal["running", "completed", "needs_attention"]
    round: int
    done: int
    total: int
    started_at: str
    reason: str | None = None
    stuck: Mapping[str, str] = field(default_factory=dict)


def mark_version(business: Mapping[str, Any]) -> int:
    """Which version of its mark a business has; 0 is the one that it began with."""
    return int((business.get("watermark") or {}).get("version", 0))


def setting_of(item: Mapping[str, Any]) -> Drawn:
    """The setting in a business's item or in a mark's own; a business that has set none shows its name."""
    kept: Mapping[str, Any] = item.get("watermark") or {}
    return Drawn(
        kind=kept.get("kind", "text"),
        text=str(kept.get("text") or item.get("name") or ""),
        opacity=kept.get("opacity", _USUAL_OPACITY),
        style=kept.get("style", "tiled"),
    )


def mark_item(business_id: str, version: int, setting: Drawn, logo: bytes | None, at: str) -> Item:
    """One version of a mark as it is kept; it never changes, so that drawing it again draws the same."""
    shown = {**asdict(setting), "version": version}
    return {"schema": 1, "business_id": business_id, "watermark": shown, "logo": logo, "saved_at": at}


def run_item(business_id: str, run: Run) -> Item:
    """A run as stored."""
    return {"schema": 1, "business_id": business_id, **asdict(run)}


def run_of(item: Mapping[str, Any]) -> Run:
    """The run in a stored item."""
    return Run(**{name: item[name] for name in Run.__slots__ if name in item})
