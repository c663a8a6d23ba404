"""What a card says of a listing: what it has, whatever its kind, and the cover that stands in when an order is canceled."""

from __future__ import annotations

from typing import Any

import accounts.api
from latchkey import keys
from latchkey.clock import utc_now
from latchkey.ids import new_id
from latchkey.tables import commit, read
from latchkey.writes import Update
from media.writes import lock_canceled
from tests.integration.media.life import Life, deliver, ok, pay, photos, redeliver, upload
from tests.integration.media.linking import add
from tests.integration.media.test_floor_plans import PLAN
from tests.integration.media.test_link_rule import turn
from tests.originals import pdf


def card(life: Life) -> dict[str, Any]:
    found: dict[str, Any] = ok(life.customer.get("/api/listings"))["listings"][0]
    return found


def contents(life: Life) -> dict[str, int]:
    return {one["kind"]: one["count"] for one in card(life)["contents"]}


def test_a_card_tells_every_kind_and_only_what_is_shown(life: Life) -> None:
    ids = upload(life, {**photos(2), "Floor plan.png": PLAN, "terms.pdf": pdf("Terms")})
    add(life)
    assert contents(life) == {}
    redeliver(life)
    assert contents(life) == {"photo": 2, "floor_plan": 1, "document": 1, "tour": 1}
    ok(life.staff.patch(f"{life.path}/assets/{next(iter(ids.values()))}", {"hidden": True}))
    assert contents(life)["photo"] == 1


def test_a_listing_of_links_alone_says_so_and_follows_them(life: Life) -> None:
    link = add(life)
    redeliver(life)
    assert (contents(life), card(life)["photo_count"], card(life)["cover"]) == ({"tour": 1}, 0, None)
    ok(life.staff.patch(f"{life.path}/links/{link['link_id']}", {"hidden": True}))
    assert contents(life) == {}
    ok(life.staff.patch(f"{life.path}/links/{link['link_id']}", {"hidden": False}))
    life.staff.delete(f"{life.path}/links/{link['link_id']}")
    assert contents(life) == {}


def test_links_that_wait_for_payment_are_not_told(life: Life) -> None:
    upload(life, photos(1))
    add(life)
    deliver(life)
    ok(turn(life.staff.using(accounts.api.handler), wait=True))
    assert contents(life) == {"photo": 1}
    pay(life)
    assert contents(life) == {"photo": 1, "tour": 1}


def test_the_next_orders_photo_stands_in_for_the_cover_of_a_canceled_one_at_once(life: Life) -> None:
    first, second = upload(life, photos(2)).values()
    deliver(life, collection=False)
    place, other = (life.business.business_id, life.listing_id), new_id("ord", utc_now())
    lock = read("listings", keys.lock(*place))
    assert lock is not None
    entry = {**lock["orders"][life.order_id], "number": 9999}
    moved = Update("listings", keys.asset(*place, second), {"order_id": other})
    commit([Update("listings", keys.lock(*place), {f"orders.{other}": entry}), moved])
    ok(life.staff.put(f"{life.path}/cover", {"asset_id": first}))
    assert f"/{life.order_id}/" in card(life)["cover"]["large"]["url"]
    assert contents(life) == {"photo": 2}
    commit(lock_canceled(*place, life.order_id))
    assert f"/{other}/" in card(life)["cover"]["large"]["url"]
    assert contents(life) == {"photo": 1}
    commit(lock_canceled(*place, other))
    assert (card(life)["cover"], contents(life)) == (None, {})
