"""The switch that lets links wait for payment: who may turn it, and what customers and share links then see (product 5)."""

from __future__ import annotations

from typing import Any

import pytest

import accounts.api
from accounts.business import Business
from tests.browsing import Answer, Browser
from tests.building import anonymous, as_customer, as_staff
from tests.gateway import gateway
from tests.integration.media.life import Life, deliver, ok, pay, photos, upload
from tests.integration.media.test_links import add, shared_links, titles

RULE = "/api/business/link-rule"


@pytest.fixture
def owner(business: Business) -> Browser:
    return as_staff(accounts.api.handler, business)


def read_rule(staff: Browser) -> dict[str, Any]:
    return ok(staff.get(RULE))


def turn(staff: Browser, *, wait: bool, version: int | None = None) -> Answer:
    seen = read_rule(staff)["version"] if version is None else version
    return staff.put(RULE, {"wait_for_payment": wait, "version": seen})


def test_the_switch_hides_and_shows_links_at_the_very_next_request_in_gallery_and_share_link(life: Life) -> None:
    upload(life, photos(1))
    add(life)
    deliver(life)
    owner = life.staff.using(accounts.api.handler)
    assert (titles(life), len(shared_links(life))) == (["3D tour"], 1)
    ok(turn(owner, wait=True))
    assert (titles(life), shared_links(life)) == ([], [])
    assert len(life.workspace()["links"]) == 1
    ok(turn(owner, wait=False))
    assert (titles(life), len(shared_links(life))) == (["3D tour"], 1)
    ok(turn(owner, wait=True))
    pay(life)
    assert (titles(life), len(shared_links(life))) == (["3D tour"], 1)


def test_a_business_begins_with_open_links_and_saying_it_twice_changes_nothing(owner: Browser) -> None:
    before = read_rule(owner)
    assert (before["wait_for_payment"], before["may_change"]) == (False, True)
    saved = ok(turn(owner, wait=True))
    assert saved == {"wait_for_payment": True, "version": before["version"] + 1, "may_change": True}
    assert ok(turn(owner, wait=True, version=before["version"])) == saved
    assert read_rule(owner) == saved


def test_who_saw_older_settings_is_told_to_look_again(owner: Browser) -> None:
    old = read_rule(owner)["version"]
    ok(turn(owner, wait=True))
    refused = turn(owner, wait=False, version=old)
    assert (refused.status, read_rule(owner)["wait_for_payment"]) == (409, True)


@pytest.mark.parametrize(("role", "status"), [("manager", 200), ("photographer", 403)])
def test_owners_and_managers_decide_and_photographers_look(business: Business, role: str, status: int) -> None:
    staff = as_staff(accounts.api.handler, business, role)
    assert read_rule(staff)["may_change"] is (status == 200)
    assert turn(staff, wait=True).status == status
    assert read_rule(staff)["wait_for_payment"] is (status == 200)


def test_for_customers_there_is_no_such_page(business: Business) -> None:
    for browser, status in (
        (as_customer(gateway, business), 404),
        (anonymous(gateway, business), 401),
    ):
        there = browser.using(accounts.api.handler)
        assert there.get(RULE).status == status
        assert there.put(RULE, {"wait_for_payment": True, "version": 1}).status == status
