"""Customer teams: founded, joined by a proven address, changed and left; an admin always stays (product 2.8)."""

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest

from accounts import customers_api, people_api, team_api, team_store, team_writes
from accounts.business import Business
from accounts.team import MOST_MEMBERS, MOST_TEAMS
from latchkey import keys
from latchkey.clock import rfc3339, utc_now
from latchkey.errors import ConflictError
from latchkey.tables import commit
from latchkey.writes import Update
from tests.building import Browser, Person, a_business, a_customer, all_items, anonymous, as_staff, signed_in
from tests.integration.accounts.people import calls
from tests.integration.accounts.teams import a_team, at_teams, invite, joins, leaves, mailed_token, take


@pytest.fixture
def ada(business: Business) -> Person:
    return a_customer(business, name="Ada Lane")


@pytest.fixture
def bob(business: Business) -> Person:
    return a_customer(business, name="Bob Reed")


@pytest.fixture
def team_id(business: Business, ada: Person) -> str:
    return a_team(business, ada)


def look(business: Business, token: str) -> Any:
    return anonymous(team_api.handler, business).post("/api/team-invitations/opening", {"token": token})


def roles(browser: Browser, team_id: str) -> dict[str, str]:
    return {one["name"]: one["role"] for one in browser.get(f"/api/teams/{team_id}").json["members"]}


def kept_on(person: Person) -> list[str]:
    """The teams on the account, which is what every request goes by."""
    place = keys.account(person.account.business_id, person.account_id)
    (item,) = [one for one in all_items("people") if (one["pk"], one["sk"]) == place]
    return sorted(name for name in item if name.startswith("tem_"))


def test_a_customer_founds_a_team_and_an_invited_one_joins(
    business: Business, ada: Person, bob: Person, team_id: str
) -> None:
    browser = at_teams(business, ada)
    assert invite(browser, team_id, f" {bob.email.upper()} ", "assistant", "pay", "book").json["email"] == bob.email
    token = mailed_token(bob.email)
    assert look(business, token).json == {
        "team_id": team_id,
        "team_name": "Coast Realty",
        "email": bob.email,
        "role": "assistant",
        "rights": ["book", "pay"],
        "invited_by": "Ada Lane",
    }
    assert take(business, bob, token).json["name"] == "Coast Realty"
    assert roles(browser, team_id) == {"Ada Lane": "admin", "Bob Reed": "assistant"}
    assert browser.get(f"/api/teams/{team_id}").json["invitations"] == []
    mine = at_teams(business, bob).get("/api/teams").json["teams"]
    assert mine == [{"team_id": team_id, "name": "Coast Realty", "member_count": 2, "role": "assistant"}]
    assert (kept_on(ada), kept_on(bob)) == ([team_id], [team_id])


def test_an_invitation_is_used_once_by_the_address_it_was_sent_to(
    business: Business, ada: Person, bob: Person, team_id: str
) -> None:
    invite(at_teams(business, ada), team_id, bob.email)
    token = mailed_token(bob.email)
    for _ in range(3):
        assert look(business, token).status == 200  # mail scanners open links
    eve = a_customer(business)
    assert take(business, eve, token).status == 409, "whoever has the link only"
    staff = as_staff(team_api.handler, business)
    assert staff.post("/api/team-invitations/acceptance", {"token": token}).status == 409
    assert (
        anonymous(team_api.handler, business).post("/api/team-invitations/acceptance", {"token": token}).status == 401
    )
    assert take(business, bob, token).status == 200
    assert (take(business, bob, token).status, look(business, token).status) == (409, 409)
    assert kept_on(eve) == []


def test_a_wrong_taken_back_replaced_or_old_invitation_opens_nothing(
    business: Business, ada: Person, bob: Person, team_id: str
) -> None:
    browser = at_teams(business, ada)
    invited = invite(browser, team_id, bob.email).json["invitation_id"]
    token = mailed_token(bob.email)
    wrong = [f"{team_id}.{invited}.{'a' * 43}", f"{team_id}..", "tem_1.inv_1.x", "", f"{team_id}.{invited}"]
    answers = [look(business, one) for one in wrong]
    assert {(one.status, one.text) for one in answers} == {(409, answers[0].text)}
    other = a_business()
    assert look(other, token).status == 409, "an invitation is the business's own"
    assert take(other, a_customer(other, email=bob.email), token).status == 409
    newer = invite(browser, team_id, bob.email).json["invitation_id"]
    assert take(business, bob, token).status == 409, "the newer invitation replaced it"
    assert browser.delete(f"/api/teams/{team_id}/invitations/{newer}").status == 204
    assert browser.delete(f"/api/teams/{team_id}/invitations/{newer}").status == 404
    assert take(business, bob, mailed_token(bob.email)).status == 409
    latest = invite(browser, team_id, bob.email).json["invitation_id"]
    past = rfc3339(utc_now() - timedelta(seconds=1))
    commit([Update("people", keys.team_invitation(business.business_id, team_id, latest), {"expires_at": past})])
    assert take(business, bob, mailed_token(bob.email)).status == 409
    assert browser.get(f"/api/teams/{team_id}").json["invitations"] == []
    assert kept_on(bob) == []


def test_only_the_hash_of_the_links_secret_is_kept(business: Business, ada: Person, bob: Person, team_id: str) -> None:
    invite(at_teams(business, ada), team_id, bob.email)
    secret = mailed_token(bob.email).rpartition(".")[2]
    assert len(secret) >= 43
    assert secret not in json.dumps(all_items("people"), default=str)


def test_who_is_not_in_a_team_finds_none(business: Business, ada: Person, bob: Person, team_id: str) -> None:
    other = a_business()
    missing = at_teams(business, bob).get("/api/teams/tem_01K0000000000000000000000A")
    strangers = [
        at_teams(business, bob),
        at_teams(other, a_customer(other)),
        as_staff(team_api.handler, other),
    ]
    invited = invite(at_teams(business, ada), team_id, "mia@example.com").json["invitation_id"]
    for browser in strangers:
        doors = [
            browser.get(f"/api/teams/{team_id}"),
            browser.put(f"/api/teams/{team_id}", {"name": "Mine"}),
            invite(browser, team_id, "eve@example.com"),
            browser.delete(f"/api/teams/{team_id}/invitations/{invited}"),
            browser.put(f"/api/teams/{team_id}/members/{ada.account_id}", {"role": "member"}),
            browser.delete(f"/api/teams/{team_id}/members/{ada.account_id}"),
        ]
        assert {(one.status, one.text) for one in doors} == {(404, missing.text)}
        assert browser.get("/api/teams").json["teams"] == []


@pytest.mark.parametrize("role", ["member", "assistant"])
def test_only_an_admin_of_the_team_or_the_office_changes_it(
    role: str, business: Business, ada: Person, bob: Person, team_id: str
) -> None:
    joins(business, team_id, ada, bob, role, "book", "download", "pay", "see_prices")
    mia = a_customer(business)
    for browser in (at_teams(business, bob), as_staff(team_api.handler, business, "photographer")):
        seen = browser.get(f"/api/teams/{team_id}").json
        assert (seen["may_change"], seen["invitations"]) == (False, [])
        doors = [
            browser.put(f"/api/teams/{team_id}", {"name": "Mine"}),
            invite(browser, team_id, mia.email),
            browser.put(f"/api/teams/{team_id}/members/{bob.account_id}", {"role": "admin"}),
            browser.delete(f"/api/teams/{team_id}/members/{ada.account_id}"),
        ]
        assert [one.status for one in doors] == [403] * 4
    office = as_staff(team_api.handler, business, "manager")
    assert office.get(f"/api/teams/{team_id}").json["may_change"] is True
    assert office.put(f"/api/teams/{team_id}", {"name": "Coast & Harbor"}).json["name"] == "Coast & Harbor"
    assert [one["name"] for one in office.get("/api/teams").json["teams"]] == ["Coast & Harbor"]
    assert office.put(f"/api/teams/{team_id}/members/{bob.account_id}", {"role": "admin"}).status == 200
    assert roles(at_teams(business, bob), team_id)["Bob Reed"] == "admin"


def test_staff_see_the_teams_of_a_customer(business: Business, ada: Person, bob: Person, team_id: str) -> None:
    office = as_staff(team_api.handler, business)
    a_team(business, bob, "Harbor Homes")

    def teams(of: str) -> list[str]:
        return [one["team_id"] for one in office.get(f"/api/teams?customer_id={of}").json["teams"]]

    assert (teams(ada.customer_id), len(teams(bob.customer_id))) == ([team_id], 1)
    joins(business, team_id, ada, bob)
    assert (len(teams(bob.customer_id)), team_id in teams(bob.customer_id)) == (2, True)
    leaves(business, team_id, bob)
    assert team_id not in teams(bob.customer_id)
    assert teams("cus_1") == teams(a_customer(business, name="Cleo").customer_id) == []
    other = a_business()
    assert as_staff(team_api.handler, other).get(f"/api/teams?customer_id={ada.customer_id}").json["teams"] == []
    assert at_teams(business, ada).get(f"/api/teams?customer_id={ada.customer_id}").status == 404


def test_staff_found_a_team_and_the_first_invited_leads_it(business: Business, ada: Person) -> None:
    office = as_staff(team_api.handler, business)
    team_id = office.post("/api/teams", {"name": "Harbor Homes"}).json["team_id"]
    assert office.get(f"/api/teams/{team_id}").json["members"] == []
    assert invite(office, team_id, ada.email, "admin").status == 201
    assert look(business, mailed_token(ada.email)).json["invited_by"] == business.name
    assert take(business, ada, mailed_token(ada.email)).status == 200
    assert invite(at_teams(business, ada), team_id, "mia@example.com").status == 201
    assert as_staff(team_api.handler, business, "photographer").post("/api/teams", {"name": "No"}).status == 403


def test_the_last_admin_stays_while_there_are_others(
    business: Business, ada: Person, bob: Person, team_id: str
) -> None:
    joins(business, team_id, ada, bob)
    browser, office = at_teams(business, ada), as_staff(team_api.handler, business)
    place = f"/api/teams/{team_id}/members/{ada.account_id}"
    for who in (browser, office):
        assert who.put(place, {"role": "member"}).status == 409
        assert who.delete(place).status == 409
    assert browser.put(f"/api/teams/{team_id}/members/{bob.account_id}", {"role": "admin"}).status == 200
    leaves(business, team_id, ada)
    assert (kept_on(ada), kept_on(bob)) == ([], [team_id])
    leaves(business, team_id, bob)
    assert office.get(f"/api/teams/{team_id}").status == 404, "the last of all ends the team"
    assert [one for one in all_items("people") if team_id in one["pk"] or team_id in one["sk"]] == []


def test_of_two_changes_of_a_roster_at_once_one_wins(
    business: Business, ada: Person, bob: Person, team_id: str
) -> None:
    joins(business, team_id, ada, bob, "admin")
    seen = team_store.team(business.business_id, team_id)
    assert seen is not None
    ada_leaves, bob_leaves = (
        team_writes.left(seen, seen.without(one.account_id), member)
        for one in (ada, bob)
        if (member := seen.member(one.account_id))
    )
    commit(ada_leaves)
    with pytest.raises(ConflictError):
        commit(bob_leaves)
    assert roles(at_teams(business, bob), team_id) == {"Bob Reed": "admin"}


def test_a_former_assistant_keeps_no_right_of_an_assistant(
    business: Business, ada: Person, bob: Person, team_id: str
) -> None:
    joins(business, team_id, ada, bob, "assistant", "pay")
    place = f"/api/teams/{team_id}/members/{bob.account_id}"
    browser = at_teams(business, ada)
    assert browser.put(place, {"role": "member", "rights": ["pay"]}).json["rights"] == []
    assert browser.put(place, {"role": "assistant", "rights": ["pay", "pay", "book"]}).json["rights"] == ["book", "pay"]
    assert browser.put(place, {"role": "assistant", "rights": ["everything"]}).status == 422
    assert (
        browser.put(f"/api/teams/{team_id}/members/{a_customer(business).account_id}", {"role": "admin"}).status == 404
    )


def test_teams_and_their_rosters_are_bounded(business: Business, ada: Person, bob: Person, team_id: str) -> None:
    team = team_store.team(business.business_id, team_id)
    assert team is not None
    full = team
    for number in range(MOST_MEMBERS - 1):
        joining = at_most = team.members[0].__class__(
            f"acc_{number}", f"cus_{number}", "x@example.com", "", "member", (), team.created_at
        )
        full = full.with_member(at_most)
    with pytest.raises(ConflictError):
        full.with_member(joining)
    # A join writes each member's account and a few items more, in one transaction of at most a hundred.
    assert len(team_writes.joined(full, full, full.members[0], _an_invitation(business, ada, bob, team_id))) <= 100
    for _ in range(MOST_TEAMS - 1):
        a_team(business, ada)
    assert at_teams(business, ada).post("/api/teams", {"name": "One more"}).status == 409


def _an_invitation(business: Business, ada: Person, bob: Person, team_id: str) -> Any:
    invite(at_teams(business, ada), team_id, bob.email)
    team = team_store.team(business.business_id, team_id)
    assert team is not None
    return team.invitations[0]


def test_a_profile_renames_its_member(business: Business, ada: Person, team_id: str) -> None:
    own = signed_in(people_api.handler, business, ada)
    body = {"version": 1, "name": "Ada Byron", "phone": "", "brokerage": "", "links": []}
    assert own.put("/api/account/profile", body).status == 200
    assert list(roles(at_teams(business, ada), team_id)) == ["Ada Byron"]


def test_invitations_are_counted_like_other_mails(
    business: Business, ada: Person, team_id: str, one_instant: None
) -> None:
    browser = at_teams(business, ada)
    answers = [invite(browser, team_id, "mia@example.com").status for _ in range(7)]
    assert answers == [201] * 6 + [429]


def test_a_request_costs_one_read_and_a_change_two_calls(
    business: Business, ada: Person, bob: Person, team_id: str, log: StringIO
) -> None:
    browser = at_teams(business, ada)
    calls(log)
    for path in ("/api/teams", f"/api/teams/{team_id}", "/api/agents"):
        assert browser.get(path).status == 200
    assert max(calls(log)) <= 2, "the session check, and one read"
    invite(browser, team_id, bob.email)
    take(business, bob, mailed_token(bob.email))
    assert calls(log) == [4, 3], "an invitation is counted, too"


def test_a_record_in_a_team_is_not_unlinked_under_it(business: Business, ada: Person, team_id: str) -> None:
    office, account = as_staff(customers_api.handler, business), f"/api/customers/{ada.customer_id}/account"
    assert office.delete(account).status == 409
    leaves(business, team_id, ada)
    assert office.delete(account).status == 204
