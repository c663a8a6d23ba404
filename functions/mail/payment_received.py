"""A receipt in words: what arrived, what is still due, and the way to the listing or order (product 11)."""

from typing import Any

from accounts.business import Business
from accounts.team_override import of_customer
from mail.order_mails import PaymentReceived
from mail.wording import in_one_line
from media.access import Overrides, Terms, override_of


def context(message: PaymentReceived, business: Business) -> dict[str, Any]:
    """What the templates show."""
    return {
        "place": in_one_line(message.address_line),
        "number": in_one_line(message.order_number),
        "amount": message.amount.shown(),
        "due": message.due.shown() if message.due.amount > 0 else "",
        "held": _is_held(message, business),
        "to_photos": message.link_path.startswith("/listings/"),
        "path": message.link_path,
    }


def _is_held(message: PaymentReceived, business: Business) -> bool:
    """Whether staff keep it locked, also when all is paid: by the one decision that every door asks (product 5)."""
    team = of_customer({"team_overrides": business.team_overrides}, message.customer_id)
    above = Overrides(business.customer_overrides.get(message.customer_id), team, business.override)
    return override_of(Terms(message.order_id, override=message.override, above=above)) == "locked"
