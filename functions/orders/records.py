"""Orders and products as items: the one place where their stored shape is written and read, every older schema included."""

from typing import Any

from latchkey import keys
from latchkey.money import Money
from latchkey.writes import Item
from orders.order import Address, Contact, Order
from orders.pricing import Line
from orders.product import Band, Included, Product


def order_item(order: Order) -> Item:
    """The order as stored, with the attributes of the four lists it stands in (docs/data-model.md)."""
    return {
        "schema": 1,
        "business_id": order.business_id,
        "order_id": order.order_id,
        "number": order.number,
        "customer_id": order.customer_id,
        "customer_name": order.customer_name,
        "customer_email": order.customer_email,
        "placed_by": order.placed_by,
        "address": _fields(order.address),
        "address_line": order.address.one_line,
        "square_feet": order.square_feet,
        "contact": _fields(order.contact),
        "access_notes": order.access_notes,
        "lines": [_line_item(line) for line in order.lines],
        "subtotal": order.subtotal.amount,
        "tax": order.tax.amount,
        "total": order.total.amount,
        "currency": order.currency,
        "created_at": order.created_at,
        "placed": placed(order),
        "ledger": order.ledger,
        "customer_orders": keys.lists_of_customer(order.business_id, order.customer_id),
        "business_orders": order.business_id,
        **moving_parts(order),
    }


def moving_parts(order: Order) -> Item:
    """The attributes that a move of the order may change."""
    return {
        "version": order.version,
        "status": order.status,
        "listing_id": order.listing_id,
        "delivered_at": order.delivered_at,
        "last_request": order.last_request,
        "customer_orders_by_status": f"{order.business_id}#{order.customer_id}#{order.status}",
        "business_orders_by_status": f"{order.business_id}#{order.status}",
    }


def placed(order: Order) -> str:
    """The sort key of lists: newest and oldest by time, the id to keep two of one millisecond apart."""
    return f"{order.created_at}#{order.order_id}"


def order_of(item: Item) -> Order:
    """The inverse of `order_item`."""
    currency = item["currency"]
    return Order(
        business_id=item["business_id"],
        order_id=item["order_id"],
        number=item["number"],
        version=item["version"],
        status=item["status"],
        customer_id=item["customer_id"],
        customer_name=item["customer_name"],
        customer_email=item["customer_email"],
        placed_by=item["placed_by"],
        address=Address(**{"line2": None, **item["address"]}),
        square_feet=item["square_feet"],
        contact=Contact(**{"email": None, **item["contact"]}),
        access_notes=item.get("access_notes"),
        lines=tuple(_line_of(line, currency) for line in item["lines"]),
        subtotal=Money(item["subtotal"], currency),
        tax=Money(item["tax"], currency),
        total=Money(item["total"], currency),
        created_at=item["created_at"],
        ledger=item["ledger"],
        listing_id=item.get("listing_id"),
        delivered_at=item.get("delivered_at"),
        override=item.get("override"),
        shared_with=tuple(item.get("shared_with", ())),
        unpublished_at=item.get("unpublished_at"),
        last_request=item.get("last_request"),
        erased_at=item.get("erased_at"),
    )


def product_item(business_id: str, product: Product) -> Item:
    """A product as stored."""
    return {
        "schema": 1,
        "business_id": business_id,
        "product_id": product.product_id,
        "kind": product.kind,
        "name": product.name,
        "description": product.description,
        "currency": product.bands[0].price.currency,
        "bands": [{"up_to_square_feet": band.up_to_square_feet, "price": band.price.amount} for band in product.bands],
        "duration_minutes": product.duration_minutes,
        "turnaround_hours": product.turnaround_hours,
        "includes": _includes(product.includes),
        "position": product.position,
        "retired": product.retired,
    }


def product_of(item: Item) -> Product:
    """The inverse of `product_item`."""
    currency = item["currency"]
    return Product(
        product_id=item["product_id"],
        kind=item["kind"],
        name=item["name"],
        description=item["description"],
        bands=tuple(Band(band["up_to_square_feet"], Money(band["price"], currency)) for band in item["bands"]),
        duration_minutes=item["duration_minutes"],
        turnaround_hours=item["turnaround_hours"],
        includes=tuple(Included(**part) for part in item["includes"]),
        position=item["position"],
        retired=item["retired"],
    )


def find_keys(order: Order, found: list[str]) -> list[keys.Key]:
    """Where the words of its address stand: once for its customer, once for the business."""
    return [
        keys.find_row(order.business_id, scope, word, placed(order))
        for scope in (order.customer_id, "all")
        for word in found
    ]


def _fields(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__slots__}


def _line_item(line: Line) -> dict[str, Any]:
    return {
        "product_id": line.product_id,
        "name": line.name,
        "quantity": line.quantity,
        "unit_price": line.unit_price.amount,
        "amount": line.amount.amount,
        "tax": line.tax.amount,
        "includes": _includes(line.includes),
    }


def _includes(parts: tuple[Included, ...]) -> list[dict[str, Any]]:
    return [{"kind": part.kind, "count": part.count} for part in parts]


def _line_of(item: dict[str, Any], currency: str) -> Line:
    return Line(
        product_id=item["product_id"],
        name=item["name"],
        quantity=item["quantity"],
        unit_price=Money(item["unit_price"], currency),
        amount=Money(item["amount"], currency),
        tax=Money(item["tax"], currency),
        # Orders of before kept no promise.
        includes=tuple(Included(**part) for part in item.get("includes", ())),
    )
