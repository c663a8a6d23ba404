"""Whom a request is about, and how far it has come: the two rows that privacy keeps (ADR 0070). Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final, Literal, get_args

from latchkey import keys
from latchkey.clock import epoch, rfc3339

ErasureState = Literal["waiting", "refused", "working", "done"]
ExportState = Literal["working", "ready"]
Step = Literal[
    "teams",
    "account",
    "portraits",
    "marks",
    "events",
    "orders",
    "listings",
    "team_orders",
    "search",
    "invitations",
    "exports",
    "record",
    "second_look",
]
# The account goes after its teams, whose rosters are told through it; events before the orders, whose list names them;
# the record last, because it leads to the rest.
STEPS: Final[tuple[Step, ...]] = get_args(Step)
EXPORT_KEPT: Final = timedelta(days=3)
EXPORT_EVERY: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Subject:
    """By what a person is found in all stores; forgotten with the last step. `mates`: customers of their teams."""

    customer_id: str
    email: str
    name: str
    account_id: str = ""
    mates: tuple[str, ...] = ()

    @property
    def called(self) -> set[str]:
        """How others' items may name them."""
        return {self.email, self.name} - {""}


@dataclass(frozen=True, slots=True)
class Erasure:
    """Asked for by the customer, or begun by an owner. What stays of it says who decided what when, and names nobody."""

    business_id: str
    customer_id: str
    state: ErasureState
    asked_at: str
    by_customer: bool
    decided_at: str | None = None
    decided_by: str | None = None
    reason: str | None = None
    step: Step = "teams"
    orders: int = 0
    done_at: str | None = None
    subject: Subject | None = None

    @property
    def key(self) -> keys.Key:
        return keys.erasure(self.business_id, self.customer_id)

    @property
    def is_open(self) -> bool:
        """Whether somebody has to decide, or the worker is at it."""
        return self.state in ("waiting", "working")

    def refused(self, by: str, reason: str, now: datetime) -> "Erasure":
        return replace(self, state="refused", decided_at=rfc3339(now), decided_by=by, reason=reason)

    def begun(self, by: str, subject: Subject, orders: int, now: datetime) -> "Erasure":
        """The point of no return."""
        begun = replace(self, state="working", decided_at=rfc3339(now), decided_by=by, reason=None, step=STEPS[0])
        return replace(begun, subject=subject, orders=orders)

    def item(self) -> dict[str, Any]:
        """As the table keeps it."""
        return {"schema": 1, **asdict(self)}


def erasure_of(item: Mapping[str, Any]) -> Erasure:
    """The erasure in a stored item."""
    known = {name: item[name] for name in Erasure.__slots__ if name in item}
    if kept := known.get("subject"):
        known["subject"] = Subject(**{**kept, "mates": tuple(kept["mates"])})
    return Erasure(**known)


@dataclass(frozen=True, slots=True)
class Export:
    """One customer's newest copy of everything; `request_id` is the press of the button that it answers."""

    business_id: str
    customer_id: str
    request_id: str
    state: ExportState
    asked_at: str
    by_customer: bool
    ready_at: str | None = None
    expires_at: str | None = None
    bytes: int = 0
    expires_at_epoch: int | None = None

    @property
    def key(self) -> keys.Key:
        return keys.data_export(self.business_id, self.customer_id)

    @property
    def object_key(self) -> str:
        return object_key(self.business_id, self.customer_id)

    def is_there(self, now: datetime) -> bool:
        """Whether it can be fetched; the bucket takes it away a little later."""
        return self.state == "ready" and rfc3339(now) < (self.expires_at or "")

    def serves(self, now: datetime) -> bool:
        """Whether another press would make the same one again."""
        young = rfc3339(now - EXPORT_EVERY) < self.asked_at
        return young if self.state == "working" else young and self.is_there(now)

    def ready(self, size: int, now: datetime) -> "Export":
        ends = now + EXPORT_KEPT
        made = replace(self, state="ready", ready_at=rfc3339(now), expires_at=rfc3339(ends), bytes=size)
        return replace(made, expires_at_epoch=epoch(ends))

    def item(self) -> dict[str, Any]:
        """As the table keeps it."""
        return {"schema": 1, **asdict(self)}


def export_of(item: Mapping[str, Any]) -> Export:
    """The export in a stored item."""
    return Export(**{name: item[name] for name in Export.__slots__ if name in item})


def object_key(business_id: str, customer_id: str) -> str:
    """Where a customer's copy lies: one place, so that a newer one takes the older one's."""
    return f"exports/{business_id}/{customer_id}.zip"
