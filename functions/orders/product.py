"""What a business sells: packages and add-ons, priced by the size of the property (product 3.8)."""

from dataclasses import dataclass
from typing import Literal

from latchkey.errors import InvalidError
from latchkey.money import Money

ProductKind = Literal["package", "add_on"]


@dataclass(frozen=True, slots=True)
class Band:
    """A price for properties of at most so many square feet; None is the open end."""

    up_to_square_feet: int | None
    price: Money


@dataclass(frozen=True, slots=True)
class Included:
    """So many assets of a kind come with the product, for instance 25 photos."""

    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class Product:
    """`bands` ascend by size and end with the open one. Durations in minutes, turnaround in hours."""

    product_id: str
    kind: ProductKind
    name: str
    description: str
    bands: tuple[Band, ...]
    duration_minutes: int
    turnaround_hours: int
    includes: tuple[Included, ...] = ()
    position: int = 0
    retired: bool = False

    def price_for(self, square_feet: int) -> Money:
        """The price for a property of that size. Raises InvalidError when the business does not serve it."""
        for band in self.bands:
            if band.up_to_square_feet is None or square_feet <= band.up_to_square_feet:
                return band.price
        raise InvalidError(f"{self.name} is not offered for properties of that size.", field="square_feet")
