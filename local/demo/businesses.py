"""The made-up businesses of the demo: who they are, what they sell, who works there."""

from dataclasses import dataclass

from latchkey.money import Money
from orders.product import Band, Included, Product

PASSWORD = "correct-horse-battery"


@dataclass(frozen=True, slots=True)
class DemoBusiness:
    """A business as the seed makes it; ids are fixed so that seeding again changes nothing."""

    business_id: str
    name: str
    label: str
    accent: str
    phone: str
    email: str
    owner_email: str
    owner_name: str
    customer_email: str
    customer_name: str
    stripe_account: str
    tax_rate_basis_points: int


HARBOR = DemoBusiness(
    business_id="biz_01K0HARB0R0000000000000001",
    name="Harbor & Pine Photography",
    label="harbor",
    accent="#0f766e",
    phone="+1 207 555 0142",
    email="hello@harbor.example",
    owner_email="owner@harbor.example",
    owner_name="Maya Lindqvist",
    customer_email="agent@coastal.example",
    customer_name="Jordan Avery",
    stripe_account="acct_demoharbor",
    tax_rate_basis_points=550,
)
SUMMIT = DemoBusiness(
    business_id="biz_01K0S0MM1T0000000000000002",
    name="Summit Real Estate Media",
    label="summit",
    accent="#b45309",
    phone="+1 303 555 0177",
    email="hello@summit.example",
    owner_email="owner@summit.example",
    owner_name="Theo Marsh",
    customer_email="agent@ridge.example",
    customer_name="Priya Nolan",
    stripe_account="acct_demosummit",
    tax_rate_basis_points=0,
)
BUSINESSES = (HARBOR, SUMMIT)
# As `portal/src/lib/palette.ts` computes them; creating a business verifies their contrasts again.
PALETTES = {
    "#0f766e": {
        "accent": "#0f766e",
        "accent_hover": "#006861",
        "on_accent": "#ffffff",
        "light": {"link": "#0f766e", "soft": "#cffbf5", "ring": "#0f766e"},
        "dark": {"link": "#409990", "soft": "#002a27", "ring": "#187b73"},
    },
    "#b45309": {
        "accent": "#b45309",
        "accent_hover": "#a24800",
        "on_accent": "#ffffff",
        "light": {"link": "#b15103", "soft": "#ffece2", "ring": "#b45309"},
        "dark": {"link": "#d47033", "soft": "#371e11", "ring": "#b45309"},
    },
}


def products(business: DemoBusiness) -> list[Product]:
    """The price list; ids share the business's last digit, so that no two businesses share one."""
    mark = business.business_id[-1]
    offers = [
        ("package", "Essential photos", "25 photos, day exteriors and every room.", (19900, 24900, 31900), 60, 24, 25),
        ("package", "Signature listing", "40 photos with drone and a twilight exterior.", (34900, 42900, 51900), 120, 24, 40),
        ("package", "Estate story", "60 photos for large homes, two visits if needed.", (59900, 69900, 84900), 180, 48, 60),
        ("add_on", "Twilight exteriors", "5 more photos in the blue hour.", (9900, 9900, 12900), 30, 24, 5),
        ("add_on", "Aerial views", "8 drone photos of house and plot.", (12900, 12900, 14900), 30, 24, 8),
    ]  # fmt: skip
    return [
        Product(
            product_id=f"prd_01K0000000000000000000{mark}{number:03d}",
            kind=kind,  # type: ignore[arg-type]
            name=name,
            description=description,
            bands=tuple(
                Band(limit, Money(price, "USD")) for limit, price in zip((1500, 3000, None), prices, strict=True)
            ),
            duration_minutes=minutes,
            turnaround_hours=hours,
            includes=(Included("photo", photos),),
            position=number,
        )
        for number, (kind, name, description, prices, minutes, hours, photos) in enumerate(offers, start=1)
    ]
