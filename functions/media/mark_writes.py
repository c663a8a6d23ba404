"""What changes when a business changes its mark, as pure values: the mark, the run that makes pictures anew, the switch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from accounts import writes as accounts_writes
from accounts.business import Watermark
from latchkey import keys
from latchkey.clock import rfc3339
from latchkey.conditions import absent, attribute
from latchkey.errors import ConflictError, LatchkeyError
from latchkey.outbox import outgoing
from latchkey.writes import Check, Item, Put, Update, Write
from media.gallery_writes import rewritten
from media.mark import Drawn, Run, mark_item, mark_version, run_item, setting_of
from media.store import Gallery

_EVENT: Final = "remarking_requested"


class SupersededError(LatchkeyError):
    """A newer mark was saved meanwhile; its own run does what is left."""

    def __init__(self, _: Item | None = None) -> None:
        super().__init__("A newer watermark was saved.")


def saved(business: Item, setting: Drawn, logo: bytes | None, now: datetime) -> list[Write]:
    """The business's next mark, and the run that brings it to all delivered pictures; an older run ends by this."""
    business_id, before = business["business_id"], mark_version(business)
    version, at = before + 1, rfc3339(now)
    kept: list[Write] = [_kept(business_id, version, setting, logo, at)]
    if before == 0:
        # Deliveries under way may still need the first mark, which only the business's own item knew.
        kept.append(_kept(business_id, before, setting_of(business), None, at))
    return [
        accounts_writes.watermark_changed(business, Watermark(**asdict(setting), version=version)),
        *kept,
        Put("people", keys.remarking(business_id), run_item(business_id, Run(version, "running", 1, 0, 0, at))),
        _requested(business_id, version, 1, now),
    ]


def _kept(business_id: str, version: int, setting: Drawn, logo: bytes | None, at: str) -> Put:
    item = mark_item(business_id, version, setting, logo, at)
    return Put("people", keys.mark(business_id, version), item, absent())


def counted(business_id: str, version: int) -> Update:
    """One more photo has the new mark."""
    return _of_run(business_id, version, {}, add={"done": 1})


def planned(business_id: str, version: int, facts: Mapping[str, Any]) -> Update:
    """How much there is to do, or that nothing is left."""
    return _of_run(business_id, version, facts)


def stuck(business_id: str, version: int, listing_id: str, reason: str) -> Update:
    """A photo of this listing cannot be made anew; the listing keeps its pictures as they are."""
    return _of_run(business_id, version, {f"stuck.{listing_id}": reason})


def next_round(business_id: str, version: int, round_: int, now: datetime) -> list[Write]:
    """The run goes on in an execution of its own, so that none grows old (guarantees 49). The same round hands over once."""
    here = attribute("round").eq(round_)
    moved = Update(
        "people",
        keys.remarking(business_id),
        {"round": round_ + 1},
        condition=attribute("version").eq(version) & here,
        refused=SupersededError,
    )
    return [moved, _requested(business_id, version, round_ + 1, now)]


def retried(business_id: str, run: Run, now: datetime) -> list[Write]:
    """A run that needed attention goes on in its next round; raises ConflictError when it goes on already."""
    stopped = attribute("state").eq("needs_attention") & attribute("round").eq(run.round)
    moved = Update(
        "people",
        keys.remarking(business_id),
        {"state": "running", "round": run.round + 1, "stuck": {}},
        remove=("reason",),
        condition=attribute("version").eq(run.version) & stopped,
        refused=lambda _: ConflictError("This is under way again already."),
    )
    return [moved, _requested(business_id, run.version, run.round + 1, now)]


def switched(gallery: Gallery, order_ids: Sequence[str], version: int) -> list[Write]:
    """These orders of a listing show the new mark, all of their photos and the cards' cover at once.

    On the listing's version, so that nobody who rewrites the gallery at this moment brings an old cover back.
    """
    changes = {f"orders.{order_id}.mark": version for order_id in order_ids}
    switched_lock = {**changes, "has_old_marks": True}
    return [*rewritten(gallery, lock=switched_lock), _still(gallery.head["business_id"], version)]


def cleared(business_id: str, listing_id: str, version: int) -> list[Write]:
    """Nothing of an older mark is left in this listing."""
    lock = keys.lock(business_id, listing_id)
    return [Update("listings", lock, add={"version": 1}, remove=("has_old_marks",)), _still(business_id, version)]


def _still(business_id: str, version: int) -> Check:
    newest = attribute("version").eq(version)
    return Check("people", keys.remarking(business_id), newest, SupersededError)


def _of_run(business_id: str, version: int, facts: Mapping[str, Any], add: Mapping[str, int] | None = None) -> Update:
    return Update(
        "people",
        keys.remarking(business_id),
        facts,
        add or {},
        condition=attribute("version").eq(version),
        refused=SupersededError,
    )


def _requested(business_id: str, version: int, round_: int, now: datetime) -> Put:
    payload = {"business_id": business_id, "version": version, "round": round_}
    return outgoing(business_id, _EVENT, payload, now, event_id=f"remark_{version}_{round_}")
