"""A new file in the place of a photo: the place keeps its id, its words and its rank; only the file changes. Pure.

The first file's item is the asset. Each further one is an item of its own that names it, so that uploads, renderers and
marks treat it like any other; this module folds them into what people know as one photo (ADR 0053).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from media.asset import Asset

# What belongs to the file and not to its place.
_OF_FILE: Final = (
    "name", "bytes", "sha256", "created_at", "width", "height", "suffix", "etag", "made", "sizes", "checksums",
)  # fmt: skip


def in_place(files: Iterable[Asset]) -> list[Asset]:
    """The assets, each with its newest ready file, the earlier ones, and a newer one that is not ready."""
    files = list(files)
    newer: dict[str, list[Asset]] = {}
    for file in files:
        if file.replaces:
            newer.setdefault(file.replaces, []).append(file)
    return [_folded(one, newer.get(one.asset_id, [])) for one in files if not one.replaces]


def with_checksum(assets: Iterable[Asset], sha256: str | None) -> Asset | None:
    """The asset whose file is this one, standing or on its way, under that file's name; refused files do not count."""
    if not sha256:
        return None
    files = (file for one in assets for file in one.files())
    return next((file for file in files if file.sha256 == sha256 and file.state != "refused"), None)


def not_needed(asset: Asset, delivered_file: str | None) -> list[Asset]:
    """Files that nobody would miss once another is on its way: older ones on their way, and undelivered earlier ones."""
    kept = {asset.asset_id, asset.file_id, delivered_file}
    passed = [one for one in asset.earlier if one.asset_id not in kept]
    return [*passed, *([asset.arriving] if asset.arriving else [])]


# ---------------------------------------------------------------------------------------------------------------------
def _folded(first: Asset, newer: Sequence[Asset]) -> Asset:
    if not newer:
        return first
    by_age = sorted(newer, key=lambda one: one.asset_id)
    ready = [one for one in by_age if one.state == "ready"]
    standing = ready[-1] if ready else first
    arriving = [one for one in by_age if one.state != "ready" and (not ready or one.asset_id > standing.asset_id)]
    own: dict[str, Any] = {name: getattr(standing, name) for name in _OF_FILE}
    return replace(
        first,
        **own,
        file_id=standing.asset_id if ready else "",
        arriving=replace(arriving[-1], hidden=first.hidden, kind=first.kind) if arriving else None,
        earlier=(first, *ready[:-1]) if ready else (),
    )
