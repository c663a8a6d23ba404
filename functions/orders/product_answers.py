"""What the API says of the products that a business offers."""

from typing import Literal

from latchkey.http import MoneyOut, Output
from orders.answers import money_out
from orders.product import Product


class BandOut(Output):
    up_to_square_feet: int | None
    price: MoneyOut


class IncludedOut(Output):
    kind: str
    count: int


class ProductOut(Output):
    product_id: str
    kind: Literal["package", "add_on"]
    name: str
    description: str
    bands: list[BandOut]
    duration_minutes: int
    turnaround_hours: int
    includes: list[IncludedOut]


class ProductsOut(Output):
    products: list[ProductOut]
    tax_rate_basis_points: int
    currency: str


def product_out(product: Product) -> ProductOut:
    return ProductOut(
        product_id=product.product_id,
        kind=product.kind,
        name=product.name,
        description=product.description,
        bands=[
            BandOut(up_to_square_feet=band.up_to_square_feet, price=money_out(band.price)) for band in product.bands
        ],
        duration_minutes=product.duration_minutes,
        turnaround_hours=product.turnaround_hours,
        includes=[IncludedOut(kind=part.kind, count=part.count) for part in product.includes],
    )
