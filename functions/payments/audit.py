"""The ledger folded again, against what its order and the listing's lock say (house 3): found here, never mended here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from latchkey.writes import Item
from media.access import locked, override_of
from media.lock import terms_of
from payments.ledger import EMPTY, Entry, Ledger, folded


@dataclass(frozen=True, slots=True)
class Finding:
    """What disagrees with the entries, by name; and whether the rule alone lets in too few or too many (product 5)."""

    differing: tuple[str, ...] = ()
    paid_not_unlocked: bool = False
    unlocked_underpaid: bool = False


def judged(order: Item, entries: Iterable[Item], lock: Item | None) -> Finding:
    """What an order's entries say against its projection, and against its terms on the lock of its listing."""
    try:
        ledger = folded(EMPTY, [_entry(item) for item in entries])
    except ValueError:
        return Finding(("entries",))
    differing = _fields_unlike(order["ledger"], ledger)
    if lock is None or order["order_id"] not in lock["orders"]:
        return Finding(differing)
    terms = terms_of(lock, order["order_id"], {})
    said = {"due": terms.due, "payment_state": lock["orders"][order["order_id"]]["payment_state"]}
    differing += tuple(f"lock.{name}" for name, value in said.items() if value != getattr(ledger, name))
    # Where staff have spoken, open and closed say nothing about money.
    by_rule = terms.delivered and not terms.canceled and terms.collection and override_of(terms) is None
    return Finding(
        differing,
        paid_not_unlocked=by_rule and ledger.due <= 0 and locked(terms),
        unlocked_underpaid=by_rule and ledger.due > 0 and not locked(terms),
    )


def _fields_unlike(projection: Mapping[str, Any], ledger: Ledger) -> tuple[str, ...]:
    return tuple(f"ledger.{name}" for name, value in ledger.as_item().items() if projection.get(name) != value)


def _entry(item: Item) -> Entry:
    return Entry(item["number"], item["kind"], item["amount"], item["reference"])
