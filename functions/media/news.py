"""What is new on a listing to one person: deliveries, photos and counts, each against the person's last visit (product 4.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from latchkey.clock import instant, rfc3339
from latchkey.writes import Item
from media.manifest import Photo

# A delivery that nobody looked at for three weeks is no news any more.
_NEW_FOR: Final = timedelta(days=21)
# Who comes back within half an hour is still looking: what was new stays marked, also after paying at Stripe.
_ONE_VISIT: Final = timedelta(minutes=30)
_DELIVERIES_TOLD: Final = 4


class News(NamedTuple):
    """How many photos came, and how many of those that came stand for one that was taken away."""

    added: int
    replaced: int


def news_after(
    news: Sequence[Mapping[str, Any]], before: Iterable[Photo], after: Sequence[Photo], at: str
) -> list[dict[str, Any]]:
    """The last deliveries' counts with that of the delivery `at`; a few, because cards carry them on the lock item."""
    known = {(photo.asset_id, photo.file_id) for photo in before}
    came = {one.asset_id for one in after if not one.hidden and (one.asset_id, one.file_id) not in known}
    replaced = len(came & replacing(after))
    told = {"at": at, "added": len(came) - replaced, "replaced": replaced}
    return [*map(dict, news[-_DELIVERIES_TOLD + 1 :]), told]


def replacing(photos: Iterable[Photo]) -> set[str]:
    """The photos that stand for an earlier one: in its very place, or for a hidden one of the same name and order."""
    photos = list(photos)
    taken_away = {_name(photo): photo.delivered_at or "" for photo in photos if photo.hidden}
    return {
        photo.asset_id
        for photo in photos
        if not photo.hidden and (photo.replaces or taken_away.get(_name(photo), "~") < (photo.delivered_at or ""))
    }


def news_since(news: Iterable[Mapping[str, Any]], visited: str | None) -> News | None:
    """What came after a visit; None for who never looked (all of it is new), and where no counts were kept."""
    later = [told for told in news if visited and told["at"] > visited]
    return News(sum(told["added"] for told in later), sum(told["replaced"] for told in later)) if later else None


def is_new(delivered_at: str | None, visited: str | None, now: datetime) -> bool:
    """Whether a listing's last delivery is news to who looked last at `visited`."""
    if delivered_at is None or now - instant(delivered_at) > _NEW_FOR:
        return False
    return visited is None or visited < delivered_at


def last_visit(mine: Item, now: datetime) -> str | None:
    """The visit before the present one."""
    at = mine.get("visited_at")
    return mine.get("visited_before") if at and at > rfc3339(now - _ONE_VISIT) else at


def _name(photo: Photo) -> tuple[str, str]:
    return photo.order_id, photo.name.casefold()
