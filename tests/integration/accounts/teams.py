"""Customer teams as tests build them, through the doors that people use."""

from accounts import team_api
from accounts.business import Business
from tests.browsing import Answer
from tests.building import Browser, Person, signed_in
from tests.integration.accounts.people import mails


def at_teams(business: Business, person: Person) -> Browser:
    return signed_in(team_api.handler, business, person)


def a_team(business: Business, admin: Person, name: str = "Coast Realty") -> str:
    """A team that this customer founded; its id."""
    answer = at_teams(business, admin).post("/api/teams", {"name": name})
    assert answer.status == 201, answer.text
    return str(answer.json["team_id"])


def invite(browser: Browser, team_id: str, email: str, role: str = "member", *rights: str) -> Answer:
    body = {"email": email, "role": role, "rights": list(rights)}
    return browser.post(f"/api/teams/{team_id}/invitations", body)


def mailed_token(email: str) -> str:
    links = [mail["link_path"] for mail in mails() if mail["mail"] == "team_invitation" and mail["to"] == email]
    return str(links[-1]).removeprefix("/teams/join/")


def take(business: Business, person: Person, token: str) -> Answer:
    return at_teams(business, person).post("/api/team-invitations/acceptance", {"token": token})


def joins(business: Business, team_id: str, admin: Person, person: Person, role: str = "member", *rights: str) -> None:
    """Invited by this admin, and joined."""
    assert invite(at_teams(business, admin), team_id, person.email, role, *rights).status == 201
    assert take(business, person, mailed_token(person.email)).status == 200


def leaves(business: Business, team_id: str, person: Person) -> None:
    assert at_teams(business, person).delete(f"/api/teams/{team_id}/members/{person.account_id}").status == 204
