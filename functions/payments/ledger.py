"""The ledger of an order: append-only entries, and the numbers that everybody shows, folded from them (product 6.1).

Signs: a charge, payment and refund are positive; an adjustment changes the price by its sign; a credit is surplus that
the business keeps for now (negative: it was used up or given back); processing is money that a bank has not confirmed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

Kind = Literal["charge", "adjustment", "payment", "refund", "credit", "processing"]
PaymentState = Literal[
    "not_required",
    "unpaid",
    "processing",
    "partially_paid",
    "paid",
    "partially_refunded",
    "refunded",
]
InvoiceState = Literal["open", "paid", "void"]
_KINDS = get_args(Kind)
_SIGNED = ("adjustment", "credit", "processing")


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wants to append: `amount` in minor units, `reference` names its cause (a payment id, a reason)."""

    kind: Kind
    amount: int
    reference: str = ""

    def __post_init__(self) -> None:
        if self.kind not in _KINDS:
            raise ValueError(f"{self.kind} is no kind of entry")
        if isinstance(self.amount, bool) or not isinstance(self.amount, int):
            raise TypeError("an entry counts whole minor units")
        if self.amount == 0 or (self.amount < 0 and self.kind not in _SIGNED):
            raise ValueError(f"a {self.kind} of {self.amount} means nothing")


@dataclass(frozen=True, slots=True)
class Entry:
    """A draft in its place: `number` counts from 1 without gaps."""

    number: int
    kind: Kind
    amount: int
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The projection of `count` entries, in minor units of the order's currency. Only `appended` makes a new one."""

    count: int = 0
    charged: int = 0
    paid: int = 0
    refunded: int = 0
    credited: int = 0
    processing: int = 0

    @property
    def due(self) -> int:
        """What is still owed; never negative, because surplus becomes a credit in the same append."""
        return self.charged - self.paid + self.refunded + self.credited

    @property
    def payment_state(self) -> PaymentState:
        if self.refunded:
            return "refunded" if self.refunded == self.paid else "partially_refunded"
        if self.due > 0:
            return "processing" if self.processing else "partially_paid" if self.paid else "unpaid"
        return "paid" if self.paid else "not_required"

    @property
    def invoice_state(self) -> InvoiceState:
        """Of an issued invoice: void once the whole price was taken back."""
        if self.due > 0:
            return "open"
        return "paid" if self.charged else "void"

    def as_item(self) -> dict[str, Any]:
        """As the order item keeps it, and as API answers quote it."""
        return {
            "count": self.count,
            "charged": self.charged,
            "paid": self.paid,
            "refunded": self.refunded,
            "credited": self.credited,
            "processing": self.processing,
            "due": self.due,
            "payment_state": self.payment_state,
        }


EMPTY = Ledger()


def ledger_of(stored: Mapping[str, Any]) -> Ledger:
    """The inverse of `as_item`; what is derived is derived again, not believed."""
    return Ledger(
        stored["count"],
        stored["charged"],
        stored["paid"],
        stored["refunded"],
        stored["credited"],
        stored["processing"],
    )


def appended(ledger: Ledger, drafts: Sequence[Draft]) -> tuple[Ledger, list[Entry]]:
    """The ledger after `drafts`, and the entries to store. Surplus is appended as a credit (product 6.6).

    Raises ValueError for what cannot be: refunding more than was paid, using a credit that is not there.
    """
    entries = [Entry(ledger.count + place, d.kind, d.amount, d.reference) for place, d in enumerate(drafts, start=1)]
    after = folded(ledger, entries)
    if after.due < 0:
        entries.append(Entry(after.count + 1, "credit", -after.due, drafts[-1].reference))
        after = folded(after, entries[-1:])
    _must_be_possible(after)
    return after, entries


def folded(ledger: Ledger, entries: Iterable[Entry]) -> Ledger:
    """`ledger` with `entries` on top; from an empty ledger, the projection of all of them."""
    for entry in entries:
        if entry.number != ledger.count + 1:
            raise ValueError(f"entry {entry.number} does not follow {ledger.count}")
        field = _FIELDS[entry.kind]
        ledger = replace(ledger, count=entry.number, **{field: getattr(ledger, field) + entry.amount})
    return ledger


def surplus_in(entries: Iterable[Entry]) -> int:
    """How much of an append arrived that nobody owed."""
    return sum(entry.amount for entry in entries if entry.kind == "credit" and entry.amount > 0)


def _must_be_possible(ledger: Ledger) -> None:
    if ledger.refunded > ledger.paid:
        raise ValueError("more would be refunded than was paid")
    if ledger.charged < 0:
        raise ValueError("a price cannot fall below zero")
    if ledger.credited < 0:
        raise ValueError("that credit is not there")
    if ledger.processing < 0:
        raise ValueError("that payment was not processing")


_FIELDS: dict[Kind, str] = {
    "charge": "charged",
    "adjustment": "charged",
    "payment": "paid",
    "refund": "refunded",
    "credit": "credited",
    "processing": "processing",
}
