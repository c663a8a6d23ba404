"""What the orders service writes, as plain values: composed by use cases, here and in other services, into one commit."""

from dataclasses import replace
from datetime import datetime
from typing import Literal

from latchkey import keys
from latchkey.clock import epoch, rfc3339
from latchkey.conditions import absent, at_version, attribute, present
from latchkey.errors import LatchkeyError
from latchkey.ids import fingerprint
from latchkey.viewer import Viewer
from latchkey.writes import Item, Put, Update, Write
from orders.history import history
from orders.order import MOVES, Action, Order, moved_on
from orders.product import Product
from orders.records import find_keys, moving_parts, order_item, order_of, product_item
from orders.search import words

_REQUESTS_KEPT_SECONDS = 7 * 24 * 3600
_FIRST_NUMBER = 1001


def placed(order: Order, viewer: Viewer, now: datetime) -> list[Write]:
    """A new order, the rows by which it is found, and the first line of its history."""
    found = words(order.address.one_line)
    rows = [Put("orders", key, {"order_id": order.order_id, "words": found}) for key in find_keys(order, found)]
    new = Put("orders", keys.order(order.business_id, order.order_id), order_item(order), absent())
    line = history(order.business_id, order.order_id, "placed", order.placed_by, viewer.name, None, now)
    return [new, *rows, line]


def moved(
    order: Order,
    action: Action,
    viewer: Viewer,
    *,
    reason: str | None,
    request: str | None,
    now: datetime,
    listing_id: str | None = None,
) -> tuple[Order, list[Write]]:
    """The order after a move that `order.decide` allowed, and the writes that make it so.

    The condition is the version that was seen; if it does not hold, the answer is the current state (product 3.2).
    """
    move = MOVES[action]
    after = replace(
        order,
        status=move.target,
        version=order.version + 1,
        last_request=request,
        listing_id=listing_id or order.listing_id,
    )
    update = _move(order, after)
    line = history(order.business_id, order.order_id, move.event, viewer.actor, viewer.name, reason, now)
    return after, [update, line]


def delivered(order: Order, now: datetime, *, actor: str, actor_name: str | None) -> list[Write]:
    """The order after its listing was delivered: completed when it was accepted; a re-delivery changes no status."""
    at = rfc3339(now)
    line = history(order.business_id, order.order_id, "delivered", actor, actor_name, None, now)
    published: list[Write] = [line]
    if order.unpublished_at:
        key = keys.order(order.business_id, order.order_id)
        published.append(Update("orders", key, remove=("unpublished_at",), condition=present()))
    if order.status != "Accepted":
        return published
    after = replace(order, status="Completed", version=order.version + 1, delivered_at=at)
    return [_move(order, after), *published]


def overridden(order: Order, override: Literal["locked", "unlocked"] | None) -> tuple[Order, Update]:
    """The order under staff's new word, and its write; raises ConflictError when somebody else spoke in between."""
    said = attribute("override")
    unchanged = said.not_exists() if order.override is None else said.eq(order.override)
    update = Update(
        "orders",
        keys.order(order.business_id, order.order_id),
        {"override": override} if override else {},
        remove=() if override else ("override",),
        condition=present() & unchanged,
        refused=_refused,
    )
    return replace(order, override=override), update


def request_made(business_id: str, actor: str, key: str, body_hash: str, order_id: str, now: datetime) -> Put:
    """Remembers which order a browser's form became, so that sending it again gives the same answer."""
    item = {
        "schema": 1,
        "order_id": order_id,
        "body_hash": body_hash,
        "expires_at_epoch": epoch(now) + _REQUESTS_KEPT_SECONDS,
    }
    return Put("orders", keys.request(business_id, actor, key), item, absent(), AlreadyPlaced)


def guest_link(order: Order, secret: str, now: datetime) -> Put:
    """The private link of a guest's order; only the hash of its secret is kept (guarantees 14)."""
    item = {
        "schema": 1,
        "business_id": order.business_id,
        "order_id": order.order_id,
        "customer_id": order.customer_id,
        "created_at": rfc3339(now),
    }
    return Put("orders", keys.guest_link(order.business_id, fingerprint(secret)), item)


def next_number(business_id: str, current: int | None) -> Update:
    """Takes the next order number; two at once cannot take the same."""
    field = attribute("value")
    unchanged = field.not_exists() if current is None else field.eq(current)
    return Update(
        "orders",
        keys.counter(business_id, "orders"),
        {"value": numbered(current)},
        condition=unchanged,
        refused=NumberTaken,
    )


def numbered(current: int | None) -> int:
    """The order number that `next_number` takes."""
    return (current or _FIRST_NUMBER - 1) + 1


def product(business_id: str, product: Product) -> Put:
    """A product of the business, new or changed."""
    return Put("orders", keys.product(business_id, product.product_id), product_item(business_id, product))


class AlreadyPlaced(LatchkeyError):
    """This form was sent before; `found` is what became of it."""

    def __init__(self, found: Item | None) -> None:
        super().__init__("This form was already sent.")
        self.found = found or {}


class NumberTaken(LatchkeyError):
    """Somebody else took the order number in between; the next one is free."""

    def __init__(self, _: Item | None = None) -> None:
        super().__init__("Another order came in at the same moment.")


def _move(before: Order, after: Order) -> Update:
    changed = {name: value for name, value in moving_parts(after).items() if value is not None}
    seen = at_version(before.version) & attribute("status").eq(before.status)
    key = keys.order(before.business_id, before.order_id)
    return Update("orders", key, changed, condition=seen, refused=_refused)


def _refused(found: Item | None) -> LatchkeyError:
    return moved_on(order_of(found)) if found else LatchkeyError("The order is gone.")
