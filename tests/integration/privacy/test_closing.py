"""A business that is being closed: who gets in, what can be done, and how it is taken back (ADR 0073)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts import api, people_api
from accounts.business import Business
from latchkey.clock import instant, utc_now
from privacy import api as privacy_api
from public import pages
from tests.browsing import Browser
from tests.building import (
    a_business,
    a_customer,
    a_staff_member,
    all_items,
    anonymous,
    as_customer,
    as_staff,
    sent_mails,
)
from tests.gateway import gateway
from tests.integration.accounts.people import PASSWORD, member, newest_code, sign_in
from tests.integration.media.life import an_accepted_order, ok
from tests.integration.privacy.canary import run_mails
from tests.integration.privacy.closing import PLACE, after_wait, an_owner, closed, press, turns, with_a_copy

CUSTOMERS = "customer@example.test"
NEW_PASSWORD = "clementine raft"


# Who may, and when ---------------------------------------------------------------------------------------------------
def test_an_owner_types_the_name_and_the_password_and_has_a_copy(business: Business) -> None:
    owner = an_owner(business)
    assert press(owner, "Harbour Light").json["errors"][0]["field"] == "name"
    assert press(owner, typed="guessed it").json["errors"][0]["field"] == "password"
    without = press(owner)
    assert without.status == 409
    assert without.json["detail"].startswith("Make a copy of your data first")
    assert ok(owner.get(PLACE))["has_copy"] is False
    now = utc_now()
    answer = press(with_a_copy(owner), f"  {business.name.upper()} ").json
    assert (answer["state"], answer["wait_days"], answer["has_copy"]) == ("waiting", 14, True)
    wait = instant(answer["closes_at"]) - now
    assert timedelta(days=14) <= wait < timedelta(days=14, minutes=1)
    assert ok(owner.get(PLACE)) == answer
    again = press(owner)
    assert (again.status, again.json["title"]) == (409, "Changed meanwhile")


@pytest.mark.parametrize("role", ["manager", "photographer"])
def test_only_an_owner_closes(business: Business, role: str) -> None:
    staff = an_owner(business, role=role)
    assert (press(staff).status, staff.get(PLACE).status, staff.delete(PLACE).status) == (403, 403, 403)
    assert as_customer(privacy_api.handler, business).get(PLACE).status == 404
    assert anonymous(privacy_api.handler, business).get(PLACE).status == 401


def test_open_orders_and_money_stand_in_the_way_by_name(business: Business) -> None:
    for _ in range(4):
        an_accepted_order(business)
    other = a_business()
    an_accepted_order(other)
    owner = with_a_copy(an_owner(business))
    refused = press(owner)
    assert refused.status == 409
    assert refused.json["detail"].startswith("Not yet possible. Order 10")
    told = ok(owner.get(PLACE))["obstacles"]
    assert len(told) == 4
    assert told[-1] == "And 1 more."
    assert "is still open: complete or cancel it first." in told[0]
    assert "closes_at" not in next(item for item in all_items("people") if item["pk"] == business.business_id)


def test_of_two_owners_at_once_one_closes(business: Business) -> None:
    first, second = with_a_copy(an_owner(business)), an_owner(business)
    assert sorted((press(first).status, press(second).status)) == [202, 409]
    assert len([item for item in all_items("events") if item["event_id"].startswith("closing_")]) == 1


# While it is closed --------------------------------------------------------------------------------------------------
def test_customers_and_staff_are_told_that_it_is_closed_wherever_they_go(business: Business) -> None:
    browser = member(business, CUSTOMERS)
    clerk = as_staff(gateway, business, "manager")
    owner = an_owner(business)
    looking = {"x-latchkey-view-as": a_customer(business).customer_id}
    closes_at = closed(owner)
    for who in (browser.using(gateway), clerk, anonymous(gateway, business)):
        for path in ("/api/orders", "/api/listings", "/api/account", "/api/products", "/api/brand", "/api/erasures"):
            answer = who.get(path)
            assert (answer.status, answer.json["detail"]) == (410, "This portal is closed."), path
        assert who.post("/api/orders", {}, key="a-key-of-the-form").status == 410
        session = ok(who.get("/api/session"))
        assert (session["viewer"], session["closes_at"]) == (None, closes_at)
        assert session["business"]["name"] == business.name
    assert owner.using(gateway).get("/api/orders", headers=looking).status == 410, (
        "not through a customer's eyes either"
    )
    assert ok(anonymous(gateway, a_business()).get("/api/session"))["closes_at"] is None


def test_owners_read_everything_and_change_nothing(business: Business) -> None:
    owner = an_owner(business)
    closed(owner)
    everywhere = owner.using(gateway)
    for path in ("/api/orders", "/api/listings", "/api/customers", "/api/staff", "/api/business/data", "/api/brand"):
        assert everywhere.get(path).status == 200, path
    assert owner.get("/api/business/data/copy/download").status == 200
    refused = everywhere.post("/api/staff/invitations", {"email": "new@example.test", "role": "manager"})
    assert refused.status == 409
    assert refused.json["detail"] == "The business is being closed, so nothing can be changed. Take that back first."
    assert everywhere.put("/api/business/override", {"override": "unlocked"}).status == 409
    assert owner.post("/api/business/data/copy", {}).status == 202
    assert everywhere.delete("/api/auth/sessions/current").status == 204
    assert everywhere.get("/api/orders").status == 410


def test_only_owners_sign_in_and_reset_a_password(business: Business) -> None:
    member(business, CUSTOMERS)
    owner = an_owner(business, email="owner@example.test")
    an_owner(business, email="clerk@example.test", role="manager")
    closed(owner)
    at_door = anonymous(api.handler, business)
    for address in (CUSTOMERS, "clerk@example.test"):
        refused = sign_in(at_door, address)
        assert refused.status == 403
        assert refused.json["detail"] == "This portal is closed. Only an owner of the business can still sign in."
        assert sign_in(at_door, address, "wrong as can be").status == 401, "only who knows the password is told"
    assert at_door.post("/api/auth/sign-ups", {"email": "new@example.test", "password": PASSWORD}).status == 410
    assert ok(sign_in(at_door, "owner@example.test"))["viewer"]["role"] == "owner"
    assert reset(business, CUSTOMERS) == 403
    assert sign_in(anonymous(api.handler, business), CUSTOMERS, NEW_PASSWORD).status == 401, "nothing was changed"
    assert reset(business, "owner@example.test") == 200


def reset(business: Business, address: str) -> int:
    browser = anonymous(people_api.handler, business)
    assert browser.post("/api/auth/resets", {"email": address}).status == 202
    body = {"code": newest_code(address), "password": NEW_PASSWORD}
    return browser.post("/api/auth/resets/completion", body).status


def test_a_guests_link_opens_a_page_that_says_so(business: Business) -> None:
    life = an_accepted_order(business, guest=True)
    owner = an_owner(business)
    link = life.private_url.partition(business.host)[2]
    page = anonymous(pages.handler, business)
    assert page.get(link).status == 200
    cancel = f"/api/orders/{life.order_id}/cancellation"
    order = ok(life.staff.get(f"/api/orders/{life.order_id}"))
    ok(life.staff.post(cancel, {"version": order["version"], "reason": "Sold"}, key="a-key-of-the-form"))
    closed(owner)
    shown = page.get(link)
    assert shown.status == 410
    assert "This portal is closed" in shown.text
    assert life.order_id not in shown.text


# And back ------------------------------------------------------------------------------------------------------------
def test_any_owner_takes_it_back_and_all_owners_are_told(business: Business) -> None:
    browser = member(business, CUSTOMERS).using(gateway)
    owner = an_owner(business, email="owner@example.test", name="Olive Owner")
    other = an_owner(business, email="other@example.test", name="Otto Other")
    a_staff_member(business, "manager")
    closes_at = closed(owner)
    run_mails()
    closing = [mail for mail in sent_mails() if mail.subject == f"{business.name} is being closed"]
    assert {mail.destinations["ToAddresses"][0] for mail in closing} == {"owner@example.test", "other@example.test"}
    assert "Olive Owner" in closing[0].body
    assert other.delete(PLACE).status == 204
    assert other.delete(PLACE).status == 404
    assert [item for item in all_items("events") if item.get("pending") == "privacy_requested"] == []
    run_mails()
    kept = [mail for mail in sent_mails() if mail.subject == f"{business.name} is open again"]
    assert len(kept) == 2
    assert "Otto Other" in kept[0].body
    assert ok(browser.get("/api/session"))["viewer"]["email"] == CUSTOMERS, "whoever was signed in still is"
    assert browser.get("/api/orders").status == 200
    turns(after_wait(closes_at))
    assert browser.get("/api/orders").status == 200, "the time of before means nothing any more"
    assert closed(owner) > closes_at


def test_nothing_is_deleted_before_its_time(business: Business) -> None:
    owner = an_owner(business)
    closes_at = closed(owner)
    before = len(all_items("people"))
    turns(instant(closes_at) - timedelta(seconds=1))
    assert len(all_items("people")) == before
    assert owner.delete(PLACE).status == 204


def test_what_came_in_at_the_last_moment_opens_it_again(business: Business) -> None:
    """An order that was being placed while an owner pressed: nobody loses it."""
    owner = an_owner(business, email="owner@example.test")
    late = late_order(business, owner)
    run_mails()
    turns(after_wait(closes_at_of(business)))
    run_mails()
    told = [mail for mail in sent_mails() if mail.subject == f"{business.name} is open again"]
    assert "owner@example.test" in {mail.destinations["ToAddresses"][0] for mail in told}
    assert all("Order 1001 (12 Harbor View Drive" in mail.body for mail in told)
    assert ok(late.get("/api/session"))["closes_at"] is None
    assert len(ok(late.get("/api/orders"))["orders"]) == 1


def late_order(business: Business, owner: Browser) -> Browser:
    """Closed between the look for open orders and the order itself."""
    with_a_copy(owner)
    life = an_accepted_order(business)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("privacy.store.unsettled_orders", lambda _: [])
        assert press(owner).status == 202
    return life.customer


def closes_at_of(business: Business) -> str:
    head = next(item for item in all_items("people") if item["pk"] == business.business_id and item["sk"] == "business")
    return str(head["closes_at"])
