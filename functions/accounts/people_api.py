"""The routes of accounts that are asked rarely: a function of its own, so that they cost no other one's cold start."""

from __future__ import annotations

from http import HTTPStatus

from aws_lambda_powertools.event_handler import Response

from latchkey.http import api, caller, entry
from latchkey.lazily import lazily

with lazily():
    from accounts import (
        answers,
        cookies,
        host_answers,
        hosting,
        people_answers,
        profiles,
        readdressing,
        recipients,
        resetting,
        securing,
        sessions,
        staff_answers,
        staffing,
    )

app = api()


@app.post("/api/auth/resets", status_code=202)
def begin_reset(body: people_answers.ResetIn) -> Response[answers.NextStepOut]:
    """Mail a code for a new password; an unknown address gets no mail and the same answer."""
    return cookies.waits_for_code(resetting.begin(caller(app), body.email))


@app.post("/api/auth/resets/completion")
def finish_reset(body: people_answers.NewPasswordIn) -> Response[answers.SessionOut]:
    """The code and a new password: signed in here, signed out everywhere else."""
    who = caller(app)
    return cookies.signed_in(who, resetting.finish(who, body.code, body.password))


@app.get("/api/account")
def read_account() -> people_answers.OwnAccountOut:
    """Who I am here."""
    return profiles.read_own(caller(app))


@app.put("/api/account/profile")
def save_profile(body: people_answers.ProfileIn) -> people_answers.OwnAccountOut:
    """Name, phone, brokerage and links."""
    return profiles.save_own(caller(app), body)


@app.post("/api/account/password", status_code=204)
def change_password(body: people_answers.PasswordChangeIn) -> Response[None]:
    """Another password; needs the present one, and ends every other session."""
    securing.change_password(caller(app), body.password, body.new_password)
    return Response(HTTPStatus.NO_CONTENT)


@app.post("/api/account/email", status_code=202)
def begin_email_change(body: people_answers.EmailChangeIn) -> answers.NextStepOut:
    """Mail a code to another address; needs the present password."""
    readdressing.begin(caller(app), body.email, body.password)
    return answers.NextStepOut()


@app.post("/api/account/email/verification")
def finish_email_change(body: answers.CodeIn) -> people_answers.OwnAccountOut:
    """The code moves the account to the address; ends every other session."""
    return readdressing.finish(caller(app), body.code)


@app.get("/api/account/recipients")
def list_recipients() -> people_answers.RecipientsOut:
    """Who gets copies of the mails about my orders and listings. Customers."""
    return recipients.list_own(caller(app))


@app.post("/api/account/recipients", status_code=201)
def add_recipient(body: people_answers.RecipientIn) -> people_answers.RecipientsOut:
    """Let somebody have copies; they are told who added them. Customers."""
    return recipients.add(caller(app), body)


@app.delete("/api/account/recipients/<recipient_id>", status_code=204)
def remove_recipient(recipient_id: str) -> Response[None]:
    """No more copies for this person."""
    recipients.remove(caller(app), recipient_id)
    return Response(HTTPStatus.NO_CONTENT)


@app.get("/api/account/sessions")
def list_sessions() -> people_answers.OwnSessionsOut:
    """Where I am signed in."""
    return sessions.list_own(caller(app))


@app.delete("/api/account/sessions/<session_id>", status_code=204)
def end_session(session_id: str) -> Response[None]:
    """Sign one device out."""
    sessions.end(caller(app), session_id)
    return Response(HTTPStatus.NO_CONTENT)


@app.delete("/api/account/sessions", status_code=204)
def end_other_sessions() -> Response[None]:
    """Sign every other device out."""
    sessions.end_others(caller(app))
    return Response(HTTPStatus.NO_CONTENT)


@app.get("/api/staff")
def read_staff() -> staff_answers.StaffOut:
    """Who belongs to the staff, and who is invited. Staff."""
    return staffing.read_staff(caller(app))


@app.post("/api/staff/invitations", status_code=201)
def invite_staff(body: staff_answers.InvitationIn) -> staff_answers.InvitationOut:
    """Mail an invitation to the staff: one use, a day long. Owner."""
    return staffing.invite(caller(app), body)


@app.delete("/api/staff/invitations/<invitation_id>", status_code=204)
def take_back_invitation(invitation_id: str) -> Response[None]:
    """The mailed link opens nothing any more. Owner."""
    staffing.take_back(caller(app), invitation_id)
    return Response(HTTPStatus.NO_CONTENT)


@app.put("/api/staff/<account_id>/role")
def change_role(account_id: str, body: staff_answers.RoleIn) -> staff_answers.MemberOut:
    """Another role for a member; one owner stays. Owner."""
    return staffing.change_role(caller(app), account_id, body.role)


@app.delete("/api/staff/<account_id>", status_code=204)
def remove_staff(account_id: str) -> Response[None]:
    """A member is out at the next request; one owner stays. Owner."""
    staffing.remove(caller(app), account_id)
    return Response(HTTPStatus.NO_CONTENT)


@app.post("/api/auth/invitations/opening")
def open_invitation(body: staff_answers.InvitationTokenIn) -> staff_answers.InvitedOut:
    """What a mailed invitation asks its reader to join; uses nothing up."""
    return staffing.open_invitation(caller(app), body.token)


@app.post("/api/auth/invitations/acceptance")
def join_staff(body: staff_answers.JoiningIn) -> Response[answers.SessionOut]:
    """Join the staff with a name and a password: signed in here."""
    who = caller(app)
    return cookies.signed_in(who, staffing.join(who, body))


@app.get("/api/business/host")
def read_host() -> host_answers.HostOut:
    """Where the business lives, and its former names. Staff."""
    return hosting.read_host(caller(app))


@app.post("/api/business/host/availability")
def check_host(body: host_answers.NameIn) -> host_answers.NameOut:
    """Whether the business could move to a name. Owner."""
    return hosting.check_own(caller(app), body)


@app.put("/api/business/host")
def move_host(body: host_answers.HostIn) -> host_answers.HostOut:
    """Move to another name: every link leads there, the old name redirects for ever. Owner."""
    return hosting.move(caller(app), body)


handler = entry(
    "people",
    app,
    while_closing=frozenset(("POST /api/auth/resets", "POST /api/auth/resets/completion")),
)
