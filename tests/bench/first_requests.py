"""What a function is asked first after a cold start, and a cloud that answers it: the requests that people make most.

The items are those that the real handlers wrote for one delivered listing, so that a measured request does its whole work.
"""

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from latchkey.secrets import secret
from latchkey.settings import settings
from tests.building import a_business, anonymous, cloud, raw_items
from tests.integration.media.life import an_accepted_order, deliver, photos, upload

TABLES = ("people", "orders", "listings", "events")
SECRETS = ("edge_secret_id", "cursor_secret_id", "signing_secret_id", "stripe_secret_id")
Event = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Scene:
    """First requests by function, each with the name that tells it from another of the same function; items; secrets."""

    requests: dict[str, dict[str, Event]]
    items: dict[str, list[dict[str, Any]]]
    secrets: dict[str, str]


def scene() -> Scene:
    """One order, accepted, delivered with photos, unpaid; its customer signed in."""
    with cloud():
        business = a_business()
        life = an_accepted_order(business)
        upload(life, photos(3))
        deliver(life)
        ask, nobody = life.customer, anonymous(life.customer.handler, business)
        requests = {
            "AccountsApi": {"": ask.event("GET", "/api/session")},
            "OrdersApi": {
                "": ask.event("GET", f"/api/orders/{life.order_id}"),
                "list": ask.event("GET", "/api/orders"),
            },
            "MediaApi": {"": ask.event("GET", "/api/listings"), "gallery": ask.event("GET", life.path)},
            "WorkspaceApi": {"": life.staff.event("GET", f"{life.path}/workspace")},
            "PaymentsApi": {"": ask.event("POST", f"/api/orders/{life.order_id}/checkout", {})},
            "StripeWebhook": {"": nobody.event("POST", "/webhooks/stripe", {})},
            "GuestPages": {"": nobody.event("GET", "/g/nothing")},
        }
        return Scene(
            requests,
            {f"{table}_table": raw_items(table) for table in TABLES},
            {name: secret(getattr(settings(), name)) for name in SECRETS},
        )


@contextmanager
def answering(scene: Scene) -> Iterator[str]:
    """The least of AWS that reading needs, at the address that is given: items by key and by query, and secrets."""

    class Answers(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))) or b"{}")
            action = self.headers.get("x-amz-target", "").rpartition(".")[2]
            body = json.dumps(_answer(scene, action, asked), default=_base64).encode()
            self.send_response(200)
            self.send_header("content-type", "application/x-amz-json-1.0")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


def _answer(scene: Scene, action: str, asked: dict[str, Any]) -> dict[str, Any]:
    match action:
        case "GetSecretValue":
            return {"SecretString": scene.secrets[asked["SecretId"]]}
        case "GetItem":
            found = _by_keys(scene.items[asked["TableName"]], [asked["Key"]])
            return {"Item": found[0]} if found else {}
        case "BatchGetItem":
            wanted = asked["RequestItems"].items()
            return {"Responses": {table: _by_keys(scene.items[table], one["Keys"]) for table, one in wanted}}
        case "Query":
            found = _by_condition(scene.items[asked["TableName"]], asked)
            return {"Items": found, "Count": len(found)}
    return {}


def _base64(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _by_keys(items: list[dict[str, Any]], wanted: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [item for item in items if {"pk": item["pk"], "sk": item["sk"]} in wanted]


def _by_condition(items: list[dict[str, Any]], asked: dict[str, Any]) -> list[dict[str, Any]]:
    """`latchkey.tables.query` asks for one partition, and perhaps for a start of the sort key."""
    partition, *sort = asked["ExpressionAttributeNames"].values()
    value, *start = [one["S"] for one in asked["ExpressionAttributeValues"].values()]
    found = [item for item in items if item.get(partition, {}).get("S") == value]
    return [item for item in found if not sort or item[sort[0]]["S"].startswith(start[0])]
