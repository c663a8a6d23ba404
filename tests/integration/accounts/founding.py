"""What the tests of hosts build with: the platform's own door, a business that is founded there, the stream's turn."""

from __future__ import annotations

from typing import Any

from accounts import platform_api, publish_brand
from latchkey.settings import settings
from tests.browsing import Answer, Browser
from tests.building import anonymous, business_value, stream_records
from tests.integration.accounts.people import PASSWORD, newest_code

OLIVE = "olive@example.com"


def visitor(**more: Any) -> Browser:
    """Somebody on the platform's own host."""
    browser = anonymous(platform_api.handler, business_value(business_id="platform", host=settings().platform_host))
    for name, value in more.items():
        setattr(browser, name, value)
    return browser


def begin(browser: Browser, label: str, email: str = OLIVE, **changes: Any) -> Answer:
    plain = {"name": "Olive & Sons", "label": label, "time_zone": "America/New_York", "currency": "USD"}
    return browser.post("/api/platform/businesses", {**plain, "email": email, "password": PASSWORD, **changes})


def prove(browser: Browser, email: str = OLIVE, **more: Any) -> Answer:
    return browser.post("/api/platform/codes/verification", {"code": newest_code(email), **more})


def publish() -> Any:
    """The stream hands out what was claimed."""
    return publish_brand.handler(stream_records("host_claimed"), None)
