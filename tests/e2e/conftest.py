"""Chromium before the running cloud: phones and desks, signed in as whoever a test names, every page under watch."""

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from local.demo.person import Person
from tests.e2e.watching import Watched, watched
from tests.running import Running

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}
expect.set_options(timeout=60_000)

Visit = Callable[..., Watched]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, one a module: other modules of the run start their own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, latchkey: Running) -> Iterator[Visit]:
    """`visit(person, phone=True)` opens a browser of its own; at the end no page may have complained."""
    contexts: list[BrowserContext] = []
    pages: list[Watched] = []

    def opened(person: Person | None = None, *, phone: bool = False, beside: Watched | None = None) -> Watched:
        if beside:
            context = beside.page.context
        else:
            context = chromium.new_context(**(PHONE if phone else DESK), reduced_motion="reduce", locale="en-US")
            contexts.append(context)
            sign_in(context, person, latchkey.origin)
        pages.append(watched(context, latchkey.origin))
        return pages[-1]

    yield opened
    for context in contexts:
        context.close()
    for page in pages:
        page.rest()


def sign_in(context: BrowserContext, person: Person | None, origin: str) -> None:
    """The browser gets the session that `person` already has; Chromium takes a `__Host-` cookie only under https."""
    place = {"url": origin.replace("http://", "https://"), "secure": True, "httpOnly": True, "sameSite": "Lax"}
    cookies = person.cookies.items() if person else ()
    context.add_cookies([{"name": name, "value": value, **place} for (name, path), value in cookies if path == "/"])
