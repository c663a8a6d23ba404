"""The truth tables of `sees`, `locked`, `allowed` and `may_download` (product 5): every door asks these and nothing else."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from latchkey.viewer import Membership, Right, TeamRole, Viewer
from media.access import (
    Onlooker,
    Overrides,
    Place,
    Terms,
    allowed,
    folder_shown,
    locked,
    may_download,
    override_of,
    sees,
    shows_links,
    shows_media,
)

PLACE = Place("biz_1", "lst_1", "cus_anna", frozenset(("ord_1", "ord_2")), frozenset(("tem_s",)))
OPEN = Terms("ord_1", delivered=True)
UNPAID = replace(OPEN, collection=True, due=61900)


def customer(customer_id: str, business_id: str = "biz_1", **teams: Membership) -> Onlooker:
    return Onlooker(Viewer("customer", business_id, account_id="acc_1", customer_id=customer_id, teams=teams))


def in_team(role: TeamRole, *rights: Right, agents: tuple[str, ...] = ("cus_anna", "cus_bob")) -> Membership:
    return Membership(role, frozenset(rights), frozenset(agents))


def shared_by(sharer: Onlooker | None, listing_id: str = "lst_1", business_id: str = "biz_1") -> Onlooker:
    return Onlooker(Viewer("anonymous", business_id), shared_listing_id=listing_id, sharer=sharer)


MEMBER, ADMIN = in_team("member"), in_team("admin")
ASSISTANT, DOWNLOADER = in_team("assistant"), in_team("assistant", "download")
WITHOUT_ANNA = ("cus_bob", "cus_carl")
PEOPLE = {
    "nobody": Onlooker(Viewer("anonymous", "biz_1")),
    "owner of the listing": customer("cus_anna"),
    "owner of the listing at another business": customer("cus_anna", "biz_2"),
    "another customer": customer("cus_bob"),
    "a customer without a record": customer(""),
    "member of the agent's team": customer("cus_bob", tem_a=MEMBER),
    "member of a team it was shared with": customer("cus_bob", tem_s=MEMBER),
    "member of a team it was shared with, which the agent has left": customer(
        "cus_bob", tem_s=in_team("member", agents=WITHOUT_ANNA)
    ),
    "admin of the agent's team": customer("cus_bob", tem_a=ADMIN),
    "admin of another team": customer("cus_bob", tem_x=in_team("admin", agents=WITHOUT_ANNA)),
    "assistant of the agent's team": customer("cus_bob", tem_a=ASSISTANT),
    "assistant who may download": customer("cus_bob", tem_a=DOWNLOADER),
    "admin elsewhere": customer("cus_bob", "biz_2", tem_a=ADMIN),
    "guest of the order": Onlooker(Viewer("guest", "biz_1", order_id="ord_1", customer_id="cus_anna")),
    "guest of another order": Onlooker(Viewer("guest", "biz_1", order_id="ord_9", customer_id="cus_anna")),
    "guest at another business": Onlooker(Viewer("guest", "biz_2", order_id="ord_1")),
    "share link of the owner": shared_by(customer("cus_anna")),
    "share link of the owner, for another listing": shared_by(customer("cus_anna"), "lst_2"),
    "share link of the owner, at another business": shared_by(customer("cus_anna"), business_id="biz_2"),
    "share link of staff": shared_by(Onlooker(Viewer("staff", "biz_1", role="photographer"))),
    "share link of staff of another business": shared_by(Onlooker(Viewer("staff", "biz_2", role="owner"))),
    "share link of an admin of the agent's team": shared_by(customer("cus_bob", tem_a=ADMIN)),
    "share link of somebody who has left the team": shared_by(customer("cus_bob")),
    "share link of an account that is gone": shared_by(None),
    "staff": Onlooker(Viewer("staff", "biz_1", role="photographer")),
    "staff of another business": Onlooker(Viewer("staff", "biz_2", role="owner")),
    "staff viewing as the owner": Onlooker(Viewer("customer", "biz_1", customer_id="cus_anna", read_only=True)),
    "staff viewing as another": Onlooker(Viewer("customer", "biz_1", customer_id="cus_bob", read_only=True)),
}
# who: sees it, downloads when open, sees pictures when delivered and unpaid, sees pictures before delivery
TABLE = {
    "nobody": (False, False, None, None),
    "owner of the listing": (True, True, "marked", None),
    "owner of the listing at another business": (False, False, None, None),
    "another customer": (False, False, None, None),
    "a customer without a record": (False, False, None, None),
    "member of the agent's team": (False, False, None, None),
    "member of a team it was shared with": (True, True, "marked", None),
    "member of a team it was shared with, which the agent has left": (False, False, None, None),
    "admin of the agent's team": (True, True, "marked", None),
    "admin of another team": (False, False, None, None),
    "assistant of the agent's team": (True, False, "marked", None),
    "assistant who may download": (True, True, "marked", None),
    "admin elsewhere": (False, False, None, None),
    "guest of the order": (True, False, "marked", None),
    "guest of another order": (False, False, None, None),
    "guest at another business": (False, False, None, None),
    "share link of the owner": (True, False, "marked", None),
    "share link of the owner, for another listing": (False, False, None, None),
    "share link of the owner, at another business": (False, False, None, None),
    "share link of staff": (True, False, "marked", None),
    "share link of staff of another business": (False, False, None, None),
    "share link of an admin of the agent's team": (True, False, "marked", None),
    "share link of somebody who has left the team": (False, False, None, None),
    "share link of an account that is gone": (False, False, None, None),
    "staff": (True, True, "clean", "clean"),
    "staff of another business": (False, False, None, None),
    "staff viewing as the owner": (True, True, "marked", None),
    "staff viewing as another": (False, False, None, None),
}


@pytest.mark.parametrize("who", PEOPLE)
def test_the_table_of_people(who: str) -> None:
    onlooker = PEOPLE[who]
    row = (
        sees(onlooker, PLACE),
        may_download(onlooker, PLACE, OPEN, ready=True),
        folder_shown(onlooker, PLACE, UNPAID),
        folder_shown(onlooker, PLACE, replace(OPEN, delivered=False)),
    )
    assert row == TABLE[who]


@pytest.mark.parametrize("who", PEOPLE)
def test_links_are_open_from_delivery_and_wait_for_the_money_only_where_the_business_says_so(who: str) -> None:
    onlooker, sees_it = PEOPLE[who], TABLE[who][0]
    staff = onlooker.viewer.is_staff and sees_it
    wait = replace(UNPAID, links_wait=True)
    assert shows_links(onlooker, PLACE, UNPAID) is sees_it
    assert shows_links(onlooker, PLACE, wait) is staff
    assert shows_links(onlooker, PLACE, replace(wait, due=0)) is sees_it
    assert shows_links(onlooker, PLACE, replace(wait, override="unlocked")) is sees_it
    assert shows_links(onlooker, PLACE, replace(OPEN, links_wait=True, override="locked")) is staff
    assert shows_links(onlooker, PLACE, replace(OPEN, delivered=False)) is staff
    assert shows_links(onlooker, PLACE, replace(OPEN, canceled=True)) is staff


@pytest.mark.parametrize(
    ("override", "collection", "due", "expected"),
    [
        (override, collection, due, override == "locked" or (override is None and collection and due > 0))
        for override, collection, due in itertools.product(
            (None, "locked", "unlocked"), (False, True), (-1, 0, 1, 61900)
        )
    ],
)
def test_the_table_of_locked(override: str | None, collection: bool, due: int, expected: bool) -> None:
    terms = Terms("ord_1", collection=collection, due=due, override=override)  # type: ignore[arg-type]
    assert locked(terms) is expected


LEVELS = st.sampled_from([None, "locked", "unlocked"])


@given(LEVELS, LEVELS, LEVELS, LEVELS)
def test_the_nearest_override_wins(order: str, customer_: str, team: str, business: str) -> None:
    terms = Terms("ord_1", override=order, above=Overrides(customer_, team, business))  # type: ignore[arg-type]
    assert override_of(terms) == (order or customer_ or team or business)


@given(
    who=st.sampled_from(sorted(PEOPLE)), delivered=st.booleans(), canceled=st.booleans(), collection=st.booleans(),
    due=st.integers(-5, 5), order=LEVELS, business=LEVELS, ready=st.booleans(), watermark=st.booleans(),
)  # fmt: skip
def test_allowed_is_the_formula_of_the_product(
    who: str, delivered: bool, canceled: bool, collection: bool, due: int, order: str, business: str, ready: bool,
    watermark: bool,
) -> None:  # fmt: skip
    onlooker = PEOPLE[who]
    terms = Terms(
        "ord_1",
        collection,
        due,
        order,
        delivered,
        canceled,
        watermark,
        Overrides(business=business),  # type: ignore[arg-type]
    )
    seen = sees(onlooker, PLACE)
    open_to_customers = delivered and not canceled and not locked(terms)
    expected = seen and ready and (onlooker.viewer.is_staff or open_to_customers)
    assert allowed(onlooker, PLACE, terms, ready=ready) is expected
    assert not may_download(onlooker, PLACE, terms, ready=ready) or expected
    assert (folder_shown(onlooker, PLACE, terms) == "clean") is allowed(onlooker, PLACE, terms, ready=True)
    assert not (folder_shown(onlooker, PLACE, terms) and not shows_media(onlooker, PLACE, terms))


def test_an_unpaid_add_on_locks_only_its_own_assets() -> None:
    owner = PEOPLE["owner of the listing"]
    assert folder_shown(owner, PLACE, OPEN) == "clean"
    assert folder_shown(owner, PLACE, replace(UNPAID, order_id="ord_2")) == "marked"


def test_a_guest_sees_nothing_of_another_order_of_the_same_listing() -> None:
    guest = PEOPLE["guest of the order"]
    assert folder_shown(guest, PLACE, OPEN) == "clean"
    assert folder_shown(guest, PLACE, replace(OPEN, order_id="ord_2")) is None


def test_without_watermark_a_locked_order_shows_the_small_unmarked_set() -> None:
    assert folder_shown(PEOPLE["owner of the listing"], PLACE, replace(UNPAID, watermark=False)) == "plain"
