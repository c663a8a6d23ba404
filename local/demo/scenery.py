"""What the screenshots show beyond the seed: a listing that was looked at, asked about, changed and delivered again."""

import re
from dataclasses import dataclass
from typing import Any

from latchkey.clock import rfc3339, utc_now
from local.cloud import Cloud
from local.demo import flows
from local.demo.businesses import PASSWORD
from local.demo.person import Person, until

SECTIONS = ("Outside", "Outside", "Outside", "Dusk", "Dusk", "Living rooms", "Living rooms", "Kitchen", "Kitchen")
LINKS = (
    {"kind": "tour", "title": "Walk through the house", "url": "https://tours.example/12-ocean-drive"},
    {"kind": "website", "title": "Property website", "url": "https://homes.example/gone"},
    {"kind": "link", "title": "Walk through, for the MLS", "url": "https://tours.example/mls", "branded": False},
)
CAPTIONS = "WEBVTT\n\n00:00.500 --> 00:03.500\nWelcome to 12 Ocean Drive.\n"
LINKS_SECONDS = 150  # the schedule asks each address within a minute, one after another


@dataclass(frozen=True, slots=True)
class Dressed:
    """The path of a link that shows the listing; what the customer's next visit will be told."""

    shared: str
    mine: dict[str, Any]


def dress(staff: Person, customer: Person, card: dict[str, Any]) -> Dressed:
    """Fills the paid listing of the seed with everything that people do to one."""
    listing_id, order_id = card["listing_id"], card["orders"][0]
    place = f"/api/listings/{listing_id}"
    assets = [one["asset_id"] for one in staff.get(f"{place}/workspace").json["assets"]]
    _organize(staff, place, order_id, assets)
    flows.deliver(staff, listing_id, order_id)

    customer.post(f"{place}/visits")
    looked = rfc3339(utc_now())
    for asset_id in assets[1:6:2]:
        customer.send("PUT", f"{place}/favorites/{asset_id}", {}, expect=204)
    _ask(customer, place, assets[5], (620, 300), "color", "The wall is cream in reality, not pink.")
    _ask(customer, place, assets[6], (300, 640), "remove", "Please take the cable on the floor away.")
    photos = flows.shoot()
    flows.replace(staff, listing_id, assets[5], photos[9])
    flows.deliver(staff, listing_id, order_id)

    flows.replace(staff, listing_id, assets[1], photos[13])
    flows.replace(staff, listing_id, assets[2], flows.Photo("03-backyard-cut-off.jpg", photos[2].data[:9000]))
    share: dict[str, Any] = customer.post(f"{place}/shares", {"days": 30, "note": "The sellers"}, expect=201).json
    favorites = customer.get(f"{place}/mine").json["favorites"]
    return Dressed(str(share["url"]).partition(customer.origin)[2], {"last_visit_at": looked, "favorites": favorites})


@dataclass(frozen=True, slots=True)
class Asked:
    """The paths of the page that ends a recipient's copies, and of the customer who asks to be deleted."""

    copies: str
    leaver: str


def ask_around(cloud: Cloud, staff: Person, customer: Person) -> Asked:
    """People who want something about their data, and a domain of the business's own that waits for its records."""
    assistant, leaving = "sam.ortiz@homes.example", "kim.doyle@homes.example"
    customer.post("/api/account/recipients", {"email": assistant, "role": "assistant"}, expect=201)
    leaver = Person(staff.host, staff.port)
    leaver.post("/api/auth/sign-ups", {"email": leaving, "password": PASSWORD}, expect=202)
    leaver.post("/api/auth/codes/verification", {"code": _mailed(cloud, leaving, r"\b\d{6}\b")})
    leaver.post("/api/account/privacy/erasure", {"password": PASSWORD}, expect=202)
    staff.post("/api/business/domain", {"domain": "photos.harborandpine.com"}, expect=201)
    customer_id = leaver.get("/api/session").json["viewer"]["customer_id"]
    return Asked(_mailed(cloud, assistant, r"/g/copies/\S+"), f"/studio/customers/{customer_id}")


def _mailed(cloud: Cloud, address: str, pattern: str) -> str:
    """What matches in a mail to the address, once it is there."""

    def look() -> str | None:
        texts = [mail["text"] for mail in cloud.mailbox() if address in mail["to"]]
        return next((found[0] for found in (re.search(pattern, text) for text in texts) if found), None)

    return until(look, seconds=60, what=f"a mail to {address}")


def _organize(staff: Person, place: str, order_id: str, assets: list[str]) -> None:
    for section in dict.fromkeys(SECTIONS):
        chosen = [asset_id for asset_id, its in zip(assets, SECTIONS, strict=False) if its == section]
        staff.send("PATCH", f"{place}/assets", {"asset_ids": chosen, "section": section})
    staff.send(
        "PATCH", f"{place}/assets/{assets[0]}", {"caption": "The front at noon", "alt": "White house with a porch"}
    )
    staff.send("PATCH", f"{place}/assets/{assets[-1]}", {"caption": "Walk through the house", "branded": True})
    staff.send("PUT", f"{place}/assets/{assets[-1]}/captions", {"text": CAPTIONS, "language": "en"})
    for link in LINKS:
        staff.post(f"{place}/links", {**link, "order_id": order_id}, expect=201)
    until(lambda: _all_asked(staff, place), seconds=LINKS_SECONDS, what="asking the links' addresses")


def _all_asked(staff: Person, place: str) -> bool:
    links = staff.get(f"{place}/workspace").json["links"]
    return all(one["health"]["state"] != "unchecked" for one in links)


def _ask(customer: Person, place: str, asset_id: str, pin: tuple[int, int], reason: str, text: str) -> None:
    body = {"asset_id": asset_id, "x": pin[0], "y": pin[1], "reason": reason, "text": text}
    customer.post(f"{place}/revisions", body, expect=201)
