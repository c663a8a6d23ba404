"""`make screenshots`: every screen of a seeded private cloud, phone and desk, light and dark, into .screenshots.

`--docs` also renews the pictures of the README in docs/screenshots.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from local.cloud import Cloud
from local.demo import flows, scenery
from local.demo.businesses import HARBOR, PASSWORD
from local.demo.gestures import (
    Gesture,
    answered,
    choose_products,
    cut,
    empty,
    failure,
    fill_property,
    foresee_import,
    hold,
    in_lightbox,
    leave_unsaved,
    let_go,
    press,
    press_first,
    select,
    skeleton,
    tap,
)
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
CLOSES_AT = "2027-02-14T19:00:00Z"
WAITING = {
    "state": "waiting", "asked_at": "2027-01-31T19:00:00Z", "asked_by": HARBOR.owner_name, "closes_at": CLOSES_AT,
    "wait_days": 14, "obstacles": [], "has_copy": True,
}  # fmt: skip
MAY_CLOSE = {**WAITING, "state": "open", "asked_at": None, "asked_by": None, "closes_at": None}
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
    shared: str
    copies: str
    leaver: str
    mine: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shot:
    """One screen: whose, where, what is pressed before the picture, and what happens to the network before that.

    `whole`: also what lies below the fold.
    """

    name: str
    person: Person | None
    path: str
    then: Gesture = lambda page: None
    network: Gesture = lambda page: None
    whole: bool = False


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
    dressed = scenery.dress(staff, customer, unlocked)
    asked = scenery.ask_around(cloud, staff, customer)
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
        shared=dressed.shared,
        copies=asked.copies,
        leaver=asked.leaver,
        mine=dressed.mine,
    )


def shots(place: Place) -> list[Shot]:
    """Every screen, in the order of the main job."""
    customer, staff = place.customer, place.staff
    session = {**staff.get("/api/session").json, "closes_at": CLOSES_AT}
    closing = answered({"/api/session": session, "/api/business/closing": WAITING})
    closed = answered({"/api/session": {**session, "viewer": None}})
    may_close = answered({"/api/business/closing": MAY_CLOSE})
    return [
        Shot("sign-in", None, "/sign-in"),
        Shot("sign-up", None, "/sign-up"),
        Shot("listings", customer, "/", whole=True),
        Shot("listings-loading", customer, "/", skeleton, hold("/api/listings*")),
        Shot("listings-empty", customer, "/", network=empty("/api/listings*", "/api/orders*")),
        Shot("listings-error", customer, "/", failure, cut("/api/listings*")),
        Shot("order-1-property", customer, "/order", fill_property),
        Shot("order-2-products", customer, "/order?step=products", choose_products),
        Shot("order-3-contact", customer, "/order?step=contact"),
        Shot("order-4-review", customer, "/order?step=review"),
        Shot("orders", customer, "/orders"),
        Shot("orders-empty", customer, "/orders", network=empty("/api/orders*")),
        Shot("orders-error", customer, "/orders", failure, cut("/api/orders*")),
        Shot("order-pending", customer, place.waiting),
        Shot("order-paid", customer, place.order, whole=True),
        Shot("in-progress", customer, place.worked_on),
        Shot("locked-gallery", customer, place.locked),
        Shot("locked-gallery-whole", customer, place.locked, whole=True),
        Shot("checkout", None, place.checkout),
        Shot("paid", customer, f"{place.order}/paid"),
        Shot("open-gallery", customer, place.unlocked),
        Shot("gallery-whole", customer, place.unlocked, whole=True),
        Shot("gallery-loading", customer, place.unlocked, skeleton, hold("/api/listings/*")),
        Shot("gallery-error", customer, place.unlocked, failure, cut("/api/listings/*")),
        Shot("favorites", customer, place.unlocked, tap("Favorites")),
        Shot("selected", customer, place.unlocked, select(2)),
        Shot("ask-for-change", customer, place.unlocked, in_lightbox(6, "Ask for a change")),
        Shot("share", customer, place.unlocked, press("Share")),
        Shot("shared", None, place.shared),
        Shot("shared-lightbox", None, place.shared, press_first("Open Photo")),
        Shot("shared-error", None, place.shared, failure, cut("/api/shared-listing")),
        Shot("shared-ended", None, "/s/this-link-ended"),
        Shot("lightbox", customer, place.unlocked, press_first("Open Photo")),
        Shot("download", customer, place.unlocked, press("Download")),
        Shot("account", customer, "/account", whole=True),
        Shot("account-loading", customer, "/account", skeleton, hold("/api/account*"), whole=True),
        Shot("account-error", customer, "/account", failure, cut("/api/account**"), whole=True),
        Shot("change-email", customer, "/account", press("Change e-mail")),
        Shot("add-recipient", customer, "/account", press("Add somebody")),
        Shot("ask-to-be-deleted", customer, "/account", press("Ask to be deleted")),
        Shot("unsubscribe", None, place.copies),
        Shot("not-found", customer, "/nowhere"),
        Shot("studio-orders", staff, "/studio"),
        Shot("studio-orders-empty", staff, "/studio", network=empty("/api/orders*")),
        Shot("studio-orders-error", staff, "/studio", failure, cut("/api/orders*")),
        Shot("studio-order", staff, f"/studio{place.waiting}"),
        Shot("studio-decline", staff, f"/studio{place.waiting}", press("Decline")),
        Shot("studio-listings", staff, "/studio/listings"),
        Shot("studio-listings-error", staff, "/studio/listings", failure, cut("/api/listings*")),
        Shot("studio-workspace", staff, f"/studio{place.worked_on}"),
        Shot("studio-workspace-loading", staff, f"/studio{place.worked_on}", skeleton, hold("/api/listings/*/workspace")),
        Shot("studio-workspace-error", staff, f"/studio{place.worked_on}", failure, cut("/api/listings/*/workspace")),
        Shot("studio-delivered", staff, f"/studio{place.unlocked}", whole=True),
        Shot("studio-photo", staff, f"/studio{place.worked_on}", press_first("Edit 0")),
        Shot("studio-video", staff, f"/studio{place.unlocked}", press_first("Watch and edit")),
        Shot("studio-deliver", staff, f"/studio{place.worked_on}", press("Deliver")),
        Shot("studio-deliver-again", staff, f"/studio{place.unlocked}", press("Deliver again")),
        Shot("studio-replaced", staff, f"/studio{place.unlocked}", press_first("Edit 14")),
        Shot("studio-replacement-refused", staff, f"/studio{place.unlocked}", press_first("Edit 03")),
        Shot("studio-resolve", staff, f"/studio{place.unlocked}", press_first("Look")),
        Shot("studio-link", staff, f"/studio{place.unlocked}", press("Add a link")),
        Shot("studio-sections", staff, f"/studio{place.unlocked}", select(3, then="Move to section")),
        Shot("studio-access", staff, f"/studio{place.unlocked}", press("Lock or unlock")),
        Shot("studio-access-error", staff, f"/studio{place.unlocked}", press("Lock or unlock"), cut("/api/*/override")),
        Shot("studio-share", staff, f"/studio{place.unlocked}", press("Share")),
        Shot("studio-unpublish", staff, f"/studio{place.unlocked}", press("Unpublish")),
        Shot("studio-waiting", staff, f"/studio{place.locked}"),
        Shot("studio-as-customer", staff, place.view_as),
        Shot("studio-customers", staff, "/studio/customers"),
        Shot("studio-customers-empty", staff, "/studio/customers", network=empty("/api/customers*")),
        Shot("studio-customers-error", staff, "/studio/customers", failure, cut("/api/customers*")),
        Shot("studio-customer", staff, f"/studio/customers/{place.view_as.split('/')[2]}", whole=True),
        Shot("studio-customer-import", staff, "/studio/customers/import", foresee_import, whole=True),
        Shot("studio-customer-leaving", staff, place.leaver, whole=True),
        Shot("studio-customer-leaving-error", staff, place.leaver, failure, cut("/api/customers/*/privacy"), whole=True),
        Shot("studio-delete-customer", staff, place.leaver, press("Delete the customer")),
        Shot("studio-refuse-to-delete", staff, place.leaver, press("Refuse")),
        Shot("settings-address", staff, "/studio/settings/address", whole=True),
        Shot("settings-domain-error", staff, "/studio/settings/address", failure, cut("/api/business/domain"), whole=True),
        Shot("settings-remove-domain", staff, "/studio/settings/address", press("Remove")),
        Shot("settings-brand", staff, "/studio/settings/brand", whole=True),
        Shot("settings-brand-error", staff, "/studio/settings/brand", failure, cut("/api/brand")),
        Shot("settings-portal-links", staff, "/studio/settings/portal-links"),
        Shot("settings-watermark", staff, "/studio/settings/watermark", whole=True),
        Shot("settings-watermark-error", staff, "/studio/settings/watermark", failure, cut("/api/watermark")),
        Shot("settings-unsaved", staff, "/studio/settings/watermark", leave_unsaved),
        Shot("settings-links", staff, "/studio/settings/links"),
        Shot("settings-data", staff, "/studio/settings/data", whole=True),
        Shot("settings-data-error", staff, "/studio/settings/data", failure, cut("/api/business/data")),
        Shot("settings-close", staff, "/studio/settings/data", press("Close the business"), may_close),
        Shot("settings-closing", staff, "/studio/settings/data", network=closing, whole=True),
        Shot("studio-closing", staff, "/studio", network=closing),
        Shot("closed", None, "/", network=closed),
        Shot("closed-sign-in", None, "/sign-in", network=closed),
        Shot("guest-order", None, place.guest),
        Shot("mail", None, place.mail),
    ]  # fmt: skip


def take_all(browser: Browser, place: Place, screen: str, scheme: str) -> None:
    """All pictures of one look; each person keeps one browser, so that a draft goes on from step to step."""
    contexts: dict[int, BrowserContext] = {}
    for number, shot in enumerate(shots(place), 1):
        if id(shot.person) not in contexts:
            look = {**SCREENS[screen], "color_scheme": scheme, "reduced_motion": "reduce", "locale": "en-US"}
            context = browser.new_context(**look)
            _sign_in(context, shot.person, place.origin)
            context.route("**/visits", lambda route: _visit_again(route, place))
            contexts[id(shot.person)] = context
        page = contexts[id(shot.person)].new_page()
        shot.network(page)
        page.goto(shot.path if shot.path.startswith("http") else place.origin + shot.path)
        if shot.then is skeleton:
            skeleton(page)
        else:
            _settle(page)
            shot.then(page)
            _settle(page)
        page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=FOLDER / f"{number:02}-{shot.name}.{screen}-{scheme}.png", full_page=shot.whole)
        let_go()
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


def _visit_again(route: Route, place: Place) -> None:
    """The seed's last delivery is news at each look, as if the customer came back hours later."""
    if place.unlocked in route.request.url:
        route.fulfill(json=place.mine)
    else:
        route.continue_(method="GET", url=route.request.url.removesuffix("visits") + "mine")


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
