"""Who may do what with an agent's order and listing through a customer team, at every door (product 2.7, 2.8, ADR 0063)."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from typing import Any

import pytest

import orders.api
import payments.api
from accounts import team_api
from accounts.business import Business
from local.stripe_stand_in import accounts as stripe_accounts
from tests.building import Answer, Person, a_business, a_customer, anonymous, as_staff, signed_in
from tests.gateway import gateway
from tests.integration.accounts import people
from tests.integration.accounts.teams import a_team, at_teams, joins, leaves
from tests.integration.media.life import ADDRESS, Life, an_accepted_order, deliver, ok, upload
from tests.integration.payments.paying import a_stripe
from tests.originals import jpeg
from tests.originals import scene as a_picture

RIGHTS = ("book", "download", "pay", "see_prices")
ALL = {"see", *RIGHTS, "cancel"}
# Who may what before the listing was shared with the team, and after it. "see" is the order and the listing at all.
TABLE: dict[str, tuple[set[str], set[str]]] = {
    "the agent": (ALL, ALL),
    "a stranger": (set(), set()),
    "a member": (set(), {"see", "download"}),
    "an admin": (ALL, ALL),
    "an assistant": ({"see"}, {"see"}),
    "an assistant who may book": ({"see", "book"}, {"see", "book"}),
    "an assistant who may download": ({"see", "download"}, {"see", "download"}),
    "an assistant who may pay": ({"see", "pay", "see_prices"}, {"see", "pay", "see_prices"}),
    "an assistant who may see prices": ({"see", "see_prices"}, {"see", "see_prices"}),
    "an assistant who may all": ({"see", *RIGHTS}, {"see", *RIGHTS}),
    "a removed member": (set(), set()),
    "a removed admin": (set(), set()),
    "a removed assistant": (set(), set()),
    "an admin of another team": (set(), set()),
    "an admin of a team of another business": (set(), set()),
}


@dataclass
class Scene:
    """A delivered, unlocked listing of which money is still due, its agent's team, and everybody else."""

    life: Life
    agent: Person
    team_id: str
    people: dict[str, Person]
    products: list[dict[str, Any]]

    def browser(self, who: str) -> Any:
        return signed_in(gateway, self.life.business, self.people[who])

    def share(self, *, shared: bool = True) -> Answer:
        browser = signed_in(gateway, self.life.business, self.agent)
        return browser.put(f"{self.life.path}/teams/{self.team_id}", {"shared": shared})


@pytest.fixture
def scene(business: Business) -> Iterator[Scene]:
    with a_stripe() as stripe:
        profile = {"business_profile": {"name": business.name}}
        stripe_accounts.create(stripe.world, profile, business.stripe_account)
        yield a_scene(business)


def a_scene(business: Business) -> Scene:
    agent = a_customer(business, name="Ada Lane")
    life = an_accepted_order(business, person=agent)
    upload(life, {"front.jpg": jpeg(a_picture((900, 600)))})
    deliver(life, collection=False)
    team_id = a_team(business, agent)
    people = {"the agent": agent, "a stranger": a_customer(business)}
    places = {
        "a member": ("member",),
        "an admin": ("admin",),
        "an assistant": ("assistant",),
        **{f"an assistant who may {one.replace('_', ' ')}": ("assistant", one) for one in RIGHTS},
        "an assistant who may all": ("assistant", *RIGHTS),
        "a removed member": ("member",),
        "a removed admin": ("admin",),
        "a removed assistant": ("assistant", *RIGHTS),
    }
    for who, place in places.items():
        people[who] = a_customer(business)
        joins(business, team_id, agent, people[who], *place)
        if "removed" in who:
            leaves(business, team_id, people[who])
    people["an admin of another team"] = a_customer(business)
    a_team(business, people["an admin of another team"])
    products = ok(anonymous(orders.api.handler, business).get("/api/products"))["products"]
    return Scene(life, agent, team_id, people, products)


def form(scene: Scene, customer_id: str) -> dict[str, Any]:
    return {
        "order_for": customer_id,
        "address": ADDRESS,
        "square_feet": 2000,
        "lines": [{"product_id": scene.products[0]["product_id"], "quantity": 1}],
        "contact": {"name": "Jordan Avery", "phone": "+1 207 555 0110", "email": None},
    }


def done_at_the_doors(scene: Scene, who: str) -> set[str]:
    """What this person got by asking at every door; each door's refusal is checked on the way."""
    life, browser = scene.life, scene.browser(who)
    listing, order = browser.get(life.path), browser.using(orders.api.handler).get(f"/api/orders/{life.order_id}")
    asset_id = life.listing()["assets"][0]["asset_id"]
    paying = browser.using(payments.api.handler)
    doors = {
        "see": [listing, order, browser.post(f"{life.path}/media-access", {}), browser.get(f"{life.path}/shares")],
        "download": [
            browser.post(f"{life.path}/downloads", {"asset_id": asset_id, "size": "web"}),
            browser.post(f"{life.path}/bundles", {"size": "mls"}),
            browser.post(f"{life.path}/bundles", {"size": "original", "asset_ids": [asset_id]}),
        ],
        "pay": [
            paying.post(f"/api/orders/{life.order_id}/checkout", {}),
            paying.post(f"/api/orders/{life.order_id}/payment-confirmation", {}),
        ],
        "book": [
            browser.using(orders.api.handler).post(
                "/api/orders", form(scene, scene.agent.customer_id), key=str(uuid.uuid4())
            )
        ],
    }
    done = set()
    for right, answers in doors.items():
        worked = {one.status in (200, 201) for one in answers}
        assert len(worked) == 1, f"{who}: some doors of {right} are open and some are not"
        done |= {right} if worked == {True} else set()
        refused = {(one.status, one.text) for one in answers if one.status >= 400}
        unseen = listing.status == 404 or right == "book"
        assert {status for status, _ in refused} <= ({404} if unseen else {403}), (who, right, refused)
    if "see" in done:
        done |= what_is_told(scene, who, browser, listing.json, order.json)
    return done


def what_is_told(scene: Scene, who: str, browser: Any, listing: Any, order: Any) -> set[str]:
    """Prices and offered actions, the same in lists as on the pages."""
    (row,) = [one for one in browser.using(orders.api.handler).get("/api/orders").json["orders"]
              if one["order_id"] == scene.life.order_id]  # fmt: skip
    (card,) = [one for one in browser.get("/api/listings").json["listings"]
               if one["listing_id"] == scene.life.listing_id]  # fmt: skip
    amounts = [
        order["money"], order["lines"][0]["amount"], row["total"], row["due"], card["due"], listing["orders"][0]["due"]
    ]  # fmt: skip
    assert len({one is None for one in amounts}) == 1
    if amounts[0] is None:
        told = (
            order["payments"],
            order["invoice"],
            [one["reason"] for one in order["history"] if "pay" in one["event"]],
        )
        assert told == ([], None, [])
    offered = {one["action"]: one["allowed"] for one in order["actions"]}
    pays = (offered["pay"], listing["orders"][0]["may_pay"], card["pay_order_id"] is not None)
    assert len(set(pays)) == 1
    agents = {listing["agent"], order["agent"], card["customer_name"]}
    assert agents == ({None} if who == "the agent" else {"Ada Lane"})
    # A delivered order is canceled by nobody; by its reason one sees who might.
    (why,) = [one["reason"] for one in order["actions"] if one["action"] == "cancel"]
    told = {"see_prices"} if amounts[0] else set()
    return told | (set() if "agent who ordered" in why else {"cancel"})


def test_the_table_of_a_team_at_every_door(scene: Scene) -> None:
    foreign = a_business()
    people = [who for who in TABLE if who in scene.people]
    assert {who: done_at_the_doors(scene, who) for who in people} == {who: TABLE[who][0] for who in people}
    assert scene.share().status == 204
    assert {who: done_at_the_doors(scene, who) for who in people} == {who: TABLE[who][1] for who in people}
    elsewhere = a_customer(foreign)
    a_team(foreign, elsewhere)
    for handler, path in ((gateway, scene.life.path), (orders.api.handler, f"/api/orders/{scene.life.order_id}")):
        assert signed_in(handler, foreign, elsewhere).get(path).status == 404
    assert scene.share(shared=False).status == 204
    assert done_at_the_doors(scene, "a member") == set()


def test_a_right_that_is_taken_and_a_member_who_goes_are_gone_at_the_next_request(scene: Scene) -> None:
    who = "an assistant who may all"
    lead, person = at_teams(scene.life.business, scene.agent), scene.people[who]
    place = f"/api/teams/{scene.team_id}/members/{person.account_id}"
    assert lead.put(place, {"role": "assistant", "rights": []}).status == 200
    assert done_at_the_doors(scene, who) == {"see"}
    assert lead.delete(place).status == 204
    assert done_at_the_doors(scene, who) == set()


def test_an_agent_who_leaves_takes_everything_along_at_once(scene: Scene) -> None:
    assert scene.share().status == 204
    lead = at_teams(scene.life.business, scene.people["an admin"])
    assert lead.delete(f"/api/teams/{scene.team_id}/members/{scene.agent.account_id}").status == 204
    for who in ("a member", "an admin", "an assistant who may all"):
        assert done_at_the_doors(scene, who) == set(), who
        assert scene.browser(who).get("/api/listings").json["listings"] == []
    assert done_at_the_doors(scene, "the agent") == ALL


def test_only_the_agent_and_admins_share_and_only_with_their_own_team(scene: Scene) -> None:
    path, team_id = scene.life.path, scene.team_id
    other = a_team(scene.life.business, scene.people["a stranger"])
    statuses = {
        who: scene.browser(who).put(f"{path}/teams/{team_id}", {"shared": True}).status
        for who in ("a stranger", "a removed admin", "an admin of another team", "a member", "an assistant who may all")
    }
    assert statuses == {
        "a stranger": 404, "a removed admin": 404, "an admin of another team": 404, "a member": 404,
        "an assistant who may all": 403,
    }  # fmt: skip
    assert scene.browser("the agent").put(f"{path}/teams/{other}", {"shared": True}).status == 404
    assert scene.browser("an admin").put(f"{path}/teams/{other}", {"shared": True}).status == 404
    assert as_staff(gateway, scene.life.business).put(f"{path}/teams/{team_id}", {"shared": True}).status == 403
    assert scene.browser("a member").get(path).status == 404, "nothing of that shared it"
    assert scene.browser("an admin").put(f"{path}/teams/{team_id}", {"shared": True}).status == 204
    assert scene.life.listing()["teams"] == [{"team_id": team_id, "shared": True}]
    assert scene.browser("a member").get(path).json["teams"] == []


def test_what_is_ordered_for_an_agent_is_the_agents(scene: Scene) -> None:
    browser = scene.browser("an admin").using(orders.api.handler)
    key, wanted = str(uuid.uuid4()), form(scene, scene.agent.customer_id)
    placed = browser.post("/api/orders", wanted, key=key)
    assert (placed.status, placed.json["agent"]) == (201, "Ada Lane")
    assert browser.post("/api/orders", wanted, key=key).json["order_id"] == placed.json["order_id"]
    mine = scene.browser("the agent").using(orders.api.handler).get(f"/api/orders/{placed.json['order_id']}")
    assert (mine.status, mine.json["history"][0]["event"]) == (200, "placed")
    staff = as_staff(orders.api.handler, scene.life.business).get(f"/api/orders/{placed.json['order_id']}").json
    assert staff["customer"]["email"] == scene.agent.email
    agents = at_teams(scene.life.business, scene.people["an assistant who may book"]).get("/api/agents").json["agents"]
    assert {one["may_book"] for one in agents} == {True}
    assert scene.agent.customer_id in {one["customer_id"] for one in agents}
    for customer_id in (scene.people["a stranger"].customer_id, "cus_01K0000000000000000000000A", "everybody"):
        assert browser.post("/api/orders", form(scene, customer_id), key=str(uuid.uuid4())).status == 404
    guest = anonymous(orders.api.handler, scene.life.business)
    assert guest.post("/api/orders", form(scene, scene.agent.customer_id), key=str(uuid.uuid4())).status == 404


def test_staff_who_look_as_a_member_see_what_the_member_sees(scene: Scene) -> None:
    scene.share()
    staff = as_staff(gateway, scene.life.business)
    for who, status in (("a member", 200), ("an admin", 200), ("a removed admin", 404), ("a stranger", 404)):
        staff.headers["x-latchkey-view-as"] = scene.people[who].customer_id
        assert staff.get(scene.life.path).status == status, who


def test_one_merged_list_newest_first_over_pages_with_a_filter_by_agent(
    scene: Scene, log: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    business, agent = scene.life.business, scene.agent
    other = scene.people["an admin"]
    for number in range(3):
        for person in (agent, other):
            an_accepted_order(business, person=person, price=100 + number)
    monkeypatch.setattr("orders.store.PAGE", 3)
    monkeypatch.setattr("media.store.PAGE", 3)
    admin = scene.browser("an admin")

    def everything(path: str, part: str, browser: Any = admin) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = []
        cursor: str | None = ""
        while cursor is not None:
            page = browser.get(f"{path}{'&' if '?' in path else '?'}cursor={cursor}").json
            assert (len(page[part]) <= 3, page["in_team"]) == (True, True)
            rows, cursor = rows + page[part], page["next_cursor"]
        return rows

    orders_of = admin.using(orders.api.handler)
    rows = everything("/api/orders", "orders", orders_of)
    assert [one["created_at"] for one in rows] == sorted((one["created_at"] for one in rows), reverse=True)
    assert (len(rows), len({one["order_id"] for one in rows})) == (7, 7)
    assert {one["customer_id"] for one in rows} == {agent.customer_id, other.customer_id}
    assert len(everything("/api/listings", "listings")) == 7
    assert [one["order_id"] for one in everything("/api/orders?sort=oldest", "orders", orders_of)] == [
        one["order_id"] for one in reversed(rows)
    ]
    mine = everything(f"/api/orders?customer_id={other.customer_id}", "orders", orders_of)
    assert {one["customer_id"] for one in mine} == {other.customer_id}
    theirs = everything(f"/api/listings?customer_id={agent.customer_id}", "listings")
    assert ({one["customer_id"] for one in theirs}, len(theirs)) == ({agent.customer_id}, 4)
    assert len(everything("/api/orders?search=harbor", "orders", orders_of)) == 7
    assert len(everything("/api/orders?status=Accepted&search=harbor", "orders", orders_of)) == 6
    assert len(everything("/api/orders?status=Completed", "orders", orders_of)) == 1
    for who in ("a stranger", "a removed admin", "nobody"):
        wanted = scene.people[who].customer_id if who in scene.people else "cus_01K0000000000000000000000A"
        assert orders_of.get(f"/api/orders?customer_id={wanted}").status == 404
        assert admin.get(f"/api/listings?customer_id={agent.customer_id}&customer_id={wanted}").status == 404
    member = scene.browser("a member")
    assert everything("/api/listings", "listings", member) == []
    scene.share()
    assert [one["listing_id"] for one in everything("/api/listings", "listings", member)] == [scene.life.listing_id]
    found = [
        everything(f"/api/orders{query}", "orders", member.using(orders.api.handler))
        for query in (
            "",
            f"?customer_id={agent.customer_id}",
            "?search=harbor",
            "?status=Completed",
            "?status=Accepted",
        )
    ]
    assert [[one["order_id"] for one in rows] for rows in found] == [[scene.life.order_id]] * 4 + [[]]


def test_a_list_without_a_team_or_of_one_agent_is_one_call(scene: Scene, log: StringIO) -> None:
    stranger, admin = scene.browser("a stranger"), scene.browser("an admin")
    people.calls(log)
    stranger.using(orders.api.handler).get("/api/orders")
    admin.using(orders.api.handler).get(f"/api/orders?customer_id={scene.agent.customer_id}")
    assert people.calls(log) == [2, 2]
    admin.using(orders.api.handler).get("/api/orders")
    assert people.calls(log) == [1 + 9], "the session check, and one for each of the nine in the team"


def test_staffs_word_about_a_team_holds_for_its_members_alone_and_follows_the_roster(scene: Scene) -> None:
    business, path = scene.life.business, f"/api/teams/{scene.team_id}/override"
    office = as_staff(team_api.handler, business)

    def is_locked(life: Life) -> bool:
        shown: bool = life.listing()["orders"][0]["locked"]
        assert life.workspace()["orders"][0]["locked"] is shown
        return shown

    for browser, status in (
        (as_staff(team_api.handler, business, "photographer"), 403),
        (at_teams(business, scene.agent), 404),
        (as_staff(team_api.handler, a_business()), 404),
    ):
        assert browser.put(path, {"override": "locked"}).status == status
    assert office.put("/api/teams/tem_01K0000000000000000000000A/override", {"override": "locked"}).status == 404
    outsider = scene.people["a stranger"]
    other = an_accepted_order(business, person=outsider)
    upload(other, {"front.jpg": jpeg(a_picture((900, 600)))})
    deliver(other, collection=False)
    assert (is_locked(scene.life), is_locked(other)) == (False, False)
    assert office.put(path, {"override": "locked"}).json["override"] == "locked"
    assert (is_locked(scene.life), is_locked(other)) == (True, False)
    assert scene.life.workspace()["orders"][0]["overrides"]["team"] == "locked"
    joins(business, scene.team_id, scene.agent, outsider, "admin")
    assert (is_locked(scene.life), is_locked(other)) == (True, True)
    leaves(business, scene.team_id, scene.agent)
    assert (is_locked(scene.life), is_locked(other)) == (False, True)
    assert office.put(path, {"override": None}).status == 200
    assert is_locked(other) is False
    assert [line["override"] for line in office.get(path).json["history"]] == [None, "locked"]
