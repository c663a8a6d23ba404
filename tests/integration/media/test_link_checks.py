"""A listing's links are asked whether they answer, and staff are told what was found (product 4.1)."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest

from latchkey import keys
from latchkey.clock import instant, rfc3339
from latchkey.tables import commit
from latchkey.writes import Update
from media import link_checks
from media.writes import lock_canceled
from tests.building import all_items
from tests.integration.media.life import Life, ok
from tests.integration.media.linking import add, answering, change, kept, sweep
from tests.unit.media.test_link_probe import OK, site, status


def test_a_link_is_checked_and_the_workspace_says_what_was_found(life: Life) -> None:
    pages = {"/gone": status(404), "/closed": status(403), "/ok": OK}
    for page in pages:
        add(life, url=f"https://tours.example.com{page}", title=page)
    with answering(pages) as running:
        assert sweep(running) == {"checked": 3, "broken": 1, "left_alone": 0}
        assert sweep(running) == {"checked": 0, "broken": 0, "left_alone": 0}
        health = {link["title"]: link["health"] for link in kept(life)}
        assert {page: (one["state"], one["reason"]) for page, one in health.items()} == {
            "/gone": ("broken", "not_found"), "/closed": ("closed", None), "/ok": ("ok", None),
        }  # fmt: skip
        assert all(one["checking"] is False and one["since"] == one["checked_at"] for one in health.values())
        later(life, timedelta(hours=1))
        assert sweep(running) == {"checked": 1, "broken": 1, "left_alone": 0}
        again = {link["title"]: link["health"] for link in kept(life)}["/gone"]
        assert again["since"] == health["/gone"]["since"] < again["checked_at"]
        pages["/gone"] = OK
        later(life, timedelta(hours=24))
        assert sweep(running) == {"checked": 3, "broken": 0, "left_alone": 0}


def later(life: Life, passed: timedelta) -> None:
    """So much time passes for the schedule of this listing's links."""
    for item in all_items("listings"):
        if item["sk"].startswith("link#") and item.get("check_at"):
            key = keys.link(life.business.business_id, life.listing_id, item["link_id"])
            commit([Update("listings", key, {"check_at": rfc3339(instant(item["check_at"]) - passed)})])


def test_staff_ask_for_a_check_and_a_new_address_gets_one_by_itself(life: Life) -> None:
    link = add(life)
    with answering({"/1": status(500)}) as running:
        sweep(running)
        asked = ok(life.staff.post(f"{life.path}/links/{link['link_id']}/check", {}))
        assert (asked["health"]["state"], asked["health"]["checking"]) == ("broken", True)
        assert sweep(running)["checked"] == 1
        assert sweep(running)["checked"] == 0
        moved = ok(change(life, link, url="https://tours.example.com/2"))
        assert (moved["health"]["state"], moved["health"]["checking"]) == ("unchecked", True)
        assert ok(change(life, link, title="Other words"))["health"]["checking"] is True
        assert sweep(running) == {"checked": 1, "broken": 0, "left_alone": 0}
    assert kept(life)[0]["health"]["state"] == "ok"


def test_what_was_found_of_an_address_is_not_said_of_another(life: Life) -> None:
    link = add(life)

    def answer(*_: str) -> bytes:
        change(life, link, url="https://tours.example.com/2")
        return status(404)

    with site(answer) as running:
        sweep(running)
    assert kept(life)[0]["health"]["state"] == "unchecked"
    with answering({}) as running:
        assert sweep(running) == {"checked": 1, "broken": 0, "left_alone": 0}


def test_a_link_that_is_removed_while_it_is_asked_stays_removed(life: Life) -> None:
    link = add(life)

    def answer(*_: str) -> bytes:
        life.staff.delete(f"{life.path}/links/{link['link_id']}")
        return OK

    with site(answer) as running:
        sweep(running)
    assert kept(life) == []


def test_a_check_that_dies_holds_up_no_other_and_is_made_up_for(life: Life) -> None:
    class Deadly:
        def open(self, *_: Any) -> Any:
            raise SystemExit

    add(life)
    add(life, url="https://tours.example.com/2")
    with pytest.raises(SystemExit):
        link_checks.sweep(Deadly())
    with answering({}) as running:
        assert sweep(running)["checked"] == 1
        later(life, timedelta(minutes=5))
        assert sweep(running)["checked"] == 1
    assert {link["health"]["state"] for link in kept(life)} == {"ok"}


def test_nobody_asks_for_links_of_a_canceled_order(life: Life) -> None:
    add(life)
    commit(lock_canceled(life.business.business_id, life.listing_id, life.order_id))
    with answering({}) as running:
        assert sweep(running) == {"checked": 0, "broken": 0, "left_alone": 1}
        assert sweep(running) == {"checked": 0, "broken": 0, "left_alone": 0}
        assert running.asked == []


def test_the_schedule_asks_through_the_stand_in_and_stops_in_time(life: Life, log: StringIO) -> None:
    add(life)
    add(life, url="https://tours.example.com/2")

    class Context:
        aws_request_id = "r1"
        left = iter((58_000, 20_000, 20_000))

        def get_remaining_time_in_millis(self) -> int:
            return next(self.left)

    assert link_checks.handler({}, Context()) == {"checked": 1, "broken": 1, "left_alone": 0}
    line = json.loads(log.getvalue().splitlines()[-1])
    assert (line["function"], line["checked"], line["broken"]) == ("link_checks", 1, 1)
    assert "example.com" not in log.getvalue()
