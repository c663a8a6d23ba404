"""Sharing a listing with a customer team: then its members see it, and the orders on it (product 2.8, ADR 0063)."""

from __future__ import annotations

from latchkey import keys
from latchkey.conditions import attribute, present
from latchkey.errors import ForbiddenError, NotFoundError
from latchkey.http import Caller
from latchkey.ids import is_id
from latchkey.observability import count, note
from latchkey.tables import commit
from latchkey.writes import Item, Update
from media import store
from media.access import Onlooker, sees
from media.pictures import View
from orders import history


def share_with_team(caller: Caller, listing_id: str, team_id: str, *, shared: bool) -> None:
    """The members of the team see the listing from the next request on, or do not any more; the same again is fine.

    Its agent may, and an admin of the team. Raises NotFoundError, also for a team that the agent or who asks is not in,
    ForbiddenError for others who see it, ConflictError when somebody else shared it at the same moment.
    """
    caller.viewer.must_be_signed_in()
    lock = store.lock(caller.business_id, listing_id) if is_id("lst", listing_id) else None
    view = View.of(Onlooker(caller.viewer), lock, caller.business) if lock else None
    if lock is None or view is None or not sees(view.onlooker, view.place):
        raise NotFoundError
    note(listing_id=listing_id)
    if not caller.viewer.may_act_for(view.place.customer_id):
        raise ForbiddenError("Only the agent of this listing, or an admin of the team, can share it.")
    if team_id not in view.teams_to_share_with():
        raise NotFoundError
    before = view.place.shared_with
    after = sorted(before | {team_id} if shared else before - {team_id})
    if set(after) != before:
        orders = [
            history.shared(caller.business_id, one, view.place.customer_id, after)
            for one in sorted(view.place.order_ids)
        ]
        commit([_shared(lock, after), *orders])
        count("ListingsSharedWithTeams")


# ---------------------------------------------------------------------------------------------------------------------
def _shared(lock: Item, team_ids: list[str]) -> Update:
    kept, before = attribute("shared_with"), lock.get("shared_with")
    unchanged = kept.not_exists() if before is None else kept.eq(before)
    listed = keys.lists_of_customer(lock["business_id"], lock["customer_id"])
    return Update(
        "listings",
        keys.lock(lock["business_id"], lock["listing_id"]),
        {"shared_with": team_ids, **({"shared_listings": listed} if team_ids else {})},
        add={"version": 1},
        remove=() if team_ids else ("shared_listings",),
        condition=present() & unchanged,
    )
