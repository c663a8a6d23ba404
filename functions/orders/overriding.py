"""Staff's word about one order against the lock rule: on the lock, which decides, and on the order, which shows it."""

from latchkey.errors import ConflictError
from latchkey.http import Caller
from latchkey.observability import count
from latchkey.tables import commit
from media.writes import set_override
from orders import writes
from orders.answers import OrderOut
from orders.history import history
from orders.order import current_state
from orders.override_answers import OverrideIn
from orders.reading import after, visible


def override_order(caller: Caller, order_id: str, body: OverrideIn) -> OrderOut:
    """Locked, unlocked, or as the next level says; the same again changes nothing (product 5)."""
    folder = visible(caller, order_id)
    caller.viewer.must_be_staff()
    order = folder.order
    if order.listing_id is None or order.status == "Canceled":
        raise ConflictError("There is nothing of this order to lock or unlock.", current=current_state(order))
    if order.override == body.override:
        return after(caller, folder, order, order.ledger, [])
    changed, moved = writes.overridden(order, body.override)
    event = f"override_{body.override or 'removed'}"
    line = history(caller.business_id, order_id, event, "business", caller.viewer.name, None, caller.now)
    commit([moved, set_override(caller.business_id, order.listing_id, order_id, body.override), line])
    count("OverridesSet")
    return after(caller, folder, changed, order.ledger, [line])
