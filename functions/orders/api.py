"""The routes of orders: products, prices, placing, lists, detail, and the moves of an order's status."""

from __future__ import annotations

from typing import Annotated, Literal

from aws_lambda_powertools.event_handler.openapi.params import Query

from latchkey.http import api, caller, entry
from latchkey.lazily import lazily

with lazily():
    from orders import (
        answers,
        moving,
        offering,
        order,
        override_answers,
        overriding,
        placing,
        placing_answers,
        product_answers,
        reading,
    )

app = api()


@app.get("/api/products")
def list_products() -> product_answers.ProductsOut:
    """What the business offers, and its tax rate in basis points. Open to everybody."""
    return offering.list_products(caller(app))


@app.post("/api/quotes")
def quote(body: placing_answers.QuoteIn) -> placing_answers.QuoteOut:
    """What it would cost, to the cent. Open to everybody."""
    return offering.quote(caller(app), body)


@app.post("/api/orders", status_code=201)
def place_order(body: placing_answers.OrderIn) -> answers.OrderOut:
    """Place an order, signed in or as a guest; the same form sent twice is one order."""
    return placing.place_order(caller(app), body)


@app.get("/api/orders")
def list_orders(
    status: order.Status | None = None,
    search: Annotated[str, Query(max_length=120)] = "",
    sort: Literal["newest", "oldest"] = "newest",
    cursor: Annotated[str, Query(max_length=2000)] = "",
    customer_id: Annotated[list[str] | None, Query(max_length=40)] = None,
) -> answers.OrdersOut:
    """A page of orders: one's own and one's teams', for staff the business's; or those of up to 40 customers."""
    return reading.list_orders(
        caller(app), status=status, search=search, sort=sort, cursor=cursor, customers=customer_id or []
    )


@app.get("/api/orders/<order_id>")
def get_order(order_id: str) -> answers.OrderOut:
    """The whole order: lines, money, history, and what can be done with it now."""
    return reading.get_order(caller(app), order_id)


@app.post("/api/orders/<order_id>/acceptance")
def accept_order(order_id: str, body: answers.MoveIn) -> answers.OrderOut:
    """Accept: creates the listing and posts the charges. Staff."""
    return moving.accept_order(caller(app), order_id, body)


@app.post("/api/orders/<order_id>/decline")
def decline_order(order_id: str, body: answers.MoveIn) -> answers.OrderOut:
    """Decline a pending order with a reason. Staff."""
    return _moved("decline", order_id, body)


@app.post("/api/orders/<order_id>/cancellation")
def cancel_order(order_id: str, body: answers.MoveIn) -> answers.OrderOut:
    """Cancel before delivery, with a reason."""
    return _moved("cancel", order_id, body)


@app.post("/api/orders/<order_id>/reopening")
def reopen_order(order_id: str, body: answers.MoveIn) -> answers.OrderOut:
    """Take a completed order up again, with a reason; access stays. Staff."""
    return _moved("reopen", order_id, body)


@app.put("/api/orders/<order_id>/override")
def override_order(order_id: str, body: override_answers.OverrideIn) -> answers.OrderOut:
    """Lock or unlock the order's downloads against the payment rule. Staff."""
    return overriding.override_order(caller(app), order_id, body)


def _moved(action: order.Action, order_id: str, body: answers.MoveIn) -> answers.OrderOut:
    return moving.move_order(caller(app), order_id, action, body)


handler = entry("orders.api", app)
