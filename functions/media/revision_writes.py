"""What changes when a revision is asked for, withdrawn or resolved: the listing's item, the order's count and history."""

from __future__ import annotations

from datetime import datetime

from latchkey import keys
from latchkey.conditions import absent, at_version, attribute
from latchkey.errors import NotFoundError
from latchkey.viewer import Viewer
from latchkey.writes import Item, Put, Update, Write
from media.revision import Revision
from orders import history


def asked(
    business_id: str, listing_id: str, item: Item | None, revision: Revision, photo_name: str, now: datetime
) -> list[Write]:
    """One more, on the version that was counted; raises ConflictError when somebody was faster."""
    key = keys.revisions(business_id, listing_id)
    added: Write
    if item is None:
        new = {"schema": 1, "business_id": business_id, "listing_id": listing_id, "version": 1}
        added = Put("listings", key, {**new, "open": {revision.revision_id: revision.item()}}, absent())
    else:
        place = f"open.{revision.revision_id}"
        added = Update(
            "listings", key, {place: revision.item()}, add={"version": 1}, condition=at_version(item["version"])
        )
    told = revision.told(photo_name)
    line = history.history(business_id, revision.order_id, "revision_asked", "customer", revision.by, told, now)
    return [added, history.revisions_counted(business_id, revision.order_id, 1), line]


def closed(
    business_id: str, listing_id: str, revision: Revision, event: str, viewer: Viewer, answer: str, now: datetime
) -> list[Write]:
    """It is open no more; raises NotFoundError when somebody closed it before."""
    place = f"open.{revision.revision_id}"
    gone = Update(
        "listings",
        keys.revisions(business_id, listing_id),
        add={"version": 1},
        remove=(place,),
        condition=attribute(place).exists(),
        refused=lambda _: NotFoundError(),
    )
    order_id = revision.order_id
    line = history.history(business_id, order_id, event, viewer.actor, viewer.name, answer or None, now)
    return [gone, history.revisions_counted(business_id, order_id, -1), line]
