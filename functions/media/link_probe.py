"""Asks an outside page whether it is there, without ever being led inside: HEAD, then GET, few redirects, little time.

Each hop is judged by its name before the look-up and by each found address after it, and the very address that was judged
is called, so a name that answers differently the second time changes nothing (guarantees, SSRF).
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable
from functools import cache
from http.client import HTTPException, parse_headers
from io import BytesIO
from ipaddress import ip_address
from typing import Final, NamedTuple, Protocol
from urllib.parse import urljoin

from latchkey.errors import InvalidError
from media.link import Finding, Reason
from media.outside import Target, is_public_address, redirect_target

_HOPS: Final = 5
_SECONDS: Final = 10.0
_HEAD_BYTES: Final = 32_768
_REDIRECTS: Final = frozenset((301, 302, 303, 307, 308))
_CLOSED: Final = frozenset((401, 403, 407, 429, 451, 999))
_GONE: Final = frozenset((404, 410))
# What a second way of asking would find again.
_FINAL: Final[frozenset[Reason]] = frozenset(("unknown_site", "not_public", "no_connection", "bad_certificate"))
Resolve = Callable[[str, int], list[str]]
Connect = Callable[[tuple[str, int], float], socket.socket]


class Network(Protocol):
    """A way to a site."""

    def open(self, target: Target, seconds: float) -> socket.socket:
        """A connection, over TLS for https. Raises NoWayError."""


class NoWayError(Exception):
    """There is no way to the site, for this reason."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


class _Answer(NamedTuple):
    status: int
    location: str


class Internet:
    """The public internet: names are looked up once a hop, and one address inside refuses them all."""

    def __init__(
        self, resolve: Resolve | None = None, connect: Connect = socket.create_connection, trust: str | None = None
    ) -> None:
        self._resolve = resolve or _looked_up
        self._connect = connect
        self._trust = trust

    def open(self, target: Target, seconds: float) -> socket.socket:
        ends = time.monotonic() + seconds
        addresses = self._resolve(target.host, target.port)
        if not addresses:
            raise NoWayError("unknown_site")
        if not all(is_public_address(address) for address in addresses):
            raise NoWayError("not_public")
        try:
            plain = self._connect((addresses[0], target.port), _left(ends))
        except OSError as error:
            raise NoWayError("no_answer" if isinstance(error, TimeoutError) else "no_connection") from error
        return self._secured(plain, target, ends) if target.scheme == "https" else plain

    def _secured(self, plain: socket.socket, target: Target, ends: float) -> socket.socket:
        try:
            plain.settimeout(_left(ends))
            return _tls(self._trust).wrap_socket(plain, server_hostname=target.host)
        except OSError as error:
            plain.close()
            if isinstance(error, ssl.SSLCertVerificationError):
                raise NoWayError("bad_certificate") from error
            raise NoWayError("no_answer" if isinstance(error, TimeoutError) else "no_connection") from error


class StandIn:
    """One server of this machine in the place of every site, without TLS: nothing leaves the machine (local and tests)."""

    def __init__(self, place: str) -> None:
        host, _, port = place.rpartition(":")
        if not ip_address(host).is_loopback:
            raise ValueError("a stand-in for the internet is on this machine")
        self._place = host, int(port)

    def open(self, target: Target, seconds: float) -> socket.socket:
        try:
            return socket.create_connection(self._place, seconds)
        except OSError as error:
            raise NoWayError("no_connection") from error


def probe(url: str, network: Network, seconds: float = _SECONDS) -> Finding:
    """What stands at this address now; at most twice `seconds`, the look-up of names apart. Never raises."""
    found = Finding("broken", "no_answer")
    for method in ("HEAD", "GET"):
        try:
            found = _finding(_followed(method, url, network, time.monotonic() + seconds))
        except NoWayError as error:
            found = Finding("broken", error.reason)
        # Many sites answer HEAD badly, so only its good word counts.
        if found.state == "ok" or found.reason in _FINAL:
            break
    return found


def _finding(answer: _Answer) -> Finding:
    status = answer.status
    if status < 400:
        return Finding("ok")
    if status in _CLOSED:
        return Finding("closed")
    if status in _GONE:
        return Finding("broken", "not_found")
    return Finding("broken", "site_error" if status >= 500 else "refused")


def _followed(method: str, url: str, network: Network, ends: float) -> _Answer:
    for _ in range(_HOPS + 1):
        try:
            target = redirect_target(url)
        except InvalidError as error:
            raise NoWayError("not_public") from error
        answer = _asked(method, target, network, ends)
        if answer.status not in _REDIRECTS or not answer.location:
            return answer
        url = _joined(target.url, answer.location)
    raise NoWayError("too_many_redirects")


def _joined(base: str, location: str) -> str:
    try:
        return urljoin(base, location)
    except ValueError as error:
        raise NoWayError("not_public") from error


def _asked(method: str, target: Target, network: Network, ends: float) -> _Answer:
    request = (
        f"{method} {target.path} HTTP/1.1\r\nHost: {target.host}\r\n"
        "User-Agent: Mozilla/5.0 (compatible; LinkCheck/1.0)\r\nAccept: text/html,*/*;q=0.8\r\nConnection: close\r\n\r\n"
    )
    with network.open(target, _left(ends)) as connection:
        try:
            connection.settimeout(_left(ends))
            connection.sendall(request.encode("ascii"))
            return _answer(connection, ends)
        except OSError as error:
            raise NoWayError("no_answer") from error


def _answer(connection: socket.socket, ends: float) -> _Answer:
    """Status and place of the answer; of its body nothing is read, and of its head not more than is needed."""
    data = b""
    while True:
        head, complete, rest = data.partition(b"\r\n\r\n")
        if complete:
            answer = _parsed(head)
            if answer.status >= 200:
                return answer
            data = rest  # an early hint comes before the answer
            continue
        connection.settimeout(_left(ends))
        chunk = connection.recv(4096)
        if not chunk or len(data) > _HEAD_BYTES:
            raise NoWayError("no_answer")
        data += chunk


def _parsed(head: bytes) -> _Answer:
    first, _, fields = head.partition(b"\r\n")
    words = first.split(maxsplit=2)
    if len(words) < 2 or not words[0].startswith(b"HTTP/") or not words[1].isdigit():
        raise NoWayError("no_answer")
    try:
        location = str(parse_headers(BytesIO(fields + b"\r\n\r\n")).get("location") or "")
    except HTTPException as error:
        raise NoWayError("no_answer") from error
    return _Answer(int(words[1]), location.encode("latin-1", "replace").decode("utf-8", "replace"))


def _left(ends: float) -> float:
    left = ends - time.monotonic()
    if left <= 0:
        raise NoWayError("no_answer")
    return left


def _looked_up(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    # IPv4 first: not every network that this runs in has the other.
    found.sort(key=lambda one: one[0] != socket.AF_INET)
    return [str(one[4][0]) for one in found]


@cache
def _tls(trust: str | None) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=trust)
