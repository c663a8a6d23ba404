"""Branded or not, of each kind of asset: said by staff, seen by everybody who sees the asset (product 4.1)."""

from __future__ import annotations

from typing import Any

import pytest

from tests import originals as odd
from tests.integration.media.asking import shown_by_a_link
from tests.integration.media.filming import filmed
from tests.integration.media.life import Life, deliver, ok, pay, photos, upload


@pytest.fixture
def ids(life: Life) -> dict[str, str]:
    files = {**photos(2), "Floor plan.jpg": odd.jpeg(odd.scene((300, 200))), "Flyer.pdf": odd.pdf("Flyer")}
    names = upload(life, files)
    (first, second), plan, paper = list(names.values())[:2], names["Floor plan.jpg"], names["Flyer.pdf"]
    film = filmed(life)
    deliver(life)
    pay(life)
    return {"first": first, "second": second, "plan": plan, "paper": paper, "film": film}


def say(life: Life, asset_id: str, *, branded: bool) -> None:
    ok(life.staff.patch(f"{life.path}/assets/{asset_id}", {"branded": branded}))


def branded_in(answer: dict[str, Any], *lists: str) -> set[str]:
    shown = [one for name in lists for one in answer[name]]
    assert all(isinstance(one["branded"], bool) for one in shown)
    return {one["asset_id"] for one in shown if one["branded"]}


def by_link(life: Life) -> dict[str, Any]:
    return ok(shown_by_a_link(life))


def test_nothing_is_branded_until_staff_say_so(life: Life, ids: dict[str, str]) -> None:
    assert branded_in(life.workspace(), "assets") == set()
    assert branded_in(life.listing(), "assets", "videos", "documents") == set()
    assert branded_in(by_link(life), "photos", "videos") == set()


def test_customers_and_holders_of_links_see_it_at_once(life: Life, ids: dict[str, str]) -> None:
    told = {ids[name] for name in ("second", "plan", "paper", "film")}
    for asset_id in told:
        say(life, asset_id, branded=True)
    assert branded_in(life.workspace(), "assets") == told
    assert branded_in(life.listing(), "assets", "videos", "documents") == told
    assert branded_in(by_link(life), "photos", "videos") == told - {ids["paper"]}
    say(life, ids["film"], branded=False)
    assert branded_in(life.listing(), "assets", "videos", "documents") == told - {ids["film"]}


def test_other_words_leave_it_as_it_is(life: Life, ids: dict[str, str]) -> None:
    say(life, ids["first"], branded=True)
    ok(life.staff.patch(f"{life.path}/assets/{ids['first']}", {"caption": "The front", "hidden": False}))
    assert branded_in(life.listing(), "assets") == {ids["first"]}
    say(life, ids["second"], branded=True)
    refused = life.staff.patch(f"{life.path}/assets/{ids['first']}", {"branded": "yes"})
    assert refused.status == 422


def test_what_is_not_delivered_yet_goes_out_as_it_was_said(life: Life) -> None:
    (asset_id,) = upload(life, photos(1)).values()
    say(life, asset_id, branded=True)
    deliver(life)
    assert branded_in(life.listing(), "assets") == {asset_id}
