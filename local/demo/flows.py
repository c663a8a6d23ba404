"""The steps of the main job as people take them over HTTP; the seed, the demo and the end-to-end tests all walk them."""

import hashlib
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from local.demo.person import Person, UnexpectedAnswer, until

AT_ONCE, REPORTED_AT_ONCE = 4, 20
GOOD_CARD = "4242424242424242"
DEMO = Path(__file__).resolve().parents[2] / "demo"
PHOTOS = DEMO / "photos"
ADDRESS = {"line1": "12 Ocean Drive", "city": "Portland", "region": "ME", "postal_code": "04101", "country": "US"}


@dataclass(frozen=True, slots=True)
class Photo:
    """A file as it lies in a photographer's folder."""

    name: str
    data: bytes


def shoot(limit: int | None = None) -> list[Photo]:
    """The rendered shoot that comes with the repository."""
    return [Photo(path.name, path.read_bytes()) for path in sorted(PHOTOS.glob("*.jpg"))[:limit]]


def film() -> Photo:
    """A few seconds of walking through the house of the shoot."""
    path = DEMO / "videos" / "walkthrough.mp4"
    return Photo(path.name, path.read_bytes())


def wish(person: Person, *, package: int = 0, add_ons: int = 0) -> list[dict[str, Any]]:
    """Order lines from the business's own price list."""
    products = person.get("/api/products").json["products"]
    packages = [one for one in products if one["kind"] == "package"]
    extras = [one for one in products if one["kind"] == "add_on"]
    chosen = [packages[package], *extras[:add_ons]]
    return [{"product_id": one["product_id"], "quantity": 1} for one in chosen]


def place_order(
    person: Person, *, address: dict[str, Any] | None = None, name: str, email: str | None = None, **wanted: int
) -> dict[str, Any]:
    """Fills the form once and sends it; the order as answered."""
    body = {
        "address": {**ADDRESS, **(address or {})},
        "square_feet": 2100,
        "lines": wish(person, **wanted),
        "contact": {"name": name, "phone": "+1 207 555 0110", "email": email},
        "access_notes": "The key is in the lockbox by the side door.",
    }
    placed: dict[str, Any] = person.post("/api/orders", body, expect=201).json
    return placed


def accept(staff: Person, order_id: str) -> dict[str, Any]:
    """Accepts on the version that stands there now; the order with its listing."""
    order = staff.get(f"/api/orders/{order_id}").json
    accepted: dict[str, Any] = staff.post(f"/api/orders/{order_id}/acceptance", {"version": order["version"]}).json
    return accepted


def upload(staff: Person, listing_id: str, order_id: str, photos: list[Photo]) -> dict[str, str]:
    """Uploads a folder straight to S3 by signed parts; the refusals by file name."""
    wanted = [_announced(photo) for photo in photos]
    begun = staff.post(f"/api/listings/{listing_id}/uploads", {"order_id": order_id, "files": wanted}).json["uploads"]
    refused = {answer["name"]: answer["refused"] for answer in begun if answer.get("refused")}
    welcome = [(photo, answer) for photo, answer in zip(photos, begun, strict=True) if not answer.get("refused")]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        sending = {pool.submit(_put_parts, photo, answer) for photo, answer in welcome}
        while sending:  # as the portal does: what finishes while a report is under way goes with the next one
            sent, _ = wait(sending, return_when=FIRST_COMPLETED)
            group = sorted(sent, key=id)[:REPORTED_AT_ONCE]
            sending -= set(group)
            _report(staff, listing_id, [one.result() for one in group])
    return refused


def replace(staff: Person, listing_id: str, asset_id: str, photo: Photo) -> dict[str, Any]:
    """Sends a new file to the place of a photo; the asset once that file stands there or was refused."""
    place = f"/api/listings/{listing_id}"
    begun = staff.post(f"{place}/assets/{asset_id}/replacement", _announced(photo)).json
    _report(staff, listing_id, [_put_parts(photo, begun)])

    def settled() -> dict[str, Any] | None:
        assets: list[dict[str, Any]] = staff.get(f"{place}/workspace").json["assets"]
        (found,) = [one for one in assets if one["asset_id"] == asset_id]
        return None if (found["replacement"] or {}).get("state") in ("uploading", "processing") else found

    return until(settled, seconds=60, what=f"replacing with {photo.name}")


def give_poster(staff: Person, listing_id: str, picture: Photo) -> dict[str, Any]:
    """Sends the picture that stands for the listing's one video; the video once it is made."""

    def video() -> dict[str, Any]:
        assets: list[dict[str, Any]] = staff.get(f"/api/listings/{listing_id}/workspace").json["assets"]
        (found,) = [one for one in assets if one["kind"] == "video"]
        return found

    def made() -> dict[str, Any] | None:
        found = video()
        return found if found["video"]["poster"] == "made" else None

    place = f"/api/listings/{listing_id}/assets/{video()['asset_id']}/poster"
    url = staff.post(place, {"bytes": len(picture.data)}).json["url"]
    httpx.put(url, content=picture.data, trust_env=False, timeout=60).raise_for_status()
    return until(made, seconds=60, what="making the poster")


def _announced(photo: Photo) -> dict[str, Any]:
    return {"name": photo.name, "bytes": len(photo.data), "sha256": hashlib.sha256(photo.data).hexdigest()}


def _report(staff: Person, listing_id: str, uploads: list[dict[str, Any]]) -> None:
    for answer in staff.post(f"/api/listings/{listing_id}/uploads/completion", {"uploads": uploads}).json["uploads"]:
        if answer["refused"] or answer["state"] == "uploading":
            raise UnexpectedAnswer(f"upload {answer['upload_id']}: {answer['refused'] or 'not joined'}")


def _put_parts(photo: Photo, begun: dict[str, Any]) -> dict[str, Any]:
    parts = [_put_part(photo, part, begun["part_bytes"]) for part in begun["parts"]]
    return {"upload_id": begun["upload_id"], "parts": parts}


def _put_part(photo: Photo, part: dict[str, Any], part_bytes: int) -> dict[str, Any]:
    first = (part["number"] - 1) * part_bytes
    answer = httpx.put(part["url"], content=photo.data[first : first + part_bytes], trust_env=False, timeout=60)
    if answer.status_code != 200:
        raise UnexpectedAnswer(f"part {part['number']} of {photo.name}: {answer.status_code} {answer.text[:300]}")
    return {"number": part["number"], "etag": answer.headers["etag"]}


def wait_for_renditions(staff: Person, listing_id: str, *, seconds: float = 120) -> dict[str, Any]:
    """The workspace once every asset is ready or refused."""

    def settled() -> dict[str, Any] | None:
        workspace: dict[str, Any] = staff.get(f"/api/listings/{listing_id}/workspace").json
        busy = [one for one in workspace["assets"] if one["state"] in ("uploading", "processing")]
        return None if busy or not workspace["assets"] else workspace

    return until(settled, seconds=seconds, what="rendering the uploads")


def deliver(
    staff: Person, listing_id: str, order_id: str, *, collection: bool = True, watermark: bool = True
) -> dict[str, Any]:
    """Presses Deliver and waits until the listing is delivered; the delivery as the workspace shows it."""
    version = staff.get(f"/api/listings/{listing_id}/workspace").json["version"]
    body = {"order_id": order_id, "collection": collection, "watermark": watermark, "version": version}
    begun = staff.post(f"/api/listings/{listing_id}/deliveries", body, expect=202).json
    return wait_for_delivery(staff, listing_id, begun["delivery_id"])


def wait_for_delivery(
    staff: Person, listing_id: str, delivery_id: str, *, beyond: tuple[str, ...] = ("preparing",), seconds: float = 90
) -> dict[str, Any]:
    """The delivery once its state is none of `beyond`. Raises UnexpectedAnswer when it needs attention."""

    def moved() -> dict[str, Any] | None:
        workspace = staff.get(f"/api/listings/{listing_id}/workspace").json
        (found,) = [one for one in workspace["deliveries"] if one["delivery_id"] == delivery_id]
        return None if found["state"] in beyond else found

    delivery = until(moved, seconds=seconds, what=f"leaving {' and '.join(beyond)}")
    if delivery["state"] == "needs_attention":
        raise UnexpectedAnswer(f"the delivery needs attention: {delivery['reason']}")
    return delivery


def checkout(customer: Person, order_id: str) -> dict[str, Any]:
    """Presses Pay: the page at Stripe and what it will take."""
    begun: dict[str, Any] = customer.post(f"/api/orders/{order_id}/checkout").json
    return begun


def pay(checkout_url: str, *, email: str, name: str, card: str = GOOD_CARD) -> str:
    """Fills Stripe's form and sends it; the address to which Stripe then sends the browser."""
    form = {"method": "card", "email": email, "name": name, "number": card, "expiry": "12/39", "cvc": "123"}
    answer = httpx.post(checkout_url, data=form, trust_env=False, timeout=60, follow_redirects=False)
    if answer.status_code != 303:
        raise UnexpectedAnswer(f"Stripe's page answered {answer.status_code}")
    return answer.headers["location"]


def unlocked(customer: Person, listing_id: str, *, seconds: float = 30) -> dict[str, Any]:
    """The gallery once nothing in it is locked."""

    def look() -> dict[str, Any] | None:
        gallery: dict[str, Any] = customer.get(f"/api/listings/{listing_id}").json
        return None if any(order["locked"] for order in gallery["orders"]) else gallery

    return until(look, seconds=seconds, what="unlocking")
