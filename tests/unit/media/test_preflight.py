"""The look before a delivery: the table of what counts, what stops it, and what is only worth a second look."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from media.asset import Asset
from media.delivery import Delivery
from media.link import Health, Link
from media.preflight import Count, Finding, preflight, promised

AT = "2026-05-04T09:00:00.000Z"
ENTRY = {"canceled": False}
READY = Asset("ast_1", "ord_1", "a.jpg", 1, "ready", 10, AT, alt="A kitchen with an island")
FILM = replace(READY, asset_id="ast_2", kind="video", name="a.mp4", alt="")
LINK = Link("lnk_1", "ord_1", "tour", "Tour", "https://x.example/", True, False, 1, AT)
RUN = Delivery("dlv_1", "ord_1", "preparing", 1, True, True, AT)


def line(quantity: int = 1, **includes: int) -> dict[str, Any]:
    return {"name": "Package", "quantity": quantity, "includes": includes}


def found(*assets: Asset, links: tuple[Link, ...] = (), ordered: tuple[dict[str, Any], ...] = ()) -> Any:
    return preflight(ENTRY, assets, links, (), ordered)


def warnings(*assets: Asset, links: tuple[Link, ...] = ()) -> dict[str, int]:
    return {one.check: one.count for one in found(*assets, links=links).warnings}


@pytest.mark.parametrize(
    ("lines", "numbers"),
    [
        ((), {}),
        (({"name": "Without numbers", "quantity": 2},), {}),
        ((line(photo=25),), {"photo": 25}),
        ((line(photo=25), line(3, photo=5, floor_plan=1)), {"photo": 40, "floor_plan": 3}),
    ],
)
def test_lines_promise_together(lines: tuple[dict[str, Any], ...], numbers: dict[str, int]) -> None:
    assert promised(lines) == numbers


@pytest.mark.parametrize(
    ("assets", "ready"),
    [
        ((READY,), 1),
        ((replace(READY, state="processing"),), 1),  # the delivery waits for it
        ((replace(READY, state="uploading"),), 0),
        ((replace(READY, state="refused"),), 0),
        ((replace(READY, hidden=True),), 0),
        ((READY, replace(READY, asset_id="ast_2")), 2),
    ],
)
def test_what_would_go_out_is_counted_against_what_was_ordered(assets: tuple[Asset, ...], ready: int) -> None:
    assert found(*assets, ordered=(line(photo=2),)).counts == (Count("photo", ready, 2),)
    checks = {one.check for one in found(*assets, ordered=(line(photo=2),)).warnings}
    assert ("fewer" in checks) is (ready < 2)


def test_every_kind_that_is_there_or_was_ordered_is_counted() -> None:
    plan = replace(READY, asset_id="ast_2", kind="floor_plan")
    counts = found(READY, plan, links=(LINK,), ordered=(line(tour=1, document=1),)).counts
    assert counts == (Count("photo", 1), Count("floor_plan", 1), Count("tour", 1, 1), Count("document", 0, 1))


@pytest.mark.parametrize(
    ("entry", "assets", "links", "deliveries", "problems"),
    [
        (ENTRY, (READY,), (), (), ()),
        (ENTRY, (), (LINK,), (), ()),
        (ENTRY, (), (), (), ("nothing_ready",)),
        (ENTRY, (replace(READY, hidden=True),), (replace(LINK, hidden=True),), (), ("nothing_ready",)),
        (ENTRY, (replace(READY, state="refused"),), (), (), ("nothing_ready",)),
        (ENTRY, (READY, replace(READY, state="refused")), (), (), ()),
        (ENTRY, (READY, replace(READY, state="uploading")), (), (), ("uploading",)),
        (ENTRY, (READY, replace(READY, state="uploading", hidden=True)), (), (), ()),
        (ENTRY, (READY,), (), (RUN,), ("under_way",)),
        (ENTRY, (READY,), (), (replace(RUN, state="needs_attention"),), ("stopped",)),
        (ENTRY, (READY,), (), (replace(RUN, state="waiting_for_payment"),), ()),
        ({"canceled": True}, (READY,), (), (), ("canceled",)),
    ],
)
def test_what_stops_a_delivery(
    entry: dict[str, Any],
    assets: tuple[Asset, ...],
    links: tuple[Link, ...],
    deliveries: tuple[Delivery, ...],
    problems: tuple[str, ...],
) -> None:
    assert preflight(entry, assets, links, deliveries).problems == problems


@pytest.mark.parametrize(
    ("asset", "checks"),
    [
        (READY, {}),
        (replace(READY, alt="", caption="Kitchen"), {}),
        (replace(READY, alt=""), {"undescribed": 1}),
        (replace(READY, alt="", kind="floor_plan"), {"undescribed": 1}),
        (replace(READY, alt="", kind="document"), {}),
        (replace(READY, alt="", hidden=True), {"hidden": 1}),
        (replace(READY, alt="", state="processing"), {"preparing": 1}),
        (replace(READY, state="processing", hidden=True), {}),
        (replace(READY, state="refused"), {"refused": 1}),
        (FILM, {"without_poster": 1}),
        (replace(FILM, poster="refused"), {"without_poster": 1}),
        (replace(FILM, poster="made", made=frozenset(("clean_400",))), {}),
        (replace(FILM, poster="refused", made=frozenset(("clean_400",))), {}),  # an earlier one stays
        (replace(FILM, poster="coming"), {}),  # the delivery waits for it
        (replace(FILM, hidden=True), {"hidden": 1}),
        (replace(FILM, state="processing"), {"preparing": 1}),
        (replace(FILM, state="refused"), {"refused": 1}),
    ],
)
def test_what_is_worth_a_second_look(asset: Asset, checks: dict[str, int]) -> None:
    assert warnings(asset) == checks


@pytest.mark.parametrize(
    ("link", "checks"),
    [
        (replace(LINK, health=Health("ok")), {}),
        (replace(LINK, health=Health("closed")), {}),
        (replace(LINK, health=Health("broken")), {"link_broken": 1}),
        (replace(LINK, health=Health("broken"), hidden=True), {"hidden_links": 1}),
    ],
)
def test_links_are_looked_at_too(link: Link, checks: dict[str, int]) -> None:
    assert warnings(READY, links=(link,)) == checks


def test_the_photos_without_words_are_named() -> None:
    bare = [replace(READY, asset_id=f"ast_{n}", alt="") for n in range(2)]
    assert found(READY, *bare).warnings == (Finding("undescribed", 2, ("ast_0", "ast_1")),)


def test_the_videos_without_a_poster_are_named() -> None:
    assert found(READY, FILM).warnings == (Finding("without_poster", 1, ("ast_2",)),)
