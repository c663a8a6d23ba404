"""The listing's side of a run: photos that are there already, the press of Deliver and Retry, the customer's look."""

import base64
import json
from zlib import crc32

import media.api
import media.usecases
import media.workspace_api
from latchkey import keys
from latchkey.clients import client
from latchkey.clock import rfc3339, utc_now
from latchkey.settings import settings
from latchkey.tables import commit, read
from media import asset_writes
from media.asset import Asset
from media.kinds import ON_ARRIVAL
from media.paths import media_key
from media.photo_files import download_path
from tests.building import Answer, Browser
from tests.sim import state
from tests.sim.scheduler import Violation
from tests.sim.world import Shop, World

PHOTOS = 3
_FILE = b"a file of the MLS size, as far as a bundle looks at it"


def listing_of(order_id: str) -> str:
    """The listing that accepting made."""
    return str(state.stored().orders[order_id].head["listing_id"])


def put_photos(shop: Shop, order_id: str) -> None:
    """Ready photos with every rendition, as the renderer leaves them: what the delivery takes is there, no pixel is made."""
    place = shop.business_id, listing_of(order_id)
    head = read("listings", keys.listing(*place))
    assert head is not None
    sizes = {"original": 100, "web": 100, "mls": len(_FILE)}
    for number in range(1, PHOTOS + 1):
        asset = Asset(
            asset_id=f"ast_{number:026d}",
            order_id=order_id,
            name=f"{number}.jpg",
            rank=number,
            state="ready",
            bytes=100,
            created_at=rfc3339(utc_now()),
            width=6000,
            height=4000,
            suffix="jpg",
            etag="made",
            made=frozenset(kind.name for kind in ON_ARRIVAL),
            sizes=sizes,
            checksums=dict.fromkeys(sizes, crc32(_FILE)),
        )
        commit([asset_writes.new_asset(*place, asset)])
        key = media_key(download_path(head["name_secret"], place[1], asset.photo(), "mls"))
        client("s3").put_object(Bucket=settings().media_bucket, Key=key, Body=_FILE)


def press_deliver(world: World, shop: Shop, order_id: str) -> None:
    """Staff open the workspace and press Deliver, with collection and watermark on; the same form until it is answered."""
    browser, listing_id = _studio(world, shop), listing_of(order_id)
    for attempt in range(4):
        seen = world.until_answered(lambda: browser.get(f"/api/listings/{listing_id}/workspace"))
        body = {"order_id": order_id, "collection": True, "watermark": True, "version": seen.json["version"]}
        key = f"deliver-{attempt}-{order_id}"
        answer = world.until_answered(
            lambda body=body, key=key: browser.post(f"/api/listings/{listing_id}/deliveries", body, key=key)  # type: ignore[misc]
        )
        if answer.status == 202 or "under way" in answer.text:
            return
    raise Violation(f"Deliver is refused for ever: {answer.status} {answer.text}")


def mind_deliveries(world: World, shop: Shop) -> None:
    """Staff who look into the studio now and then, and press Retry where a delivery asks for it."""
    browser = _studio(world, shop)
    while True:
        world.scheduler.sleep(30.0)
        for delivery in state.stored().deliveries.values():
            if delivery["state"] == "needs_attention":
                path = f"/api/listings/{listing_of(delivery['order_id'])}/deliveries/{delivery['delivery_id']}/retry"
                world.until_answered(lambda path=path: browser.post(path, {}))  # type: ignore[misc]


def look(world: World, shop: Shop, order_id: str) -> Answer:
    """The customer opens the gallery and tries every download; what comes back goes to the judge."""
    browser, listing_id = world.browser(media.api, shop, shop.customer), listing_of(order_id)
    gallery = world.until_answered(lambda: browser.get(f"/api/listings/{listing_id}"))
    world.judge.sees(order_id, [gallery.text, *_opened_by(gallery)])
    for asset in gallery.json.get("assets", [])[:1]:
        path = f"/api/listings/{listing_id}/downloads"
        answer = browser.post(path, {"asset_id": asset["asset_id"], "size": "original"})
        world.judge.sees(order_id, [answer.text])
        answer = browser.post(f"/api/listings/{listing_id}/bundles", {"size": "mls", "asset_ids": None})
        world.judge.sees(order_id, [answer.text])
    return gallery


def _studio(world: World, shop: Shop) -> Browser:
    return world.browser(media.workspace_api, shop, shop.staff)


def _opened_by(answer: Answer) -> list[str]:
    """Paths and policies of the cookies."""
    texts = list(answer.set_cookies)
    for cookie in answer.set_cookies:
        name, _, value = cookie.partition(";")[0].partition("=")
        if name == "CloudFront-Policy":
            policy = base64.b64decode(value.strip('"').translate(str.maketrans("-_~", "+=/")))
            texts.append(json.loads(policy)["Statement"][0]["Resource"])
    return texts
