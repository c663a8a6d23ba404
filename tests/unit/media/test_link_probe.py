"""The look at an outside page: what it finds, where it is never led, and that it always ends (SSRF)."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from media.link import Finding
from media.link_probe import Internet, StandIn, probe

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<!doctype html>"
PUBLIC = "93.184.216.34"
Answer = Callable[[str, str, str], bytes]


def status(code: int, *lines: str) -> bytes:
    return "\r\n".join([f"HTTP/1.1 {code} Words", *lines, "", ""]).encode()


class Site:
    """Answers as `answer(method, host, path)` says; remembers what it was asked."""

    def __init__(self, answer: Answer, tls: ssl.SSLContext | None = None) -> None:
        self.asked: list[str] = []
        self._answer, self._tls = answer, tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._one, args=(connection,), daemon=True).start()

    def _one(self, connection: socket.socket) -> None:
        try:
            with self._tls.wrap_socket(connection, server_side=True) if self._tls else connection as open_:
                words = open_.recv(8192).decode(errors="replace")
                method, path, *_ = words.split("\r\n")[0].split(" ")
                host = words.partition("Host: ")[2].partition("\r\n")[0]
                self.asked.append(f"{method} {host}{path}")
                open_.sendall(self._answer(method, host, path))
        except OSError:
            return

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits in accept
        self._listener.close()


@contextmanager
def site(answer: Answer, tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    running = Site(answer, tls)
    try:
        yield running
    finally:
        running.close()


class World:
    """A made-up internet: names with their addresses, every public one of which is the given site's."""

    def __init__(self, running: Site, names: dict[str, list[str]] | None = None) -> None:
        self.running, self.names = running, names
        self.called: list[tuple[str, int]] = []
        self.looked_up: list[str] = []

    def resolve(self, host: str, port: int) -> list[str]:
        self.looked_up.append(host)
        return [PUBLIC] if self.names is None else self.names.get(host, [])

    def connect(self, place: tuple[str, int], seconds: float) -> socket.socket:
        self.called.append(place)
        return socket.create_connection(("127.0.0.1", self.running.port), seconds)

    def look(self, url: str = "http://tours.example.com/a", seconds: float = 2, trust: str | None = None) -> Finding:
        return probe(url, Internet(self.resolve, self.connect, trust), seconds)


# What it finds -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("code", "found"),
    [
        (200, Finding("ok")), (204, Finding("ok")), (206, Finding("ok")), (304, Finding("ok")), (301, Finding("ok")),
        (401, Finding("closed")), (403, Finding("closed")), (429, Finding("closed")), (999, Finding("closed")),
        (404, Finding("broken", "not_found")), (410, Finding("broken", "not_found")),
        (400, Finding("broken", "refused")), (418, Finding("broken", "refused")),
        (500, Finding("broken", "site_error")), (503, Finding("broken", "site_error")),
    ],
)  # fmt: skip
def test_the_status_says_how_the_page_fares(code: int, found: Finding) -> None:
    with site(lambda *_: status(code)) as running:
        assert World(running).look() == found
        assert running.asked[0] == "HEAD tours.example.com/a"
        assert len(running.asked) == (1 if found.state == "ok" else 2)


@pytest.mark.parametrize("code", [403, 404, 405, 500, 501])
def test_a_site_that_answers_head_badly_is_asked_for_the_page(code: int) -> None:
    with site(lambda method, *_: OK if method == "GET" else status(code)) as running:
        assert World(running).look() == Finding("ok")
        assert running.asked == ["HEAD tours.example.com/a", "GET tours.example.com/a"]


def test_a_site_that_hangs_up_on_head_is_asked_for_the_page() -> None:
    with site(lambda method, *_: OK if method == "GET" else b"") as running:
        assert World(running).look() == Finding("ok")


def test_an_early_hint_is_not_the_answer() -> None:
    with site(lambda *_: status(103, "Link: </x.css>") + status(404)) as running:
        assert World(running).look() == Finding("broken", "not_found")


@pytest.mark.parametrize(
    "answer",
    [b"", b"\r\n\r\n", b"SSH-2.0-OpenSSH_9.6\r\n\r\n", b"HTTP/1.1\r\n\r\n", b"HTTP/1.1 abc x\r\n\r\n", b"\x00" * 50_000,
     b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 300 + b"\r\n", b"HTTP/1.1 200 OK\r\nA: " + b"b" * 40_000,
     b"HTTP/1.1 200 OK\r\nA: " + b"b" * 60_000 + b"\r\n\r\n"],
)  # fmt: skip
def test_what_is_no_answer_is_none(answer: bytes) -> None:
    with site(lambda *_: answer) as running:
        assert World(running).look() == Finding("broken", "no_answer")


def test_a_name_that_nobody_knows_and_a_door_that_is_shut() -> None:
    with site(lambda *_: OK) as running:
        assert World(running, {}).look() == Finding("broken", "unknown_site")
    shut = World(running)
    assert shut.look() == Finding("broken", "no_connection")
    assert len(shut.called) == 1, "asking the other way finds the same"


def test_redirects_are_followed_and_bounded() -> None:
    def answer(_: str, host: str, path: str) -> bytes:
        step = int(path.strip("/a") or 0)
        return (
            OK
            if step == 5
            else status(302, f"Location: https://x{step}.example.com/{step + 1}".replace("https", "http"))
        )

    with site(answer) as running:
        assert World(running).look() == Finding("ok")
        assert running.asked[-1] == "HEAD x4.example.com/5"
    with site(lambda *_: status(302, "Location: /again")) as running:
        assert World(running).look() == Finding("broken", "too_many_redirects")
        assert len(running.asked) == 12


def test_a_redirect_may_name_a_page_in_any_letters() -> None:
    with site(
        lambda _, __, path: OK if path != "/a" else "HTTP/1.1 302 x\r\nLocation: /käse\r\n\r\n".encode()
    ) as running:
        assert World(running).look() == Finding("ok")
        assert running.asked[-1] == "HEAD tours.example.com/k%C3%A4se"


@pytest.mark.parametrize("dripping", [True, False])
def test_a_site_that_never_ends_is_left_in_time(dripping: bool) -> None:
    def serve(listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
                while dripping:
                    connection.sendall(b"H")
                    time.sleep(0.05)
                kept.append(connection)
            except OSError:
                if listener.fileno() < 0:
                    return

    kept: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, args=(listener,), daemon=True).start()
        started = time.monotonic()
        place = f"127.0.0.1:{listener.getsockname()[1]}"
        assert probe("https://tours.example.com/", StandIn(place), 0.4) == Finding("broken", "no_answer")
        assert time.monotonic() - started < 2


# Where it is never led -----------------------------------------------------------------------------------------------
INSIDE = ["127.0.0.1", "10.0.0.8", "169.254.169.254", "192.168.0.1", "172.16.3.4", "100.64.0.1", "0.0.0.0", "::1",
          "fd00:ec2::254", "fe80::1%2", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:7f00:1::"]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_a_name_that_leads_inside_is_never_called(address: str) -> None:
    with site(lambda *_: OK) as running:
        for found in ([address], [PUBLIC, address], [address, PUBLIC]):
            world = World(running, {"tours.example.com": found})
            assert world.look() == Finding("broken", "not_public")
            assert world.called == []


LED_INSIDE = [
    "http://127.0.0.1/", "http://localhost/", "http://169.254.169.254/latest/", "http://[::1]/", "http://2130706433/",
    "http://0x7f.1/", "http://tours.example.com:8080/", "http://tours.example.com:22/", "https://tours.example.com:80/",
    "http://user@tours.example.com/", "file:///etc/passwd", "ftp://tours.example.com/", "gopher://tours.example.com/",
    "http://metadata.google.internal/", "//127.0.0.1/", "http://[", "http://tours.example.com\\@127.0.0.1/",
]  # fmt: skip


@pytest.mark.parametrize("location", LED_INSIDE)
@pytest.mark.parametrize("after", [0, 3])
def test_no_redirect_leads_inside(location: str, after: int) -> None:
    def answer(_: str, __: str, path: str) -> bytes:
        step = int(path.strip("/a") or 0)
        return status(302, f"Location: {location}" if step == after else f"Location: /{step + 1}")

    with site(answer) as running:
        world = World(running)
        assert world.look() == Finding("broken", "not_public")
        assert set(world.looked_up) == {"tours.example.com"}
        assert set(world.called) == {(PUBLIC, 80)}
        assert len(world.called) == after + 1


def test_a_redirect_to_a_name_that_leads_inside_is_never_called() -> None:
    names = {"tours.example.com": [PUBLIC], "inside.example.com": ["10.0.0.1"]}
    with site(lambda *_: status(307, "Location: http://inside.example.com/")) as running:
        world = World(running, names)
        assert world.look() == Finding("broken", "not_public")
        assert world.called == [(PUBLIC, 80)]


def test_a_name_that_changes_its_mind_is_called_at_the_address_that_was_judged() -> None:
    class Rebinding(World):
        def resolve(self, host: str, port: int) -> list[str]:
            self.looked_up.append(host)
            return [PUBLIC] if len(self.looked_up) == 1 else ["127.0.0.1"]

    with site(lambda *_: OK) as running:
        world = Rebinding(running)
        assert world.look() == Finding("ok")
        assert (world.called, len(world.looked_up)) == ([(PUBLIC, 80)], 1)


def test_a_line_end_in_a_redirect_makes_no_second_request() -> None:
    with site(lambda _, __, path: OK if path != "/a" else status(302, "Location: /b%0d%0aX:%20y")) as running:
        assert World(running).look() == Finding("ok")
        assert running.asked[-1] == "HEAD tours.example.com/b%0d%0aX:%20y"


# TLS -----------------------------------------------------------------------------------------------------------------
def certificate(folder: Path, host: str) -> tuple[ssl.SSLContext, str]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    public = folder / f"{host}.pem"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret = folder / f"{host}.key"
    encoding, shape = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    secret.write_bytes(key.private_bytes(encoding, shape, serialization.NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, secret)
    return context, str(public)


def test_a_certificate_has_to_be_the_sites_own_and_trusted(tmp_path: Path) -> None:
    context, trust = certificate(tmp_path, "tours.example.com")
    with site(lambda *_: OK, context) as running:
        world = World(running)
        assert world.look("https://tours.example.com/a", trust=trust) == Finding("ok")
        assert world.called == [(PUBLIC, 443)]
        bad = Finding("broken", "bad_certificate")
        assert world.look("https://other.example.com/a", trust=trust) == bad
        assert world.look("https://tours.example.com/a") == bad
    with site(lambda *_: OK) as running:
        assert World(running).look("https://tours.example.com/a", trust=trust) == Finding("broken", "no_connection")


# The stand-in --------------------------------------------------------------------------------------------------------
def test_the_stand_in_answers_for_every_site_and_the_rules_still_hold() -> None:
    with site(lambda *_: OK) as running:
        stand_in = StandIn(f"127.0.0.1:{running.port}")
        assert probe("https://tours.example.com/a", stand_in) == Finding("ok")
        assert running.asked == ["HEAD tours.example.com/a"]
        assert probe("https://169.254.169.254/a", stand_in) == Finding("broken", "not_public")
        assert len(running.asked) == 1


@pytest.mark.parametrize("place", ["10.0.0.1:80", "8.8.8.8:80", "example.com:80", "127.0.0.1", "", ":80", "0.0.0.0:80"])
def test_a_stand_in_is_on_this_machine(place: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        StandIn(place)
