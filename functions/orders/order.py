"""The order: what it is, and which moves its status may make (product 3.1). Payment and delivery never change the status."""

from dataclasses import dataclass
from typing import Any, Literal

from latchkey.errors import ConflictError, InvalidError, LatchkeyError, NotFoundError
from latchkey.money import Money
from latchkey.viewer import Right, Viewer
from orders.pricing import Line

Status = Literal["Pending", "Accepted", "Completed", "Canceled"]
Action = Literal["accept", "decline", "cancel", "reopen", "deliver"]
NO_RIGHT_TO_PAY = "In this team you cannot pay for other agents."
STATUSES: tuple[Status, ...] = ("Pending", "Accepted", "Completed", "Canceled")


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address; `country` is ISO 3166 alpha-2."""

    line1: str
    line2: str | None
    city: str
    region: str
    postal_code: str
    country: str

    @property
    def one_line(self) -> str:
        first = ", ".join(part for part in (self.line1, self.line2) if part)
        return f"{first}, {self.city}, {self.region} {self.postal_code}"


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom the photographer meets or calls."""

    name: str
    phone: str
    email: str | None


@dataclass(frozen=True, slots=True)
class Order:
    """`version` counts the moves; `ledger` is the projection of its ledger as the payments service folds it."""

    business_id: str
    order_id: str
    number: int
    version: int
    status: Status
    customer_id: str
    customer_name: str
    customer_email: str
    placed_by: str
    address: Address
    square_feet: int
    contact: Contact
    access_notes: str | None
    lines: tuple[Line, ...]
    subtotal: Money
    tax: Money
    total: Money
    created_at: str
    ledger: dict[str, Any]
    listing_id: str | None = None
    delivered_at: str | None = None
    unpublished_at: str | None = None
    override: Literal["locked", "unlocked"] | None = None
    shared_with: tuple[str, ...] = ()
    last_request: str | None = None
    erased_at: str | None = None

    @property
    def currency(self) -> str:
        return self.total.currency

    @property
    def by_guest(self) -> bool:
        return self.placed_by == "guest"

    @property
    def is_published(self) -> bool:
        """Whether the customer sees what was delivered, now."""
        return self.delivered_at is not None and self.unpublished_at is None


@dataclass(frozen=True, slots=True)
class Move:
    """One edge of the status graph: from which statuses, to which, by whom, and whether it must say why."""

    sources: tuple[Status, ...]
    target: Status
    by_staff: bool
    by_customer: bool
    needs_reason: bool
    event: str


MOVES: dict[Action, Move] = {
    "accept": Move(("Pending",), "Accepted", by_staff=True, by_customer=False, needs_reason=False, event="accepted"),
    "decline": Move(("Pending",), "Canceled", by_staff=True, by_customer=False, needs_reason=True, event="declined"),
    "cancel": Move(
        ("Pending", "Accepted"), "Canceled", by_staff=True, by_customer=True, needs_reason=True, event="canceled"
    ),
    "deliver": Move(
        ("Accepted",), "Completed", by_staff=True, by_customer=False, needs_reason=False, event="delivered"
    ),
    "reopen": Move(("Completed",), "Accepted", by_staff=True, by_customer=False, needs_reason=True, event="reopened"),
}


def sees(viewer: Viewer, order: Order) -> bool:
    """Whether the order exists for this viewer at all: staff, its customer, who sees it through a team, or the guest
    whose link names it.
    """
    if viewer.business_id != order.business_id:
        return False
    if viewer.is_staff:
        return True
    if viewer.kind == "guest":
        return viewer.order_id == order.order_id
    return viewer.rights_over(order.customer_id, order.shared_with) is not None


def may(viewer: Viewer, order: Order, right: Right) -> bool:
    """Whether somebody to whom the order exists may do that with it; a guest's link reads and pays (product 2.5, 2.8)."""
    if not sees(viewer, order):
        return False
    if not viewer.is_customer:
        return viewer.is_staff or right in ("pay", "see_prices")
    return right in (viewer.rights_over(order.customer_id, order.shared_with) or ())


def refusal(viewer: Viewer, order: Order, action: Action) -> str | None:
    """Why this viewer cannot do that now, in one sentence; None when they can (product 3.4)."""
    move = MOVES[action]
    if not (move.by_staff if viewer.is_staff else move.by_customer and viewer.is_customer):
        return "Only the business can do this."
    if viewer.is_customer and not viewer.may_act_for(order.customer_id):
        return "Only the agent who ordered, or an admin of the team, can do this."
    if order.erased_at:
        return "The customer of this order was deleted. It is kept for the books alone."
    if order.status not in move.sources:
        return f"This order is {order.status.lower()}."
    if action == "cancel":
        return _cancel_refusal(viewer, order)
    return None


def _cancel_refusal(viewer: Viewer, order: Order) -> str | None:
    if order.delivered_at:
        return "This order has been delivered."
    if order.ledger.get("paid", 0) or order.ledger.get("processing", 0):
        return "This order has a payment. Please settle it first."
    if order.status == "Accepted" and not viewer.is_staff:
        return "This order is accepted. Please call the business to cancel it."
    return None


def decide(viewer: Viewer, order: Order, action: Action, *, version: int, reason: str | None) -> Move:
    """The move, checked against the version that the person saw (product 3.2).

    Raises NotFoundError, InvalidError (a reason is needed), ForbiddenError or ConflictError with the current state.
    """
    if not sees(viewer, order):
        raise NotFoundError
    move = MOVES[action]
    if move.needs_reason and not (reason or "").strip():
        raise InvalidError("Please give a reason; the other side will read it.", field="reason")
    why = refusal(viewer, order, action)
    if why is not None:
        raise ConflictError(why, current=current_state(order))
    if version != order.version:
        raise moved_on(order)
    return move


def moved_on(order: Order) -> LatchkeyError:
    """The answer to a move that was decided on an older version of the order."""
    return ConflictError("This order changed while you were looking at it.", current=current_state(order))


def current_state(order: Order) -> dict[str, Any]:
    return {"status": order.status, "version": order.version}
