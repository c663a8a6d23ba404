"""The routes of the platform's own host, where businesses are founded; no business's host answers them, and back."""

from __future__ import annotations

from aws_lambda_powertools.event_handler import Response

from accounts import answers, cookies, host_answers, hosting, platform, platform_answers
from latchkey import request
from latchkey.http import NothingIn, api, caller, entry

app = api()


@app.get("/api/platform")
def look() -> platform_answers.PlatformOut:
    """Who may found a business here, and how far this browser's own has come."""
    return platform.look(caller(app))


@app.post("/api/platform/availability")
def check_name(body: host_answers.NameIn) -> host_answers.NameOut:
    """Whether a name is free."""
    return hosting.check(caller(app), body)


@app.post("/api/platform/businesses", status_code=202)
def found_business(body: platform_answers.BusinessIn) -> Response[answers.NextStepOut]:
    """Begin a business: a code is mailed to its owner."""
    return cookies.waits_for_code(platform.found(caller(app), body))


@app.post("/api/platform/codes", status_code=202)
def send_founding_code(body: NothingIn) -> answers.NextStepOut:
    """Mail another code for this browser's business."""
    platform.send_code(caller(app))
    return answers.NextStepOut()


@app.post("/api/platform/codes/verification")
def prove_owner(body: platform_answers.ProofIn) -> platform_answers.FoundingOut:
    """The code proves the address, and the business exists."""
    return platform.prove(caller(app), body)


handler = entry("platform", app, resolved=request.platform_of)
