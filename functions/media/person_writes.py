"""What is written about one person's looking: an attribute per listing or photo, so that two tabs never overwrite each other."""

from __future__ import annotations

from typing import Final

from latchkey import keys
from latchkey.writes import Item, Update, Write

# So many visits are kept for the cards that their item is one read unit.
RECENT: Final = 60


def visited(
    business_id: str, person_id: str, listing_id: str, at: str, before: str | None, visits: Item
) -> list[Write]:
    """The person looked `at`; the visit `before` stays what the gallery marks against. The oldest visits go."""
    marks = {"schema": 1, "visited_at": at, **({"visited_before": before} if before else {})}
    return [
        Update("listings", keys.mine(business_id, person_id, listing_id), marks),
        Update(
            "listings",
            keys.visits(business_id, person_id),
            {"schema": 1, listing_id: at},
            remove=_too_many(visits, listing_id),
        ),
    ]


def favorite(business_id: str, person_id: str, listing_id: str, asset_id: str, at: str | None) -> Update:
    """A photo is a favorite since `at`; None: it is none any more."""
    key = keys.mine(business_id, person_id, listing_id)
    if at is None:
        return Update("listings", key, {"schema": 1}, remove=(asset_id,))
    return Update("listings", key, {"schema": 1, asset_id: at})


def _too_many(visits: Item, listing_id: str) -> tuple[str, ...]:
    others = [name for name in visits if name.startswith("lst_") and name != listing_id]
    newest_first = sorted(others, key=lambda name: str(visits[name]), reverse=True)
    return tuple(newest_first[RECENT - 1 :])
