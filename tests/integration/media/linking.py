"""A listing's links as people keep, see and check them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from media import link_checks
from media.link_probe import StandIn
from tests.browsing import Answer
from tests.integration.media.life import Life, ok
from tests.unit.media.test_link_probe import OK, Site, site

TOUR = {"kind": "tour", "title": "3D tour", "url": "https://tours.example.com/1"}


def add(life: Life, **changes: Any) -> dict[str, Any]:
    return ok(life.staff.post(f"{life.path}/links", {"order_id": life.order_id, **TOUR, **changes}))


def change(life: Life, link: dict[str, Any], **changes: Any) -> Answer:
    return life.staff.patch(f"{life.path}/links/{link['link_id']}", changes)


def kept(life: Life) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = life.workspace()["links"]
    return found


def titles(life: Life) -> list[str]:
    """What the customer sees."""
    return [link["title"] for link in life.listing()["links"]]


def sweep(running: Site | None = None) -> dict[str, int]:
    return link_checks.sweep(StandIn(f"127.0.0.1:{running.port if running else 9}"))


@contextmanager
def answering(pages: dict[str, bytes]) -> Iterator[Site]:
    with site(lambda _, __, path: pages.get(path, OK)) as running:
        yield running
