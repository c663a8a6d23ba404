"""What the business offers and what it would cost: open to everybody, and nothing is written."""

from latchkey.http import Caller
from latchkey.writes import Item
from orders import store
from orders.placing_answers import QuoteIn, QuoteOut, quote_out
from orders.pricing import Quote, Wish, quoted
from orders.product import Product
from orders.product_answers import ProductsOut, product_out


def list_products(caller: Caller) -> ProductsOut:
    """What the business offers now."""
    business = caller.business
    return ProductsOut(
        products=[product_out(product) for product in store.products(caller.business_id)],
        tax_rate_basis_points=business["tax_rate_basis_points"],
        currency=business["currency"],
    )


def quote(caller: Caller, body: QuoteIn) -> QuoteOut:
    """The price of a wish by the one calculator, without placing anything."""
    ids = [line.product_id for line in body.lines]
    products, _, _ = store.to_place(caller.business_id, ids, None)
    return quote_out(priced(caller.business, body, products))


def priced(business: Item, body: QuoteIn, products: dict[str, Product]) -> Quote:
    """The price by the one calculator, for a preview and for an order alike (product 3.8)."""
    return quoted(
        [Wish(line.product_id, line.quantity) for line in body.lines],
        products,
        square_feet=body.square_feet,
        tax_rate_basis_points=business["tax_rate_basis_points"],
        currency=business["currency"],
    )
