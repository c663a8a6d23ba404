"""What the payment tests build with: an accepted order, its browsers, and a Stripe in this process."""

import base64
import copy
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

import pytest
from moto.core import DEFAULT_ACCOUNT_ID
from moto.core.botocore_stubber import BotocoreStubber
from moto.dynamodb.models import dynamodb_backends

from accounts.business import Business
from latchkey import keys, private_links
from latchkey.clients import client
from latchkey.clock import rfc3339, utc_now
from latchkey.ids import new_id
from latchkey.money import Money
from latchkey.tables import commit, read
from latchkey.viewer import Viewer
from local.stripe_stand_in import accounts as stripe_accounts
from local.stripe_stand_in.http_client import InProcessClient
from local.stripe_stand_in.stand_in import StripeStandIn
from local.stripe_stand_in.webhooks import WebhookSecrets
from media import writes as media_writes
from orders import writes as orders_writes
from orders.order import Address, Contact, Order
from orders.pricing import Line
from payments import api, fulfill, stripe_client, sweeper, webhook
from payments import writes as payments_writes
from payments.ledger import EMPTY
from tests.building import REGION, Answer, Browser, Person, a_customer, all_items, signed_in, stream_records
from tests.quick_moto import quick

CARD = "4242424242424242"
PAID = {"count": 2, "charged": 61900, "paid": 61900, "refunded": 0, "credited": 0, "processing": 0, "due": 0}


@contextmanager
def a_stripe() -> Iterator[StripeStandIn]:
    """A Stripe in this process, with the secrets that the tests' cloud knows."""
    stand_in = StripeStandIn(webhook_secrets=WebhookSecrets(("whsec_a",), ("whsec_b",)), seed=7)
    stripe_client.use_transport(InProcessClient(stand_in))
    try:
        yield stand_in
    finally:
        stripe_client.use_transport(None)


@dataclass
class Shop:
    """A business that can charge, one of its customers, and their order."""

    stripe: StripeStandIn
    business: Business
    customer: Person
    order: Order
    browser: Browser
    listing_id: str

    # What people do
    def ask_to_pay(self) -> Answer:
        return self.browser.post(f"/api/orders/{self.order.order_id}/checkout", {})

    def open_page(self) -> dict[str, Any]:
        answer = self.ask_to_pay()
        assert answer.status == 200, answer.text
        return answer.json  # type: ignore[no-any-return]

    def come_back(self) -> Answer:
        return self.browser.post(f"/api/orders/{self.order.order_id}/payment-confirmation", {})

    def edit_price(self, change: int) -> None:
        """Staff change the price; the payable page is not told."""
        item = self.order_item
        after, writes = payments_writes.post_adjustment(
            self.business.business_id,
            self.order.order_id,
            item["ledger"],
            Money(change, "USD"),
            at=utc_now(),
            reason="edit",
        )
        place = self.business.business_id, self.listing_id, self.order.order_id
        commit([*writes, media_writes.lock_due(*place, due=after["due"], payment_state=after["payment_state"])])

    # What Stripe and the schedule do
    def deliver_webhooks(self) -> list[int]:
        """Posts every webhook that is due to our endpoint; the answers' statuses."""
        statuses = []
        for signed in self.stripe.due_webhooks():
            status = post_webhook(signed.endpoint, signed.headers["stripe-signature"], signed.body)
            self.stripe.answered(signed, status)
            statuses.append(status)
        return statuses

    def run_stream(self) -> list[Any]:
        """Hands the stored events to `fulfill`; what failed."""
        failures: list[Any] = fulfill.handler(stream_records("stripe_event"), None)["batchItemFailures"]
        return failures

    def hear_stripe(self) -> None:
        assert set(self.deliver_webhooks()) <= {200}
        assert self.run_stream() == []

    def hear(self, event: dict[str, Any]) -> None:
        """Stripe sends this event, again or for the first time."""
        self.stripe.world.outbox.resend(event, self.stripe.world.now())
        self.hear_stripe()

    # What is so
    @property
    def session_id(self) -> str:
        """The newest session at Stripe."""
        return [row_id for row_id, _ in self.stripe.world.journal.rows("session")][-1]

    @property
    def sessions(self) -> list[dict[str, Any]]:
        return [row["object"] for _, row in self.stripe.world.journal.rows("session")]

    @property
    def order_item(self) -> dict[str, Any]:
        item = read("orders", keys.order(self.business.business_id, self.order.order_id))
        assert item is not None
        return item

    @property
    def ledger(self) -> dict[str, Any]:
        return dict(self.order_item["ledger"])

    @property
    def lock(self) -> dict[str, Any]:
        item = read("listings", keys.lock(self.business.business_id, self.listing_id))
        assert item is not None
        return dict(item["orders"][self.order.order_id])

    def rows(self, start: str) -> list[dict[str, Any]]:
        """Items of the order's partition whose sort key starts so."""
        partition = keys.order_partition(self.business.business_id, self.order.order_id)
        items = [item for item in all_items("orders") if item["pk"] == partition and item["sk"].startswith(start)]
        return sorted(items, key=lambda item: item["sk"])

    def events(self, kind: str) -> list[dict[str, Any]]:
        return [item for item in all_items("events") if item["kind"] == kind]


@contextmanager
def a_shop(business: Business, *, total: int = 61900, guest: bool = False) -> Iterator[Shop]:
    with a_stripe() as stripe:
        shop = shop_in(stripe, business, total=total, guest=guest)
        yield shop


def shop_in(stripe: StripeStandIn, business: Business, *, total: int = 61900, guest: bool = False) -> Shop:
    assert business.stripe_account
    known = stripe.world.journal.get("account", business.stripe_account)
    if known is None:
        profile = {"business_profile": {"name": business.name}}
        stripe_accounts.create(stripe.world, profile, business.stripe_account)
    customer = a_customer(business)
    order = accepted_order(business, customer, total, guest=guest)
    browser = signed_in(api.handler, business, customer)
    assert order.listing_id
    return Shop(stripe, business, customer, order, browser, order.listing_id)


def accepted_order(business: Business, customer: Person, total: int, *, guest: bool = False) -> Order:
    """An order that was placed and accepted: charges posted, listing with its lock made."""
    now = utc_now()
    money = Money(total, business.currency)
    zero = Money(0, business.currency)
    order = Order(
        business_id=business.business_id,
        order_id=new_id("ord", now),
        number=1042,
        version=1,
        status="Pending",
        customer_id=customer.customer_id,
        customer_name="Ada Lane",
        customer_email=customer.email,
        placed_by="guest" if guest else "customer",
        address=Address("14 Harbor Street", None, "Portland", "ME", "04101", "US"),
        square_feet=2100,
        contact=Contact("Ada Lane", "+1 207 555 0110", customer.email),
        access_notes=None,
        lines=(Line("prd_1", "Essential photos", 1, money, money, zero),),
        subtotal=money,
        tax=zero,
        total=money,
        created_at=rfc3339(now),
        ledger=EMPTY.as_item(),
    )
    viewer = Viewer("customer", business.business_id, customer_id=customer.customer_id)
    parts = orders_writes.placed(order, viewer, now)
    if guest:
        secret = private_links.secret_of(business.business_id, order.order_id)
        parts.append(orders_writes.guest_link(order, secret, now))
    commit(parts)
    return accept(order, now)


def accept(order: Order, now: datetime) -> Order:
    listing_id = new_id("lst", now)
    staff = Viewer("staff", order.business_id, role="owner")
    posted, charges = payments_writes.post_charges(
        order.business_id, order.order_id, order.ledger, order.total, at=now, reason="accepted"
    )
    after, moves = orders_writes.moved(
        order, "accept", staff, reason=None, request=None, now=now, listing_id=listing_id
    )
    listing = media_writes.create_listing(
        order.business_id, listing_id, order_id=order.order_id, order_number=order.number, customer_id=order.customer_id,
        customer_name=order.customer_name, customer_email=order.customer_email, by_guest=order.by_guest, address={},
        address_line=order.address.one_line, currency=order.currency, due=posted["due"],
        payment_state=posted["payment_state"], now=now,
    )  # fmt: skip
    commit([*moves, *charges, *listing])
    return after


def post_webhook(endpoint: str, signature: str, body: bytes, **headers: str) -> int:
    """The status of our webhook for a body as it came over the wire."""
    path = "/webhooks/stripe" + ("-connect" if endpoint == "connect" else "")
    event = {
        "rawPath": path,
        "headers": {"x-latchkey-edge": "edge-secret-of-the-tests", "stripe-signature": signature, **headers},
        "requestContext": {"http": {"method": "POST"}},
        "body": base64.b64encode(body).decode(),
        "isBase64Encoded": True,
    }
    return int(webhook.handler(event, None)["statusCode"])


def sweep(minutes: int = 5) -> dict[str, int]:
    """One sweep as it would run `minutes` from now, when nothing is young any more."""
    return sweeper.sweep(utc_now() + timedelta(minutes=minutes))


def booked_once(shop: Shop) -> None:
    assert shop.ledger == {**PAID, "payment_state": "paid"}
    assert [(row["kind"], row["amount"]) for row in shop.rows("entry#")] == [("charge", 61900), ("payment", 61900)]
    assert [row["state"] for row in shop.rows("payment#")] == ["paid"]
    assert shop.lock["due"] == 0
    assert shop.lock["payment_state"] == "paid"
    assert len(shop.events("payment_applied")) == 1
    assert [event["payload"]["mail"] for event in shop.events("mail")] == ["payment_received"]
    assert [row["event"] for row in shop.rows("history#")].count("payment_received") == 1
    assert shop.rows("task#") == []


@contextmanager
def taken_back() -> Iterator[None]:
    """What is written meanwhile is gone at the end: moto's tables are as they were."""
    tables = list(dynamodb_backends[DEFAULT_ACCOUNT_ID][REGION].tables.values())
    before = [copy.deepcopy(table.items) for table in tables]
    yield
    for table, items in zip(tables, before, strict=True):
        table.items = items


class Crash(BaseException):
    """The process dies here."""


@contextmanager
def dying(moment: Literal["before", "after"], operation: str) -> Iterator[None]:
    """The process dies before or after its first DynamoDB call of that name: nobody can catch it."""

    def die(**_: Any) -> None:
        raise Crash

    events, name = client("dynamodb").meta.events, f"{moment}-call.dynamodb.{operation}"
    events.register(name, die)
    try:
        with pytest.raises(Crash):
            yield
    finally:
        events.unregister(name, die)


@contextmanager
def atomic_tables(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """moto serves threads at the same time, DynamoDB one transaction after the other: here each call is alone."""
    lock, serve = threading.RLock(), BotocoreStubber.__call__

    def alone(self: Any, *args: Any, **kwargs: Any) -> Any:
        with lock:
            return serve(self, *args, **kwargs)

    with quick(active=False), monkeypatch.context() as patch:
        patch.setattr(BotocoreStubber, "__call__", alone)
        yield
