"""`make demo`: the main job on a private local cloud, without a browser, each step with what happened; exit 0 if all held.

A customer orders, the business accepts, uploads and delivers; the customer sees marked previews and the amount due, pays
in Stripe Checkout, and everything is unlocked. Then the run looks for what must never happen.
"""

import os
import re
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from latchkey.money import Money
from latchkey.settings import settings
from local.cloud import Cloud
from local.demo import flows, measures, pictures, seed
from local.demo.businesses import HARBOR, PASSWORD
from local.demo.flows import Photo
from local.demo.person import Person, until
from local.stack import STRIPE_SECRETS
from tests.originals import REFUSED, odd_originals

NEW_CUSTOMER = "casey.brooks@agents.example"
WEAKEST_MARK = 1.0  # mean difference of the least marked tile; JPEG noise alone stays below a third of it


class Broken(Exception):
    """A promise of the main job did not hold."""


@dataclass(slots=True)
class Story:
    """What the steps hand on to each other."""

    cloud: Cloud
    customer: Person
    staff: Person
    guest_order_id: str = ""
    before: measures.Counts | None = None  # what was done before the one order that is counted
    order_id: str = ""
    listing_id: str = ""
    delivery_id: str = ""
    files: list[Photo] = field(default_factory=list)
    marked: dict[str, bytes] = field(default_factory=dict)
    clean: dict[str, bytes] = field(default_factory=dict)
    gallery: dict[str, Any] = field(default_factory=dict)
    paid_at: float = 0.0


def main() -> int:
    """Runs every step; the exit code is 1 at the first promise that does not hold."""
    with tempfile.TemporaryDirectory(prefix="latchkey-demo-") as folder:
        say("start", "a private local cloud: the built template deployed, Stripe's stand-in, the edge")
        with Cloud.start(Path(folder)) as cloud:
            os.environ.update(cloud.environment())
            settings.cache_clear()
            seed.businesses()
            host = seed.host_of(HARBOR)
            port = int(os.environ["LATCHKEY_EDGE_PORT"])
            story = Story(cloud, Person(host, port), Person(host, port))
            try:
                for step in STEPS:
                    say(step.__name__.replace("_", " "), step(story))
            except Broken as broken:
                print(f"\nBROKEN: {broken}")
                return 1
            counts = measures.counted(cloud, [story.customer, story.staff])
            return measures.report(counts.since(story.before) if story.before else counts, len(story.marked))


def say(step: str, what: str) -> None:
    """One line a step."""
    print(f"{step:>22}  {what}", flush=True)


def must(holds: bool, promise: str) -> None:
    """Raises Broken unless the promise holds."""
    if not holds:
        raise Broken(promise)


def book_as_guest(story: Story) -> str:
    """Before there is an account: a guest books with the e-mail and gets a private order page (product 2.5)."""
    guest = Person(story.customer.host, story.customer.port)
    place = {"line1": "4 Cove Lane"}
    order = flows.place_order(guest, address=place, name="Casey Brooks", email=NEW_CUSTOMER, package=0)
    story.guest_order_id = order["order_id"]
    must(guest.get(f"/api/orders/{story.guest_order_id}", expect=None).status == 401, "a guest has no session")
    story.before = measures.counted(story.cloud, [])
    return f"order {order['number']} for {order['address_line']}, booked with {NEW_CUSTOMER}"


def sign_up(story: Story) -> str:
    """E-mail and password, then the code from the mail: signed in, nothing else asked (product 2.2).

    Before the code there is no order and no hint of one; the code links what the address had booked (product 2.6).
    """
    customer = story.customer
    customer.post("/api/auth/sign-ups", {"email": NEW_CUSTOMER, "password": "a calm harbor morning"}, expect=202)
    must(customer.get("/api/session").json["linked"] is None, "before the code there is no hint of the guest's order")
    for path in ("/api/orders", f"/api/orders/{story.guest_order_id}"):
        must(customer.get(path, expect=None).status == 401, "before the code nobody sees the guest's order")
    mail = until(lambda: mail_to(story, NEW_CUSTOMER), seconds=30, what="the mail with the code")
    (code,) = re.findall(r"\b\d{6}\b", mail["text"])[:1]
    session = customer.post("/api/auth/codes/verification", {"code": code}).json
    must(session["viewer"]["kind"] == "customer", "a verified sign-up is a customer")
    must(session["linked"] == {"orders": 1, "listings": 0}, "the code says how many earlier orders were added")
    linked = customer.get(f"/api/orders/{story.guest_order_id}").json
    return f"{NEW_CUSTOMER} typed the mailed code and is signed in; 1 earlier order was added: {linked['number']}"


def place_order(story: Story) -> str:
    """The form, once; sent again it is the same order."""
    order = flows.place_order(story.customer, name="Casey Brooks", package=1, add_ons=1)
    story.order_id = order["order_id"]
    must(order["money"]["due"]["amount"] == 0, "nothing is owed before the business accepts")
    return f"order {order['number']} for {order['address_line']}, total {shown(order['money']['total'])}, {order['status']}"


def accept(story: Story) -> str:
    """Staff accept: the listing exists and the price is owed."""
    story.staff.sign_in(HARBOR.owner_email, PASSWORD)
    order = flows.accept(story.staff, story.order_id)
    story.listing_id = order["listing"]["listing_id"]
    before = story.customer.get(f"/api/listings/{story.listing_id}").json
    must(before["assets"] == [], "a listing that is not delivered shows no media")
    return f"{order['status']}; listing in progress, {shown(order['money']['due'])} due"


def upload(story: Story) -> str:
    """A folder with the whole shoot and odd files in it: what is no sound image is refused, nothing else suffers."""
    story.files = flows.shoot() + [Photo(name, data) for name, data in odd_originals().items()]
    started = time.perf_counter()
    refused = flows.upload(story.staff, story.listing_id, story.order_id, story.files)
    workspace = flows.wait_for_renditions(story.staff, story.listing_id)
    refused |= {one["name"]: one["refused_reason"] for one in workspace["assets"] if one["state"] == "refused"}
    must(set(refused) == set(REFUSED), f"exactly the unsound files are refused, not {sorted(refused)}")
    ready = sum(one["state"] == "ready" for one in workspace["assets"])
    must(ready == len(story.files) - len(REFUSED), "all other files are ready")
    for name, reason in sorted(refused.items()):
        say("", f"refused {name}: {reason}")
    return f"{ready} photos ready, {len(refused)} files refused, {time.perf_counter() - started:.1f} s"


def deliver(story: Story) -> str:
    """Deliver with payment collection: the machine renders what is missing, delivers, notifies and waits."""
    delivery = flows.deliver(story.staff, story.listing_id, story.order_id)
    story.delivery_id = delivery["delivery_id"]
    delivery = flows.wait_for_delivery(
        story.staff, story.listing_id, story.delivery_id, beyond=("preparing", "delivering")
    )
    must(delivery["state"] == "waiting_for_payment", f"the delivery waits for payment, not {delivery['state']}")
    mail = until(lambda: mail_to(story, NEW_CUSTOMER, f"/listings/{story.listing_id}"), seconds=30, what="the mail")
    return f"delivered, waiting for payment; mail: {mail['subject']!r}"


def look_while_locked(story: Story) -> str:
    """Marked previews and the amount due; no door hands out a clean pixel."""
    gallery = story.customer.get(f"/api/listings/{story.listing_id}").json
    story.gallery = gallery
    must(all(asset["locked"] and asset["downloads"] is None for asset in gallery["assets"]), "everything is locked")
    for asset in gallery["assets"]:
        url = path_of(asset["preview"]["large"]["url"])
        must("/marked/" in url, "a locked gallery names marked files only")
        story.marked[asset["asset_id"]] = story.customer.get(url).body
    first = gallery["assets"][0]
    wish = {"asset_id": first["asset_id"], "size": "original"}
    for path, body in (("downloads", wish), ("bundles", {"size": "mls", "asset_ids": None})):
        refused = story.customer.post(f"/api/listings/{story.listing_id}/{path}", body, expect=None)
        must(refused.status in (402, 403, 409), f"{path} are refused while locked, not {refused.status}")
    guess = path_of(first["preview"]["large"]["url"]).replace("/marked/", "/clean/")
    must(story.customer.get(guess, expect=None).status == 403, "the marked cookie opens no clean path")
    due = gallery["orders"][0]["due"]
    return f"{len(story.marked)} marked previews, {shown(due)} due, downloads and bundle refused"


def pay(story: Story) -> str:
    """Stripe Checkout: one page however often Pay is pressed; the card is charged there."""
    pages = {flows.checkout(story.customer, story.order_id)["checkout_url"] for _ in range(3)}
    must(len(pages) == 1, "Pay pressed three times is one page")
    back = flows.pay(pages.pop(), email=NEW_CUSTOMER, name="Casey Brooks")
    story.paid_at = time.perf_counter()
    must(back.startswith(story.customer.origin), "Stripe sends the customer back to the business's host")
    return f"paid at Stripe, sent back to {back.partition('?')[0].removeprefix(story.customer.origin)}"


def unlock(story: Story) -> str:
    """The webhook arrives by itself; the next request serves clean pictures."""
    story.gallery = flows.unlocked(story.customer, story.listing_id)
    seconds = time.perf_counter() - story.paid_at
    answer = story.customer.post(f"/api/orders/{story.order_id}/payment-confirmation").json
    must(answer["state"] == "paid" and answer["due"]["amount"] == 0, "the return page says paid")
    for asset in story.gallery["assets"]:
        url = path_of(asset["preview"]["large"]["url"])
        must("/clean/" in url and not asset["locked"], "everything is clean")
        story.clean[asset["asset_id"]] = story.customer.get(url).body
    return f"{len(story.clean)} photos unlocked {seconds:.1f} s after paying"


def compare_marks(story: Story) -> str:
    """Every 256 px tile of every marked preview differs from the clean one."""
    weakest = min(pictures.weakest_tile(story.marked[one], story.clean[one]) for one in story.marked)
    must(weakest >= WEAKEST_MARK, f"each tile carries the mark; the weakest differs by {weakest:.2f}")
    return f"weakest tile differs by {weakest:.2f} of 255 (at least {WEAKEST_MARK})"


def download_originals(story: Story) -> str:
    """As shot: the same pixels, and no location."""
    by_name = {photo.name: photo.data for photo in story.files}
    located = 0
    for asset in story.gallery["assets"]:
        wish = {"asset_id": asset["asset_id"], "size": "original"}
        link = story.customer.post(f"/api/listings/{story.listing_id}/downloads", wish).json
        data = story.customer.get(path_of(link["url"])).body
        source = by_name[asset["name"]]
        must(len(data) == link["bytes"], f"{asset['name']} has its announced size")
        must(pictures.same_pixels(source, data), f"{asset['name']} has identical pixels")
        must(not pictures.location_of(data), f"{asset['name']} tells no location")
        located += bool(pictures.location_of(source))
    must(located > 0, "some originals did have a location")
    return f"{len(story.gallery['assets'])} originals, pixels identical; {located} had a location, none has one now"


def download_bundle(story: Story) -> str:
    """The ZIP that was ready since delivery: complete, ordered, safe names."""
    wish = {"size": "mls", "asset_ids": None}
    link = story.customer.post(f"/api/listings/{story.listing_id}/bundles", wish).json
    must(link["kind"] == "prepared", "the MLS bundle is ready since delivery")
    data = story.customer.get(path_of(link["url"])).body
    names = pictures.names_in_zip(data)
    must(len(data) == link["bytes"], "the bundle has its announced size")
    must(len({name.casefold() for name in names}) == len(story.clean), "the bundle holds each photo once")
    must(names == sorted(names), "the bundle is ordered")
    return f"{link['file_name']}: {len(names)} files, {len(data):,} bytes, first {names[0]}"


def repeat_the_webhook(story: Story) -> str:
    """Stripe sends its events again; nothing changes."""
    before = story.customer.get(f"/api/orders/{story.order_id}").json
    events = at_stripe(story, "events")
    for event in events:
        url = f"{story.cloud.stripe_url}/_stand_in/events/{event['id']}/resending"
        httpx.post(url, json={}, trust_env=False, timeout=30).raise_for_status()
    until(lambda: undelivered(story) == 0, seconds=30, what="Stripe hearing that each was received")
    after = story.customer.get(f"/api/orders/{story.order_id}").json
    must(before == after, "an event that comes twice changes nothing")
    return f"{len(events)} events sent again, order and ledger unchanged"


def compare_the_ledger(story: Story) -> str:
    """What we say was paid is what Stripe says it took."""
    order = story.customer.get(f"/api/orders/{story.order_id}").json
    charges = [one for one in at_stripe(story, "charges") if one["status"] == "succeeded"]
    taken = sum(one["amount"] for one in charges)
    paid = [one["amount"]["amount"] for one in order["payments"] if one["state"] == "paid"]
    must(sorted(paid) == sorted(one["amount"] for one in charges), "payments are Stripe's charges, line by line")
    must(order["money"]["paid"]["amount"] == taken, "paid is what Stripe took")
    must(order["money"]["due"]["amount"] == 0, "nothing is due")
    return f"{len(charges)} charge of {Money(taken, 'USD').shown()} at Stripe, the same in the ledger"


def finish(story: Story) -> str:
    """The delivery machine ends completed."""
    waited = ("preparing", "delivering", "waiting_for_payment", "unlocking")
    delivery = flows.wait_for_delivery(story.staff, story.listing_id, story.delivery_id, beyond=waited)
    must(delivery["state"] == "completed", f"the delivery is completed, not {delivery['state']}")
    mail = until(lambda: mail_to(story, NEW_CUSTOMER, "received"), seconds=30, what="the receipt")
    receipts = [one for one in story.cloud.mailbox() if one["subject"] == mail["subject"]]
    must(len(receipts) == 1, f"one receipt however often Stripe's events came, not {len(receipts)}")
    order = story.staff.get(f"/api/orders/{story.order_id}").json
    return f"delivery completed, order {order['status']}, mail: {mail['subject']!r}"


STEPS = (
    book_as_guest,
    sign_up,
    place_order,
    accept,
    upload,
    deliver,
    look_while_locked,
    pay,
    unlock,
    compare_marks,
    download_originals,
    download_bundle,
    repeat_the_webhook,
    compare_the_ledger,
    finish,
)


def shown(money: dict[str, Any]) -> str:
    return Money(money["amount"], money["currency"]).shown()


def path_of(url: str) -> str:
    """The path and query of a link on the business's own host."""
    return re.sub(r"^https?://[^/]+", "", url)


def mail_to(story: Story, address: str, holding: str = "") -> dict[str, Any] | None:
    """The newest mail to `address` whose subject or text holds the words."""
    for mail in story.cloud.mailbox()[::-1]:
        if address in str(mail["to"]) and holding in mail["subject"] + mail["text"]:
            return mail
    return None


def at_stripe(story: Story, things: str) -> list[dict[str, Any]]:
    """What the business's own account at Stripe lists: `charges`, `events` …"""
    answer = httpx.get(
        f"{story.cloud.stripe_url}/v1/{things}",
        params={"limit": 100},
        headers={"authorization": f"Bearer {STRIPE_SECRETS['api_key']}", "stripe-account": HARBOR.stripe_account},
        trust_env=False,
        timeout=30,
    )
    found: list[dict[str, Any]] = answer.raise_for_status().json()["data"]
    return found


def undelivered(story: Story) -> int:
    """How many of its webhooks Stripe still has to send: each is gone once our endpoint answered 2xx."""
    state = httpx.get(f"{story.cloud.stripe_url}/_stand_in/state", trust_env=False, timeout=30).raise_for_status()
    return int(state.json()["counts"]["delivery"])


if __name__ == "__main__":
    sys.exit(main())
