"""A delivery: one press of the button, driven by the machine, in a state that people can see and act on."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from latchkey.writes import Item

State = Literal["preparing", "waiting_for_payment", "completed", "needs_attention", "unpublished"]
ACTIVE: Final = ("preparing", "needs_attention")


class DeliveryError(Exception):
    """Why a delivery cannot go on; the message is one sentence for the business. The machine shows it and stops."""


class StillUploadingError(DeliveryError):
    """A listed file has not arrived completely."""


class NothingToDeliverError(DeliveryError):
    """No asset of the order is listed."""


class FileRefusedError(DeliveryError):
    """A file that was listed when the button was pressed turned out to be unreadable."""


class OrderNotDeliverableError(DeliveryError):
    """The order was canceled, or is not accepted, in between."""


class BundleIncompleteError(DeliveryError):
    """A file of the bundle is missing or is not the one that was made."""


class StillLockedError(DeliveryError):
    """The order is paid and its files are not open."""


class PaidAlreadyError(Exception):
    """There is nothing to wait for: the money came before the wait began."""


class UnpublishedError(Exception):
    """The delivery was taken back from the customer: its execution has nothing left to do."""


SENTENCES: Final = {error.__name__ for error in DeliveryError.__subclasses__()}


@dataclass(frozen=True, slots=True)
class Delivery:
    """`round` counts executions; `listed` how many assets were to be delivered when it was checked.

    `mark` is the version of the business's mark that it delivers.
    """

    delivery_id: str
    order_id: str
    state: State
    round: int
    collection: bool
    watermark: bool
    created_at: str
    actor_name: str | None = None
    request: str | None = None
    delivered_at: str | None = None
    reason: str | None = None
    token: str | None = None
    listed: int = 0
    mark: int = 0
    bundle: dict[str, Any] = field(default_factory=dict)

    @property
    def is_delivered(self) -> bool:
        return self.delivered_at is not None


def delivery_of(item: Item) -> Delivery:
    """The delivery in a stored item."""
    return Delivery(**{name: item[name] for name in Delivery.__slots__ if name in item})


def delivery_item(delivery: Delivery) -> Item:
    """A delivery as stored."""
    return {"schema": 1, **{name: getattr(delivery, name) for name in Delivery.__slots__}}


def reason_of(failure: dict[str, Any]) -> str:
    """One sentence for the studio from what the machine caught; only our own sentences are quoted."""
    try:
        cause = json.loads(failure.get("Cause") or "{}")
    except ValueError:
        cause = {}
    if isinstance(cause, dict) and failure.get("Error") in SENTENCES and cause.get("errorMessage"):
        return str(cause["errorMessage"])
    if failure.get("Error") == "States.Timeout":
        return "A step took too long. Please press Retry."
    return "Something went wrong on our side while delivering. Please press Retry."
