"""People who sign up and in, as the tests of accounts need them: what they typed, what was mailed, what the log says."""

import json
from io import StringIO
from typing import Any

from accounts import api
from accounts.business import Business
from tests.browsing import Answer, Browser
from tests.building import all_items, anonymous

PASSWORD = "tangerine boat"


def sign_up(browser: Browser, email: str, password: str = PASSWORD) -> Answer:
    return browser.post("/api/auth/sign-ups", {"email": email, "password": password})


def sign_in(browser: Browser, email: str, password: str = PASSWORD) -> Answer:
    return browser.post("/api/auth/sessions", {"email": email, "password": password})


def type_code(browser: Browser, code: str) -> Answer:
    return browser.post("/api/auth/codes/verification", {"code": code})


def viewer(browser: Browser) -> Any:
    return browser.get("/api/session").json["viewer"]


def mails() -> list[dict[str, Any]]:
    """The payloads of the mails that are to be sent, oldest first."""
    events = sorted(all_items("events"), key=lambda item: (item["at"], item["event_id"]))
    return [event["payload"] for event in events if event["kind"] == "mail" and "pending" in event]


def newest_code(email: str) -> str:
    return str([mail["code"] for mail in mails() if mail["to"] == email and "code" in mail][-1])


def member(business: Business, email: str) -> Browser:
    """The browser of somebody who signed up and typed the code."""
    browser = anonymous(api.handler, business)
    sign_up(browser, email)
    assert type_code(browser, newest_code(email)).status == 200
    return browser


def calls(log: StringIO) -> list[int]:
    """How many calls of the table each invocation since the last look made."""
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    log.truncate(0)
    log.seek(0)
    return [line["calls"] for line in lines]
