"""The copy of everything that a business has: how far it has come, and where its parts lie (ADR 0072). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any, Final, Literal, get_args

from latchkey import keys
from latchkey.clock import epoch, rfc3339
from privacy.subject import EXPORT_EVERY, EXPORT_KEPT, ExportState

Kind = Literal["business", "staff", "products", "teams", "customers", "orders", "listings"]
# In the order in which they are read, and in which they stand in the ZIP.
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class BusinessCopy:
    """The newest copy; `request_id` is the press of the button that it answers.

    It is read in pieces, each of which lies in the bucket until all are there: `kind` and `start` say where the next one
    begins, `pieces` how many each kind has. `kind` None: all are read, and the ZIP is being put together. `moves` counts
    the changes, so that of two workers at once one goes on.
    """

    business_id: str
    request_id: str
    state: ExportState
    asked_at: str
    asked_by: str
    kind: Kind | None = KINDS[0]
    start: Mapping[str, str] | None = None
    pieces: Mapping[str, int] = field(default_factory=dict)
    records: Mapping[str, int] = field(default_factory=dict)
    ready_at: str | None = None
    expires_at: str | None = None
    bytes: int = 0
    expires_at_epoch: int | None = None
    moves: int = 0

    @property
    def key(self) -> keys.Key:
        return keys.business_copy(self.business_id)

    @property
    def object_key(self) -> str:
        return business_zip(self.business_id)

    @property
    def step(self) -> int:
        """How many of the steps are done: a kind is one, putting the ZIP together the last."""
        return len(KINDS) if self.kind is None else KINDS.index(self.kind)

    def piece_key(self, kind: Kind, number: int) -> str:
        """Where a piece waits to be put together; the bucket takes away what a copy that was not finished left."""
        return f"exports/{self.business_id}/{self.request_id}/{kind}-{number:05d}"

    def piece_keys(self) -> list[str]:
        """Every piece, in order."""
        return [self.piece_key(kind, number) for kind in KINDS for number in range(self.pieces.get(kind, 0))]

    def object_keys(self) -> list[str]:
        """Everything of it that may lie in the bucket, the piece that is just being written too."""
        following = [self.piece_key(self.kind, self.pieces.get(self.kind, 0))] if self.kind else []
        return [*self.piece_keys(), *following, self.object_key]

    def after_piece(self, records: int, start: Mapping[str, str] | None) -> BusinessCopy:
        """One more piece of this kind is there; without a `start` it was the kind's last."""
        assert self.kind is not None
        following = self.kind if start else next(iter(KINDS[KINDS.index(self.kind) + 1 :]), None)
        return replace(
            self,
            kind=following,
            start=start,
            pieces={**self.pieces, self.kind: self.pieces.get(self.kind, 0) + 1},
            records={**self.records, self.kind: self.records.get(self.kind, 0) + records},
            moves=self.moves + 1,
        )

    def ready(self, size: int, now: datetime) -> BusinessCopy:
        ends = now + EXPORT_KEPT
        made = replace(self, state="ready", ready_at=rfc3339(now), expires_at=rfc3339(ends), bytes=size)
        return replace(made, pieces={}, expires_at_epoch=epoch(ends), moves=self.moves + 1)

    def is_there(self, now: datetime) -> bool:
        """Whether it can be fetched; the bucket takes it away a little later."""
        return self.state == "ready" and rfc3339(now) < (self.expires_at or "")

    def serves(self, now: datetime) -> bool:
        """Whether another press would make the same one again."""
        young = rfc3339(now - EXPORT_EVERY) < self.asked_at
        return young if self.state == "working" else young and self.is_there(now)

    def item(self) -> dict[str, Any]:
        """As the table keeps it."""
        return {"schema": 1, **asdict(self)}


def copy_of(item: Mapping[str, Any]) -> BusinessCopy:
    """The copy in a stored item; what was None was not stored."""
    known = {name: item[name] for name in BusinessCopy.__slots__ if name in item}
    return BusinessCopy(**{"kind": None, **known})


def business_zip(business_id: str) -> str:
    """Where a business's copy lies: one place, so that a newer one takes the older one's."""
    return f"exports/{business_id}/business.zip"
