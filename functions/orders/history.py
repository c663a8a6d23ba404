"""Lines of an order's history, and the facts that other services set on an order beside them; light to import."""

from datetime import datetime

from latchkey import keys
from latchkey.clock import rfc3339
from latchkey.conditions import present
from latchkey.ids import new_id
from latchkey.writes import Item, Put, Update, Write


def history(
    business_id: str, order_id: str, event: str, actor: str, actor_name: str | None, reason: str | None, now: datetime
) -> Put:
    """One line of the order's history: what happened, who did it, why. `actor`: customer, guest, business or system."""
    at = rfc3339(now)
    item = {"schema": 1, "at": at, "event": event, "actor": actor, "actor_name": actor_name or None, "reason": reason}
    return Put("orders", keys.history(business_id, order_id, at, new_id("his", now)[-8:]), item)


def unpublished(business_id: str, order_id: str, *, by: str, reason: str, now: datetime) -> list[Write]:
    """The delivery was taken back from the customer, until the next one; neither status nor ledger changes."""
    key = keys.order(business_id, order_id)
    return [
        Update("orders", key, {"unpublished_at": rfc3339(now)}, condition=present()),
        history(business_id, order_id, "unpublished", "business", by, reason, now),
    ]


def history_in(parts: list[Write]) -> list[Item]:
    """The lines of history among `parts`, for an answer that needs no second read."""
    return [dict(write.item) for write in parts if isinstance(write, Put) and write.key.sk.startswith("history#")]


def revisions_counted(business_id: str, order_id: str, change: int) -> Update:
    """How many revisions of the order are open, for the rows of the inbox."""
    return Update("orders", keys.order(business_id, order_id), add={"open_revisions": change}, condition=present())


def shared(business_id: str, order_id: str, customer_id: str, team_ids: list[str]) -> Update:
    """With which customer teams the order's listing is shared, so that the order is too (product 2.8)."""
    key, listed = keys.order(business_id, order_id), keys.lists_of_customer(business_id, customer_id)
    kept = {"shared_with": team_ids, **({"shared_orders": listed} if team_ids else {})}
    return Update("orders", key, kept, remove=() if team_ids else ("shared_orders",), condition=present())
