"""The thin HTTP shell: API, Checkout page and controls on one loopback port, and the thread that posts webhooks."""

import http.client
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from . import checkout_page
from .checkout_page import Page
from .control import control
from .problems import ConnectionLostError, StripeRefusal
from .stand_in import StripeStandIn
from .webhooks import SignedWebhook

LARGEST_BODY = 1_000_000


class StandInServer(ThreadingHTTPServer):
    """Serves one stand-in; port 0 picks a free one."""

    daemon_threads = True

    def __init__(self, stand_in: StripeStandIn, port: int, endpoints: dict[str, str]):
        super().__init__(("127.0.0.1", port), _Handler)
        self.stand_in = stand_in
        self.endpoints = endpoints
        self._stopped = threading.Event()
        stand_in.world.public_url = stand_in.world.public_url or f"http://127.0.0.1:{self.server_port}"

    def serve(self) -> None:
        threading.Thread(target=self._post_webhooks, daemon=True).start()
        self.serve_forever()

    def stop(self) -> None:
        self._stopped.set()
        self.shutdown()
        self.server_close()

    def _post_webhooks(self) -> None:
        while not self._stopped.wait(0.05):
            for webhook in self.stand_in.due_webhooks():
                self.stand_in.answered(webhook, post(webhook, self.endpoints.get(webhook.endpoint, "")))


def post(webhook: SignedWebhook, url: str) -> int | None:
    """The endpoint's status, or None when it cannot be reached. Names below `localhost` are this machine."""
    parts = urlsplit(url)
    if not parts.hostname:
        return None
    host = "127.0.0.1" if parts.hostname.endswith("localhost") else parts.hostname
    connection = http.client.HTTPConnection(host, parts.port or 80, timeout=20)
    try:
        connection.request("POST", parts.path or "/", webhook.body, {**webhook.headers, "Host": parts.netloc})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


class _Handler(BaseHTTPRequestHandler):
    server: StandInServer
    protocol_version = "HTTP/1.1"
    server_version = "StripeStandIn"

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_DELETE(self) -> None:
        self._serve()

    def log_message(self, format: str, *args: object) -> None:
        """Quiet: the state page counts calls."""

    def _serve(self) -> None:
        size = int(self.headers.get("content-length") or 0)
        if size > LARGEST_BODY:
            self.close_connection = True
            return self._send(413, "", {})
        body = self.rfile.read(size).decode("utf-8", "replace")
        path = self.path.partition("?")[0]
        if path.startswith("/c/"):
            page = self._page(path, body)
            return self._send(page.status, page.body, page.headers)
        if path == "/favicon.ico":
            return self._send(204, "", {})
        if path.startswith("/_stand_in/"):
            return self._control(path, body)
        return self._api(body)

    def _api(self, body: str) -> None:
        try:
            answer = self.server.stand_in.handle(self.command, self.path, dict(self.headers), body)
        except ConnectionLostError as lost:
            time.sleep(lost.seconds)
            self.close_connection = True
            self.connection.close()
            return
        self._send(answer.status, json.dumps(answer.body), answer.headers)

    def _page(self, path: str, body: str) -> Page:
        world = self.server.stand_in.world
        with self.server.stand_in.lock:
            match (self.command, path.split("/")[2:]):
                case ("GET", ["pay", session_id]):
                    return checkout_page.show(world, session_id)
                case ("POST", ["pay", session_id]):
                    return checkout_page.submit(world, session_id, body)
                case ("GET", ["assets", "checkout.css"]):
                    return checkout_page.stylesheet()
                case ("GET", ["brand", name]):
                    return checkout_page.brand_sheet(world, name.removesuffix(".css"))
        return Page(404, "", {})

    def _control(self, path: str, body: str) -> None:
        if self.command == "POST" and self.headers.get_content_type() != "application/json":
            return self._json(415, {"error": {"message": "Controls take application/json."}})
        try:
            return self._json(200, control(self.server.stand_in, self.command, path, json.loads(body or "{}")))
        except StripeRefusal as refusal:
            return self._json(refusal.status, {"error": refusal.error})
        except (ValueError, KeyError, TypeError) as problem:
            return self._json(400, {"error": {"message": f"{type(problem).__name__}: {problem}"}})

    def _json(self, status: int, body: object) -> None:
        self._send(status, json.dumps(body), {"content-type": "application/json"})

    def _send(self, status: int, body: str, headers: dict[str, str]) -> None:
        data = body.encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
