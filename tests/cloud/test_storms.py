"""Crowds against the whole system, on a store with atomic writes: one payable page, and every event's effect once.

Guarantees 18 and 20; the same with threads on moto stands beside `payments`, here nothing is simulated.
"""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import httpx
import pytest

from local.demo import flows
from local.demo.person import Person, until
from local.stack import STRIPE_SECRETS
from local.stripe_stand_in.webhooks import sign
from tests.running import Running, new_address

pytestmark = [pytest.mark.cloud, pytest.mark.long]
CLICKS = 50
MOST_TIMES = 50
SENDERS = 8


@pytest.fixture(scope="module")
def order(latchkey: Running) -> tuple[Person, str]:
    """A new customer and the order that the business has just accepted."""
    customer = latchkey.customer()
    order_id = latchkey.order(customer)
    flows.accept(latchkey.staff(), order_id)
    return customer, order_id


def test_fifty_clicks_at_once_are_one_page(latchkey: Running, order: tuple[Person, str]) -> None:
    customer, order_id = order
    together = Barrier(CLICKS)

    def click(_: int) -> str:
        tab = Person(customer.host, customer.port, dict(customer.cookies))
        together.wait()
        return str(flows.checkout(tab, order_id)["checkout_url"])

    with ThreadPoolExecutor(CLICKS) as tabs:
        (url,) = set(tabs.map(click, range(CLICKS)))
    state = httpx.get(f"{latchkey.cloud.stripe_url}/_stand_in/state", trust_env=False).json()
    assert [session["url"] for session in state["sessions"]] == [url]


def test_a_storm_of_every_event_books_once(latchkey: Running, order: tuple[Person, str]) -> None:
    """Each event x1, x2 … x50, so that later copies meet the effects of earlier ones, from eight senders at once."""
    customer, order_id = order
    flows.pay(flows.checkout(customer, order_id)["checkout_url"], email=new_address(), name="Casey Brooks")
    events = at_stripe(latchkey, "events")
    copies = [event for times in (1, 2, 5, 10, MOST_TIMES) for event in events for _ in range(times)]
    with ThreadPoolExecutor(SENDERS) as senders:
        assert set(senders.map(lambda event: posted(latchkey, event), copies)) == {200}

    def paid() -> dict[str, Any] | None:
        found: dict[str, Any] = customer.get(f"/api/orders/{order_id}").json
        return found if found["money"]["due"]["amount"] == 0 else None

    booked = until(paid, seconds=60, what="the payment")
    charges = [charge["amount"] for charge in at_stripe(latchkey, "charges") if charge["status"] == "succeeded"]
    assert [one["amount"]["amount"] for one in booked["payments"]] == charges
    assert booked["money"]["paid"]["amount"] == sum(charges)
    customer.post(f"/api/orders/{order_id}/payment-confirmation")
    assert customer.get(f"/api/orders/{order_id}").json == booked
    receipt = f"received for order {booked['number']}"
    until(lambda: receipts(latchkey, receipt), seconds=60, what="the receipt")
    assert len(receipts(latchkey, receipt)) == 1


def posted(latchkey: Running, event: dict[str, Any]) -> int:
    """Stripe's request to our endpoint, signed now; the status of our answer."""
    body = json.dumps(event).encode()
    signature = sign(body, STRIPE_SECRETS["connect_webhook_secrets"], int(time.time()))
    headers = {"stripe-signature": signature, "content-type": "application/json", "host": "localhost"}
    address = f"http://127.0.0.1:{latchkey.cloud.ports.edge}/webhooks/stripe-connect"
    return httpx.post(address, content=body, headers=headers, timeout=60, trust_env=False).status_code


def receipts(latchkey: Running, subject: str) -> list[dict[str, Any]]:
    return [mail for mail in latchkey.cloud.mailbox() if subject in mail["subject"]]


def at_stripe(latchkey: Running, things: str) -> list[dict[str, Any]]:
    """What the business's own account at Stripe lists."""
    answer = httpx.get(
        f"{latchkey.cloud.stripe_url}/v1/{things}",
        params={"limit": 100},
        headers={
            "authorization": f"Bearer {STRIPE_SECRETS['api_key']}",
            "stripe-account": str(latchkey.business.stripe_account),
        },
        trust_env=False,
        timeout=30,
    )
    found: list[dict[str, Any]] = answer.raise_for_status().json()["data"]
    return found
