"""What a listing is to the person who looks: the last visit and the favorites, kept beside the listing, never on it.

Staff, guests and share links leave no marks; staff who look as a customer see that customer's and move none.
"""

from __future__ import annotations

from latchkey import keys
from latchkey.clock import rfc3339
from latchkey.errors import NotFoundError
from latchkey.http import Caller
from latchkey.ids import is_id
from latchkey.tables import commit, read_many
from latchkey.writes import Item
from media import person_writes
from media.access import Onlooker, sees
from media.answers import MineOut
from media.lock import place_of
from media.news import last_visit


def read_mine(caller: Caller, listing_id: str) -> MineOut:
    """The marks as they are; nothing moves."""
    return _answer(caller, _own(caller, listing_id)[0])


def visit(caller: Caller, listing_id: str) -> MineOut:
    """The person looks at the listing now; the answer is what the visit before this one left."""
    mine, visits = _own(caller, listing_id)
    person_id = caller.viewer.person_id
    if person_id:
        place = caller.business_id, person_id, listing_id
        commit(person_writes.visited(*place, rfc3339(caller.now), last_visit(mine, caller.now), visits))
    return _answer(caller, mine)


def _own(caller: Caller, listing_id: str) -> tuple[Item, Item]:
    """The person's marks on this listing and the recent visits, if the listing exists for this person; one read."""
    viewer = caller.viewer
    viewer.must_be_signed_in()
    if not is_id("lst", listing_id):
        raise NotFoundError
    lock, mine, visits = read_many(
        [
            ("listings", keys.lock(caller.business_id, listing_id)),
            ("listings", keys.mine(caller.business_id, viewer.person_id, listing_id)),
            ("listings", keys.visits(caller.business_id, viewer.person_id)),
        ]
    )
    if lock is None or not sees(Onlooker(viewer), place_of(lock)):
        raise NotFoundError
    return mine or {}, visits or {}


def _answer(caller: Caller, mine: Item) -> MineOut:
    favorites = sorted(name for name in mine if name.startswith("ast_"))
    return MineOut(last_visit_at=last_visit(mine, caller.now), favorites=favorites)
