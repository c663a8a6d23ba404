"""The look before a delivery: what would go out against what was ordered, what stops it, what is worth a second look.

Pure. A problem is what the server refuses a delivery for; a warning never stops one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from media.asset import Asset
from media.delivery import ACTIVE, Delivery
from media.link import Link

Problem = Literal["canceled", "stopped", "under_way", "uploading", "replacement_refused", "nothing_ready"]
Caution = Literal[
    "preparing", "refused", "fewer", "link_broken", "undescribed", "without_poster", "hidden", "hidden_links"
]
# Kinds that a person would describe to somebody who cannot see them.
_SEEN: Final = ("photo", "floor_plan")


@dataclass(frozen=True, slots=True)
class Count:
    """So many of a kind would be delivered; `ordered` is None where no product names a number."""

    kind: str
    ready: int
    ordered: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What is worth a second look, how often, and at which assets where somebody can do something about each."""

    check: Caution
    count: int
    asset_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preflight:
    """`uploading` is how many files have not arrived."""

    counts: tuple[Count, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[Finding, ...]
    uploading: int = 0


def preflight(
    entry: Mapping[str, Any],
    assets: Sequence[Asset],
    links: Sequence[Link],
    deliveries: Iterable[Delivery],
    ordered: Sequence[Mapping[str, Any]] = (),
) -> Preflight:
    """Of one order: its entry on the lock item, its own assets, links and deliveries, and what its lines promise."""
    shown = [link for link in links if not link.hidden]
    listed = [one for one in assets if one.is_listed]
    counts = _counts(listed, shown, promised(ordered))
    files = [file for one in listed for file in one.files()]
    uploading = sum(file.state == "uploading" for file in files)
    refused = any(file.state == "refused" for file in files)
    nothing = not listed and not shown
    problems = _problems(entry, deliveries, uploading=bool(uploading), refused=refused, nothing=nothing)
    return Preflight(counts, problems, tuple(_warnings(assets, links, shown, counts)), uploading)


def promised(ordered: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """How many of each kind the lines of an order promise together."""
    numbers: dict[str, int] = {}
    for line in ordered:
        for kind, count in line.get("includes", {}).items():
            numbers[kind] = numbers.get(kind, 0) + count * line["quantity"]
    return numbers


# ---------------------------------------------------------------------------------------------------------------------
def _counts(listed: Sequence[Asset], links: Sequence[Link], ordered: Mapping[str, int]) -> tuple[Count, ...]:
    """Each kind that is there or was ordered; what is still being prepared goes out too, because a delivery waits for it."""
    ready: dict[str, int] = {}
    for one in listed:
        if one.state != "uploading":
            ready[one.kind] = ready.get(one.kind, 0) + 1
    for link in links:
        ready[link.kind] = ready.get(link.kind, 0) + 1
    return tuple(Count(kind, ready.get(kind, 0), ordered.get(kind)) for kind in dict.fromkeys([*ready, *ordered]))


def _problems(
    entry: Mapping[str, Any], deliveries: Iterable[Delivery], *, uploading: bool, refused: bool, nothing: bool
) -> tuple[Problem, ...]:
    states = {one.state for one in deliveries if one.state in ACTIVE}
    found: dict[Problem, bool] = {
        "canceled": bool(entry["canceled"]),
        "stopped": "needs_attention" in states,
        "under_way": "preparing" in states,
        "uploading": uploading,
        # Somebody wanted another photo there: nobody delivers the old one without knowing.
        "replacement_refused": refused,
        "nothing_ready": nothing,
    }
    return tuple(problem for problem, is_so in found.items() if is_so)


def _warnings(
    assets: Sequence[Asset], links: Sequence[Link], shown: Sequence[Link], counts: Iterable[Count]
) -> Iterable[Finding]:
    undescribed = [one.asset_id for one in assets if _lacks_words(one)]
    without_poster = [one.asset_id for one in assets if _lacks_a_poster(one)]
    found = (
        Finding("fewer", sum((one.ordered or 0) > one.ready for one in counts)),
        Finding(
            "preparing", sum(file.state == "processing" for one in assets if one.is_listed for file in one.files())
        ),
        Finding("refused", sum(one.state == "refused" for one in assets)),
        Finding("link_broken", sum(link.health.state == "broken" for link in shown)),
        Finding("undescribed", len(undescribed), tuple(undescribed)),
        Finding("without_poster", len(without_poster), tuple(without_poster)),
        Finding("hidden", sum(one.hidden and one.state == "ready" for one in assets)),
        Finding("hidden_links", len(links) - len(shown)),
    )
    return (one for one in found if one.count)


def _lacks_words(asset: Asset) -> bool:
    """Neither a description nor a caption: a screen reader has nothing to read out."""
    return asset.kind in _SEEN and asset.state == "ready" and not asset.hidden and not (asset.alt or asset.caption)


def _lacks_a_poster(asset: Asset) -> bool:
    """Until it is paid its customer is shown the poster alone; the delivery waits for one that is on its way."""
    shown = asset.kind == "video" and asset.state == "ready" and not asset.hidden
    return shown and asset.poster != "coming" and not asset.has_pictures
