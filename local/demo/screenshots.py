"""`make screenshots`: every screen of a seeded private cloud, phone and desk, light and dark, into .screenshots.

`--docs` also renews the pictures of the README in docs/screenshots.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

from local.cloud import Cloud
from local.demo import flows
from local.demo.businesses import HARBOR, PASSWORD
from local.demo.person import Person
from local.places import ROOT

FOLDER = ROOT / ".screenshots"
DOCS = ROOT / "docs" / "screenshots"
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SCREENS: dict[str, dict[str, Any]] = {"phone": PHONE, "desk": {"viewport": {"width": 1280, "height": 900}}}
SCHEMES = ("light", "dark")
# What the README shows: its name there, the screen, the look.
CHOSEN = (
    ("locked-gallery", "locked-gallery", "desk-light"),
    ("locked-gallery-phone", "locked-gallery", "phone-light"),
    ("open-gallery-phone", "open-gallery", "phone-dark"),
    ("place-order", "order-2-products", "desk-light"),
    ("studio-workspace", "studio-workspace", "desk-dark"),
    ("studio-deliver", "studio-deliver", "desk-light"),
)
LARGEST_BYTES = 250_000
# Not Playwright's wait_for_function: it evaluates texts again and again, which the page's policy forbids.
ARRIVED = """
async () => {
  const arrives = (one) => !one.complete && one.loading !== 'lazy';
  const busy = () => document.querySelector('.late') || [...document.images].some(arrives);
  for (let left = 200; busy() && left > 0; left--) await new Promise((done) => setTimeout(done, 50));
}
"""


@dataclass(frozen=True, slots=True)
class Place:
    """What the seed made, by path; the people who may see it."""

    origin: str
    customer: Person
    staff: Person
    locked: str
    unlocked: str
    worked_on: str
    order: str
    waiting: str
    guest: str
    view_as: str
    mail: str
    checkout: str


@dataclass(frozen=True, slots=True)
class Shot:
    """One screen: whose, where, and what is pressed before the picture."""

    name: str
    person: Person | None
    path: str
    then: Callable[[Page], object] = lambda page: None


def main(arguments: list[str]) -> int:
    """Takes all pictures; prints where they are."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix="latchkey-screenshots-") as folder, Cloud.start(Path(folder)) as cloud:
        environment = {**os.environ, **cloud.environment()}
        subprocess.run([sys.executable, "-m", "local.demo.seed"], cwd=ROOT, env=environment, check=True)
        place = look_around(cloud)
        with sync_playwright() as playwright:
            chromium = playwright.chromium
            browser = chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
            for screen in SCREENS:
                for scheme in SCHEMES:
                    take_all(browser, place, screen, scheme)
            browser.close()
    print(f"{len(list(FOLDER.glob('*.png')))} pictures in {FOLDER.relative_to(ROOT)}")
    if "--docs" in arguments:
        renew_docs()
    return 0


def look_around(cloud: Cloud) -> Place:
    """Finds what the seed made, and adds a guest's delivered order."""
    customer, staff, guest = (Person(f"{HARBOR.label}.localhost", cloud.ports.edge) for _ in range(3))
    customer.sign_in(HARBOR.customer_email, PASSWORD)
    staff.sign_in(HARBOR.owner_email, PASSWORD)
    address = {"line1": "3 Quarry Wharf", "city": "Rockport", "postal_code": "04856"}
    booked = flows.place_order(guest, address=address, name="Robin Vale", email="robin.vale@homes.example")
    listing_id = flows.accept(staff, booked["order_id"])["listing"]["listing_id"]
    flows.upload(staff, listing_id, booked["order_id"], flows.shoot(6))
    flows.wait_for_renditions(staff, listing_id)
    flows.deliver(staff, listing_id, booked["order_id"])

    listings = customer.get("/api/listings").json["listings"]
    (locked,) = [one for one in listings if one["locked"]]
    (unlocked,) = [one for one in listings if one["state"] == "delivered" and not one["locked"]]
    (worked_on,) = [one for one in listings if one["state"] == "in_progress"]
    pending = customer.get("/api/orders?status=Pending").json["orders"]
    view_as = staff.get(f"/api/listings/{locked['listing_id']}/workspace").json["view_as"]["customer_id"]
    mails = [mail for mail in cloud.mailbox() if locked["listing_id"] in mail["text"]]
    return Place(
        origin=cloud.origin(HARBOR.label),
        customer=customer,
        staff=staff,
        locked=f"/listings/{locked['listing_id']}",
        unlocked=f"/listings/{unlocked['listing_id']}",
        worked_on=f"/listings/{worked_on['listing_id']}",
        order=f"/orders/{unlocked['orders'][0]}",
        waiting=f"/orders/{pending[0]['order_id']}",
        guest=booked["private_url"][booked["private_url"].index("/g/") :],
        view_as=f"/as/{view_as}/listings/{locked['listing_id']}",
        mail=f"{cloud.origin('mail')}/{mails[-1]['number']}/html",
        checkout=flows.checkout(customer, locked["orders"][0])["checkout_url"],
    )


def shots(place: Place) -> list[Shot]:
    """Every screen, in the order of the main job."""
    customer, staff = place.customer, place.staff
    return [
        Shot("sign-in", None, "/sign-in"),
        Shot("sign-up", None, "/sign-up"),
        Shot("listings", customer, "/"),
        Shot("order-1-property", customer, "/order", fill_property),
        Shot("order-2-products", customer, "/order?step=products", choose_products),
        Shot("order-3-contact", customer, "/order?step=contact"),
        Shot("order-4-review", customer, "/order?step=review"),
        Shot("orders", customer, "/orders"),
        Shot("order-pending", customer, place.waiting),
        Shot("order-paid", customer, place.order),
        Shot("in-progress", customer, place.worked_on),
        Shot("locked-gallery", customer, place.locked),
        Shot("checkout", None, place.checkout),
        Shot("paid", customer, f"{place.order}/paid"),
        Shot("open-gallery", customer, place.unlocked),
        Shot("lightbox", customer, place.unlocked, press_first("Open Photo")),
        Shot("download", customer, place.unlocked, press("Download")),
        Shot("not-found", customer, "/nowhere"),
        Shot("studio-orders", staff, "/studio"),
        Shot("studio-order", staff, f"/studio{place.waiting}"),
        Shot("studio-decline", staff, f"/studio{place.waiting}", press("Decline")),
        Shot("studio-listings", staff, "/studio/listings"),
        Shot("studio-workspace", staff, f"/studio{place.worked_on}"),
        Shot("studio-photo", staff, f"/studio{place.worked_on}", press_first("Edit 0")),
        Shot("studio-deliver", staff, f"/studio{place.worked_on}", press("Deliver")),
        Shot("studio-waiting", staff, f"/studio{place.locked}"),
        Shot("studio-as-customer", staff, place.view_as),
        Shot("guest-order", None, place.guest),
        Shot("mail", None, place.mail),
    ]  # fmt: skip


def press(name: str) -> Callable[[Page], object]:
    """Presses the button of that name, which opens a dialog."""
    return lambda page: _open_dialog(page, page.get_by_role("button", name=name, exact=True))


def press_first(start: str) -> Callable[[Page], object]:
    """Presses the first button whose name starts so; it opens a dialog too."""
    return lambda page: _open_dialog(page, page.get_by_role("button", name=start).first)


def _open_dialog(page: Page, button: Locator) -> None:
    button.click()
    page.get_by_role("dialog").wait_for()


def fill_property(page: Page) -> None:
    """Step 1, from which the next pictures go on: the draft stays in this browser."""
    for label, text in {
        "Street and number": "21 Gull Rock Road",
        "City": "Kennebunk",
        "State or region": "ME",
        "Postal code": "04043",
        "Size in square feet": "2,400",
    }.items():
        page.get_by_label(label).fill(text)


def choose_products(page: Page) -> None:
    page.get_by_text("Signature listing").click()
    page.get_by_role("group", name="Twilight exteriors").get_by_role("button", name="Add").click()
    page.locator("aside").get_by_text("Twilight exteriors").wait_for()


def take_all(browser: Browser, place: Place, screen: str, scheme: str) -> None:
    """All pictures of one look; each person keeps one browser, so that a draft goes on from step to step."""
    contexts: dict[int, BrowserContext] = {}
    for number, shot in enumerate(shots(place), 1):
        if id(shot.person) not in contexts:
            look = {**SCREENS[screen], "color_scheme": scheme, "reduced_motion": "reduce", "locale": "en-US"}
            context = browser.new_context(**look)
            _sign_in(context, shot.person, place.origin)
            contexts[id(shot.person)] = context
        page = contexts[id(shot.person)].new_page()
        page.goto(shot.path if shot.path.startswith("http") else place.origin + shot.path)
        _settle(page)
        shot.then(page)
        _settle(page)
        page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=FOLDER / f"{number:02}-{shot.name}.{screen}-{scheme}.png")
        page.close()
    for context in contexts.values():
        context.close()


def _sign_in(context: BrowserContext, person: Person | None, origin: str) -> None:
    """The browser gets the person's session; Chromium takes a `__Host-` cookie only under https."""
    url = origin.replace("http://", "https://")
    for (name, path), value in person.cookies.items() if person else ():
        if path == "/":
            context.add_cookies(
                [{"name": name, "value": value, "url": url, "secure": True, "httpOnly": True, "sameSite": "Lax"}]
            )


def _settle(page: Page) -> None:
    """What is on its way has arrived: answers, and the pictures in sight."""
    page.wait_for_load_state("networkidle")
    page.evaluate(ARRIVED)


def renew_docs() -> None:
    """The README's pictures as WebP of at most LARGEST_BYTES."""
    DOCS.mkdir(parents=True, exist_ok=True)
    for name, screen, look in CHOSEN:
        (source,) = FOLDER.glob(f"*-{screen}.{look}.png")
        target = DOCS / f"{name}.webp"
        for quality in (88, 80, 70, 60):
            Image.open(source).convert("RGB").save(target, "WEBP", quality=quality, method=6)
            if target.stat().st_size <= LARGEST_BYTES:
                break
        print(f"{target.relative_to(ROOT)} {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
