"""What an order is placed with, and what it would cost."""

from typing import Annotated

from pydantic import Field

from latchkey.http import Input, MoneyOut, Output
from orders.answers import AddressIn, ContactIn, LineOut, line_out, money_out
from orders.pricing import MAX_QUANTITY, Quote


class WishIn(Input):
    """So many of a product."""

    product_id: Annotated[str, Field(max_length=40)]
    quantity: Annotated[int, Field(ge=1, le=MAX_QUANTITY)] = 1


class QuoteIn(Input):
    """A price without an order."""

    square_feet: Annotated[int, Field(ge=100, le=200_000)]
    lines: Annotated[list[WishIn], Field(min_length=1, max_length=20)]


class OrderIn(QuoteIn):
    """An order; its price is computed here, never taken from the browser (guarantees 15).

    `order_for`: the agent of one's team to whom it will belong (product 2.8); whether one may is the session's word.
    """

    order_for: Annotated[str, Field(max_length=40)] | None = None
    address: AddressIn
    contact: ContactIn
    access_notes: Annotated[str, Field(max_length=2000)] | None = None


class QuoteOut(Output):
    lines: list[LineOut]
    subtotal: MoneyOut
    tax: MoneyOut
    total: MoneyOut


def quote_out(quote: Quote) -> QuoteOut:
    return QuoteOut(
        lines=[line_out(line) for line in quote.lines],
        subtotal=money_out(quote.subtotal),
        tax=money_out(quote.tax),
        total=money_out(quote.total),
    )
