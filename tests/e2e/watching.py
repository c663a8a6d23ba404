"""A page under watch: what it says to the console, what its policy refuses, and how it looks on each screen (portal.md)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from local.places import PORTAL

AXE = PORTAL / "node_modules" / "axe-core" / "axe.min.js"
Scheme = Literal["light", "dark"]
# Layout follows the width and contrast the scheme: each width, and each scheme on a phone and on a desk.
SCREENS: tuple[tuple[int, Scheme], ...] = ((320, "light"), (390, "dark"), (1280, "light"), (1280, "dark"))
HEIGHT = 844

# Chromium's own line about an answer that a test asks for, such as a wrong password.
REFUSED = re.compile(r"Failed to load resource: the server responded with a status of (\d+)")
CUT_OFF = re.compile(r"Failed to load resource: net::ERR_INTERNET_DISCONNECTED")
TELL_REFUSALS = """
addEventListener('securitypolicyviolation', (event) =>
  console.error(`CSP ${event.effectiveDirective} refused ${event.blockedURI || event.sample}`));
"""
LOAD_PICTURES = """
async () => {
  const pictures = [...document.images];
  for (const picture of pictures) picture.loading = 'eager';
  await Promise.all(pictures.map((picture) => picture.complete || new Promise((done) => {
    picture.addEventListener('load', done);
    picture.addEventListener('error', done);
  })));
  return pictures.filter((picture) => !picture.naturalWidth).map((picture) => picture.currentSrc);
}
"""
TOO_WIDE = """
() => {
  const wide = [];
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > room) {
    wide.push(`the page, ${document.documentElement.scrollWidth} px`);
    for (const element of document.body.querySelectorAll('*'))
      if (element.getBoundingClientRect().right > room + 1) wide.push(element.outerHTML.slice(0, 120));
  }
  for (const element of document.body.querySelectorAll('*')) {
    const style = getComputedStyle(element);
    const hides = style.overflowX === 'hidden' || style.overflowX === 'clip';
    const unseen = style.position === 'absolute' && element.clientWidth <= 1;
    if (hides && !unseen && element.innerText?.trim() && element.scrollWidth > element.clientWidth + 1)
      wide.push(`cut off: ${element.outerHTML.slice(0, 120)}`);
  }
  for (const dialog of document.querySelectorAll('dialog[open].sheet')) {
    if (dialog.scrollHeight > dialog.clientHeight + 1) wide.push('a dialog that moves as a whole: its buttons are out of sight');
    for (const body of dialog.querySelectorAll('.overflow-y-auto'))
      if (body.scrollWidth > body.clientWidth + 1) wide.push(`sideways: ${body.innerHTML.slice(0, 120)}`);
  }
  return wide.slice(0, 5);
}
"""
# Not Playwright's wait_for_function: it evaluates texts again and again, which the page's policy forbids.
SETTLED = """
async () => {
  const moves = (one) => one.playState === 'running' && one.effect.getComputedTiming().endTime !== Infinity;
  const empty = () => !document.querySelector('h1'); // a screen's code, or the answer it waits for, is on its way
  // A skeleton, or a dimmed list that is being replaced.
  const late = () => document.querySelector('.late, :not(button)[aria-busy=true]');
  const busy = () => document.readyState !== 'complete' || empty() || late()
    || document.getAnimations().some(moves);
  for (let left = 600; busy() && left > 0; left--) await new Promise((done) => setTimeout(done, 50));
  return !busy();
}
"""


@cache
def _axe() -> str:
    return AXE.read_text()


@dataclass(slots=True)
class Watched:
    """`page` under watch; `complaints` grow until `rest()` asserts that there are none."""

    page: Page
    origin: str
    allowed: set[int] = field(default_factory=set)
    offline: bool = False
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Goes to a path of the business's host."""
        self.page.goto(self.origin + path)
        return self.page

    def expects(self, *statuses: int) -> None:
        """The browser may report answers with these statuses: the test asks for them."""
        self.allowed |= set(statuses)

    def loses_network(self) -> None:
        """The browser may report requests that got no network: the test takes it away."""
        self.offline = True

    def listen(self) -> None:
        self.page.add_init_script(TELL_REFUSALS)
        self.page.on("console", lambda message: self._said(message))
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        self.page.on("dialog", lambda dialog: (self.complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))

    def _said(self, message: ConsoleMessage) -> None:
        refused = REFUSED.match(message.text)
        if refused and int(refused.group(1)) in self.allowed:
            return
        if self.offline and CUT_OFF.match(message.text):
            return
        self.complaints.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def look(self, screens: Sequence[tuple[int, Scheme]] = SCREENS) -> None:
        """Looks at what is shown now on each screen; leaves the page as it was."""
        before = self.page.viewport_size
        for width, scheme in screens:
            self.page.emulate_media(color_scheme=scheme)
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            self._look_once(f"{width} px {scheme}")
        self.page.emulate_media(color_scheme="light")
        if before:
            self.page.set_viewport_size(before)

    def _look_once(self, screen: str) -> None:
        where = f"{self.page.url.removeprefix(self.origin)} at {screen}"
        if not self.page.evaluate(SETTLED):
            self.complaints.append(f"{where}: still on its way after 30 s")
        self.complaints += [f"{where}: broken picture {url}" for url in self.page.evaluate(LOAD_PICTURES)]
        self.complaints += [f"{where}: too wide: {what}" for what in self.page.evaluate(TOO_WIDE)]
        self.complaints += [f"{where}: {what}" for what in violations(self.page)]

    def rest(self) -> None:
        """Raises AssertionError with everything that the page said or showed and should not have."""
        assert not self.complaints, "\n".join(self.complaints)


def violations(page: Page) -> list[str]:
    """What axe finds; run by the browser itself, as the page's own policy lets no foreign script in."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    found: dict[str, Any] = page.evaluate("axe.run({resultTypes: ['violations'], preload: false})")
    return [
        f"axe {one['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for one in found["violations"]
        for node in one["nodes"][:3]
    ]


def watched(context: BrowserContext, origin: str) -> Watched:
    """A new page of `context` under watch."""
    page = context.new_page()
    page.set_default_timeout(60_000)
    watch = Watched(page, origin)
    watch.listen()
    return watch
