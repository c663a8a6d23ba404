"""The routes of accounts: the session, sign-up with its code, sign-in and sign-out. All are open to people without one."""

from __future__ import annotations

from aws_lambda_powertools.event_handler import Response

from latchkey.http import NothingIn, api, caller, entry
from latchkey.lazily import lazily

with lazily():
    from accounts import answers, cookies, link_rule, link_rule_answers, override_answers, overrides, sessions, usecases

app = api()


@app.get("/api/session")
def get_session() -> answers.SessionOut:
    """Who is looking, and at which business."""
    who = caller(app)
    if who.session_hash and who.session_seen_on < who.now.date().isoformat():
        sessions.seen_today(who)
    return answers.session_out(who, who.viewer, pending_sign_up=bool(who.pending_id) and usecases.sign_up_waits(who))


@app.post("/api/auth/sign-ups", status_code=202)
def sign_up(body: answers.CredentialsIn) -> Response[answers.NextStepOut]:
    """Begin a sign-up: a code is mailed; a known address gets another mail and the same answer."""
    return cookies.waits_for_code(usecases.sign_up(caller(app), body.email, body.password))


@app.post("/api/auth/codes", status_code=202)
def send_code(body: NothingIn) -> answers.NextStepOut:
    """Mail another code for this browser's sign-up."""
    usecases.send_code(caller(app))
    return answers.NextStepOut()


@app.post("/api/auth/codes/verification")
def verify_code(body: answers.CodeIn) -> Response[answers.SessionOut]:
    """The code proves the address and opens the session."""
    who = caller(app)
    return cookies.signed_in(who, usecases.verify_code(who, body.code))


@app.post("/api/auth/sessions")
def sign_in(body: answers.CredentialsIn) -> Response[answers.SessionOut]:
    """Sign in; an unknown address and a wrong password are the same answer."""
    who = caller(app)
    return cookies.signed_in(who, usecases.sign_in(who, body.email, body.password))


@app.delete("/api/auth/sessions/current", status_code=204)
def sign_out() -> Response[None]:
    """End this browser's session at once."""
    usecases.sign_out(caller(app))
    return cookies.signed_out()


@app.get("/api/customers/<customer_id>/override")
def read_customer_override(customer_id: str) -> override_answers.OverrideOut:
    """Whether a customer's downloads are locked or unlocked against the payment rule, and who said so. Staff."""
    return overrides.read_customer(caller(app), customer_id)


@app.put("/api/customers/<customer_id>/override")
def override_customer(customer_id: str, body: override_answers.OverrideIn) -> override_answers.OverrideOut:
    """Lock or unlock everything of a customer against the payment rule. Owner or manager."""
    return overrides.set_customer(caller(app), customer_id, body)


@app.get("/api/business/override")
def read_business_override() -> override_answers.OverrideOut:
    """The same for the whole business. Staff."""
    return overrides.read_business(caller(app))


@app.put("/api/business/override")
def override_business(body: override_answers.OverrideIn) -> override_answers.OverrideOut:
    """Lock or unlock everything of the business against the payment rule. Owner or manager."""
    return overrides.set_business(caller(app), body)


@app.get("/api/business/link-rule")
def read_link_rule() -> link_rule_answers.LinkRuleOut:
    """Whether tours and links wait for payment. Staff."""
    return link_rule.read_rule(caller(app))


@app.put("/api/business/link-rule")
def save_link_rule(body: link_rule_answers.LinkRuleIn) -> link_rule_answers.LinkRuleOut:
    """Let tours and links wait for payment, or open them from delivery. Owner or manager."""
    return link_rule.save_rule(caller(app), body)


handler = entry(
    "accounts",
    app,
    # what an owner needs to get in, and to leave
    while_closing=frozenset(
        ("GET /api/session", "POST /api/auth/sessions", "DELETE /api/auth/sessions/current"),
    ),
)
