"""What changes when a business changes its brand, as pure values: the brand, the event that publishes it, uploaded pictures."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta

from accounts.business import Business
from accounts.pictures import Picture, Use
from latchkey import keys
from latchkey.clock import epoch
from latchkey.conditions import attribute, present
from latchkey.errors import ConflictError
from latchkey.outbox import outgoing
from latchkey.writes import Item, Put, Update, Write

# How long an uploaded picture waits for the brand to be saved with it; its files wait longer (template.yaml).
WAITS = timedelta(days=1)
FIELDS = ("name", "phone", "email", "accent", "palette", "logo", "favicon", "portal_image", "brand_version")


def waiting_picture(business_id: str, use: Use, picture: Picture, now: datetime) -> Put:
    """A picture whose files wait, named as they will be when the brand is saved; the same again waits anew."""
    item = {
        "schema": 2,
        "business_id": business_id,
        "use": use,
        "picture": dict(picture),
        "expires_at_epoch": epoch(now + WAITS),
    }
    return Put("people", keys.brand_picture(business_id, use, picture["name"]), item)


def saved(before: Item, brand: Business, now: datetime) -> list[Write]:
    """The next version of the brand, and the event that brings it to its host. ConflictError for the slower of two."""
    was = brand.brand_version - 1
    kept = attribute("brand_version")
    facts = asdict(brand)
    return [
        Update(
            "people",
            keys.business(before["business_id"]),
            {name: facts[name] for name in FIELDS},
            add={"version": 1},
            condition=present() & (kept.eq(was) if was else kept.eq(0) | kept.not_exists()),
            refused=lambda _: ConflictError("Somebody else changed the brand meanwhile. Please look at it first."),
        ),
        outgoing(
            brand.business_id,
            "brand_saved",
            {"business_id": brand.business_id},
            now,
            event_id=f"brand_{brand.brand_version}",
        ),
    ]
