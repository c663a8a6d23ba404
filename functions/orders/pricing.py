"""The one calculator: the preview, the order, the ledger and Stripe all get their cents from here (product 3.8)."""

from collections.abc import Sequence
from dataclasses import dataclass

from latchkey.errors import InvalidError
from latchkey.money import Money
from orders.product import Included, Product

MAX_QUANTITY = 50


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants: so many of a product."""

    product_id: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Line:
    """One priced line: `amount` before tax is `unit_price` times `quantity`; `tax` is rounded half up per line.

    `includes` is what one of it promised when it was ordered; whatever the product becomes, that stays.
    """

    product_id: str
    name: str
    quantity: int
    unit_price: Money
    amount: Money
    tax: Money
    includes: tuple[Included, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """Priced lines and their sums; `total` includes tax."""

    lines: tuple[Line, ...]
    subtotal: Money
    tax: Money
    total: Money


def quoted(
    wishes: Sequence[Wish], products: dict[str, Product], *, square_feet: int, tax_rate_basis_points: int, currency: str
) -> Quote:
    """Price `wishes` for a property of `square_feet`. Raises InvalidError naming the field that cannot be served.

    Products that are unknown, retired or named twice are refused: a price is never guessed.
    """
    if not wishes:
        raise InvalidError("Please choose at least one product.", field="lines")
    if len({wish.product_id for wish in wishes}) != len(wishes):
        raise InvalidError("A product is listed twice. Please raise its quantity instead.", field="lines")
    lines = tuple(
        _line(wish, products.get(wish.product_id), square_feet, tax_rate_basis_points, f"lines.{index}.product_id")
        for index, wish in enumerate(wishes)
    )
    if not any(products[wish.product_id].kind == "package" for wish in wishes):
        raise InvalidError("Please choose a package; add-ons come on top of one.", field="lines")
    zero = Money(0, currency)
    subtotal = sum((line.amount for line in lines), zero)
    tax = sum((line.tax for line in lines), zero)
    return Quote(lines, subtotal, tax, subtotal + tax)


def _line(wish: Wish, product: Product | None, square_feet: int, tax_rate_basis_points: int, field: str) -> Line:
    if product is None or product.retired:
        raise InvalidError("This product is not offered any more. Please choose another.", field=field)
    price = product.price_for(square_feet)
    amount = price * wish.quantity
    tax = amount.share(tax_rate_basis_points)
    return Line(product.product_id, product.name, wish.quantity, price, amount, tax, product.includes)
