"""The closing of a business: who said so, until when it can be taken back, how far its deletion is (ADR 0073). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final, Literal, get_args

from latchkey import keys

ClosingState = Literal["waiting", "removing"]
Step = Literal[
    "quiet", "domain", "edge", "portal", "originals", "listings", "orders", "events", "copies", "names", "people"
]
# The way to the portal goes first, so that nobody finds half a business; pictures before the listings that name them;
# people last, because the business itself is among them and says how far this is.
STEPS: Final[tuple[Step, ...]] = get_args(Step)


@dataclass(frozen=True, slots=True)
class Closing:
    """Waits until `closes_at`, then removes: `step` and, within a table, `start` say where the worker goes on.

    `domain` is the domain of its own that the business had when the deletion began.
    """

    business_id: str
    closing_id: str
    asked_at: str
    asked_by: str
    closes_at: str
    state: ClosingState = "waiting"
    step: Step = STEPS[0]
    start: Mapping[str, str] | None = None
    begun_at: str | None = None
    domain: str | None = None

    @property
    def key(self) -> keys.Key:
        return keys.closing(self.business_id)

    @property
    def event_id(self) -> str:
        """The event that carries it out."""
        return f"closing_{self.closing_id}"

    @property
    def edge_event_id(self) -> str:
        """The event that takes its hosts off the edge."""
        return f"closed_{self.closing_id}"

    def begun(self, at: str, domain: str) -> Closing:
        """The point of no return."""
        return replace(self, state="removing", begun_at=at, domain=domain or None)

    def item(self) -> dict[str, Any]:
        """As the table keeps it."""
        return {"schema": 1, **asdict(self)}


def closing_of(item: Mapping[str, Any]) -> Closing:
    """The closing in a stored item; what was None was not stored."""
    return Closing(**{name: item[name] for name in Closing.__slots__ if name in item})
