"""Whether an amount can be paid online, and the sentence for a payer when it cannot. Pure (product 6.6, 6.9).

Apart from what an attempt to pay is, because lists and pages ask this of every order and open no payment.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from latchkey.errors import ConflictError
from latchkey.money import Money

if TYPE_CHECKING:
    from payments.ledger import Ledger

PayOff = Literal["nothing_due", "processing", "not_charging", "currency", "too_small", "too_large"]

# The smallest charge that Stripe takes, in minor units; a currency that is not here cannot be paid online.
SMALLEST_CHARGE = {"USD": 50, "AED": 200, "AUD": 50, "BGN": 100, "BRL": 50, "CAD": 50, "CHF": 50, "CZK": 1500, "DKK": 250,
                   "EUR": 50, "GBP": 30, "HKD": 400, "HUF": 17500, "INR": 50, "JPY": 50, "MXN": 1000, "MYR": 200,
                   "NOK": 300, "NZD": 50, "PLN": 200, "RON": 200, "SEK": 300, "SGD": 50, "THB": 1000}  # fmt: skip
LARGEST_CHARGE = 99_999_999


class ChargingOffError(ConflictError):
    """The business cannot take payments now; Pay is off and says so (product 6.9)."""

    def __init__(self) -> None:
        super().__init__("Online payment is switched off for this business at the moment. Please contact the business.")


def why_pay_is_off(due: int, currency: str, *, processing: bool, business_can_charge: bool) -> PayOff | None:
    """Why an amount cannot be paid online now; None when it can (product 6.6, 6.9). `due` in minor units."""
    smallest = SMALLEST_CHARGE.get(currency, 0)
    reasons: dict[PayOff, bool] = {
        "nothing_due": due <= 0,
        "processing": processing,
        "not_charging": not business_can_charge,
        "currency": not smallest,
        "too_small": due < smallest,
        "too_large": due > LARGEST_CHARGE,
    }
    return next((reason for reason, is_so in reasons.items() if is_so), None)


def pay_refusal(ledger: Ledger, currency: str, *, business_can_charge: bool) -> str | None:
    """Why Pay is off, in one sentence for the payer; None when it is on."""
    reason = why_pay_is_off(
        ledger.due, currency, processing=ledger.processing > 0, business_can_charge=business_can_charge
    )
    if reason is None:
        return None
    least = Money(SMALLEST_CHARGE.get(currency, 0), currency).shown()
    sentences: dict[PayOff, str] = {
        "nothing_due": "Nothing is due.",
        "processing": "Your bank is confirming a payment. This can take some days; you need not do anything.",
        "not_charging": ChargingOffError().detail,
        "currency": f"Online payment in {currency} is not offered. Please contact the business.",
        "too_small": f"Amounts below {least} cannot be paid online. Please contact the business.",
        "too_large": "This amount is too large to be paid online. Please contact the business.",
    }
    return sentences[reason]


def can_charge(business: Mapping[str, Any], stripe_mode: str) -> bool:
    """Whether the business has somewhere for money to go; `single` mode has one key for the one business."""
    return stripe_mode == "single" or bool(business.get("stripe_account"))
