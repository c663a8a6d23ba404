"""The customer record: to whom the orders of one address in one business belong, with or without an account (house 3)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Customer:
    """`account_id` is the account that proved the address and so claimed the record; None while only guests booked."""

    business_id: str
    customer_id: str
    email: str
    created_at: str
    name: str | None = None
    phone: str | None = None
    account_id: str | None = None
    claimed_at: str | None = None
    version: int = 1

    def item(self) -> dict[str, Any]:
        """As the table keeps it; what is None is not stored."""
        return {"schema": 1, **asdict(self)}


def customer_of(item: Mapping[str, Any]) -> Customer:
    """The customer in a stored item; attributes that a later release adds are passed over."""
    return Customer(**{name: item[name] for name in Customer.__slots__ if name in item})
