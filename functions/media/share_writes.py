"""What is written about the share links of a listing: one item beside it, on the version that was counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from latchkey import keys
from latchkey.clock import rfc3339
from latchkey.conditions import absent, at_version, attribute
from latchkey.errors import NotFoundError
from latchkey.writes import Item, Put, Update
from media.share import ShareLink


def share_added(
    business_id: str, listing_id: str, sharing: Item | None, link: ShareLink, ended: Sequence[str]
) -> Put | Update:
    """One more share link, on the version that was counted; the ended ones leave with it, so the item stays small."""
    key = keys.sharing(business_id, listing_id)
    kept = {name: value for name, value in asdict(link).items() if name != "share_id" and value is not None}
    if sharing is None:
        item = {"schema": 1, "business_id": business_id, "listing_id": listing_id, "version": 1}
        return Put("listings", key, {**item, "links": {link.share_id: kept}}, absent())
    return Update(
        "listings",
        key,
        {f"links.{link.share_id}": kept},
        add={"version": 1},
        remove=tuple(f"links.{share_id}" for share_id in ended),
        condition=at_version(sharing["version"]),
    )


def share_revoked(business_id: str, listing_id: str, share_id: str) -> Update:
    """A link is gone; raises NotFoundError when there is no such link."""
    place = f"links.{share_id}"
    return Update(
        "listings",
        keys.sharing(business_id, listing_id),
        add={"version": 1},
        remove=(place,),
        condition=attribute(place).exists(),
        refused=lambda _: NotFoundError(),
    )


def share_opened(business_id: str, listing_id: str, share_id: str, now: datetime) -> Update:
    """Somebody looked; raises NotFoundError when the link was revoked in this very moment."""
    place = f"links.{share_id}"
    return Update(
        "listings",
        keys.sharing(business_id, listing_id),
        {f"{place}.opened_at": rfc3339(now)},
        condition=attribute(place).exists(),
        refused=lambda _: NotFoundError(),
    )
