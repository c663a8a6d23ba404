"""The calculator: the same cents everywhere, whatever is asked of it (product 3.8)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from latchkey.errors import InvalidError
from latchkey.money import Money
from orders.pricing import Quote, Wish, quoted
from orders.product import Band, Product

PACKAGE, ADD_ON = "prd_package", "prd_add_on"
prices = st.integers(min_value=0, max_value=10_000_000)


def a_product(product_id: str, *prices: tuple[int | None, int], retired: bool = False) -> Product:
    kind = "package" if product_id == PACKAGE else "add_on"
    bands = tuple(Band(limit, Money(price, "USD")) for limit, price in prices)
    return Product(product_id, kind, product_id, "", bands, 60, 24, retired=retired)


def a_quote(wishes: list[Wish], products: list[Product], *, square_feet: int = 1800, tax: int = 0) -> Quote:
    known = {product.product_id: product for product in products}
    return quoted(wishes, known, square_feet=square_feet, tax_rate_basis_points=tax, currency="USD")


@given(prices, prices, st.integers(1, 50), st.integers(1, 50), st.integers(0, 3000))
def test_the_parts_of_a_quote_always_add_up(first: int, second: int, many: int, more: int, tax: int) -> None:
    offered = [a_product(PACKAGE, (None, first)), a_product(ADD_ON, (None, second))]
    quote = a_quote([Wish(PACKAGE, many), Wish(ADD_ON, more)], offered, tax=tax)
    assert quote.subtotal.amount == first * many + second * more
    assert quote.total == quote.subtotal + quote.tax
    assert quote.tax.amount == sum(line.tax.amount for line in quote.lines)


@given(prices, st.integers(0, 3000))
def test_tax_is_rounded_half_up_on_each_line(price: int, tax: int) -> None:
    quote = a_quote([Wish(PACKAGE, 1)], [a_product(PACKAGE, (None, price))], tax=tax)
    exact_twice = 2 * price * tax
    assert 2 * 10_000 * quote.tax.amount - exact_twice in range(-9_999, 10_001)


@pytest.mark.parametrize(
    ("square_feet", "price"), [(100, 19900), (1500, 19900), (1501, 24900), (3000, 24900), (3001, 34900)]
)
def test_a_property_pays_the_price_of_its_band(square_feet: int, price: int) -> None:
    product = a_product(PACKAGE, (1500, 19900), (3000, 24900), (None, 34900))
    assert a_quote([Wish(PACKAGE, 1)], [product], square_feet=square_feet).total.amount == price


def test_a_size_that_no_band_covers_is_refused_at_its_field() -> None:
    with pytest.raises(InvalidError) as refused:
        a_quote([Wish(PACKAGE, 1)], [a_product(PACKAGE, (1500, 19900))], square_feet=1501)
    assert refused.value.facts["errors"][0]["field"] == "square_feet"


@pytest.mark.parametrize(
    "wishes",
    [
        [],
        [Wish("prd_unknown", 1)],
        [Wish(PACKAGE, 1), Wish(PACKAGE, 1)],
        [Wish(ADD_ON, 1)],
        [Wish(PACKAGE, 1), Wish("prd_retired", 1)],
    ],
    ids=["nothing", "unknown", "twice", "add-on alone", "retired"],
)
def test_a_wish_that_cannot_be_served_is_never_priced(wishes: list[Wish]) -> None:
    offered = [
        a_product(PACKAGE, (None, 100)),
        a_product(ADD_ON, (None, 100)),
        a_product("prd_retired", (None, 100), retired=True),
    ]
    with pytest.raises(InvalidError):
        a_quote(wishes, offered)
