"""The routes of orders: products, prices, placing, lists, detail, and the moves of an order's status."""

from typing import Annotated, Literal

from aws_lambda_powertools.event_handler.openapi.params import Query

from latchkey.http import api, caller, entry
from orders import overriding, usecases
from orders.answers import MoveIn, OrderIn, OrderOut, OrdersOut, ProductsOut, QuoteIn, QuoteOut
from orders.order import Action, Status
from orders.override_answers import OverrideIn

app = api()


@app.get("/api/products")
def list_products() -> ProductsOut:
    """What the business offers, and its tax rate in basis points. Open to everybody."""
    return usecases.list_products(caller(app))


@app.post("/api/quotes")
def quote(body: QuoteIn) -> QuoteOut:
    """What it would cost, to the cent. Open to everybody."""
    return usecases.quote(caller(app), body)


@app.post("/api/orders", status_code=201)
def place_order(body: OrderIn) -> OrderOut:
    """Place an order, signed in or as a guest; the same form sent twice is one order."""
    return usecases.place_order(caller(app), body)


@app.get("/api/orders")
def list_orders(
    status: Status | None = None,
    search: Annotated[str, Query(max_length=120)] = "",
    sort: Literal["newest", "oldest"] = "newest",
    cursor: Annotated[str, Query(max_length=2000)] = "",
) -> OrdersOut:
    """A page of orders: one's own, or for staff the business's."""
    return usecases.list_orders(caller(app), status=status, search=search, sort=sort, cursor=cursor)


@app.get("/api/orders/<order_id>")
def get_order(order_id: str) -> OrderOut:
    """The whole order: lines, money, history, and what can be done with it now."""
    return usecases.get_order(caller(app), order_id)


@app.post("/api/orders/<order_id>/acceptance")
def accept_order(order_id: str, body: MoveIn) -> OrderOut:
    """Accept: creates the listing and posts the charges. Staff."""
    return usecases.accept_order(caller(app), order_id, body)


@app.post("/api/orders/<order_id>/decline")
def decline_order(order_id: str, body: MoveIn) -> OrderOut:
    """Decline a pending order with a reason. Staff."""
    return _moved("decline", order_id, body)


@app.post("/api/orders/<order_id>/cancellation")
def cancel_order(order_id: str, body: MoveIn) -> OrderOut:
    """Cancel before delivery, with a reason."""
    return _moved("cancel", order_id, body)


@app.post("/api/orders/<order_id>/reopening")
def reopen_order(order_id: str, body: MoveIn) -> OrderOut:
    """Take a completed order up again, with a reason; access stays. Staff."""
    return _moved("reopen", order_id, body)


@app.put("/api/orders/<order_id>/override")
def override_order(order_id: str, body: OverrideIn) -> OrderOut:
    """Lock or unlock the order's downloads against the payment rule. Staff."""
    return overriding.override_order(caller(app), order_id, body)


def _moved(action: Action, order_id: str, body: MoveIn) -> OrderOut:
    return usecases.move_order(caller(app), order_id, action, body)


handler = entry("orders.api", app)
