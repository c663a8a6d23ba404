"""The private page on a port of this machine, under the headers of the template's distribution, for a real browser."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from typing import Any

from PIL import Image

from accounts.business import Business
from public import pages
from tests.building import anonymous, template


@dataclass(slots=True)
class Site:
    """`asked` are the calls of the JSON API as (path, body, headers); `answers` what they get, the last one for ever."""

    business: Business
    answers: list[tuple[int, dict[str, Any]]]
    origin: str = ""
    asked: list[tuple[str, Any, dict[str, str]]] = field(default_factory=list)


def policy() -> str:
    """The Content-Security-Policy of the distribution, without the place where uploads go."""
    properties = template()["Resources"]["SecurityHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]
    text = json.dumps(properties["SecurityHeadersConfig"]["ContentSecurityPolicy"]["ContentSecurityPolicy"])
    start = text.index("default-src")
    return text[start : text.index("'script'", start) + len("'script'")].replace("${Uploads}", "")


@contextmanager
def site(business: Business, *answers: tuple[int, dict[str, Any]]) -> Iterator[Site]:
    """Serves the pages of `business` from the present cloud until the block ends."""
    served = Site(business, list(answers) or [(500, {})])
    server = HTTPServer(("127.0.0.1", 0), _handler(served, policy()))
    served.origin = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()


def _handler(served: Site, security: str) -> type[BaseHTTPRequestHandler]:
    class Edge(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if "/photos/" in self.path:
                return self.answer(200, {"content-type": "image/png"}, _picture())
            if self.path.startswith("/assets/brand/"):
                return self.answer(200, {"content-type": "text/css"}, served.business.palette.css().encode())
            made = anonymous(pages.handler, served.business).get(self.path)
            return self.answer(made.status, made.headers, made.text.encode())

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            served.asked.append((self.path, body, {name.lower(): value for name, value in self.headers.items()}))
            status, said = served.answers.pop(0) if len(served.answers) > 1 else served.answers[0]
            self.answer(status, {"content-type": "application/json"}, json.dumps(said).encode())

        def answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in {**headers, "content-security-policy": security}.items():
                if name != "content-length":
                    self.send_header(name, value)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Quiet: the tests look at what was asked."""

    return Edge


def _picture() -> bytes:
    made = BytesIO()
    Image.new("RGB", (60, 40), "#7a8b6f").save(made, "PNG")
    return made.getvalue()
