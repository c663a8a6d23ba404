"""The stand-in over HTTP, as it runs on a laptop: our own transport in front, a page for the payer, webhooks behind."""

import http.client
import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
import stripe

from payments.transport import Urllib3Client
from tests.building import ROOT

CARD = {
    "email": "ada@example.test",
    "name": "Ada",
    "method": "card",
    "number": "4242 4242 4242 4242",
    "expiry": "12 / 34",
}
CARD["cvc"] = "123"
HARBOR: Any = {"stripe_account": "acct_harbor"}


class Endpoint(BaseHTTPRequestHandler):
    """Our side: answers 500 once, then 200, and remembers what came."""

    came: list[tuple[str, str, bytes]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.came.append((self.path, self.headers["stripe-signature"], body))
        self.send_response(500 if len(self.came) == 1 else 200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


class Running:
    """A stand-in in a process of its own."""

    def __init__(self, state: Path, webhook_url: str) -> None:
        command = [sys.executable, "-m", "local.stripe_stand_in", "--state", str(state), "--webhook-url", webhook_url]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        self.base = self.process.stdout.readline().split()[-1]
        addresses: Any = {"api": self.base}
        self.client = stripe.StripeClient(
            "sk_test_1", base_addresses=addresses, http_client=Urllib3Client(), max_network_retries=0
        )

    def control(self, path: str, **body: Any) -> Any:
        return json.loads(self.send("POST", f"/_stand_in/{path}", json.dumps(body), "application/json")[1])

    def send(self, method: str, path: str, body: str = "", kind: str = "text/plain") -> tuple[int, str, dict[str, str]]:
        connection = http.client.HTTPConnection(urlsplit(self.base).netloc, timeout=10)
        connection.request(method, path, body, {"content-type": kind})
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), dict(answer.getheaders())

    def pay(self, url: str, **typed: str) -> tuple[int, str, dict[str, str]]:
        form = urlencode({**CARD, **typed})
        return self.send("POST", urlsplit(url).path, form, "application/x-www-form-urlencoded")

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        self.process.send_signal(how)
        self.process.wait(10)


@pytest.fixture
def endpoint() -> Iterator[str]:
    Endpoint.came = []
    server = HTTPServer(("127.0.0.1", 0), Endpoint)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://demo.localhost:{server.server_port}/webhooks/stripe"
    server.shutdown()


@pytest.fixture
def running(tmp_path: Path, endpoint: str) -> Iterator[Running]:
    stand_in = Running(tmp_path, endpoint)
    stand_in.control("accounts", id="acct_harbor", name="Harbor Lane Media")
    yield stand_in
    stand_in.end()


def a_session(stand_in: Running, key: str = "k1") -> stripe.checkout.Session:
    item: Any = {
        "currency": "usd",
        "unit_amount": 61900,
        "product_data": {"name": "Order <1042>", "description": "14 Harbor"},
    }
    params: Any = {
        "mode": "payment",
        "line_items": [{"quantity": 1, "price_data": item}],
        "success_url": "http://demo.localhost:1/orders/1/paid?session={CHECKOUT_SESSION_ID}",
        "cancel_url": "http://demo.localhost:1/orders/1",
        "branding_settings": {"display_name": "Harbor & Lane", "button_color": "#f5d142"},
    }
    options: Any = {**HARBOR, "idempotency_key": key}
    return stand_in.client.v1.checkout.sessions.create(params, options)


def test_a_payer_pays_on_the_page_and_goes_back(running: Running) -> None:
    session = a_session(running)
    assert session.url
    status, page, headers = running.send("GET", urlsplit(session.url).path)
    assert status == 200
    assert "Order &lt;1042&gt;" in page
    assert "Harbor &amp; Lane" in page
    assert "$619.00" in page
    assert "<script" not in page
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "form-action 'self' http://demo.localhost:1;" in policy
    sheet = running.send("GET", f"/c/brand/{session.id}.css")[1]
    assert "--on-accent: #000" in sheet
    assert "Your card number is not valid." in running.pay(session.url, number="4242 4242 4242 4241")[1]
    assert "Your card was declined." in running.pay(session.url, number="4000 0000 0000 0002")[1]
    status, _, headers = running.pay(session.url)
    back = f"http://demo.localhost:1/orders/1/paid?session={session.id}"
    assert (status, headers["location"]) == (303, back)
    assert running.pay(session.url)[2]["location"] == back  # a second press of the button pays nothing
    assert "nothing more to pay" in running.send("GET", urlsplit(session.url).path)[1]
    intents = running.client.v1.payment_intents.list({}, HARBOR).data
    assert [intent.amount_received for intent in intents] == [61900]


def test_webhooks_are_posted_and_posted_again_until_they_are_taken(running: Running) -> None:
    session = a_session(running)
    assert session.url
    running.pay(session.url)
    deadline = time.monotonic() + 15
    while len(Endpoint.came) < 5 and time.monotonic() < deadline:
        time.sleep(0.05)
    kinds = []
    for path, signature, body in Endpoint.came:
        assert path == "/webhooks/stripe-connect"
        event = stripe.Webhook.construct_event(body, signature, "whsec_stand_in_connect")
        kinds.append(event.type)
    assert kinds.count("payment_intent.created") == 2
    assert set(kinds) == {
        "payment_intent.created", "charge.succeeded", "payment_intent.succeeded", "checkout.session.completed"
    }  # fmt: skip


def test_state_survives_kill_9(tmp_path: Path, endpoint: str) -> None:
    before = Running(tmp_path, endpoint)
    before.control("accounts", id="acct_harbor", name="Harbor Lane Media")
    session = a_session(before)
    assert session.url
    before.pay(session.url, method="bank")
    before.end(signal.SIGKILL)
    after = Running(tmp_path, endpoint)
    assert a_session(after).id == session.id
    after.control(f"sessions/{session.id}/settlement", succeeded=True)
    assert after.client.v1.checkout.sessions.retrieve(session.id, {}, HARBOR).payment_status == "paid"
    after.end()


def test_an_answer_that_never_comes_is_a_connection_error(running: Running) -> None:
    running.control("faults", operation="checkout.sessions.create", kind="lost")
    with pytest.raises(stripe.APIConnectionError):
        a_session(running)
    assert running.control("webhooks", mode="never") == {"done": True}
    state = json.loads(running.send("GET", "/_stand_in/state")[1])
    assert state["counts"]["session"] == 1
    assert a_session(running).id == state["sessions"][0]["id"]


def test_odd_requests_are_answered_calmly(running: Running) -> None:
    assert running.send("GET", "/v1/nothing")[0] == 404
    assert running.send("GET", "/v1/accounts")[0] == 401
    assert running.send("GET", "/c/pay/cs_none")[0] == 404
    assert running.send("GET", "/c/../etc/passwd")[0] == 404
    assert running.send("POST", "/_stand_in/faults", "{}")[0] == 415
    assert running.send("POST", "/_stand_in/faults", "[", "application/json")[0] == 400
    assert running.send("POST", "/_stand_in/nothing", "{}", "application/json")[0] == 400
