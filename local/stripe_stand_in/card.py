"""What the payer typed on the Checkout page, checked field by field before any charge is tried."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from .intents import ACCEPTED_CARDS, DECLINED_CARDS


@dataclass(frozen=True)
class TypedPayment:
    """The form after reading: `errors` names the fields to mend, each with its sentence."""

    method: str  # "card" or "bank"
    email: str
    name: str
    number: str
    errors: dict[str, str] = field(default_factory=dict)


def read(form: Mapping[str, str], now: datetime) -> TypedPayment:
    method = "bank" if form.get("method") == "bank" else "card"
    email, name = form.get("email", "").strip(), form.get("name", "").strip()
    number = re.sub(r"[\s-]", "", form.get("number", ""))
    errors: dict[str, str] = {}
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email):
        errors["email"] = "Enter an e-mail address like name@example.com."
    if not name:
        errors["name"] = "Enter the name on the account." if method == "bank" else "Enter the name on the card."
    if method == "card":
        errors |= _card_errors(number, form.get("expiry", ""), form.get("cvc", "").strip(), now)
    return TypedPayment(method, email, name, number, errors)


def _card_errors(number: str, expiry: str, cvc: str, now: datetime) -> dict[str, str]:
    errors: dict[str, str] = {}
    if not re.fullmatch(r"\d{13,19}", number) or not _passes_luhn(number):
        errors["number"] = "Your card number is not valid."
    elif number not in ACCEPTED_CARDS and number not in DECLINED_CARDS:
        errors["number"] = "Only test cards work here. Use 4242 4242 4242 4242."
    match = re.fullmatch(r"\s*(0[1-9]|1[0-2])\s*/?\s*(\d{2})\s*", expiry)
    if match is None:
        errors["expiry"] = "Enter the date as MM / YY."
    elif (2000 + int(match[2]), int(match[1])) < (now.year, now.month):
        errors["expiry"] = "Your card has expired."
    if not re.fullmatch(r"\d{3,4}", cvc):
        errors["cvc"] = "Enter the 3 or 4 digits."
    return errors


def _passes_luhn(number: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
