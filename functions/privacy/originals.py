"""The original files of a listing, under the names with which they were uploaded (ADR 0072). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from latchkey.writes import Item
from media.asset import asset_of
from media.paths import poster_key, raw_key


@dataclass(frozen=True, slots=True)
class Original:
    """One object of the raw bucket. `sha256` as the browser that sent it told it; a poster's size was never kept."""

    object_key: str
    asset_id: str
    order_id: str
    name: str
    kind: str
    uploaded_at: str
    bytes: int | None = None
    sha256: str | None = None

    @property
    def attachment(self) -> str:
        """A Content-Disposition with the name as it was; percent-encoded, so no name breaks out of it."""
        return f"attachment; filename*=UTF-8''{quote(self.name, safe='')}"

    def told(self) -> dict[str, Any]:
        """What the manifest says."""
        return {
            "asset_id": self.asset_id,
            "order_id": self.order_id,
            "name": self.name,
            "kind": self.kind,
            "bytes": self.bytes,
            "sha256": self.sha256,
            "uploaded_at": self.uploaded_at,
        }


def originals_in(business_id: str, listing_id: str, items: Iterable[Item]) -> list[Original]:
    """Every file that arrived, in the order of upload: also hidden and refused ones, and those that others replaced."""
    assets = [asset_of(item) for item in items if item["sk"].startswith("asset#")]
    found = []
    for asset in sorted(assets, key=lambda one: one.asset_id):
        if asset.state != "uploading":
            place = business_id, listing_id, asset.asset_id
            original = Original(
                raw_key(*place), asset.asset_id, asset.order_id, asset.name, asset.kind, asset.created_at, asset.bytes,
                asset.sha256,
            )  # fmt: skip
            found.append(original)
            if asset.poster in ("made", "refused"):
                poster = replace(original, object_key=poster_key(*place), name=f"poster of {asset.name}", kind="poster")
                found.append(replace(poster, bytes=None, sha256=None))
    return found
