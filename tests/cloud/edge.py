"""The edge of the repository's own template in this process, before an origin that tells what it was asked."""

import asyncio
import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import aiohttp
from aiohttp import web
from multidict import CIMultiDict

from local.edge.behaviors import Distribution
from local.edge.key_values import KeyValues
from local.edge.mailbox import Mailbox
from local.edge.origins import Origins
from local.edge.server import Edge
from local.places import ROOT
from local.processes import free_port
from local.stack import public_key_line
from local.template import Resolver, read_template

SECRET = "what only the edge and the functions know"
BUSINESS = "biz_01K0HARB0R0000000000000001"


@dataclass
class Asked:
    """A request as the origin got it."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key.lower() == name.lower()]


@dataclass
class Front:
    """A running edge; `asked` is what reached the origin, `objects` are the buckets' files, `answers` the API's."""

    port: int
    origin_port: int
    hosts: dict[str, str] = field(default_factory=dict)
    objects: dict[str, bytes] = field(default_factory=dict)
    mails: list[dict[str, Any]] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    api: tuple[int, dict[str, Any], bytes] = (200, {}, b"{}")

    def get(
        self, path: str, host: str = "harbor.localhost", method: str = "GET", body: bytes | None = None, **headers: str
    ) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", f"{host}:{self.port}")
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        answer = connection.getresponse()
        return Answer(answer.status, answer.getheaders(), answer.read())

    async def origin(self, request: web.BaseRequest) -> web.StreamResponse:
        """MiniStack's part: host store, mailbox, HTTP API, buckets."""
        path, _, query = request.raw_path.partition("?")
        if path.startswith("/key-value-stores/"):
            value = self.hosts.get(unquote(path.rsplit("/", 1)[-1]))
            return web.json_response({"Value": value}, status=200 if value else 404)
        if path == "/_ministack/ses/messages":
            return web.json_response({"messages": self.mails})
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.asked.append(Asked(request.method, path, query, headers, await request.read()))
        if path.startswith("/_aws/execute-api/"):
            status, sent, body = self.api
            if not status and request.transport:
                request.transport.close()
            multi = CIMultiDict((n, one) for n, v in sent.items() for one in (v if isinstance(v, list) else [v]))
            return web.Response(status=status, headers=multi, body=body)
        stored = self.objects.get(path)
        return web.Response(body=stored, content_type="text/javascript") if stored else web.Response(status=404)


@contextmanager
def front(**parameters: str) -> Iterator[Front]:
    """An edge for the tests' length, on a free port, routing as template.yaml says."""
    running = Front(free_port(), free_port())
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    given = {"PortalScheme": "http", "PortalPort": str(running.port), "MediaPublicKey": public_key_line(), **parameters}
    stop = asyncio.run_coroutine_threadsafe(_serve(running, given), loop).result(20)
    try:
        yield running
    finally:
        asyncio.run_coroutine_threadsafe(stop(), loop).result(20)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)


def resolver(parameters: dict[str, str]) -> Resolver:
    """The repository's template, each resource's physical id made from its name."""
    template = read_template(ROOT / "template.yaml")
    physical = {name: f"{name.lower()}-1" for name in template["Resources"]}
    return Resolver(template, parameters, physical, lambda name: SECRET if name == "edgesecret-1" else "")


async def _serve(running: Front, parameters: dict[str, str]) -> Any:
    endpoint = f"http://127.0.0.1:{running.origin_port}"
    session = aiohttp.ClientSession(auto_decompress=False, cookie_jar=aiohttp.DummyCookieJar())
    values = KeyValues(session, endpoint, "arn:aws:cloudfront::123456789012:key-value-store/hosts")
    edge = Edge(Distribution(resolver(parameters)), values, Origins(session, endpoint), Mailbox(session, endpoint))
    runners = []
    for handler, port in ((running.origin, running.origin_port), (edge.handle, running.port)):
        runner = web.ServerRunner(web.Server(handler, access_log=None), shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        runners.append(runner)

    async def stop() -> None:
        for runner in runners:
            await runner.cleanup()
        await session.close()

    return stop


__all__ = ["BUSINESS", "SECRET", "Front", "front"]
