"""One's own marks on a listing: what is new since the last visit, and favorites; nobody else's marks ever move (4.3)."""

from __future__ import annotations

import io
import json
import secrets
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from accounts.business import Business
from latchkey import keys
from latchkey.clock import instant, rfc3339
from latchkey.ids import new_id
from latchkey.tables import commit
from latchkey.writes import Update
from media import steps, store
from media.manifest import SIZES, Photo, chunk_writes
from tests.building import a_customer, all_items, anonymous, signed_in
from tests.gateway import gateway
from tests.integration.media.life import Life, an_accepted_order, deliver, ok, photos, step_of, upload


@pytest.fixture
def delivered(life: Life) -> Life:
    upload(life, photos(2))
    steps.complete_handler(step_of(life, deliver(life, collection=False)), None)
    return life


def card(life: Life) -> dict[str, Any]:
    (found,) = ok(life.customer.get("/api/listings"))["listings"]
    return dict(found)


def visit(life: Life) -> dict[str, Any]:
    return ok(life.customer.post(f"{life.path}/visits", {}))


def an_hour_passes(life: Life) -> None:
    """What was delivered and looked at so far lies an hour further back."""
    place = life.business.business_id, life.listing_id
    folder = store.folder(*place)
    assert folder is not None
    lock = folder.gallery.lock
    older = [replace(photo, delivered_at=_hour_before(photo.delivered_at or "")) for photo in folder.photos]
    told = [{**one, "at": _hour_before(one["at"])} for one in lock["news"]]
    facts = {"delivered_at": _hour_before(lock["delivered_at"]), "news": told}
    commit([*chunk_writes(*place, older, 1), Update("listings", keys.lock(*place), facts)])
    for item in marks():
        times = {name: _hour_before(at) for name, at in item.items() if name.startswith(("lst_", "visited_"))}
        commit([Update("listings", keys.Key(item["pk"], item["sk"]), times)])


def _hour_before(at: str) -> str:
    return rfc3339(instant(at) - timedelta(hours=1))


def _bytes(item: Any) -> int:
    """About what DynamoDB counts: names and values, three bytes a map or list and one an entry."""
    if isinstance(item, dict):
        return 3 + sum(len(name) + 1 + _bytes(value) for name, value in item.items())
    if isinstance(item, list):
        return 3 + sum(1 + _bytes(value) for value in item)
    return len(item if isinstance(item, (str, bytes)) else str(item))


def marks() -> list[dict[str, Any]]:
    return [item for item in all_items("listings") if "#person#" in item["pk"]]


def test_a_delivery_is_new_until_the_customer_looks(delivered: Life) -> None:
    assert (card(delivered)["is_new"], card(delivered)["news"]) == (True, None)
    assert visit(delivered)["last_visit_at"] is None
    assert card(delivered)["is_new"] is False


def test_a_delivery_after_the_last_visit_is_counted_and_its_photos_are_marked(delivered: Life) -> None:
    first = delivered.listing()["assets"]
    visit(delivered)
    an_hour_passes(delivered)
    gone = first[0]
    assert delivered.staff.delete(f"{delivered.path}/assets/{gone['asset_id']}").status == 204
    later = dict(list(photos(4).items())[2:])
    (name, data), (_, replacement) = later.items()
    upload(delivered, {name: data, gone["name"]: replacement})
    deliver(delivered, collection=False)

    assert (card(delivered)["is_new"], card(delivered)["news"]) == (True, {"added": 1, "replaced": 1})
    since = visit(delivered)["last_visit_at"]
    assert since is not None
    after = {asset["name"]: asset for asset in delivered.listing()["assets"]}
    assert {one["name"] for one in after.values() if one["delivered_at"] > since} == {name, gone["name"]}
    assert [one["name"] for one in after.values() if one["replaces"]] == [gone["name"]]
    assert after[first[1]["name"]]["delivered_at"] == _hour_before(first[1]["delivered_at"])
    assert card(delivered)["is_new"] is False
    assert visit(delivered)["last_visit_at"] == since, "who reloads still sees what was new"


def test_a_photo_keeps_its_time_when_its_words_change(delivered: Life) -> None:
    (first, _) = before = delivered.listing()["assets"]
    ok(delivered.staff.patch(f"{delivered.path}/assets/{first['asset_id']}", {"caption": "Kitchen"}))
    assert [one["delivered_at"] for one in delivered.listing()["assets"]] == [one["delivered_at"] for one in before]


def test_favorites_are_kept_per_person_and_setting_one_again_changes_nothing(delivered: Life) -> None:
    first, second = (asset["asset_id"] for asset in delivered.listing()["assets"])
    path = f"{delivered.path}/favorites"
    for asset_id in (first, second, second):
        assert delivered.customer.send("PUT", f"{path}/{asset_id}", {}).status == 204
    for _ in range(2):
        assert delivered.customer.delete(f"{path}/{first}").status == 204
    assert ok(delivered.customer.get(f"{delivered.path}/mine"))["favorites"] == [second]
    visit(delivered)
    assert ok(delivered.customer.get(f"{delivered.path}/mine"))["favorites"] == [second]


def test_unknown_hidden_and_undelivered_photos_cannot_be_favorites(delivered: Life) -> None:
    asset_id = delivered.listing()["assets"][0]["asset_id"]
    waiting = upload(delivered, dict([list(photos(3).items())[2]])).popitem()[1]
    assert delivered.staff.delete(f"{delivered.path}/assets/{asset_id}").status == 204
    for unknown in ("ast_" + 26 * "0", "x", asset_id, waiting):
        assert delivered.customer.send("PUT", f"{delivered.path}/favorites/{unknown}", {}).status == 404
    assert marks() == []


def test_staff_and_their_view_as_the_customer_move_no_mark(delivered: Life) -> None:
    asset_id = delivered.listing()["assets"][0]["asset_id"]
    visit(delivered)
    delivered.customer.send("PUT", f"{delivered.path}/favorites/{asset_id}", {})
    before = marks()
    as_customer = {"x-latchkey-view-as": delivered.workspace()["view_as"]["customer_id"]}
    theirs = ok(delivered.staff.get(f"{delivered.path}/mine", headers=as_customer))
    assert theirs == ok(delivered.customer.get(f"{delivered.path}/mine")), "they see what the customer sees"
    writes = (("POST", "visits"), ("PUT", f"favorites/{asset_id}"), ("DELETE", f"favorites/{asset_id}"))
    for method, place in writes:
        body = None if method == "DELETE" else {}
        assert delivered.staff.send(method, f"{delivered.path}/{place}", body, headers=as_customer).status == 403
    for method, place in writes[1:]:
        body = None if method == "DELETE" else {}
        assert delivered.staff.send(method, f"{delivered.path}/{place}", body).status == 403
    assert ok(delivered.staff.post(f"{delivered.path}/visits", {})) == {"last_visit_at": None, "favorites": []}
    ok(delivered.staff.get(delivered.path))
    assert marks() == before
    assert [one["is_new"] for one in ok(delivered.staff.get("/api/listings"))["listings"]] == [False]


def test_guests_and_strangers_leave_no_mark(business: Business) -> None:
    life = an_accepted_order(business, guest=True)
    asset_id = upload(life, photos(1)).popitem()[1]
    deliver(life)
    stranger = signed_in(gateway, business, a_customer(business))
    for browser, status in ((life.customer, 401), (anonymous(gateway, business), 401), (stranger, 404)):
        assert browser.get(f"{life.path}/mine").status == status
        assert browser.post(f"{life.path}/visits", {}).status == status
        assert browser.send("PUT", f"{life.path}/favorites/{asset_id}", {}).status == status
    assert marks() == []


def test_two_people_of_one_business_have_marks_of_their_own(delivered: Life, business: Business) -> None:
    other = an_accepted_order(business)
    upload(other, photos(1))
    deliver(other, collection=False)
    visit(delivered)
    assert card(delivered)["is_new"] is False
    assert card(other)["is_new"] is True


def test_a_gallery_of_sixty_photos_is_one_call_and_marks_are_another(delivered: Life, log: io.StringIO) -> None:
    now = instant(delivered.listing()["delivered_at"])
    place = delivered.business.business_id, delivered.listing_id
    news = [{"at": rfc3339(now), "added": 60, "replaced": 10}] * 4
    shoot = [
        Photo(new_id("ast", now), delivered.order_id, f"DSC_{4000 + n}.jpg", "Kitchen", "", 6000, 4000, "jpg",
              {size: 10**6 + secrets.randbelow(9 * 10**6) for size in SIZES}, dict.fromkeys(SIZES, n),
              delivered_at=rfc3339(now))
        for n in range(60)
    ]  # fmt: skip
    commit([*chunk_writes(*place, shoot, 1), Update("listings", keys.lock(*place), {"news": news})])

    def calls(method: str, path: str, body: Any = None) -> int:
        log.truncate(log.seek(0))
        assert delivered.customer.send(method, path, body).status == 200
        line = json.loads(log.getvalue().splitlines()[-1])
        return int(line["calls"]) - 1  # the session check is one

    gallery = store.gallery(*place)
    assert gallery is not None
    assert sum(map(_bytes, (gallery.head, gallery.lock, *gallery.chunks))) <= 4096, "one strongly consistent read unit"
    assert calls("GET", delivered.path) == 1
    assert calls("POST", f"{delivered.path}/visits", {}) == 2
    assert calls("GET", f"{delivered.path}/mine") == 1
    assert calls("GET", "/api/listings") == 2


def test_a_list_of_many_cards_costs_no_read_per_card(delivered: Life, log: io.StringIO) -> None:
    place = delivered.business.business_id
    lock = store.lock(place, delivered.listing_id)
    assert lock is not None
    for number in range(12):
        listing_id = f"lst_{number:026}"
        twin = {**lock, "listing_id": listing_id, "shown_at": f"{lock['delivered_at']}#{listing_id}"}
        for name in ("pk", "sk", "last_commit"):
            del twin[name]
        commit([Update("listings", keys.lock(place, listing_id), twin)])
    log.truncate(log.seek(0))
    assert len(ok(delivered.customer.get("/api/listings"))["listings"]) == 13
    assert json.loads(log.getvalue().splitlines()[-1])["calls"] == 3
