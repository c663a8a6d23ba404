"""What people ask for on the way to a file: each request of the portal that could point at one."""

from __future__ import annotations

from accounts.business import Business
from tests.building import Answer, anonymous
from tests.gateway import gateway
from tests.integration.media.life import Life, an_accepted_order, ok


def asked_for(life: Life, asset_id: str) -> list[Answer]:
    """The customer's own requests: two reads, the cookies, one download a size, and two bundles."""
    return [
        life.customer.get("/api/listings"),
        life.customer.get(life.path),
        life.customer.post(f"{life.path}/media-access", {}),
        *(
            life.customer.post(f"{life.path}/downloads", {"asset_id": asset_id, "size": size})
            for size in ("original", "web", "mls")
        ),
        life.customer.post(f"{life.path}/bundles", {"size": "mls"}),
        life.customer.post(f"{life.path}/bundles", {"size": "original", "asset_ids": [asset_id]}),
    ]


def given_to_another(life: Life, business: Business, asset_id: str) -> list[int]:
    """The answers' statuses for somebody with an order of their own: the listing, and a download from it."""
    other = an_accepted_order(business).customer
    download = {"asset_id": asset_id, "size": "original"}
    return [other.get(life.path).status, other.post(f"{life.path}/downloads", download).status]


def shown_by_a_link(life: Life) -> Answer:
    """What a visitor gets by a link that the customer made."""
    url = ok(life.customer.post(f"{life.path}/shares", {"days": 7}))["url"]
    visitor = anonymous(gateway, life.business)
    return visitor.post("/api/shared-listing", {"token": url.rpartition("/")[2]})
