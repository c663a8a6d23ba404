"""Brings a business's new mark to every delivered gallery: find what is behind, switch what is made, remove what is old.

A gallery shows the mark that its order's `mark` names. The new pictures are made beside the old ones, one write switches
an order to them, and the old ones go when nobody can have a page open that points at them (ADR 0048).
Each function may be killed anywhere and run again.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from latchkey import keys
from latchkey.clients import client
from latchkey.errors import ConflictError
from latchkey.settings import settings
from latchkey.tables import commit, query_all, read, read_many
from latchkey.writes import Item
from media import asset_writes, mark_writes, store, writes
from media.access import locked
from media.asset import Asset, labels_of_marks, mark_attribute, marks_of
from media.delivery import ACTIVE
from media.kinds import MARKED, label_of
from media.lock import terms_of
from media.mark import Run, mark_version, run_of
from media.mark_writes import SupersededError
from media.paths import media_key, media_path

BATCH: Final = 10
# One execution makes about so many photos: its history and its data stay far from the engine's limits.
PHOTOS_A_ROUND: Final = 1000
_LISTINGS_A_REMOVAL: Final = 20
_MOST_REMOVED: Final = 1000
_TRIES: Final = 5
_AT_ONCE: Final = 8
Next = Literal["make", "nothing", "superseded"]


@dataclass(frozen=True, slots=True)
class Turn:
    """The machine's input: whose mark, which version of it, and which execution this is."""

    business_id: str
    version: int
    round: int


def plan(turn: Turn) -> dict[str, Any]:
    """What this round makes: locked galleries first, then the newest; or that nothing is left."""
    business, run_found = read_many(
        [("people", keys.business(turn.business_id)), ("people", keys.remarking(turn.business_id))]
    )
    if not business or not run_found or {mark_version(business), run_found["version"]} != {turn.version}:
        return _planned("superseded")
    run = run_of(run_found)
    locks = query_all("listings", turn.business_id, index="business_listings")
    behind = [lock for lock in locks if orders_behind(lock, turn.version) and lock["listing_id"] not in run.stuck]
    batches, listings, later = _round(turn, _urgent_first(behind, turn.version, business))
    left = sum(len(batch["asset_ids"]) for batch in batches) + later
    facts: dict[str, Any] = {"total": run.done + left, "state": "running" if listings else _end(run)}
    try:
        commit([mark_writes.planned(turn.business_id, turn.version, facts)])
    except SupersededError:
        return _planned("superseded")
    if listings:
        return _planned("make", batches=batches, listings=listings)
    old = [lock["listing_id"] for lock in locks if lock.get("has_old_marks")][:_MOST_REMOVED]
    groups = [old[start : start + _LISTINGS_A_REMOVAL] for start in range(0, len(old), _LISTINGS_A_REMOVAL)]
    return _planned("nothing", old=[{"listing_ids": group} for group in groups])


def switch(turn: Turn, listing_id: str) -> bool:
    """Switches the listing's orders to the new mark when each of their photos has it; False: not yet, or not any more."""
    for _ in range(_TRIES):
        folder = store.folder(turn.business_id, listing_id)
        order_ids = orders_behind(folder.gallery.lock, turn.version) if folder else []
        if folder is None or not order_ids or lacking(folder, order_ids, turn.version):
            return False
        try:
            commit(mark_writes.switched(folder.gallery, order_ids, turn.version))
        except ConflictError:
            continue  # somebody changed the gallery at this moment: look again
        except SupersededError:
            return False
        return True
    raise ConflictError("The listing keeps changing.")


def remove_old(turn: Turn, listing_id: str) -> int:
    """Deletes the listing's pictures with older marks; how many photos had some. One that is needed yet keeps them all."""
    if not is_newest(turn.business_id, turn.version):
        return 0
    folder = store.folder(turn.business_id, listing_id)
    if folder is None or _still_shows_old(folder, turn.version):
        return 0
    shown = {order_id for order_id, mark in _marks(folder.gallery.lock).items() if mark == turn.version}
    old = {one.asset_id: (one, marks_of(one) - {turn.version}) for one in folder.files if one.order_id in shown}
    kept = [(asset, marks) for asset, marks in old.values() if marks]
    place = turn.business_id, listing_id
    with ThreadPoolExecutor(max_workers=_AT_ONCE) as pool:
        list(pool.map(lambda one: _forget(place, folder.gallery.head["name_secret"], *one), kept))
    try:
        commit(mark_writes.cleared(*place, turn.version))
    except SupersededError:
        return 0
    return len(kept)


def hand_over(turn: Turn, now: datetime) -> None:
    """The rest is the next execution's; nothing when a newer mark was saved."""
    try:
        commit(mark_writes.next_round(turn.business_id, turn.version, turn.round, now))
    except SupersededError:
        return


def record_attention(turn: Turn) -> bool:
    """Shows on the settings page that it stopped, with a button that goes on; False when a newer mark was saved."""
    facts = {"state": "needs_attention", "reason": "Something went wrong on our side. Nothing was lost."}
    try:
        commit([mark_writes.planned(turn.business_id, turn.version, facts)])
    except SupersededError:
        return False
    return True


def is_newest(business_id: str, version: int) -> bool:
    """Whether no newer mark was saved."""
    run = read("people", keys.remarking(business_id))
    return bool(run and run["version"] == version)


def orders_behind(lock: Item, version: int) -> list[str]:
    """The delivered orders that show another mark, locked or not: an order that locks again is right at once."""
    return [
        order_id
        for order_id, entry in lock["orders"].items()
        if entry["delivered"] and not entry["canceled"] and entry.get("mark", 0) != version
    ]


def lacking(folder: store.Folder, order_ids: list[str], version: int) -> list[Asset]:
    """The files of these orders that have no pictures with this mark: those of hidden photos, which may be shown again, and
    those that wait for the next delivery in the place of another, too.
    """
    return [one for one in folder.files if one.order_id in order_ids and is_behind(one, version)]


def is_behind(asset: Asset, version: int) -> bool:
    """Whether this photo, or the poster of this video, has no pictures with this mark; documents never have any."""
    return asset.state == "ready" and asset.has_pictures and version not in marks_of(asset)


# ---------------------------------------------------------------------------------------------------------------------
def _planned(next_: Next, **work: list[Any]) -> dict[str, Any]:
    return {"next": next_, "batches": [], "listings": [], "old": [], **work}


def _end(run: Run) -> str:
    return "needs_attention" if run.stuck else "completed"


def _urgent_first(behind: list[Item], version: int, business: Item) -> list[Item]:
    def waits(lock: Item) -> bool:
        return any(locked(terms_of(lock, order_id, business)) for order_id in orders_behind(lock, version))

    newest_first = sorted(behind, key=lambda lock: str(lock["shown_at"]), reverse=True)
    return sorted(newest_first, key=lambda lock: not waits(lock))


def _round(turn: Turn, behind: list[Item]) -> tuple[list[Item], list[Item], int]:
    """Batches, listings to switch after them, and about how many photos are left for later rounds."""
    batches: list[Item] = []
    listings: list[Item] = []
    later = count = 0
    for lock in behind:
        listing_id = lock["listing_id"]
        if listings and count + lock["photo_count"] > PHOTOS_A_ROUND:
            later += lock["photo_count"]
            continue
        folder = store.folder(turn.business_id, listing_id)
        order_ids = orders_behind(folder.gallery.lock, turn.version) if folder else []
        if folder is None or not order_ids:
            continue  # the index lags
        ids = [one.asset_id for one in lacking(folder, order_ids, turn.version)]
        count += len(ids)
        listings.append({"listing_id": listing_id})
        for start in range(0, len(ids), BATCH):
            batches.append({"listing_id": listing_id, "asset_ids": ids[start : start + BATCH]})
    return batches, listings, later


def _marks(lock: Item) -> dict[str, int]:
    return {
        order_id: entry.get("mark", 0)
        for order_id, entry in lock["orders"].items()
        if entry["delivered"] and not entry["canceled"]
    }


def _still_shows_old(folder: store.Folder, version: int) -> bool:
    """Whether an order, or a delivery that is under way, points at pictures with an older mark."""
    under_way = [one.mark for one in folder.deliveries if one.state in ACTIVE and not one.is_delivered]
    return any(mark != version for mark in (*_marks(folder.gallery.lock).values(), *under_way))


def _forget(place: tuple[str, str], secret: bytes, asset: Asset, marks: frozenset[int]) -> None:
    """The files go first: killed between, the asset still says which ones there were."""
    for mark in sorted(marks):
        for kind in MARKED:
            path = media_path(secret, place[1], asset.order_id, asset.asset_id, label_of(kind, mark))
            client("s3").delete_object(Bucket=settings().media_bucket, Key=media_key(path))
    unversioned = sorted(label for label in asset.made - labels_of_marks([0]) if "@" not in label)
    said = tuple(mark_attribute(mark) for mark in sorted(marks) if mark)
    with suppress(writes.PassedError):  # removed meanwhile
        commit([asset_writes.marks_forgotten(*place, asset.asset_id, unversioned, said)])
