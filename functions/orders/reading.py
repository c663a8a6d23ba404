"""What people read of orders: lists and single orders, each for those to whom it exists."""

from dataclasses import replace
from typing import Any, Literal

from latchkey.cursor import opened, sealed
from latchkey.errors import NotFoundError
from latchkey.http import Caller
from latchkey.ids import is_id
from latchkey.observability import note
from latchkey.settings import settings
from latchkey.writes import Write
from orders import store
from orders.answers import OrderOut, OrdersOut, order_out, row_out
from orders.history import history_in
from orders.order import Order, Status, sees
from payments.charging import can_charge


def list_orders(
    caller: Caller,
    *,
    status: Status | None,
    search: str,
    sort: Literal["newest", "oldest"],
    cursor: str,
    customers: list[str],
) -> OrdersOut:
    """One page of one's own orders and those of one's teams as one list; staff see the business's.

    Only of `customers` where some are named (product 2.8). The search runs over the whole history.
    """
    viewer = caller.viewer
    circle = viewer.circle(customers)
    scope = "|".join(
        ("orders", caller.business_id, viewer.account_id, viewer.customer_id, f"{status}", search, sort, *customers)
    )
    start, newest_first = opened(cursor, scope), sort == "newest"
    if search.strip():
        page = store.search_orders(viewer, circle, search, status, start, newest_first=newest_first)
    elif viewer.is_staff and not circle:
        page = store.page_of_business(caller.business_id, status, start, newest_first=newest_first)
    else:
        page = store.page_of_circle(viewer, circle, status, start, newest_first=newest_first)
    rows = [row_out(item, viewer) for item in page.items]
    return OrdersOut(orders=rows, next_cursor=sealed(page.next_key, scope), in_team=bool(viewer.teams))


def get_order(caller: Caller, order_id: str) -> OrderOut:
    """An order in full, for those to whom it exists."""
    return shown(caller, visible(caller, order_id))


def visible(caller: Caller, order_id: str) -> store.Folder:
    """The order, for those to whom it exists."""
    caller.viewer.must_be_signed_in()
    folder = store.folder(caller.business_id, order_id) if is_id("ord", order_id) else None
    if folder is None or not sees(caller.viewer, folder.order):
        raise NotFoundError
    note(order_id=order_id)
    return folder


def shown(caller: Caller, folder: store.Folder) -> OrderOut:
    """The order as its reader sees it."""
    return order_out(folder, caller.viewer, caller.business, business_can_charge=business_can_charge(caller))


def after(caller: Caller, folder: store.Folder, order: Order, posted: dict[str, Any], moves: list[Write]) -> OrderOut:
    """The answer to a move, from what was read and what was written; no second read."""
    folder.order = replace(order, ledger=posted)
    folder.history += history_in(moves)
    return shown(caller, folder)


def business_can_charge(caller: Caller) -> bool:
    """Whether Pay may be offered."""
    return can_charge(caller.business, settings().stripe_mode)
