"""Builders for a listing's life: ordered, accepted, uploaded, rendered, delivered, paid, by the real handlers."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, urlsplit

import orders.api
from accounts.business import Business
from latchkey.clients import client
from latchkey.clock import utc_now
from latchkey.ids import new_id
from latchkey.money import Money
from latchkey.outbox import outgoing
from latchkey.settings import settings
from latchkey.tables import commit
from latchkey.writes import Write
from media import bundle, render_arrivals, render_batch, steps, workflow
from media.paths import poster_key, raw_key
from media.writes import lock_due
from orders import writes as orders_writes
from orders.product import Band, Included, Product
from orders.store import folder as order_folder
from payments import writes as payments_writes
from payments.fulfill import confirm_handler
from payments.ledger import Draft, Ledger, ledger_of
from tests import originals as odd
from tests.building import (
    Answer,
    Browser,
    Person,
    a_customer,
    all_items,
    anonymous,
    as_staff,
    signed_in,
    stream_records,
)
from tests.gateway import gateway

ADDRESS = {"line1": "12 Harbor View Drive", "city": "Portland", "region": "ME", "postal_code": "04101", "country": "US"}
FUNCTIONS: dict[str, Callable[[dict[str, Any], Any], Any]] = {
    "CheckFunction": steps.check_handler,
    "RenderBatchFunction": render_batch.handler,
    "BundleFunction": bundle.handler,
    "DeliverFunction": steps.deliver_handler,
    "WaitFunction": steps.wait_handler,
    "ConfirmFunction": confirm_handler,
    "RemoveWatermarksFunction": steps.remove_watermarks_handler,
    "CompleteFunction": steps.complete_handler,
    "AttentionFunction": steps.record_attention_handler,
    "HandOverFunction": steps.hand_over_handler,
}
STREAMED = ("delivery_requested", "delivery_unpublished", "payment_applied")


@dataclass
class Life:
    """One accepted order with its listing, and the browsers of its people."""

    business: Business
    staff: Browser
    customer: Browser
    order_id: str
    listing_id: str
    private_url: str = ""

    @property
    def path(self) -> str:
        return f"/api/listings/{self.listing_id}"

    def workspace(self) -> dict[str, Any]:
        return ok(self.staff.get(f"{self.path}/workspace"))

    def listing(self) -> dict[str, Any]:
        return ok(self.customer.get(self.path))


def ok(answer: Answer) -> dict[str, Any]:
    assert answer.status in (200, 201, 202), answer.text
    found: dict[str, Any] = answer.json
    return found


def an_accepted_order(
    business: Business,
    *,
    price: int = 24900,
    guest: bool = False,
    includes: tuple[Included, ...] = (),
    person: Person | None = None,
    **said: Any,
) -> Life:
    """Placed by `person`, a new customer, or a guest, and accepted; `said` are fields of the form."""
    product_id = new_id("prd", utc_now())
    bands = (Band(None, Money(price, "USD")),)
    product = Product(product_id, "package", "Photos", "25 photos", bands, 60, 24, includes)
    commit([orders_writes.product(business.business_id, product)])
    who = anonymous(orders.api.handler, business)
    browser = who if guest else signed_in(orders.api.handler, business, person or a_customer(business))
    contact = {"name": "Jordan Avery", "phone": "+1 207 555 0110", "email": "jordan@example.test" if guest else None}
    lines = [{"product_id": product_id, "quantity": 1}]
    form = {"address": ADDRESS, "square_feet": 2000, "lines": lines, "contact": contact, **said}
    order = ok(browser.post("/api/orders", form, key=str(uuid.uuid4())))
    staff = as_staff(orders.api.handler, business)
    where = f"/api/orders/{order['order_id']}/acceptance"
    accepted = ok(staff.post(where, {"version": order["version"]}, key=str(uuid.uuid4())))
    return Life(
        business, staff.using(gateway), browser.using(gateway), order["order_id"],
        accepted["listing"]["listing_id"], order.get("private_url") or "",
    )  # fmt: skip


def upload(life: Life, files: dict[str, bytes], *, checksums: bool = True, arrive: bool = True) -> dict[str, str]:
    """Uploads through the API's own multipart; name -> asset id."""
    described = [
        {"name": name, "bytes": len(data), **({"sha256": hashlib.sha256(data).hexdigest()} if checksums else {})}
        for name, data in files.items()
    ]
    body = {"order_id": life.order_id, "files": described}
    uploads = ok(life.staff.post(f"{life.path}/uploads", body))["uploads"]
    ids = {}
    for started in uploads:
        if started["refused"]:
            continue
        ids[started["name"]] = started["asset_id"]
        send(life, started, files[started["name"]])
    if arrive:
        assert render_arrivals.handler(arrival(life, list(ids.values())), None) == {"batchItemFailures": []}
    return ids


def send(life: Life, started: dict[str, Any], data: bytes) -> None:
    """The browser's part: the bytes to S3, then the report."""
    (answer,) = report(life, {started["upload_id"]: send_parts(life, started, data)})
    assert answer["state"] in ("processing", "ready")


def send_parts(life: Life, started: dict[str, Any], data: bytes) -> list[dict[str, Any]]:
    """The bytes to S3; what it answered to each part."""
    key = raw_key(life.business.business_id, life.listing_id, started["asset_id"])
    place = {"Bucket": settings().raw_bucket, "Key": key}
    s3 = client("s3")
    opened = s3.list_multipart_uploads(Bucket=settings().raw_bucket).get("Uploads", [])
    upload_id = next(one["UploadId"] for one in opened if one["Key"] == key)
    parts = []
    for part in started["parts"]:
        chunk = data[(part["number"] - 1) * started["part_bytes"] : part["number"] * started["part_bytes"]]
        sent = s3.upload_part(**place, UploadId=upload_id, PartNumber=part["number"], Body=chunk)
        parts.append({"number": part["number"], "etag": sent["ETag"]})
    return parts


def report(life: Life, sent: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Says of uploads, by their ids, that these parts were sent; the answers in the same order."""
    body = {"uploads": [{"upload_id": upload_id, "parts": parts} for upload_id, parts in sent.items()]}
    answers: list[dict[str, Any]] = ok(life.staff.post(f"{life.path}/uploads/completion", body))["uploads"]
    assert [one["upload_id"] for one in answers] == list(sent)
    return answers


def send_poster(life: Life, asset_id: str, data: bytes, *, arrive: bool = True) -> None:
    """Asks where a video's poster goes, puts it there, and lets its event arrive."""
    url = ok(life.staff.post(f"{life.path}/assets/{asset_id}/poster", {"bytes": len(data)}))["url"]
    key = poster_key(life.business.business_id, life.listing_id, asset_id)
    assert urlsplit(url).path.endswith(key)
    client("s3").put_object(Bucket=settings().raw_bucket, Key=key, Body=data)
    if arrive:
        assert render_arrivals.handler(arrival(life, [], keys=[key]), None) == {"batchItemFailures": []}


def arrival(life: Life, asset_ids: list[str], *, keys: list[str] | None = None, **changes: Any) -> dict[str, Any]:
    """The SQS batch that S3's notifications about these originals make, one message each."""
    messages = []
    originals = [raw_key(life.business.business_id, life.listing_id, asset_id) for asset_id in asset_ids]
    for number, key in enumerate(originals + (keys or [])):
        etag = client("s3").head_object(Bucket=settings().raw_bucket, Key=key)["ETag"].strip('"')
        record = {"s3": {"bucket": {"name": settings().raw_bucket}, "object": {"key": quote_plus(key), "eTag": etag}}}
        messages.append({"messageId": f"m{number}", "body": json.dumps({"Records": [record]}), **changes})
    return {"Records": messages}


def photos(count: int) -> dict[str, bytes]:
    """The first photos of the shoot."""
    return {path.name: path.read_bytes() for path in odd.shoot()[:count]}


def request_delivery(
    life: Life, *, collection: bool = True, watermark: bool = True, key: str | None = None
) -> dict[str, Any]:
    """Presses Deliver."""
    body = {
        "order_id": life.order_id,
        "collection": collection,
        "watermark": watermark,
        "version": life.workspace()["version"],
    }
    return ok(life.staff.post(f"{life.path}/deliveries", body, key=key or str(uuid.uuid4())))


def step_of(life: Life, delivery_id: str, round_: int = 1, **more: Any) -> dict[str, Any]:
    """The machine's input."""
    return {
        "business_id": life.business.business_id, "listing_id": life.listing_id, "order_id": life.order_id,
        "delivery_id": delivery_id, "round": round_, **more,
    }  # fmt: skip


@contextmanager
def meanwhile(act: Callable[[], Any]) -> Iterator[None]:
    """`act` happens after the next transaction (or single update) was decided on, and before it is made."""
    events = client("dynamodb").meta.events
    names = [f"before-call.dynamodb.{operation}" for operation in ("TransactWriteItems", "UpdateItem")]

    def silent() -> None:
        for name in names:
            events.unregister(name, once)

    def once(**_: Any) -> None:
        silent()
        act()

    for name in names:
        events.register(name, once)
    try:
        yield
    finally:
        silent()


def deliver(life: Life, **switches: Any) -> str:
    """Requests a delivery and walks the machine's steps by hand up to Deliver; the delivery's id."""
    delivery_id: str = request_delivery(life, **switches)["delivery_id"]
    step = step_of(life, delivery_id)
    checked = steps.check_handler(step, None)
    for batch in checked["batches"]:
        render_batch.handler(
            {**step, "asset_ids": batch, "watermark": checked["watermark"], "mark": checked["mark"]}, None
        )
    bundle.handler(step, None)
    steps.deliver_handler(step, None)
    return delivery_id


def redeliver(life: Life) -> None:
    """Without a lock and to its very end, so that another one may follow."""
    steps.complete_handler(step_of(life, deliver(life, collection=False)), None)


def unpublish(life: Life, reason: str = "Wrong house", *, key: str | None = None, **changes: Any) -> Answer:
    """Takes everything back from the customer."""
    body = {"reason": reason, "version": life.workspace()["version"], **changes}
    return life.staff.post(f"{life.path}/unpublishing", body, key=key or str(uuid.uuid4()))


def pay(life: Life, amount: int | None = None) -> None:
    """What a fulfilled payment commits: the ledger's append, the lock, the event that wakes the machine."""
    ledger = _ledger(life)
    after, posted = _posted(life, ledger, Draft("payment", amount or ledger.due, "pay_test"))
    payload = {"order_id": life.order_id, "listing_id": life.listing_id, "due": after.due}
    commit([*posted, outgoing(life.business.business_id, "payment_applied", payload, utc_now())])


def take_back(life: Life) -> None:
    """What a reversed payment commits: all that was paid is due again."""
    ledger = _ledger(life)
    commit(_posted(life, ledger, Draft("refund", ledger.paid, "pay_test"))[1])


def _ledger(life: Life) -> Ledger:
    found = order_folder(life.business.business_id, life.order_id)
    assert found is not None
    return ledger_of(found.order.ledger)


def _posted(life: Life, ledger: Ledger, draft: Draft) -> tuple[Ledger, list[Write]]:
    place = life.business.business_id, life.order_id
    after, _, writes = payments_writes.append(*place, ledger, [draft], "USD", utc_now())
    lock = lock_due(
        life.business.business_id, life.listing_id, life.order_id, due=after.due, payment_state=after.payment_state
    )
    return after, [*writes, lock]


def run_workflow() -> dict[str, Any]:
    """The Events stream hands over what is pending."""
    return workflow.handler(
        {"Records": [record for kind in STREAMED for record in stream_records(kind)["Records"]]},
        None,
    )


def media_keys() -> list[str]:
    """What lies in the media bucket."""
    found = client("s3").list_objects_v2(Bucket=settings().media_bucket).get("Contents", [])
    return sorted(item["Key"] for item in found)


def media_bytes(path: str) -> bytes:
    """A file of the media bucket by its path on the host."""
    key = path.removeprefix("/").partition("?")[0]
    body: bytes = client("s3").get_object(Bucket=settings().media_bucket, Key=key)["Body"].read()
    return body


def newest_delivery(life: Life) -> dict[str, Any]:
    found: dict[str, Any] = life.workspace()["deliveries"][0]
    return found


def mails() -> list[dict[str, Any]]:
    return [item["payload"] for item in all_items("events") if item["kind"] == "mail"]


def seen_order(life: Life) -> dict[str, Any]:
    return ok(life.customer.using(orders.api.handler).get(f"/api/orders/{life.order_id}"))
