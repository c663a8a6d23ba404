"""The staff of a business: invited for a day and one use, one owner always stays, a removal holds at once (product 2.9)."""

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest

from accounts import api, people_api, staff_writes
from accounts.business import Business
from accounts.invitation import LASTS, Invitation
from latchkey import keys
from latchkey.clock import rfc3339, utc_now
from latchkey.errors import ConflictError
from latchkey.tables import commit
from latchkey.writes import Update
from tests.browsing import Answer
from tests.building import (
    Browser,
    Person,
    a_business,
    a_customer,
    a_staff_member,
    all_items,
    anonymous,
    as_customer,
    as_staff,
    signed_in,
)
from tests.integration.accounts.people import calls, mails, sign_in, viewer

MIA = "mia@example.com"
CHOSEN = "walnut river"


@pytest.fixture
def owner(business: Business) -> Person:
    return a_staff_member(business, name="Ada Lane")


@pytest.fixture
def office(business: Business, owner: Person) -> Browser:
    return signed_in(people_api.handler, business, owner)


def invite(office: Browser, email: str = MIA, role: str = "photographer") -> Answer:
    return office.post("/api/staff/invitations", {"email": email, "role": role})


def mailed_token(email: str = MIA) -> str:
    links = [mail["link_path"] for mail in mails() if mail["mail"] == "staff_invitation" and mail["to"] == email]
    return str(links[-1]).removeprefix("/join/")


def look(business: Business, token: str) -> Answer:
    return anonymous(people_api.handler, business).post("/api/auth/invitations/opening", {"token": token})


def join(business: Business, token: str, browser: Browser | None = None, **changes: str) -> Answer:
    body = {"token": token, "name": "Mia Stone", "password": CHOSEN, **changes}
    return (browser or anonymous(people_api.handler, business)).post("/api/auth/invitations/acceptance", body)


def staff(office: Browser) -> Any:
    return office.get("/api/staff").json


def owners_counted(business: Business) -> int:
    (item,) = [
        one for one in all_items("people") if one["pk"] == f"{business.business_id}#staff" and one["sk"] == "owners"
    ]
    return int(item["owners"])


def test_an_invitation_becomes_a_member_of_that_role_signed_in(business: Business, office: Browser) -> None:
    assert invite(office, " MIA@Example.com ").json["email"] == MIA
    token = mailed_token()
    assert look(business, token).json == {"email": MIA, "role": "photographer", "invited_by": "Ada Lane"}
    browser = anonymous(people_api.handler, business)
    answer = join(business, token, browser)
    assert answer.status == 200
    assert (answer.json["viewer"]["role"], answer.json["viewer"]["name"]) == ("photographer", "Mia Stone")
    assert viewer(browser.using(api.handler)) == answer.json["viewer"]
    assert sign_in(anonymous(api.handler, business), MIA, CHOSEN).status == 200
    listed = staff(office)
    assert [(one["name"], one["role"]) for one in listed["members"]] == [
        ("Ada Lane", "owner"),
        ("Mia Stone", "photographer"),
    ]
    assert listed["invitations"] == []


def test_an_invitation_is_used_once_and_opening_it_uses_nothing(business: Business, office: Browser) -> None:
    invite(office)
    token = mailed_token()
    for _ in range(3):
        assert look(business, token).status == 200  # mail scanners open links
    assert join(business, token).status == 200
    again = join(business, token, password="another password")
    assert (again.status, look(business, token).status) == (409, 409)
    assert sign_in(anonymous(api.handler, business), MIA, "another password").status == 401
    assert len(staff(office)["members"]) == 2


def test_a_wrong_taken_back_replaced_or_old_invitation_opens_nothing(business: Business, office: Browser) -> None:
    invited = invite(office).json
    token = mailed_token()
    answers = [
        look(business, f"{invited['invitation_id']}.{'a' * 43}"),
        look(business, "inv_nothing.x"),
        look(business, ""),
    ]
    assert {(answer.status, answer.text) for answer in answers} == {(409, answers[0].text)}
    other = a_business()
    assert look(other, token).status == 409, "an invitation is the business's own"
    invite(office)
    assert join(business, token).status == 409, "the newer invitation replaced it"
    assert [one["email"] for one in staff(office)["invitations"]] == [MIA]
    newest = staff(office)["invitations"][0]["invitation_id"]
    assert office.delete(f"/api/staff/invitations/{newest}").status == 204
    assert join(business, mailed_token()).status == 409
    assert office.delete(f"/api/staff/invitations/{newest}").status == 404
    invite(office)
    current = staff(office)["invitations"][0]["invitation_id"]
    past = rfc3339(utc_now() - timedelta(seconds=1))
    commit([Update("people", keys.staff_invitation(business.business_id, current), {"expires_at": past})])
    assert join(business, mailed_token()).status == 409
    assert staff(office)["invitations"] == []
    assert timedelta(hours=24) >= LASTS


def test_of_two_who_take_one_invitation_at_once_one_joins(business: Business, office: Browser) -> None:
    invite(office)
    token = mailed_token()
    before = [one for one in all_items("people") if one["sk"].startswith("invitation#")]
    first = join(business, token)
    assert (first.status, len(before)) == (200, 1)
    # The slower one has read the invitation before the faster one's commit.

    with pytest.raises(ConflictError):
        commit([staff_writes.invitation_over(Invitation.of(before[0]))])


def test_only_the_hash_of_the_links_secret_is_kept(business: Business, office: Browser) -> None:
    invite(office)
    secret = mailed_token().partition(".")[2]
    assert len(secret) >= 43
    assert secret not in json.dumps(all_items("people"), default=str)
    assert secret not in office.get("/api/staff").text


@pytest.mark.parametrize(
    ("change", "status"), [({"password": "short"}, 422), ({"name": ""}, 422), ({"name": "x" * 81}, 422)]
)
def test_bad_input_leaves_the_invitation_open(
    business: Business, office: Browser, change: dict[str, str], status: int
) -> None:
    invite(office)
    assert join(business, mailed_token(), **change).status == status
    assert join(business, mailed_token()).status == 200


def test_whoever_is_there_already_is_not_invited(business: Business, office: Browser, owner: Person) -> None:
    a_customer(business, "buyer@example.com")
    assert "member of your staff" in invite(office, owner.account.email).json["detail"]
    assert "customer's account" in invite(office, "buyer@example.com").json["detail"]
    assert invite(office, "not an address").status == 422
    assert mails() == []


def test_an_address_that_signed_up_meanwhile_keeps_its_account(business: Business, office: Browser) -> None:
    invite(office)
    customer = a_customer(business, MIA)
    assert join(business, mailed_token()).status == 409
    assert viewer(signed_in(api.handler, business, customer))["kind"] == "customer"


def test_a_role_holds_from_the_next_request(business: Business, office: Browser) -> None:
    mia = a_staff_member(business, "photographer")
    path = f"/api/staff/{mia.account.account_id}/role"
    assert office.put(path, {"role": "manager"}).json["role"] == "manager"
    assert office.put(path, {"role": "manager"}).status == 200
    assert viewer(signed_in(api.handler, business, mia))["role"] == "manager"
    assert {one["role"] for one in staff(office)["members"]} == {"owner", "manager"}
    assert office.put(path, {"role": "emperor"}).status == 422


def test_the_last_owner_stays(business: Business, office: Browser, owner: Person) -> None:
    me = owner.account.account_id
    for answer in (office.delete(f"/api/staff/{me}"), office.put(f"/api/staff/{me}/role", {"role": "manager"})):
        assert (answer.status, answer.json["detail"]) == (
            409,
            "A business keeps at least one owner. Make somebody else an owner first.",
        )
    second = a_staff_member(business, "photographer").account.account_id
    assert office.put(f"/api/staff/{second}/role", {"role": "owner"}).status == 200
    assert owners_counted(business) == 2
    assert office.delete(f"/api/staff/{me}").status == 204
    assert owners_counted(business) == 1


def test_of_two_owners_who_remove_each_other_one_stays(business: Business, owner: Person) -> None:

    other = a_staff_member(business, "owner")
    commit(staff_writes.removed(owner.account, utc_now()))
    with pytest.raises(ConflictError):
        commit(staff_writes.removed(other.account, utc_now()))
    assert viewer(signed_in(api.handler, business, other))["role"] == "owner"


def test_a_removed_member_is_out_at_the_next_request_and_may_come_back(business: Business, office: Browser) -> None:
    mia = a_staff_member(business, "manager", email=MIA)
    browser = signed_in(people_api.handler, business, mia)
    assert browser.get("/api/staff").status == 200
    assert office.delete(f"/api/staff/{mia.account.account_id}").status == 204
    assert browser.get("/api/staff").status == 401
    assert office.delete(f"/api/staff/{mia.account.account_id}").status == 404
    assert invite(office, MIA, "photographer").status == 201
    back = anonymous(people_api.handler, business)
    assert join(business, mailed_token(), back).json["viewer"]["role"] == "photographer"
    assert viewer(back.using(api.handler))["account_id"] == mia.account.account_id
    assert browser.get("/api/staff").status == 401, "a session from before the removal stays over"


@pytest.mark.parametrize("role", ["manager", "photographer"])
def test_staff_see_the_staff_and_only_an_owner_changes_it(business: Business, owner: Person, role: str) -> None:
    browser = as_staff(people_api.handler, business, role)
    assert browser.get("/api/staff").json["may_change"] is False
    for answer in changes(browser, owner.account.account_id):
        assert (answer.status, answer.json["detail"]) == (403, "Only an owner of the business can change this.")


def test_nobody_else_learns_of_the_staff(business: Business, owner: Person) -> None:
    customer, stranger = as_customer(people_api.handler, business), anonymous(people_api.handler, business)
    assert (customer.get("/api/staff").status, stranger.get("/api/staff").status) == (404, 401)
    assert {answer.status for answer in changes(customer, owner.account.account_id)} == {404}
    assert {answer.status for answer in changes(stranger, owner.account.account_id)} == {401}
    elsewhere = as_staff(people_api.handler, a_business())
    foreign = elsewhere.delete(f"/api/staff/{owner.account.account_id}")
    missing = elsewhere.delete("/api/staff/acc_00000000000000000000000000")
    assert (foreign.status, foreign.text) == (missing.status, missing.text) == (404, foreign.text)
    listed = elsewhere.get("/api/staff").json["members"]
    assert len(listed) == 1
    assert listed[0]["account_id"] != owner.account.account_id


def changes(browser: Browser, account_id: str) -> list[Answer]:
    return [
        invite(browser),
        browser.delete("/api/staff/invitations/inv_00000000000000000000000000"),
        browser.put(f"/api/staff/{account_id}/role", {"role": "owner"}),
        browser.delete(f"/api/staff/{account_id}"),
    ]


def test_an_owner_cannot_flood_an_address_with_invitations(business: Business, office: Browser) -> None:
    statuses = [invite(office).status for _ in range(8)]
    assert statuses[0] == 201
    assert statuses[-1] == 429


def test_each_request_makes_few_calls(business: Business, office: Browser, log: StringIO) -> None:
    calls(log)
    staff(office)
    invite(office)
    assert calls(log) == [2, 4]
    join(business, mailed_token())
    assert max(calls(log)) <= 4
