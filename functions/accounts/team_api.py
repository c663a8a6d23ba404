"""The routes of customer teams: a function of its own, so that they cost no other one's cold start."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from latchkey.http import api, caller, entry
from latchkey.lazily import lazily

with lazily():
    from accounts import override_answers, team_answers, team_overriding, teaming

app = api()


@app.get("/api/teams")
def list_teams(
    cursor: Annotated[str, Query(max_length=2000)] = "", customer_id: Annotated[str, Query(max_length=40)] = ""
) -> team_answers.TeamsOut:
    """My teams; for staff a page of the business's, or those of one customer."""
    return teaming.list_teams(caller(app), cursor, customer_id)


@app.post("/api/teams", status_code=201)
def create_team(body: team_answers.TeamIn) -> team_answers.TeamOut:
    """A new team. A customer becomes its first admin; staff invite people to it."""
    return teaming.create(caller(app), body)


@app.get("/api/teams/<team_id>")
def read_team(team_id: str) -> team_answers.TeamOut:
    """A team with its members, and for those who may change it who is invited."""
    return teaming.read_team(caller(app), team_id)


@app.put("/api/teams/<team_id>")
def rename_team(team_id: str, body: team_answers.TeamIn) -> team_answers.TeamOut:
    """Another name. Admin or staff."""
    return teaming.rename(caller(app), team_id, body)


@app.post("/api/teams/<team_id>/invitations", status_code=201)
def invite_to_team(team_id: str, body: team_answers.TeamInvitationIn) -> team_answers.TeamInvitationOut:
    """Mail an invitation to the team: one use, a day long. Admin or staff."""
    return teaming.invite(caller(app), team_id, body)


@app.delete("/api/teams/<team_id>/invitations/<invitation_id>", status_code=204)
def take_back_team_invitation(team_id: str, invitation_id: str) -> Response[None]:
    """The mailed link opens nothing any more. Admin or staff."""
    teaming.take_back(caller(app), team_id, invitation_id)
    return Response(HTTPStatus.NO_CONTENT)


@app.put("/api/teams/<team_id>/members/<account_id>")
def change_team_member(team_id: str, account_id: str, body: team_answers.PlaceIn) -> team_answers.TeamMemberOut:
    """Another role, or other rights of an assistant; one admin stays. Admin or staff."""
    return teaming.change(caller(app), team_id, account_id, body)


@app.delete("/api/teams/<team_id>/members/<account_id>", status_code=204)
def remove_team_member(team_id: str, account_id: str) -> Response[None]:
    """Out at the next request; one admin stays. Admin or staff, or the member themselves."""
    teaming.remove(caller(app), team_id, account_id)
    return Response(HTTPStatus.NO_CONTENT)


@app.get("/api/teams/<team_id>/override")
def read_team_override(team_id: str) -> override_answers.OverrideOut:
    """Staff's word about a team's downloads, and who said it when. Staff."""
    return team_overriding.read_override(caller(app), team_id)


@app.put("/api/teams/<team_id>/override")
def override_team(team_id: str, body: override_answers.OverrideIn) -> override_answers.OverrideOut:
    """Lock or unlock everything of a team against the payment rule. Owner or manager."""
    return team_overriding.set_override(caller(app), team_id, body)


@app.post("/api/team-invitations/opening")
def open_team_invitation(body: team_answers.TeamTokenIn) -> team_answers.TeamInvitedOut:
    """What a mailed invitation asks its reader to join; uses nothing up."""
    return teaming.open_invitation(caller(app), body.token)


@app.post("/api/team-invitations/acceptance")
def join_team(body: team_answers.TeamTokenIn) -> team_answers.TeamOut:
    """Join the team, signed in with the invited address."""
    return teaming.join(caller(app), body.token)


@app.get("/api/agents")
def list_agents() -> team_answers.AgentsOut:
    """Whose listings and orders I may see through my teams, and for whom I may order."""
    return teaming.list_agents(caller(app))


handler = entry("teams", app)
