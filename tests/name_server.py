"""A name server on the loopback: answers by UDP from the records that a test sets, as a recursive one would, or fails as told."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import dns.flags
import dns.message
import dns.rcode
import dns.rrset

TTL = 60


@dataclass
class Names:
    """`records` by name and kind; `broken` names answer SERVFAIL, `silent` ones nothing. `asked` is what came."""

    address: str = ""
    records: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)
    asked: list[tuple[str, str]] = field(default_factory=list)

    def put(self, name: str, kind: str, *values: str) -> None:
        self.records[name, kind] = list(values)

    def drop(self, name: str) -> None:
        for key in [key for key in self.records if key[0] == name]:
            del self.records[key]

    def answer(self, wire: bytes) -> bytes | None:
        query = dns.message.from_wire(wire)
        (question,) = query.question
        name, kind = question.name.to_text(omit_final_dot=True).lower(), question.rdtype.name
        self.asked.append((name, kind))
        if name in self.silent:
            return None
        response = dns.message.make_response(query, recursion_available=True)
        if name in self.broken:
            response.set_rcode(dns.rcode.SERVFAIL)
        else:
            self._fill(response, name, kind)
        return response.to_wire()

    def _fill(self, response: dns.message.Message, name: str, kind: str) -> None:
        found = name
        while kind != "CNAME" and (found, "CNAME") in self.records:  # what a recursive server follows by itself
            (target,) = self.records[found, "CNAME"]
            response.answer.append(dns.rrset.from_text(found + ".", TTL, "IN", "CNAME", target + "."))
            found = target
        values = self.records.get((found, kind))
        if values:
            texts = [f"{value}." if kind == "CNAME" else value for value in values]
            response.answer.append(dns.rrset.from_text(found + ".", TTL, "IN", kind, *texts))
        elif not any(key[0] == found or key[0].endswith(f".{found}") for key in self.records):
            response.set_rcode(dns.rcode.NXDOMAIN)


@contextmanager
def name_server() -> Iterator[Names]:
    """One for the length of a test."""
    names = Names()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
        door.bind(("127.0.0.1", 0))
        names.address = f"127.0.0.1:{door.getsockname()[1]}"

        def serve() -> None:
            while True:
                wire, who = door.recvfrom(4096)
                if not wire:
                    return
                if answer := names.answer(wire):
                    door.sendto(answer, who)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield names
        finally:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as bell:
                bell.sendto(b"", door.getsockname())
            thread.join()
