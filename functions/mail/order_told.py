"""What happened to an order, told to one of its two sides: the facts of the order, a reason where there is one (product 3.1)."""

from typing import Any

from accounts.business import Business
from mail.order_mails import OrderTold
from mail.wording import in_one_line


def context(message: OrderTold, _: Business) -> dict[str, Any]:
    """What the templates show."""
    return {
        "number": in_one_line(message.order_number),
        "place": in_one_line(message.address_line),
        "customer": in_one_line(message.customer_name),
        "ordered": in_one_line(message.ordered),
        "total": message.total.shown(),
        "reason": in_one_line(message.reason),
        "path": message.link_path,
    }
