"""Staff's word against the lock rule above the order: for a customer, for the whole business (product 5).

Both live on the business item, which every request reads with its session: a change holds at the very next request, at
every door, whatever the number of listings (ADR 0049).
"""

from accounts import store, writes
from accounts.override_answers import OverrideIn, OverrideOut, override_out
from latchkey.errors import ConflictError, ForbiddenError, NotFoundError
from latchkey.http import Caller
from latchkey.ids import is_id
from latchkey.observability import count
from latchkey.tables import commit
from latchkey.writes import Item, Put, Write

# Each takes some 40 bytes of an item that every request reads.
MOST_CUSTOMERS = 200


def read_customer(caller: Caller, customer_id: str) -> OverrideOut:
    """A customer's override with who set it when."""
    caller.viewer.must_be_staff()
    known = store.customer_with_overrides(caller.business_id, customer_id) if is_id("cus", customer_id) else None
    if known is None:
        raise NotFoundError
    return override_out(_of_customers(caller).get(customer_id), known)


def read_business(caller: Caller) -> OverrideOut:
    """The business's override with who set it when."""
    caller.viewer.must_be_staff()
    return override_out(caller.business.get("override"), store.business_overrides(caller.business_id))


def set_customer(caller: Caller, customer_id: str, body: OverrideIn) -> OverrideOut:
    """Locks or unlocks everything of a customer, or leaves it to the rule; the same again changes nothing."""
    _must_decide(caller)
    if not is_id("cus", customer_id):
        raise NotFoundError
    before = _of_customers(caller)
    after = {one: override for one, override in before.items() if one != customer_id}
    if body.override:
        after[customer_id] = body.override
    if len(after) > max(MOST_CUSTOMERS, len(before)):
        raise ConflictError(f"{MOST_CUSTOMERS} customers have an exception already. Take one back first.")
    line = writes.customer_override_line(
        caller.business_id, customer_id, body.override, by=caller.viewer.name, now=caller.now
    )
    exists = writes.customer_exists(caller.business_id, customer_id)
    changed: list[Write] = [line, writes.customer_overrides(caller.business, after)] if after != before else []
    return _set(caller, [exists, *changed], body)


def set_business(caller: Caller, body: OverrideIn) -> OverrideOut:
    """Locks or unlocks everything of the business, where no customer and no order says otherwise."""
    _must_decide(caller)
    if caller.business.get("override") == body.override:
        return override_out(body.override, [])
    line = writes.business_override_line(caller.business_id, body.override, by=caller.viewer.name, now=caller.now)
    return _set(caller, [line, writes.business_override(caller.business, body.override)], body)


# ---------------------------------------------------------------------------------------------------------------------
def _set(caller: Caller, parts: list[Write], body: OverrideIn) -> OverrideOut:
    commit(parts)
    count("OverridesSet")
    lines: list[Item] = [dict(part.item) for part in parts if isinstance(part, Put)]
    return override_out(body.override, lines)


def _of_customers(caller: Caller) -> Item:
    return dict(caller.business.get("customer_overrides") or {})


def _must_decide(caller: Caller) -> None:
    caller.viewer.must_be_staff()
    if caller.viewer.role == "photographer":
        raise ForbiddenError("Only an owner or a manager decides this for more than one order.")
