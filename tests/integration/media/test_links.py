"""A listing's links: kept by staff, seen by customers from delivery on (product 4.1, 5)."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest

import orders.api
import public.pages
from accounts.business import Business
from accounts.writes import new_business
from latchkey import keys
from latchkey.clock import utc_now
from latchkey.ids import new_id
from latchkey.tables import commit, read
from latchkey.writes import Update
from media import bundle, steps
from media.writes import lock_canceled
from tests.building import a_business, a_customer, anonymous, as_staff, signed_in
from tests.gateway import gateway
from tests.integration.media.asking import shown_by_a_link
from tests.integration.media.life import (
    Life,
    an_accepted_order,
    deliver,
    mails,
    meanwhile,
    newest_delivery,
    ok,
    pay,
    photos,
    redeliver,
    request_delivery,  # fmt: skip
    step_of,
    upload,
)
from tests.integration.media.linking import TOUR, add, answering, change, kept, sweep, titles
from tests.unit.media.test_link_probe import status


@pytest.fixture
def delivered(life: Life) -> Life:
    """With one photo and one tour, nothing to pay before download."""
    upload(life, photos(1))
    add(life)
    redeliver(life)
    return life


# Keeping ----------------------------------------------------------------------------------------------------------------
def test_staff_add_a_link_and_find_it_in_the_workspace(life: Life) -> None:
    made = add(life, branded=False)
    assert made == kept(life)[0]
    assert made["health"] == {"state": "unchecked", "reason": None, "since": None, "checked_at": None, "checking": True}
    assert (made["position"], made["delivered"], made["hidden"], made["branded"]) == (1, False, False, False)
    assert (made["kind"], made["title"], made["url"]) == ("tour", "3D tour", "https://tours.example.com/1")


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"url": "http://tours.example.com/"}, "url", "The address has to start with https://."),
        ({"url": "tours.example.com"}, "url", "The address has to start with https://."),
        ({"url": "javascript:alert(1)"}, "url", "The address has to start with https://."),
        ({"url": ""}, "url", "The address has to start with https://."),
        ({"url": "https://127.0.0.1/"}, "url", "This address is not on the public internet."),
        ({"url": "https://intranet/"}, "url", "This address is not on the public internet."),
        ({"url": "https://tours.example.com:8443/"}, "url", "The address may not name a port."),
        ({"url": "https://a:b@tours.example.com/"}, "url", "The address may not hold a user name or a password."),
        ({"url": "https://tours.example.com/" + "a" * 2000}, "url", "At most 2000 characters."),
        ({"title": "  "}, "title", "This is needed."),
        ({"title": "x" * 81}, "title", "At most 80 characters."),
        ({"kind": "video"}, "kind", "One of 'tour', 'website' or 'link', please."),
        ({"branded": "yes"}, "branded", "Yes or no, please."),
        ({"rank": 1}, "rank", "This field is not known."),
    ],
)
def test_bad_input_gets_one_sentence_at_its_field(
    life: Life, changes: dict[str, Any], field: str, sentence: str
) -> None:
    link = add(life, url="https://tours.example.com/0")
    for refused in (
        life.staff.post(f"{life.path}/links", {"order_id": life.order_id, **TOUR, **changes}),
        change(life, link, **changes),
    ):
        assert refused.status == 422, refused.text
        assert refused.json["errors"] == [{"field": field, "message": sentence}]
    assert len(kept(life)) == 1


def test_the_same_address_twice_is_refused_with_the_name_of_the_first(life: Life) -> None:
    add(life)
    other = add(life, url="https://tours.example.com/2", title="Website", kind="website")
    for refused in (
        life.staff.post(
            f"{life.path}/links", {"order_id": life.order_id, **TOUR, "url": "HTTPS://Tours.example.com/1"}
        ),
        change(life, other, url="https://tours.example.com/1"),
    ):
        assert (refused.status, refused.json["detail"]) == (422, "This address is here already, as “3D tour”.")
    assert ok(change(life, other, url="https://tours.example.com/2", title="Site"))["title"] == "Site"


def test_thirty_links_are_enough_for_a_listing(life: Life) -> None:
    for number in range(30):
        link = add(life, url=f"https://tours.example.com/{number}")
    one_more = {"url": "https://site.example.com/"}
    refused = life.staff.post(f"{life.path}/links", {"order_id": life.order_id, **TOUR, **one_more})
    assert (refused.status, "30 links" in refused.json["detail"]) == (409, True)
    assert life.staff.delete(f"{life.path}/links/{link['link_id']}").status == 204
    add(life, **one_more)


def test_links_are_ordered_and_removed(life: Life) -> None:
    first, second, third = (add(life, url=f"https://tours.example.com/{n}", title=f"{n}") for n in (1, 2, 3))
    assert ok(change(life, third, position=1))["position"] == 1
    assert [link["title"] for link in kept(life)] == ["3", "1", "2"]
    change(life, third, position=30)
    assert [(link["title"], link["position"]) for link in kept(life)] == [("1", 1), ("2", 2), ("3", 3)]
    assert life.staff.delete(f"{life.path}/links/{second['link_id']}").status == 204
    assert [link["title"] for link in kept(life)] == ["1", "3"]
    assert change(life, second, title="x").status == 404
    assert life.staff.delete(f"{life.path}/links/{second['link_id']}").status == 404
    assert [link["title"] for link in kept(life)] == ["1", "3"]
    assert first["link_id"] == kept(life)[0]["link_id"]


def test_a_canceled_or_foreign_order_takes_no_link(life: Life, business: Business) -> None:
    foreign = life.staff.post(f"{life.path}/links", {**TOUR, "order_id": an_accepted_order(business).order_id})
    assert (foreign.status, foreign.json["errors"][0]["field"]) == (422, "order_id")
    commit(lock_canceled(business.business_id, life.listing_id, life.order_id))
    assert life.staff.post(f"{life.path}/links", {**TOUR, "order_id": life.order_id}).status == 409


def test_nobody_else_keeps_links_and_a_foreign_listing_is_as_missing(life: Life) -> None:
    link = add(life)
    elsewhere = a_business()
    strangers = [
        life.customer,
        signed_in(gateway, life.business, a_customer(life.business)),
        as_staff(gateway, elsewhere),
        anonymous(gateway, life.business),
    ]
    missing = f"/api/listings/lst_{26 * '0'}"
    for stranger in strangers:
        for method, end, body in (
            ("POST", "links", {"order_id": life.order_id, **TOUR}),
            ("PATCH", f"links/{link['link_id']}", {"title": "x"}),
            ("POST", f"links/{link['link_id']}/check", {}),
            ("DELETE", f"links/{link['link_id']}", None),
        ):
            foreign = stranger.send(method, f"{life.path}/{end}", body)
            unknown = stranger.send(method, f"{missing}/{end}", body)
            assert foreign.status in (401, 403, 404)
            assert (foreign.status, foreign.text, foreign.headers) == (unknown.status, unknown.text, unknown.headers)
    view_as = {"x-latchkey-view-as": life.workspace()["view_as"]["customer_id"]}
    path = f"{life.path}/links"
    assert life.staff.post(path, {"order_id": life.order_id, **TOUR}, headers=view_as).status == 403
    assert kept(life) == [link]


# Seeing -----------------------------------------------------------------------------------------------------------------
def test_a_customer_sees_a_link_from_its_delivery_on_and_nothing_of_its_health(life: Life) -> None:
    upload(life, photos(1))
    add(life)
    assert titles(life) == []
    with answering({"/1": status(404)}) as running:
        sweep(running)
    deliver(life)
    listing = life.listing()
    assert listing["orders"][0]["locked"] is True
    (link,) = listing["links"]
    assert set(link) == {"link_id", "order_id", "kind", "title", "url", "branded", "delivered_at"}
    assert "broken" not in json.dumps(listing)
    assert kept(life)[0]["delivered"] is True


def test_a_new_link_waits_for_the_next_delivery_and_a_change_shows_at_once(delivered: Life) -> None:
    tour = kept(delivered)[0]
    add(delivered, url="https://site.example.com/", title="Website", kind="website")
    assert titles(delivered) == ["3D tour"]
    change(delivered, tour, title="Walk through", url="https://tours.example.com/9", branded=False)
    (link,) = delivered.listing()["links"]
    assert (link["title"], link["url"], link["branded"]) == ("Walk through", "https://tours.example.com/9", False)
    redeliver(delivered)
    assert titles(delivered) == ["Walk through", "Website"]
    change(delivered, tour, position=2)
    assert titles(delivered) == ["Website", "Walk through"]
    change(delivered, tour, hidden=True)
    assert titles(delivered) == ["Website"]
    redeliver(delivered)
    change(delivered, tour, hidden=False)
    assert titles(delivered) == ["Website", "Walk through"]
    delivered.staff.delete(f"{delivered.path}/links/{tour['link_id']}")
    assert titles(delivered) == ["Website"]


def test_a_business_may_let_links_wait_for_the_money(life: Life) -> None:
    upload(life, photos(1))
    add(life)
    deliver(life)
    assert titles(life) == ["3D tour"]
    key = keys.business(life.business.business_id)
    commit([Update("people", key, {"links_wait_for_payment": True})])
    shared = shared_links(life)
    assert (titles(life), shared) == ([], [])
    assert len(kept(life)) == 1
    pay(life)
    assert titles(life) == ["3D tour"]
    assert [link["title"] for link in shared_links(life)] == ["3D tour"]


def test_the_mail_does_not_say_that_links_are_open_when_they_wait(life: Life) -> None:
    add(life)
    commit([Update("people", keys.business(life.business.business_id), {"links_wait_for_payment": True})])
    deliver(life)
    assert titles(life) == []
    (mail,) = [one for one in mails() if one["mail"] == "listing_delivered"]
    assert (mail["locked"], mail["links_wait"]) == (True, True)


def shared_links(life: Life) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ok(shown_by_a_link(life))["links"]
    return found


def test_a_share_link_shows_the_links_and_no_id_of_ours(delivered: Life) -> None:
    add(delivered, url="https://site.example.com/", title="Not yet")
    assert shared_links(delivered) == [TOUR]


def test_the_guests_page_shows_the_links_of_its_order(business: Business) -> None:
    life = an_accepted_order(business, guest=True)
    add(life, title="<b>Tour</b>", branded=False)
    page = anonymous(public.pages.handler, business).get(life.private_url.removeprefix(f"https://{business.host}"))
    assert "tours.example.com" not in page.text
    upload(life, photos(1))
    deliver(life)
    page = anonymous(public.pages.handler, business).get(life.private_url.removeprefix(f"https://{business.host}"))
    assert '<a href="https://tours.example.com/1" target="_blank" rel="noopener">' in page.text
    assert "&lt;b&gt;Tour&lt;/b&gt;" in page.text
    assert "Unbranded" in page.text


def test_an_unpaid_second_order_shows_its_links_and_a_canceled_one_nothing(delivered: Life) -> None:
    place = delivered.business.business_id, delivered.listing_id
    other = new_id("ord", utc_now())
    lock = read("listings", keys.lock(*place))
    assert lock is not None
    entry = lock["orders"][delivered.order_id]
    commit([Update("listings", keys.lock(*place), {f"orders.{other}": {**entry, "number": 9999, "delivered": False}})])
    add(delivered, order_id=other, url="https://site.example.com/", title="Second")
    redeliver(delivered)
    assert titles(delivered) == ["3D tour"]
    commit(lock_canceled(*place, delivered.order_id))
    assert titles(delivered) == []


# Delivering -------------------------------------------------------------------------------------------------------------
def test_an_order_of_links_alone_is_delivered(life: Life) -> None:
    link = add(life)
    change(life, link, hidden=True)
    body = {"order_id": life.order_id, "collection": False, "watermark": True, "version": life.workspace()["version"]}
    assert life.staff.post(f"{life.path}/deliveries", body, key="k" * 20).status == 409
    change(life, link, hidden=False)
    deliver(life, collection=False)
    assert titles(life) == ["3D tour"]
    (mail,) = [one for one in mails() if one["mail"] == "listing_delivered"]
    assert mail["photo_count"] == 0
    card = ok(life.customer.get("/api/listings"))["listings"][0]
    assert (card["state"], card["photo_count"], card["cover"]) == ("delivered", 0, None)
    assert [link["title"] for link in shared_links(life)] == ["3D tour"]
    assert life.customer.post(f"{life.path}/bundles", {"size": "mls"}).status == 404


@pytest.mark.parametrize("hide", [True, False])
def test_a_link_that_goes_in_the_moment_of_its_delivery_is_not_delivered(life: Life, hide: bool) -> None:
    upload(life, photos(1))
    link = add(life)
    step = step_of(life, request_delivery(life)["delivery_id"])
    where = f"{life.path}/links/{link['link_id']}"
    with meanwhile(lambda: change(life, link, hidden=True) if hide else life.staff.delete(where)):
        steps.deliver_handler(step, None)
    assert titles(life) == []


def test_a_link_that_goes_before_the_delivery_leaves_nothing_to_deliver(life: Life) -> None:
    link = add(life)
    step = step_of(life, request_delivery(life)["delivery_id"])
    steps.check_handler(step, None)
    assert bundle.handler(step, None) == {"files": 0, "bytes": 0}
    life.staff.delete(f"{life.path}/links/{link['link_id']}")
    with pytest.raises(Exception, match="ready"):
        steps.deliver_handler(step, None)
    assert newest_delivery(life)["state"] == "preparing"


# Cost -------------------------------------------------------------------------------------------------------------------
def test_links_cost_a_gallery_no_call_and_staff_two(delivered: Life, log: StringIO) -> None:
    def calls(browser: Any, method: str, path: str, body: Any = None) -> int:
        log.truncate(log.seek(0))
        assert browser.send(method, path, body).status < 300
        return int(json.loads(log.getvalue().splitlines()[-1])["calls"]) - 1  # the session check is one

    link = kept(delivered)[0]
    path = f"{delivered.path}/links/{link['link_id']}"
    assert calls(delivered.customer, "GET", delivered.path) == 1
    assert calls(delivered.staff, "GET", f"{delivered.path}/workspace") == 1
    new = {"order_id": delivered.order_id, **TOUR, "url": "https://tours.example.com/2"}
    assert calls(delivered.staff, "POST", f"{delivered.path}/links", new) == 2
    assert calls(delivered.staff, "PATCH", path, {"title": "Tour", "position": 2}) == 2
    assert calls(delivered.staff, "POST", f"{path}/check", {}) == 2
    assert calls(delivered.staff, "DELETE", path) == 2


def test_a_business_of_an_earlier_release_shows_its_links(delivered: Life) -> None:
    item = new_business(delivered.business).item
    assert item["links_wait_for_payment"] is False
    commit([Update("people", keys.business(delivered.business.business_id), remove=("links_wait_for_payment",))])
    assert titles(delivered) == ["3D tour"]
    assert delivered.customer.using(orders.api.handler).get("/api/orders").status == 200
