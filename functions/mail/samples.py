"""Made-up facts for each mail, so that a business sees what its customers will get before anybody gets it."""

from dataclasses import fields
from typing import Any

from accounts.business import Business
from latchkey.money import Money
from mail.message import Message
from mail.messages import KINDS

_REASONS = {
    "order_declined": "We are fully booked that week.",
    "order_canceled": "The house is no longer for sale.",
    "cancellation_received": "The house is no longer for sale.",
    "erasure_refused": "We need your data for a claim that is not settled yet.",
}
_ROLES = {
    "team_invitation": "member",
    "recipient_added": "assistant",
    "order_copy": "assistant",
    "listing_copy": "assistant",
}


def sample(mail: str, business: Business) -> Message:
    """A message of this kind about nobody. Raises KeyError for an unknown mail, TypeError where a fact has no sample."""
    kind = KINDS[mail]
    facts = _facts(mail, business)
    wanted = {one.name for one in fields(kind)}
    return kind(**{name: fact for name, fact in facts.items() if name in wanted})


def _facts(mail: str, business: Business) -> dict[str, Any]:
    total = Money(61900, business.currency)
    to_photos = mail in ("listing_delivered", "listing_updated", "payment_received")
    return {
        "business_id": business.business_id,
        "to": "alex@example.com",
        "customer_name": "Alex Morgan",
        "code": "204918",
        "expires_at": "2100-01-01T00:00:00Z",
        "role": _ROLES.get(mail, "photographer"),
        "customer_id": "cus_sample",
        "recipient_id": "rcp_sample",
        "added_by": "Alex Morgan",
        "unsubscribe_path": "/g/copies/sample",
        "news": "accepted",
        "team_name": "Coast Realty",
        "invited_by": "Maya Lindqvist",
        "asked_by": "Maya Lindqvist",
        "closes_at": "2100-01-02T00:00:00Z",
        "by": "Maya Lindqvist",
        "domain": "photos.example.com",
        "withdraws_at": "2100-01-02T00:00:00Z",
        "listing_id": "lst_sample",
        "order_id": "ord_sample",
        "order_number": "1042",
        "address_line": "12 Ocean Avenue, Portland, ME 04101",
        "ordered": "Photo shoot, Drone photos, Floor plan (2)",
        "reason": _REASONS.get(mail, ""),
        "total": total,
        "amount": total,
        "due": Money(0, business.currency) if mail == "payment_received" else total,
        "locked": True,
        "photo_count": 38,
        "added": 12,
        "replaced": 3,
        "is_update": True,
        "link_path": "/listings/lst_sample" if to_photos else "/orders/ord_sample",
    }
