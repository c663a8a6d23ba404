"""Links of a listing: their order, what visitors are shown of them, when they are looked at again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from latchkey.clock import rfc3339
from media.link import (
    Finding,
    Health,
    Link,
    State,
    health_after,
    in_order,
    link_item,
    link_of,
    next_check,
    ranks_at,
    rows_after,
)

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
TOUR = Link("lnk_1", "ord_1", "tour", "3D tour", "https://tours.example.com/1", True, False, 1, rfc3339(NOW))


def link(number: int, **changes: Any) -> Link:
    facts: dict[str, Any] = {"link_id": f"lnk_{number}", "rank": number, **changes}
    return replace(TOUR, **facts)


def test_what_is_stored_is_what_was_stored() -> None:
    checked = replace(TOUR, asked=False, health=Health("broken", "no_answer", rfc3339(NOW), rfc3339(NOW)))
    for one in (TOUR, checked):
        item = link_item(one)
        assert link_of(item) == one
        assert (item["link_checks"], item["check_at"]) == ("due", one.changed_at)


def test_links_stand_order_by_order_as_staff_arranged_them() -> None:
    links = [link(3), link(1), link(2, order_id="ord_0"), link(4, rank=2)]
    assert [one.link_id for one in in_order(links, ["ord_0", "ord_1"])] == ["lnk_2", "lnk_1", "lnk_4", "lnk_3"]


@pytest.mark.parametrize("position", range(1, 6))
@pytest.mark.parametrize("moved", range(4))
def test_a_move_writes_only_the_links_whose_place_changes(moved: int, position: int) -> None:
    links = [link(1), link(2), link(3), link(4)]
    others = [one for one in links if one is not links[moved]]
    ranks = ranks_at(others, links[moved], position)
    after = sorted(links, key=lambda one: ranks.get(one.link_id, one.rank))
    expected = [*others]
    expected.insert(position - 1, links[moved])
    assert after == expected
    assert all(ranks[one.link_id] != one.rank for one in links if one.link_id in ranks)


def test_a_new_link_waits_for_its_orders_next_delivery() -> None:
    head = {
        "links": rows_after({}, [link(1), link(2, hidden=True), link(3, order_id="ord_2")], ["ord_1"], "ord_1", "t1")
    }
    assert [(row["link_id"], row["delivered_at"]) for row in head["links"]] == [("lnk_1", "t1")]
    after = [link(1, title="Walk through"), link(2), link(4)]
    assert [(row["link_id"], row["title"]) for row in rows_after(head, after, ["ord_1"])] == [("lnk_1", "Walk through")]
    again = rows_after(head, after, ["ord_1"], "ord_1", "t2")
    assert [(row["link_id"], row["delivered_at"]) for row in again] == [
        ("lnk_1", "t1"), ("lnk_2", "t2"), ("lnk_4", "t2"),
    ]  # fmt: skip


def test_a_delivered_link_that_is_hidden_comes_back_as_it_was() -> None:
    head = {"links": rows_after({}, [link(1)], ["ord_1"], "ord_1", "t1")}
    hidden = {"links": rows_after(head, [link(1, hidden=True)], ["ord_1"])}
    assert hidden["links"][0]["hidden"] is True
    assert rows_after(hidden, [link(1)], ["ord_1"]) == head["links"]


def test_a_state_keeps_its_beginning() -> None:
    first = health_after(Health(), Finding("broken", "no_answer"), NOW)
    later = health_after(first, Finding("broken", "not_found"), NOW + timedelta(hours=1))
    assert later == Health("broken", "not_found", rfc3339(NOW), rfc3339(NOW + timedelta(hours=1)))
    mended = health_after(later, Finding("ok"), NOW + timedelta(hours=2))
    assert mended == Health("ok", None, rfc3339(NOW + timedelta(hours=2)), rfc3339(NOW + timedelta(hours=2)))


def test_a_link_is_looked_at_daily_a_failed_one_soon_an_old_one_weekly() -> None:
    def after(state: State, since: datetime, age: timedelta = timedelta()) -> timedelta:
        health = Health(state, None, rfc3339(since), rfc3339(NOW))
        return next_check(replace(TOUR, changed_at=rfc3339(NOW - age)), health, NOW) - NOW

    assert after("ok", NOW) == after("closed", NOW) == timedelta(days=1)
    assert after("broken", NOW) == after("broken", NOW - timedelta(hours=23)) == timedelta(hours=1)
    assert after("broken", NOW - timedelta(days=1)) == timedelta(days=1)
    assert after("ok", NOW, timedelta(days=91)) == timedelta(days=7)
    assert after("broken", NOW, timedelta(days=91)) == timedelta(hours=1)
