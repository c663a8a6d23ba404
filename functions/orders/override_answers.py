"""What the override of an order takes."""

from collections.abc import Mapping
from typing import Any, Literal

from accounts.team_override import of_customer
from latchkey.http import Input, Output

Override = Literal["locked", "unlocked"]


class OverrideIn(Input):
    """Null leaves it to the next level, and at last to the payment rule."""

    override: Override | None


class OverridesOut(Output):
    """What each level says; the nearest that says something wins."""

    order: Override | None
    customer: Override | None
    team: Override | None
    business: Override | None


def overrides_out(business: Mapping[str, Any], customer_id: str, override: Override | None) -> OverridesOut:
    """The four levels of one order, from what every request has read."""
    of_customers = business.get("customer_overrides") or {}
    return OverridesOut(
        order=override,
        customer=of_customers.get(customer_id),
        team=of_customer(business, customer_id),
        business=business.get("override"),
    )
