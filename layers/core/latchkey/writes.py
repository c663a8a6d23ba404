"""Writes as plain values: what a transaction will do, described without doing it, so that domain and tests can look at it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from latchkey.conditions import Condition
from latchkey.errors import ConflictError, LatchkeyError
from latchkey.keys import Key

Table = Literal["people", "orders", "listings", "events"]
Item = dict[str, Any]
Refusal = Callable[[Item | None], LatchkeyError]


def changed_meanwhile(_: Item | None) -> LatchkeyError:
    """The refusal of a write that names no better one."""
    return ConflictError("This changed while you were looking at it. Please look again.")


@dataclass(frozen=True, slots=True)
class Put:
    """Store a whole item. `refused` turns the item found instead (None: there is none) into the error to raise."""

    table: Table
    key: Key
    item: Mapping[str, Any]
    condition: Condition | None = None
    refused: Refusal = changed_meanwhile


@dataclass(frozen=True, slots=True)
class Update:
    """Change some attributes; paths reach into maps with dots (`orders.ord_1.due`). `add` adds to numbers."""

    table: Table
    key: Key
    put: Mapping[str, Any] = field(default_factory=dict)
    add: Mapping[str, int] = field(default_factory=dict)
    remove: tuple[str, ...] = ()
    condition: Condition | None = None
    refused: Refusal = changed_meanwhile


@dataclass(frozen=True, slots=True)
class Check:
    """Insist on a fact about an item that this transaction does not change."""

    table: Table
    key: Key
    condition: Condition
    refused: Refusal = changed_meanwhile


@dataclass(frozen=True, slots=True)
class Delete:
    """Take an item away."""

    table: Table
    key: Key
    condition: Condition | None = None
    refused: Refusal = changed_meanwhile


Write = Put | Update | Check | Delete
