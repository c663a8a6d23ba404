"""A business that is being founded: what its owner typed, until the mailed code proves the address (product 2.1)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from accounts.business import Business, Watermark
from accounts.palette import Palette, Scheme
from accounts.pending import Pending, begun_by
from latchkey import keys

# What the owner changes first: the brand's own settings compute every other palette (portal/src/lib/palette.ts).
PALETTE: Final = Palette(
    "#0f766e",
    "#006861",
    "#ffffff",
    Scheme(link="#0f766e", soft="#cffbf5", ring="#0f766e"),
    Scheme(link="#409990", soft="#002a27", ring="#187b73"),
)
CURRENCIES: Final = (
    "USD", "CAD", "EUR", "GBP", "AUD", "NZD", "CHF", "SEK", "NOK", "DKK", "JPY", "SGD", "HKD", "ZAR", "MXN", "BRL",
    "INR", "AED", "PLN", "CZK", "ILS",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Founding(Pending):
    """`founded`: the code was typed and the business exists; it stays a day, so that the page can say how far it is."""

    name: str
    label: str
    time_zone: str
    currency: str
    password_hash: str
    founded: bool = False

    @property
    def key(self) -> keys.Key:
        return keys.founding(self.business_id)

    @property
    def has_a_code(self) -> bool:
        return True


def begin(business: Business, label: str, email: str, password_hash: str, proof: str, now: datetime) -> Founding:
    """A founding without its code yet; `with_code` gives it one."""
    return Founding(
        name=business.name,
        label=label,
        time_zone=business.time_zone,
        currency=business.currency,
        password_hash=password_hash,
        **begun_by(business.business_id, email, proof, now),
    )


def new_business(business_id: str, name: str, host: str, time_zone: str, currency: str) -> Business:
    """A business as it begins. Raises InvalidError for what no business can have."""
    return Business(
        business_id=business_id,
        name=name,
        host=host,
        currency=currency,
        time_zone=time_zone,
        locale="en",
        phone="",
        email="",
        accent=PALETTE.accent,
        palette=PALETTE,
        watermark=Watermark("text", name, 40, "tiled"),
    )
